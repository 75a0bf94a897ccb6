"""Many people in real browsers at the same moment: one Chromium in a thread of its own, a context for each of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from threading import Thread
from typing import Any

from playwright.async_api import Browser, Page, Playwright, async_playwright

from tests.web.conftest import ARGUMENTS, CHROMIUM, DESKTOP

SIGN_IN = "/sign-in/as/"
Act = Callable[[Page], Awaitable[str]]


class Room:
    """People with a page each, by their demo key; a second browser of the same person has more after a stroke (`ana/phone`).
    What is run here runs at once, and everybody waits for the last."""

    def __init__(self, demo: str) -> None:
        self.demo, self.pages = demo, dict[str, Page]()
        self.errors: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> Room:
        self.thread.start()
        self.run(self._open())
        return self

    def __exit__(self, *_error: object) -> None:
        self.run(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(30)
        self.loop.close()

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        """Waits for something that is done in the room."""
        return asyncio.run_coroutine_threadsafe(act, self.loop).result(180)

    def enter(self, people: Iterable[str]) -> None:
        """These sign in, at once."""

        async def all_of_them() -> None:
            await asyncio.gather(*map(self._sign_in, people))

        self.run(all_of_them())

    def at_once(self, acts: Iterable[tuple[str, Act]]) -> list[str]:
        """Everyone does theirs at the same moment: all have their page before them first, and wait for each other. What
        each of them read afterwards, in that order."""

        async def all_of_them(wanted: list[tuple[str, Act]]) -> list[str]:
            return list(await asyncio.gather(*(act(self.pages[who]) for who, act in wanted)))

        return list(self.run(all_of_them(list(acts))))

    def open(self, people: Iterable[str], address: str) -> None:
        """Everyone opens the same page, at once."""

        async def look(page: Page) -> str:
            await page.goto(address)
            return ""

        self.at_once((who, look) for who in people)

    async def _open(self) -> None:
        self.playwright: Playwright = await async_playwright().start()
        launch = self.playwright.chromium.launch
        self.browser: Browser = await launch(executable_path=CHROMIUM, args=list(ARGUMENTS))

    async def _close(self) -> None:
        await self.browser.close()
        await self.playwright.stop()

    async def _sign_in(self, who: str) -> None:
        context = await self.browser.new_context(viewport=DESKTOP, java_script_enabled=False)
        # So many browsers on one machine: what is read and done counts here, how it looks is looked at elsewhere.
        await context.route("**/static/**", lambda route: route.abort())
        form = await (await context.request.get(f"{self.demo}/sign-in/")).text()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        given = {"csrfmiddlewaretoken": token[1], "who": who.partition("/")[0], "next": "/help/"}
        answer = await context.request.post(f"{self.demo}{SIGN_IN}", form=given)
        assert answer.ok, await answer.text()
        page = await context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{who}: {error}"))
        self.pages[who] = page
