"""Where trust is looked up, in a real browser: issuers, credentials, the published log, batches; by keyboard alone, on the
smallest phone, and with axe. One demo, one walk for each kind of reader."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Axe, watch
from tests.web.test_walks import no_sideways, sign_in

SMALLEST = {"width": 320, "height": 700}
PUBLIC = (
    "/issuers/", "/issuers/meridian/", "/issuers/harbor-community-college/", "/credentials/foundation-certificate/",
    "/published/", "/published/?before=40", "/verify/",
)  # fmt: skip
REGISTRAR, PLACE = "omar-haddad", "harbor-community-college"
ROWS = """learner,credential,name
{learner},foundation-certificate,
nobody-here,no-such-credential,A name that is long enough to wrap
"""
MOST_TABS = 60


def _looked_at(page: Page, axe: Axe, faults: dict[str, object]) -> None:
    """Notes what axe finds on a page, and whether it is too wide at the smallest width."""
    at = re.sub(r"^https?://[^/]+", "", page.url)
    if problems := axe(page):
        faults[at] = problems
    size = page.viewport_size
    page.set_viewport_size(SMALLEST)
    if not no_sideways(page):
        faults[f"{at} at 320"] = page.evaluate("document.documentElement.scrollWidth")
    if size:
        page.set_viewport_size(size)


def _tab_to(page: Page, selector: str) -> None:
    """Goes on with the tabulator until what the selector names has the focus, which must be seen."""
    wanted = page.locator(selector).first
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            drawn = wanted.evaluate(
                "each => getComputedStyle(each).outlineStyle !== 'none'"
                " || getComputedStyle(each).boxShadow !== 'none'"
                " || getComputedStyle(each.labels?.[0] ?? each, '::before').outlineStyle !== 'none'"
            )
            assert drawn, f"the focus on {selector} cannot be seen"
            return
    raise AssertionError(f"{MOST_TABS} steps of the keyboard do not reach {selector} on {page.url}")


def test_a_stranger_reads_who_issues_and_what_was_published(demo: str, page: Page, axe: Axe) -> None:
    faults: dict[str, object] = {}
    # Its keeper signs the list for the first time, so that its key stands on the pages.
    assert page.request.get(f"{demo}/issuers.json").ok
    for path in PUBLIC:
        page.goto(demo + path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        _looked_at(page, axe, faults)
    assert faults == {}
    page.goto(f"{demo}/issuers/")
    expect(page.get_by_text("--state-key z6Mk")).to_be_visible()
    _tab_to(page, f'main a[href="/issuers/{PLACE}/"]')
    page.keyboard.press("Enter")
    expect(page.get_by_text(f":issuers:{PLACE}")).to_be_visible()
    page.goto(f"{demo}/published/")
    _tab_to(page, 'main a[href="/log/checkpoint"]')


def test_a_registrar_brings_a_file_by_keyboard_alone_and_reads_what_is_wrong_in_it(
    demo: str, page: Page, axe: Axe
) -> None:
    faults: dict[str, object] = {}
    sign_in(page, demo, REGISTRAR)
    page.goto(f"{demo}/batches/")
    _looked_at(page, axe, faults)
    _tab_to(page, "#place")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#kind-issue")).to_be_checked()
    body = ROWS.format(learner="00000000-0000-4000-8000-000000000000").encode()
    page.locator("#file").set_input_files([{"name": "spring.csv", "mimeType": "text/csv", "buffer": body}])
    _tab_to(page, "main form.stack button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/batches/[0-9a-f-]{36}/"))
    expect(page.get_by_role("main")).to_contain_text("2 lines have a fault")
    _looked_at(page, axe, faults)
    page.goto(f"{demo}/batches/?place={PLACE}")
    expect(page.get_by_role("link", name="spring.csv")).to_be_visible()
    _looked_at(page, axe, faults)
    assert faults == {}


def test_a_learner_finds_the_signed_file_of_a_credential_and_its_proof_on_the_smallest_phone(
    demo: str, browser: Browser, axe: Axe
) -> None:
    faults: dict[str, object] = {}
    watched = watch(browser, viewport=SMALLEST, has_touch=True)
    phone = next(watched)
    sign_in(phone, demo, "jason-16")
    phone.goto(f"{demo}/me/record/credential/foundation-certificate/")
    phone.locator('main a[href*="/line/award/"]').first.click()
    expect(phone.get_by_role("heading", name="To take with you")).to_be_visible()
    _looked_at(phone, axe, faults)
    for name, ending in (
        ("This credential as a signed file", "json"),
        ("Its proof from the public log", "-log-proof.json"),
    ):
        with phone.expect_download() as taken:
            phone.get_by_role("link", name=name).click()
        assert taken.value.suggested_filename.endswith(ending)
    phone.goto(f"{demo}/me/data/")
    expect(phone.get_by_role("link", name="Its proof from the public log")).to_be_visible()
    _looked_at(phone, axe, faults)
    assert faults == {}
    next(watched, None)
