"""Who governs, in a real browser: the public on a phone, a clerk without script, an operator and a second one; with axe."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Axe, watch
from tests.web.test_walks import no_sideways, sign_in

BOARD = "/governance/bodies/meridian-board-of-pathways/"
PUBLIC = ("/governance/", BOARD, "/governance/rights/", "/governance/operator/", "/governance/tracking/")
SMALLEST = {"width": 320, "height": 700}


def test_the_public_reads_who_governs_on_the_smallest_phone_and_on_paper(
    demo: str, page: Page, axe: Axe
) -> None:
    faults: dict[str, object] = {}
    page.set_viewport_size(SMALLEST)
    for path in PUBLIC:
        page.goto(demo + path)
        if problems := axe(page):
            faults[path] = problems
        if not no_sideways(page):
            faults[f"{path} at 320"] = page.evaluate("document.documentElement.scrollWidth")
    assert faults == {}
    page.goto(demo + "/")
    page.get_by_role("link", name="Who governs").click()
    page.get_by_role("link", name="Meridian Board of Pathways").first.click()
    expect(page.get_by_text("Rosa Delgado", exact=True)).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Who sits here")).to_be_visible()
    expect(page.locator(".site-foot")).to_be_hidden()


def test_without_script_a_clerk_ends_a_term_announces_it_and_two_operators_fill_the_seat(
    demo: str, plain_page: Page, browser: Browser, axe_without_script: Axe
) -> None:
    clerk = plain_page
    sign_in(clerk, demo, "helen-zhou")
    clerk.goto(demo + BOARD)
    clerk.get_by_role("link", name="Fill and end seats").click()
    assert axe_without_script(clerk) == []
    clerk.locator("#end-seat").select_option("union/1")
    clerk.locator("#end-why").select_option("recalled")
    clerk.get_by_role("button", name="End the term").click()
    clerk.goto(demo + BOARD)
    expect(clerk.get_by_text("This body cannot vote now.")).to_be_visible()
    clerk.goto(demo + BOARD + "keep/")
    clerk.locator("#say-seat").select_option("union/1")
    clerk.locator("#say-words").fill("Unions may send somebody until the end of the month.")
    clerk.get_by_role("button", name="Announce it").click()
    clerk.goto(demo + BOARD)
    expect(clerk.get_by_text("This body cannot vote now.")).to_have_count(0)
    for page in watch(browser, viewport=SMALLEST, java_script_enabled=False):
        sign_in(page, demo, "kwame-asante")
        page.goto(demo + BOARD + "keep/")
        assert no_sideways(page)
        page.locator("#fill-seat").select_option("union/1")
        page.locator("#fill-person").fill("ms-marks")
        page.locator("#fill-region").select_option("river-valley")
        page.locator("#fill-reason").fill("The clerk is ill, and the union named her.")
        page.get_by_role("button", name="Ask for it").first.click()
        page.goto(demo + BOARD)
        expect(page.get_by_text("Tanya Marks")).to_have_count(0)
        page.get_by_role("button", name="Sign out").click()
        sign_in(page, demo, "ines-varga")
        page.goto(demo + "/governance/operator/")
        assert axe_without_script(page) == []
        expect(page.get_by_text("The clerk is ill, and the union named her.")).to_be_visible()
        page.get_by_role("button", name="Yes, do it").click()
        page.goto(demo + BOARD)
        expect(page.get_by_text("Tanya Marks", exact=True)).to_be_visible()


def test_a_member_looks_after_their_seat_on_a_phone(demo: str, phone: Page, axe: Axe) -> None:
    sign_in(phone, demo, "maya-whitefeather")
    phone.goto(f"{demo}/governance/bodies/river-valley-pathways-council/")
    phone.get_by_role("link", name="Your seat").click()
    assert axe(phone) == []
    assert no_sideways(phone)
    phone.locator("#organization").select_option("river-makers")
    phone.locator("#interest-words").fill("I run projects there.")
    phone.get_by_role("button", name="Declare it").click()
    expect(phone.get_by_text("I run projects there.")).to_be_visible()
