"""A learner with a phone and a college at its desk, each in a browser: six places, one yes, a name, a promise kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import DESKTOP, PHONE, Axe

pytestmark = pytest.mark.usefixtures("demo")


def signed_in(page: Page, demo: str, who: str) -> Page:
    """Somebody of the demo in a browser."""
    page.goto(f"{demo}/sign-in/")
    page.locator(f'button[value="{who}"]').first.click()
    return page


def fits(page: Page) -> None:
    """Nothing makes the page wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= page.viewport_size["width"], page.url  # type: ignore[index]


@pytest.mark.covers("S001-J26")
def test_jason_says_yes_to_one_of_six_on_a_phone_and_the_college_keeps_its_word(
    demo: str, browser: Browser, axe: Axe, axe_without_script: Axe
) -> None:
    phone = browser.new_context(viewport=PHONE, has_touch=True).new_page()
    plain = browser.new_context(viewport=DESKTOP, java_script_enabled=False).new_page()
    signed_in(phone, demo, "jason-18").goto(f"{demo}/me/guarantees/")
    expect(phone.get_by_role("heading", name="Places to study: 6")).to_be_visible()
    assert axe(phone) == []
    fits(phone)
    phone.get_by_role("link", name="Admission to Biomedical Engineering, Meridian City").first.click()
    expect(phone.get_by_role("heading", name="Your answer")).to_be_visible()
    assert axe(phone) == []
    fits(phone)
    phone.locator("#reason").fill("The city has music.")
    phone.get_by_role("button", name="Yes, I take it").click()
    expect(phone.get_by_text("You said yes", exact=True).first).to_be_visible()
    expect(phone.get_by_text("The city has music.")).to_be_visible()

    signed_in(plain, demo, "helen-zhou").goto(f"{demo}/promised/msu-biomedical-engineering-admission/")
    expect(plain.get_by_text("Somebody whose name you do not know yet")).to_be_visible()
    phone.get_by_role("button", name="They may read my name").click()
    plain.reload()
    expect(plain.get_by_role("heading", name="Jason Reed")).to_be_visible()
    assert "music" not in plain.content()
    assert axe_without_script(plain) == []
    plain.get_by_role("button", name="It is given").click()
    expect(plain.get_by_text("Kept. The learner reads it.")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("The institution says that it is given.")).to_be_visible()

    for path in ("/promises/", "/promises/msu-public-health-admission/", "/promises/within-reach/"):
        phone.goto(f"{demo}{path}")
        assert axe(phone) == [], path
        fits(phone)
    phone.context.close()
    plain.context.close()
