"""The registry in a real browser: found by words, a tree opened by keyboard with and without a script, small phones, axe."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.web.conftest import Axe
from tests.web.test_walks import no_sideways

SMALLEST = {"width": 320, "height": 700}


def _pathways(page: Page, demo: str) -> str:
    """The address of the document that holds the state's pathways."""
    answer = page.request.get(
        f"{demo}/ims/case/v1p1/CFDocuments", params={"filter": "frameworkType='Pathways'"}
    )
    return f"{demo}/registry/{answer.json()['CFDocuments'][0]['identifier']}/"


def test_a_stranger_finds_a_pathway_in_the_registry_and_opens_its_stages(
    demo: str, page: Page, axe: Axe
) -> None:
    page.goto(f"{demo}/registry/")
    page.get_by_label("Words or a code").fill("ironwork")
    page.get_by_label("Kind").select_option("pathway")
    page.get_by_role("button", name="Search").click()
    found = page.get_by_role("main").get_by_role("link", name=re.compile("Ironwork"))
    expect(found).to_have_attribute("href", "/pathways/ironworking/")
    faults: dict[str, object] = {page.url: axe(page)}
    page.goto(_pathways(page, demo))
    branch = page.locator("summary").first
    branch.focus()
    page.keyboard.press("Enter")
    under = page.locator("details[open] .branches > li").first
    under.wait_for()
    faults["an open tree"] = axe(page)
    page.set_viewport_size(SMALLEST)
    assert no_sideways(page)
    assert {at: found for at, found in faults.items() if found} == {}


def test_the_tree_opens_by_links_where_no_script_runs(demo: str, plain_page: Page) -> None:
    plain_page.goto(_pathways(plain_page, demo))
    plain_page.locator("summary").first.click()
    plain_page.get_by_role("link", name="Show what stands under it").first.click()
    assert plain_page.locator("details[open] .branches > li").count() > 1


def test_every_page_of_the_registry_fits_a_small_phone(demo: str, phone: Page, axe: Axe) -> None:
    whole = _pathways(phone, demo)
    faults: dict[str, object] = {}
    for path in (f"{demo}/registry/?q=weld", whole, f"{whole}outside/", f"{whole}versions/", f"{whole}versions/1/",
                 f"{demo}/credentials/foundation-certificate/standards/"):  # fmt: skip
        phone.goto(path)
        phone.set_viewport_size(SMALLEST)
        if found := axe(phone):
            faults[path] = found
        if not no_sideways(phone):
            faults[f"{path} is too wide"] = phone.evaluate("document.documentElement.scrollWidth")
    assert faults == {}
