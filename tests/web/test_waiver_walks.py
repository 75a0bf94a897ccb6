"""Waivers in a real browser: the public reads the register on the smallest phone, and a district asks without script."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.web.conftest import Axe
from tests.web.test_walks import no_sideways, sign_in

SMALLEST = {"width": 320, "height": 700}


def test_a_district_reads_the_register_and_asks_for_a_waiver_on_the_smallest_phone_without_script(
    demo: str, plain_page: Page, axe_without_script: Axe
) -> None:
    page, axe = plain_page, axe_without_script
    page.set_viewport_size(SMALLEST)
    sign_in(page, demo, "ines-carvalho")
    page.goto(demo + "/governance/")
    page.get_by_role("link", name="Waivers").click()
    assert axe(page) == []
    assert no_sideways(page)
    page.get_by_role("link", name="What is shown counts, not the hours").click()
    expect(page.get_by_text("40 hours at the place")).to_be_visible()
    assert axe(page) == []
    assert no_sideways(page)
    page.get_by_role("link", name="Waivers").first.click()
    page.get_by_role("link", name="Ask for a waiver").click()
    assert axe(page) == []
    assert no_sideways(page)
    page.get_by_label("What do you ask for, in a line?").fill("More days to answer")
    page.get_by_label("Why?").fill("Two assessors are away in spring.")
    page.locator("label", has_text="Northside High School").click()
    page.locator("label", has_text="How soon a request is answered").click()
    page.get_by_label("First day").fill((timezone.localdate() + timedelta(days=60)).isoformat())
    page.get_by_role("button", name="Put it on the docket").click()
    expect(page.get_by_role("alert")).to_contain_text("60 days after it is asked for; 90 are needed")
    expect(page.get_by_label("Northside High School")).to_be_checked()
    page.get_by_label("First day").fill((timezone.localdate() + timedelta(days=100)).isoformat())
    page.get_by_role("button", name="Put it on the docket").click()
    expect(page.get_by_role("heading", name="More days to answer")).to_be_visible()
