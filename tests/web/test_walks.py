"""The demo as people use it: the command itself, a real browser, desktop and phone, with and without script."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.core.credentials.school import BADGE, by_key
from tests.web.conftest import PHONE, Axe, watch

PAGES = (
    "/", "/map/", "/pathways/", "/pathways/medical-sciences/", "/pathways/compare/?p=ironworking&p=nursing",
    "/pathways/ironworking/elsewhere/", "/pathways/medical-sciences/versions/", "/milestones/medical-benchmark-1/",
    "/competencies/", "/competencies/communication/", "/levels/", "/credentials/",
    "/credentials/steel-layout-certification/", "/places/",
    "/places/northside-high/", "/learn/after-school-robotics/", "/fields/", "/published/", "/requests/",
    "/careers/", "/careers/29-1141/", "/careers/in-demand/", "/careers/by-skills/?job=ironworking/welder",
    "/requests/ask/", "/activities/", "/badges/", "/explore/", "/schools/", "/help/", "/site-map/", "/sign-in/",
    "/promise/", "/governance/work/", "/governance/support/", "/governance/headline/", "/data/job-surveys/", "/rounds/",
    "/pathways/moving/",
    "/profiles/", "/profiles/harbor-district/", "/regions/harbor-pathways-network/", "/broker/", "/quality/", "/seams/",
    "/access/", "/access/saltmarsh/", "/rotations/", "/stipends/",
)  # fmt: skip
YEAR = datetime.now(UTC).year
OWN = {
    "jason-16": ("/map/", "/me/", "/me/today/", "/me/record/",
                 "/me/progress/", "/me/doors/", "/me/milestones/medical-benchmark-4/", "/me/plan/",
                 "/me/plan/shortest/?p=nursing&until=end",
                 "/pathways/nursing/elsewhere/", "/me/looks/", "/explore/", "/me/profile/"),
    "ines-carvalho": ("/profiles/harbor-district/write/",),
    "tom-okello": ("/our/", "/regions/harbor-pathways-network/", "/regions/harbor-pathways-network/add/partner/",
                   "/rotations/make/", f"/quality/harbor-pathways-network/{YEAR}/data/",
                   "/vision/harbor-pathways-network/write/", "/regions/harbor-pathways-network/ways-back/"),
    "adela-fontaine": ("/promise/make/",),
    "rosa-delgado": ("/governance/work/r1-2/", "/vision/meridian-board-of-pathways/share/"),
    "helen-zhou": ("/governance/support/money/",),
    "mr-okafor": ("/advising/", "/advising/where/", "/advising/trends/?pathway=nursing"),
    "ms-ortiz": ("/today/", "/assessing/"),
    "denise-reed": ("/family/",),
    "kwame-asante": ("/house/",),
}  # fmt: skip


def sign_in(page: Page, demo: str, who: str) -> None:
    """Picks a person of the demo."""
    page.goto(f"{demo}/sign-in/")
    page.locator(f'button[value="{who}"]').click()


def no_sideways(page: Page) -> bool:
    """Whether the page itself does not scroll sideways."""
    width: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1")
    return width


def test_axe_finds_nothing_on_any_public_page(demo: str, page: Page, axe: Axe) -> None:
    found = {}
    for path in PAGES:
        page.goto(demo + path)
        if problems := axe(page):
            found[path] = problems
    assert found == {}


def test_axe_finds_nothing_on_public_pages_without_script(
    demo: str, plain_page: Page, axe_without_script: Axe
) -> None:
    found = {}
    for path in PAGES[:8]:
        plain_page.goto(demo + path)
        if problems := axe_without_script(plain_page):
            found[path] = problems
    assert found == {}


@pytest.mark.parametrize("who", OWN)
def test_axe_finds_nothing_on_a_persons_own_pages(demo: str, page: Page, axe: Axe, who: str) -> None:
    sign_in(page, demo, who)
    found = {}
    for path in OWN[who]:
        page.goto(demo + path)
        if problems := axe(page):
            found[path] = problems
    assert found == {}


def test_axe_finds_nothing_in_the_dark(demo: str, browser: Browser, axe: Axe) -> None:
    watched = watch(browser, viewport=PHONE, color_scheme="dark")
    page = next(watched)
    sign_in(page, demo, "mariah-16")
    found = {}
    for path in ("/", "/pathways/ironworking/", "/me/", "/me/progress/", "/pathways/nursing/elsewhere/"):
        page.goto(demo + path)
        if problems := axe(page):
            found[path] = problems
    assert found == {}
    next(watched, None)


def test_no_page_scrolls_sideways_on_a_phone(demo: str, browser: Browser) -> None:
    watched = watch(browser, viewport={"width": 320, "height": 700}, has_touch=True)
    page = next(watched)
    wide = []
    for path in PAGES:
        page.goto(demo + path)
        if not no_sideways(page):
            wide.append(path)
    sign_in(page, demo, "jason-16")
    for path in OWN["jason-16"]:
        page.goto(demo + path)
        if not no_sideways(page):
            wide.append(path)
    assert wide == []
    next(watched, None)


@pytest.mark.covers("S001-J4", "S001-J11")
def test_a_learner_looks_at_what_counts_elsewhere_and_then_chooses_a_field_without_a_role(
    demo: str, plain_page: Page
) -> None:
    sign_in(plain_page, demo, "jason-14")
    plain_page.goto(f"{demo}/pathways/medical-sciences/")
    assert plain_page.get_by_role("button", name="Choose this pathway").count() == 0
    plain_page.get_by_role("link", name="Every milestone, every other pathway").click()
    expect(plain_page.get_by_role("heading", level=1)).to_contain_text("what counts elsewhere")
    plain_page.get_by_role("button", name="Choose this pathway").click()
    expect(plain_page.get_by_text("You can change this whenever you like")).to_be_visible()
    expect(plain_page.get_by_text("Every role is still open")).to_be_visible()


def test_a_learner_changes_pathway_alone_and_their_record_stays(demo: str, page: Page) -> None:
    sign_in(page, demo, "jason-18")
    page.goto(f"{demo}/pathways/nursing/elsewhere/")
    expect(page.get_by_text("Your record stays exactly as it is")).to_be_visible()
    page.get_by_role("button", name="Change to this pathway").click()
    expect(page.get_by_text("Your record has not changed")).to_be_visible()
    page.goto(f"{demo}/pathways/medical-sciences/elsewhere/")
    page.get_by_role("button", name="Change to this pathway").click()
    expect(page.get_by_role("link", name="Medical sciences").first).to_be_visible()


def test_a_learner_opens_a_number_to_its_reason(demo: str, page: Page) -> None:
    sign_in(page, demo, "jason-16")
    page.goto(f"{demo}/me/progress/")
    page.get_by_role("link", name="Benchmark 4", exact=False).last.click()
    expect(page.get_by_role("heading", name="Where you stand, and why")).to_be_visible()
    expect(page.get_by_text("Not shown yet.").first).to_be_visible()


def test_the_pages_speak_spanish_when_asked(demo: str, page: Page) -> None:
    page.goto(f"{demo}/pathways/ironworking/")
    page.locator('footer [lang="es"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="Qué pide")).to_be_visible()


def test_an_adviser_sees_their_learners_and_the_learner_sees_that_they_looked(demo: str, page: Page) -> None:
    sign_in(page, demo, "mr-okafor")
    page.goto(f"{demo}/advising/")
    expect(page.get_by_role("heading", name="My learners")).to_be_visible()
    sign_in(page, demo, "jason-16")
    page.goto(f"{demo}/me/looks/")
    expect(page.get_by_role("cell", name="Samuel Okafor").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1100])
def test_a_stranger_checks_a_credential_without_script_on_any_screen(
    demo: str, plain_page: Page, axe_without_script: Axe, width: int
) -> None:
    good = by_key({**BADGE, "validFrom": "2025-01-10T00:00:00Z"}, created=datetime(2025, 1, 10, tzinfo=UTC))
    plain_page.set_viewport_size({"width": width, "height": 800})
    for document, answer in ((good, "Verified"), ({**good, "name": "Medicine"}, "Not verified")):
        plain_page.goto(f"{demo}/verify/")
        assert axe_without_script(plain_page) == []
        plain_page.set_input_files(
            "#file", {"name": "badge.json", "mimeType": "application/json", "buffer": json.dumps(document).encode()}
        )  # fmt: skip
        plain_page.get_by_role("button", name="Check").click()
        expect(plain_page.get_by_role("heading", level=1)).to_have_text(answer)
        assert axe_without_script(plain_page) == []
        assert plain_page.evaluate("document.documentElement.scrollWidth") <= width
