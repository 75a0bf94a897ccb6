"""The errand of calibration, in a real browser: Ms. Ortiz rates ten anchors on a phone and reads her own result."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import PHONE, Axe, watch
from tests.web.test_walks import no_sideways, sign_in

PAGES = {
    "ms-ortiz": ("/assessing/calibration/", "/assessments/medical-benchmark-2/agreement/"),
    "kwame-asante": ("/judging/", "/judging/my-own-project/log/"),
    "grace-lindqvist": ("/credentials/steel-layout-certification/works/",),
}


@pytest.mark.covers("S001-D10.6")
def test_an_assessor_rates_ten_anchors_on_a_phone_and_reads_their_own_result(
    demo: str, browser: Browser, axe: Axe
) -> None:
    watched = watch(browser, viewport=PHONE, has_touch=True)
    phone = next(watched)
    sign_in(phone, demo, "ms-ortiz")
    phone.goto(f"{demo}/assessing/calibration/")
    phone.get_by_role("button", name="Rate anchors again").click()
    for nth in range(1, 11):
        expect(phone.get_by_text(f"Work {nth} of 10")).to_be_visible()
        if nth == 1:
            assert axe(phone) == []
            assert no_sideways(phone)
        for name in ("honest-graph", "heard-and-understood", "stays-with-it"):
            phone.locator(f"label[for='{name}-2']").click()
        phone.get_by_role("button", name="Keep and go on").click()
    expect(phone.get_by_text("only you read this")).to_be_visible()
    assert axe(phone) == []
    assert no_sideways(phone)
    next(watched, None)


@pytest.mark.parametrize("who", PAGES)
def test_axe_finds_nothing_on_pages_of_calibration_and_none_scrolls_sideways(
    demo: str, page: Page, axe: Axe, who: str
) -> None:
    sign_in(page, demo, who)
    for path in PAGES[who]:
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(f"{demo}{path}")
        assert axe(page) == [], path
        page.set_viewport_size({"width": 320, "height": 700})
        assert no_sideways(page), path
