"""The bench in a real browser: with keys, without script, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Axe
from tests.web.test_walks import no_sideways, sign_in


def begin(page: Page, demo: str) -> None:
    sign_in(page, demo, "ms-ortiz")
    page.goto(f"{demo}/registry/bench/")
    page.get_by_role("button", name="Begin").click()


def looked_at(page: Page) -> int:
    return int(page.locator(".bench-progress").inner_text().rpartition("%")[2].split(" of ")[0])


def test_keys_work_through_the_bench_and_can_be_turned_off(demo: str, page: Page, axe: Axe) -> None:
    begin(page, demo)
    assert axe(page) == []
    before = looked_at(page)
    for pressed, more in (("x", 1), ("s", 2), ("u", 2)):
        if pressed == "u" and not page.locator("[data-key=u]").count():
            continue
        with page.expect_navigation():
            page.keyboard.press(pressed)
        assert looked_at(page) == before + more
    if page.locator("#c-2").count():
        page.keyboard.press("2")
        expect(page.locator("#c-2")).to_be_checked()
    page.locator("[data-keys] input").uncheck()
    address = page.url
    page.keyboard.press("s")
    page.reload()
    assert page.url == address
    assert looked_at(page) == before + 2
    expect(page.locator("[data-keys] input")).not_to_be_checked()


def test_the_bench_works_without_script(demo: str, plain_page: Page) -> None:
    begin(plain_page, demo)
    before = looked_at(plain_page)
    expect(plain_page.locator("[data-keys]")).to_be_hidden()
    plain_page.get_by_role("button", name="Skip").click()
    assert looked_at(plain_page) == before + 1


@pytest.mark.parametrize("width", [320, 390, 1100])
def test_axe_finds_nothing_on_the_pages_of_alignments_and_none_scrolls_sideways(
    demo: str, page: Page, axe: Axe, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    begin(page, demo)
    bench = page.url
    page.goto(f"{demo}/registry/coverage/")
    page.get_by_role("button", name="Show").click()
    for path in (
        bench,
        page.url,
        f"{demo}/registry/alignments/",
        f"{demo}/registry/integrated/",
        f"{demo}/registry/coverage/",
    ):
        page.goto(path)
        assert axe(page) == [], path
        assert no_sideways(page), path
