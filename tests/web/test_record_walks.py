"""The errand of sharing, in a real browser: Jason shows part of his record to a college, sees that it was looked at,
takes it back; a stranger checks a shared part on a phone without script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web import errand
from tests.web.conftest import DESKTOP, PHONE, Axe, watch
from tests.web.test_walks import no_sideways, sign_in

OWN = ("/me/record/", "/me/record/resume/", "/me/record/first/", "/me/record/courses/",
       "/me/record/competency/communication/", "/badges/own/",
       "/me/endorsements/", "/me/shares/", "/me/shares/new/", "/me/shares/new/?for=college", "/me/data/",
       "/me/looks/")  # fmt: skip


def _prepare(page: Page, demo: str, purpose: str, organization: str = "") -> None:
    page.goto(f"{demo}/me/shares/new/")
    page.get_by_role("link", name="A college").click()
    if organization:
        page.locator("#organization").select_option(organization)
    page.locator("#to_whom").fill("Harbor admissions")
    page.locator("#purpose").fill(purpose)
    page.get_by_role("button", name="See it as they will").click()


def test_jason_shares_to_a_college_sees_that_it_was_looked_at_and_takes_it_back(
    demo: str, page: Page, browser: Browser
) -> None:
    sign_in(page, demo, "jason-16")
    _prepare(page, demo, "To enter the laboratory program", "harbor-community-college")
    expect(page.get_by_text("Only you see this so far")).to_be_visible()
    page.get_by_role("button", name="Share it").click()
    expect(page.get_by_text("Nobody has looked yet.")).to_be_visible()
    share = page.url.removesuffix("confirm/")

    watched = watch(browser, viewport={"width": 1100, "height": 900})
    college = next(watched)
    sign_in(college, demo, "omar-haddad")
    college.goto(f"{demo}/inbox/")
    row = college.locator("li", has_text="To enter the laboratory program")
    row.get_by_role("link", name="Jason Reed").click()
    expect(college.get_by_role("heading", name="Jason Reed", exact=True)).to_be_visible()
    opened = college.url

    page.goto(share)
    expect(page.get_by_text("Omar Haddad")).to_be_visible()
    page.goto(f"{demo}/me/looks/")
    expect(page.get_by_role("row", name="Omar Haddad").first).to_contain_text("what you shared")
    _stands_behind_the_school(college, demo)
    _hides_and_shows_what_was_said(page, demo)
    page.goto(share)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("It is no longer shared.")).to_be_visible()

    college.goto(opened)
    expect(college.get_by_role("heading", name="This is no longer shared")).to_be_visible()
    college.goto(f"{demo}/inbox/")
    expect(college.get_by_text("To enter the laboratory program")).to_have_count(0)
    next(watched, None)


def _stands_behind_the_school(college: Page, demo: str) -> None:
    college.goto(f"{demo}/places/northside-high/")
    college.get_by_role("link", name="Endorse it").click()
    college.get_by_label("Your words").fill("Its people come to us ready to ask.")
    college.get_by_role("button", name="Sign it").click()
    expect(college.get_by_text("Everyone can read it now.")).to_be_visible()
    college.goto(f"{demo}/places/northside-high/")
    expect(college.get_by_text("Its people come to us ready to ask.")).to_be_visible()


def _hides_and_shows_what_was_said(page: Page, demo: str) -> None:
    page.goto(f"{demo}/me/endorsements/")
    page.get_by_role("button", name="Hide it").click()
    expect(page.get_by_text("Only you see it")).to_be_visible()
    page.get_by_role("button", name="Let it show").click()
    page.goto(f"{demo}/me/record/resume/")
    expect(page.get_by_text("He sat in our biology course")).to_be_visible()


def test_a_stranger_reads_and_checks_a_shared_part_on_a_phone_without_script(
    demo: str, page: Page, browser: Browser, axe_without_script: Axe
) -> None:
    sign_in(page, demo, "jason-16")
    _prepare(page, demo, "To apply")
    page.get_by_role("button", name="Share it").click()
    link = page.locator(".next a").get_attribute("href")
    assert link is not None
    expect(page.get_by_role("img", name="The same link as a code for a phone camera")).to_be_visible()

    watched = watch(browser, viewport=PHONE, has_touch=True, java_script_enabled=False)
    phone = next(watched)
    phone.goto(link)
    assert axe_without_script(phone) == []
    phone.get_by_role("link", name="Foundation certificate").first.click()
    phone.get_by_role("link", name="Communication").first.click()
    expect(phone.get_by_text("Confirmed by").first).to_be_visible()
    phone.goto(link)
    phone.get_by_role("button", name="Check it now").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Verified")
    assert axe_without_script(phone) == []
    next(watched, None)


def test_axe_finds_nothing_on_the_pages_of_a_record(demo: str, page: Page, axe: Axe) -> None:
    found = {}
    for who, paths in (
        ("jason-16", OWN),
        ("omar-haddad", ("/inbox/", "/corrections/", "/endorsing/", "/endorsing/place/northside-high/")),
    ):
        sign_in(page, demo, who)
        for path in paths:
            page.goto(demo + path)
            if problems := axe(page):
                found[path] = problems
    assert found == {}


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_of_a_record_scrolls_sideways_on_a_phone(demo: str, browser: Browser, width: int) -> None:
    watched = watch(browser, viewport={"width": width, "height": 700}, has_touch=True)
    page = next(watched)
    sign_in(page, demo, "jason-16")
    wide = []
    for path in OWN:
        page.goto(demo + path)
        if not no_sideways(page):
            wide.append(path)
    assert wide == []
    next(watched, None)


def test_from_a_robot_at_13_to_a_stranger_who_checks_the_paper_on_a_phone(
    demo: str, browser: Browser, axe: Axe, tmp_path: Path
) -> None:
    """The robot was built at 13. The teacher says «not yet» first, with what comes next. Every page is clean for axe."""
    look = errand.Looking(axe)
    opened = [
        watch(browser, viewport=size, has_touch=size is PHONE)
        for size in (PHONE, PHONE, DESKTOP, DESKTOP, PHONE)
    ]
    phone, lucia, teacher, college, stranger = map(next, opened)
    people = ((phone, "jason-16"), (lucia, "dr-lucia"), (teacher, "ms-ortiz"), (college, "omar-haddad"))
    for page, who in people:
        sign_in(page, demo, who)

    piece = errand.adds_work(phone, demo, look)
    errand.asks_lucia(phone, piece, look)
    errand.lucia_says(lucia, demo, look)
    first = errand.asks_that_it_counts(phone, piece, look)
    errand.decided(teacher, demo, first, look, met=False)
    phone.goto(first)
    expect(phone.locator("main")).to_contain_text("Write down what you tried before it worked")
    look.at(phone)
    second = errand.asks_that_it_counts(phone, piece, look)
    errand.decided(teacher, demo, second, look, met=True)
    phone.goto(second)
    expect(phone.locator("main")).to_contain_text("The turning back is there.")
    phone.goto(f"{demo}/me/record/competency/problem-solving/")
    expect(phone.locator("main")).to_contain_text("Mercy Bay")
    look.at(phone)

    errand.into_a_wallet(phone, demo, look)
    errand.shares_and_takes_back(phone, college, demo, look)

    phone.goto(f"{demo}/me/record/")
    paper = tmp_path / "record.pdf"
    paper.write_bytes(phone.request.get(f"{demo}/me/record/record.pdf").body())
    errand.checks_the_paper(stranger, demo, paper, look)

    assert look.faults == {}
    assert look.pages > 20
    for each in opened:
        next(each, None)
