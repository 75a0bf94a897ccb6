"""Adding work in a real browser: from a phone, with and without script, and where there is no connection."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import PHONE, Axe, watch
from tests.web.test_walks import no_sideways, sign_in

KILOBYTES = 75
"""What a page of adding weighs at most, before compression, without styles that every page shares."""


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    """The narrowest phone."""
    yield from watch(browser, viewport={"width": 320, "height": 700}, has_touch=True)


def picture(wide: int = 60) -> dict[str, object]:
    data = BytesIO()
    Image.effect_noise((wide, wide), 90).convert("RGB").save(data, "JPEG", quality=95)
    return {"name": "robot.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def begin(page: Page, demo: str, kind: str) -> None:
    page.goto(f"{demo}/me/evidence/add/")
    page.locator(f"label[for=k-{kind}]").click()


def where(page: Page) -> None:
    page.locator("label[for=s-family]").click()
    page.locator("#from").fill("2026-03-01")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Go on").click()


def test_a_photo_is_added_from_a_phone_in_three_steps_and_sent_in_parts(demo: str, phone: Page) -> None:
    sign_in(phone, demo, "jason-12")
    begin(phone, demo, "photo")
    go_on(phone)
    phone.wait_for_url("**step=2")
    phone.locator("#title").fill("My robot")
    photo = picture(900)
    assert len(photo["buffer"]) > 2 * 256 * 1024  # type: ignore[arg-type]
    phone.locator("#file").set_input_files(photo)  # type: ignore[arg-type]
    parts: list[str] = []
    phone.on("request", lambda each: parts.append(each.method) if "/uploads/" in each.url else None)
    go_on(phone)
    phone.wait_for_url("**step=3")
    assert parts.count("PATCH") >= 3
    where(phone)
    go_on(phone)
    phone.wait_for_url("**/check/")
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("My robot")
    expect(phone.locator(".files img")).to_have_count(1)


@pytest.mark.covers("S001-D6.7")
def test_evidence_is_held_without_a_connection_proven_unchanged_and_one_piece_is_shown_by_link(
    demo: str,
    phone: Page,
    browser: Browser,
) -> None:
    """On a phone with a poor signal, within the budget of weight; a link opens what was chosen and nothing else."""
    sign_in(phone, demo, "jason-12")
    begin(phone, demo, "photo")
    assert len(phone.content().encode()) < KILOBYTES * 1024
    phone.context.set_offline(True)
    go_on(phone)
    expect(phone.get_by_role("heading", name="Add it")).to_be_visible()
    expect(phone.locator("[data-told]")).to_contain_text("No connection")
    phone.locator("#title").fill("Written in the subway")
    phone.locator("#words").fill("No signal here.")
    phone.locator("#file").set_input_files(picture())  # type: ignore[arg-type]
    go_on(phone)
    expect(phone.get_by_role("heading", name="Where, when")).to_be_visible()
    where(phone)
    go_on(phone)
    expect(phone.locator("[data-told]")).to_contain_text("waits on this phone")
    phone.context.set_offline(False)
    phone.wait_for_url("**/check/")
    for told in ("Written in the subway", "No signal here.", "1 file", "Family and home"):
        expect(phone.locator("main")).to_contain_text(told)
    phone.get_by_role("button", name="Keep it").click()
    phone.get_by_text("How anyone can tell").click()
    told = phone.locator(".digest").first.inner_text()
    file = phone.request.get(demo + str(phone.locator(".files a").first.get_attribute("href")))
    assert sha256(file.body()).hexdigest() == told
    phone.goto(phone.url.replace("check/", "") + "ask/")
    phone.locator("#name").fill("Denise")
    phone.locator("#tie").select_option("family")
    phone.get_by_role("button", name="Ask them").click()
    stranger = browser.new_context(viewport=PHONE).new_page()
    stranger.goto(phone.locator("#link").input_value())
    expect(stranger.locator("main h2").first).to_have_text("Written in the subway")
    assert "Maze robot" not in stranger.content()
    stranger.context.close()
    phone.goto(f"{demo}/me/evidence/")
    expect(phone.get_by_text("Written in the subway")).to_have_count(1)
    expect(phone.locator("[data-waiting]")).to_be_hidden()


def test_what_waits_on_a_phone_is_sent_after_the_page_was_closed_and_by_nobody_else(
    demo: str,
    phone: Page,
) -> None:
    sign_in(phone, demo, "jason-12")
    begin(phone, demo, "text")
    phone.context.set_offline(True)
    go_on(phone)
    phone.locator("#title").fill("Kept over night")
    phone.locator("#words").fill("Then I slept.")
    go_on(phone)
    expect(phone.get_by_role("heading", name="Where, when")).to_be_visible()
    phone.goto("about:blank")
    phone.context.set_offline(False)
    sign_in(phone, demo, "mariah-12")
    phone.goto(f"{demo}/me/evidence/")
    expect(phone.locator("[data-waiting]")).to_be_hidden()
    sign_in(phone, demo, "jason-12")
    phone.goto(f"{demo}/me/evidence/")
    expect(phone.locator("[data-waiting]")).to_be_hidden()
    phone.reload()
    expect(phone.get_by_role("link", name="Kept over night")).to_have_count(1)


def test_an_upload_that_broke_goes_on_where_it_stopped(demo: str, phone: Page) -> None:
    sign_in(phone, demo, "jason-12")
    begin(phone, demo, "photo")
    go_on(phone)
    phone.wait_for_url("**step=2")
    phone.locator("#title").fill("A long film")
    phone.locator("#file").set_input_files(picture(900))  # type: ignore[arg-type]
    offsets: list[int] = []

    def second_breaks(route) -> None:
        offsets.append(int(route.request.headers.get("upload-offset", "-1")))
        route.abort() if len(offsets) == 2 else route.continue_()

    phone.route("**/me/evidence/uploads/**", lambda route: (
        second_breaks(route) if route.request.method == "PATCH" else route.continue_()
    ))  # fmt: skip
    go_on(phone)
    expect(phone.get_by_role("heading", name="Where, when")).to_be_visible()
    broke_at = offsets[1]
    assert broke_at > 0
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    phone.wait_for_url("**/check/")
    assert offsets[2] == broke_at, "it does not begin again"
    assert offsets.count(0) == 1


def test_without_script_all_of_it_works_too(demo: str, plain_page: Page, axe_without_script: Axe) -> None:
    sign_in(plain_page, demo, "mariah-12")
    plain_page.goto(f"{demo}/me/evidence/add/")
    assert axe_without_script(plain_page) == []
    plain_page.locator("form.stack .usa-button").first.click()
    plain_page.locator("#title").fill("Mi robot")
    plain_page.locator("#file").set_input_files(picture())  # type: ignore[arg-type]
    plain_page.locator("form.stack .usa-button").first.click()
    plain_page.locator("label[for=s-work]").click()
    plain_page.locator("#from").fill("2026-03-01")
    plain_page.locator("form.stack .usa-button").first.click()
    plain_page.locator("main form .usa-button").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Mi robot")


@pytest.mark.parametrize(
    ("who", "paths"),
    [
        ("jason-14", ("/me/evidence/", "/me/evidence/add/", "/me/evidence/asked/")),
        ("ms-ortiz", ("/recognizing/",)),
        ("denise-reed", ("/asked/",)),
        ("kwame-asante", ("/house/answering/",)),
    ],
)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    demo: str,
    narrow: Page,
    axe: Axe,
    who: str,
    paths: tuple[str, ...],
) -> None:
    sign_in(narrow, demo, who)
    found = {}
    for path in (*paths, *_further(narrow, demo, who)):
        narrow.goto(demo + path)
        if problems := axe(narrow):
            found[path] = problems
        if not no_sideways(narrow):
            found[path] = [*found.get(path, []), "scrolls sideways"]
    assert found == {}


def _further(page: Page, demo: str, who: str) -> list[str]:
    """The pages of one piece, of one request, of each step."""
    if who == "ms-ortiz":
        page.goto(f"{demo}/recognizing/")
        return [str(page.locator("main table a").first.get_attribute("href"))]
    if who != "jason-14":
        return []
    page.goto(f"{demo}/me/evidence/")
    piece = str(page.locator("main .rows h3 a").first.get_attribute("href"))
    page.goto(f"{demo}/me/evidence/asked/")
    request = str(page.locator("main .rows a").first.get_attribute("href"))
    page.goto(f"{demo}/me/evidence/add/")
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**step=2")
    edit = page.url.removeprefix(demo).partition("?")[0]
    check = edit.replace("/edit/", "/check/")
    return [piece, f"{piece}ask/", f"{piece}offer/", request, f"{edit}?step=2", f"{edit}?step=3", check]


def test_a_stranger_reads_one_piece_by_link_and_says_what_they_saw(
    demo: str,
    page: Page,
    browser: Browser,
    axe: Axe,
) -> None:
    sign_in(page, demo, "jason-14")
    page.goto(f"{demo}/me/evidence/")
    page.get_by_role("link", name="A robot that finds its way").click()
    page.get_by_role("link", name="Ask somebody").click()
    page.locator("#name").fill("Uncle Ray")
    page.locator("#tie").select_option("family")
    page.get_by_role("button", name="Ask them").click()
    link = page.locator("#link").input_value()
    stranger = browser.new_context(viewport=PHONE).new_page()
    stranger.goto(link)
    assert axe(stranger) == []
    assert no_sideways(stranger)
    expect(stranger.locator("main")).to_contain_text("A robot that finds its way")
    stranger.locator("#words-0").fill("I drove him there every week and saw it grow.")
    stranger.get_by_role("button", name="Say this").click()
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert stranger.goto(link).status == 404  # type: ignore[union-attr]
    stranger.context.close()
    page.reload()
    expect(page.locator("main")).to_contain_text("I drove him there every week")
