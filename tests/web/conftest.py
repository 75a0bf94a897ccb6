"""A real browser for the pages: the system's Chromium, with and without JavaScript, and axe to check them.

Chromium without a window of its own (`chromium-headless-shell`) takes a third of the processor time; it goes first.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = {"width": 1100, "height": 900}, {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Playwright keeps an event loop in this thread; Django's own calls here are plain ones all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for the run."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium-headless-shell)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at desktop width. Whatever the browser reports as an error, of scripts or policy, fails the test."""
    yield from watch(browser, viewport=DESKTOP)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page at phone width."""
    yield from watch(browser, viewport=PHONE, has_touch=True)


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    yield from watch(browser, viewport=DESKTOP, java_script_enabled=False)


@pytest.fixture(scope="session")
def axe(axe_source: str) -> Axe:
    """Gives what axe finds against WCAG 2.2 AA on a page as it stands: `rule: where`, one each."""

    def violations(page: Page) -> list[str]:
        return _violations(page, axe_source)

    return violations


@pytest.fixture(scope="session")
def axe_without_script(browser: Browser, axe_source: str) -> Axe:
    """The same for a page of a browser without JavaScript, where axe itself could not run.

    What that browser shows is shown again in one that runs axe: no script of the page, its noscript parts in place.
    """

    def violations(plain: Page) -> list[str]:
        context = browser.new_context(viewport=plain.viewport_size)
        copy = context.new_page()
        shown = _scripts_out(plain.evaluate("document.documentElement.outerHTML"))

        def answer(route: Route) -> None:
            route.fulfill(body=f"<!doctype html>{shown}", content_type="text/html; charset=utf-8")

        copy.route(lambda url: url == plain.url, answer)
        copy.goto(plain.url)
        found = _violations(copy, axe_source)
        context.close()
        return found

    return violations


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core's own code, as npm brought it."""
    file = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    if not file.exists():
        pytest.skip("axe-core is not here: run `python -m throughline.project.assets`")
    return file.read_text()


def watch(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page of its own context; once it is done with, fails if the browser reported an error."""
    context = browser.new_context(**options)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    # Chromium logs every answer of 400 and above as an error; tests judge those by themselves.
    assert [text for text in errors if not text.startswith("Failed to load resource")] == []


def _violations(page: Page, source: str) -> list[str]:
    # Through the debugger, so that the page's own policy neither hinders axe nor has to be loosened.
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": source})
    run = f"axe.run(document, {{runOnly: {RULES}}}).then(found => found.violations)"
    answer = session.send(
        "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True}
    )
    session.detach()
    found: list[dict[str, Any]] = answer["result"]["value"]
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]


def _scripts_out(html: str) -> str:
    html = re.sub(r"<script\b.*?</script>", "", html, flags=re.DOTALL)
    return re.sub(r"<(/?)noscript\b", r"<\1div", html)
