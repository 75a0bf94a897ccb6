"""The instruments that look at pages are themselves looked at: a planted fault must be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.web.conftest import PHONE, Axe, watch

POLICY = {"Content-Security-Policy": "default-src 'self'; object-src 'none'"}
FAULTY = """<!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1>
<img src="picture.svg"><noscript><a href="/x"></a></noscript></main></body></html>"""
SOUND = '<!doctype html><html lang="en"><head><title>A page</title></head><body><main><h1>A page</h1></main></body></html>'


def _show(page: Page, html: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html", headers=POLICY)

    page.route("http://pages.invalid/**", answer)
    page.goto("http://pages.invalid/a")


def test_a_picture_without_a_text_is_found_under_a_strict_policy(page: Page, axe: Axe) -> None:
    _show(page, FAULTY)
    assert [found.split(":")[0] for found in axe(page)] == ["image-alt"]


def test_a_fault_that_only_shows_without_script_is_found(plain_page: Page, axe_without_script: Axe) -> None:
    _show(plain_page, FAULTY)
    assert [found.split(":")[0] for found in axe_without_script(plain_page)] == ["image-alt", "link-name"]


def test_a_sound_page_has_no_findings(
    page: Page, plain_page: Page, axe: Axe, axe_without_script: Axe
) -> None:
    _show(page, SOUND)
    _show(plain_page, SOUND)
    assert axe(page) == axe_without_script(plain_page) == []


def test_what_the_policy_refuses_is_noticed(browser: Browser) -> None:
    watched = watch(browser, viewport=PHONE)
    _show(next(watched), SOUND.replace("</main>", "<script>document.title = 'changed'</script></main>"))
    with pytest.raises(AssertionError, match="Content Security Policy"):
        next(watched)
