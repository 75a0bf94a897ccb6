"""The steps of the record's whole errand in real browsers: work is added on a phone, a mentor of another place and a
teacher judge it together, a credential goes into a wallet over HTTP, a part is shared and taken back, a stranger checks
the paper. Each step has axe look at every page on its way."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.api.test_doors_wallets import Wallet
from tests.web.conftest import Axe
from tests.web.test_evidence_walks import begin, go_on, picture
from tests.web.test_walks import no_sideways

TITLE = "The robot that found its way, at 13"


@dataclass
class Answer:
    """What a server answered."""

    status_code: int
    content: bytes

    def json(self) -> Any:
        return json.loads(self.content)


@dataclass
class Http:
    """A wallet's own connection: plain HTTP to a running server."""

    address: str

    def get(self, path: str) -> Answer:
        return self._send(urllib.request.Request(self.address + path))

    def post(
        self, path: str, data: dict[str, Any] | None = None, content_type: str = "", headers: dict[str, str] | None = None
    ) -> Answer:  # fmt: skip
        as_json = content_type == "application/json"
        body = json.dumps(data).encode() if as_json else urlencode(data or {}).encode()
        sent = {"Content-Type": content_type or "application/x-www-form-urlencoded", **(headers or {})}
        return self._send(urllib.request.Request(self.address + path, body, sent, method="POST"))

    def _send(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=30) as found:
                return Answer(found.status, found.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.read())


class Looking:
    """Notes what axe finds on each page of the way, and whether it scrolls sideways."""

    def __init__(self, axe: Axe) -> None:
        self.axe, self.faults, self.pages = axe, dict[str, list[str]](), 0

    def at(self, page: Page) -> None:
        self.pages += 1
        found = [*self.axe(page), *([] if no_sideways(page) else ["scrolls sideways"])]
        if found:
            self.faults[re.sub(r"^https?://[^/]+", "", page.url)] = found


def adds_work(phone: Page, demo: str, look: Looking) -> str:
    """Jason adds the robot of three years ago, in three steps; gives the address of the piece."""
    begin(phone, demo, "photo")
    look.at(phone)
    go_on(phone)
    phone.wait_for_url("**step=2")
    phone.locator("#title").fill(TITLE)
    phone.locator("#words").fill("It felt the walls, went back when it was stuck, and came out by itself.")
    phone.locator("#file").set_input_files(picture())  # type: ignore[arg-type]
    look.at(phone)
    go_on(phone)
    phone.wait_for_url("**step=3")
    phone.locator("label[for=s-community]").click()
    phone.locator("#from").fill("2023-03-01")
    look.at(phone)
    go_on(phone)
    phone.wait_for_url("**/check/")
    look.at(phone)
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    look.at(phone)
    return phone.url


def asks_lucia(phone: Page, piece: str, look: Looking) -> None:
    phone.goto(f"{piece}ask/")
    phone.locator("#person").select_option(label="Dr. Lucia Ferreira")
    phone.locator("#tie").select_option("mentor")
    look.at(phone)
    phone.get_by_role("button", name="Ask them").click()
    expect(phone.locator("main")).to_contain_text("Dr. Lucia Ferreira")


def lucia_says(lucia: Page, demo: str, look: Looking) -> None:
    lucia.goto(f"{demo}/asked/")
    section = lucia.locator("section", has_text=TITLE)
    section.locator("textarea").fill(
        "He showed me how it turns back. He found the fault in its sensor alone."
    )
    look.at(lucia)
    section.get_by_role("button", name="Say this").click()
    expect(lucia.locator("section", has_text=TITLE)).to_have_count(0)


def asks_that_it_counts(phone: Page, piece: str, look: Looking) -> str:
    phone.goto(f"{piece}offer/")
    phone.locator("#w-1").select_option("competency:problem-solving")
    phone.locator("#l-1").select_option("3")
    look.at(phone)
    phone.get_by_role("button", name="Ask", exact=True).click()
    phone.wait_for_url(re.compile("/recognition/"))
    look.at(phone)
    return phone.url


def decided(teacher: Page, demo: str, asked: str, look: Looking, *, met: bool) -> None:
    key = asked.rstrip("/").rpartition("/")[2]
    teacher.goto(f"{demo}/recognizing/{key}/")
    expect(teacher.locator("main")).to_contain_text(TITLE)
    expect(teacher.locator("main")).to_contain_text("He showed me how it turns back.")
    teacher.locator(f'label[for^="{"y" if met else "n"}-"]').first.click()
    teacher.locator('textarea[name^="reasons:"]').fill(
        "The turning back is there." if met else "I see that it works."
    )
    if met:
        teacher.locator("label", has_text="Lucia").click()
    else:
        teacher.locator('input[name^="next:"]').fill("Write down what you tried before it worked")
    look.at(teacher)
    teacher.get_by_role("button", name="Give this answer").click()


def into_a_wallet(phone: Page, demo: str, look: Looking) -> None:
    """The first credential of his record goes to a wallet that is no part of the house, over HTTP."""
    phone.goto(f"{demo}/me/wallet/")
    look.at(phone)
    phone.get_by_role("button", name="Put it into a wallet").first.click()
    look.at(phone)
    link = str(phone.get_by_role("link", name="Open my wallet").get_attribute("href"))
    pin = phone.locator("strong.digest").inner_text()
    wallet = Wallet()
    wallet.http = Http(demo)  # type: ignore[assignment]
    assert wallet.read(link).trade("000000" if pin != "000000" else "111111").status_code == 400
    assert wallet.trade(pin).status_code == 200
    taken = wallet.ask()
    assert taken.status_code == 200, taken.content
    credential = taken.json()["credentials"][0]["credential"]
    assert credential["credentialSubject"]["id"] == wallet.did
    phone.goto(f"{demo}/me/wallet/")
    expect(phone.get_by_text("In a wallet")).to_be_visible()
    look.at(phone)


def shares_and_takes_back(phone: Page, college: Page, demo: str, look: Looking) -> None:
    phone.goto(f"{demo}/me/shares/new/")
    phone.get_by_role("link", name="A college").click()
    phone.locator("#organization").select_option("harbor-community-college")
    phone.locator("#purpose").fill("To join the robotics course")
    look.at(phone)
    phone.get_by_role("button", name="See it as they will").click()
    look.at(phone)
    phone.get_by_role("button", name="Share it").click()
    expect(phone.get_by_text("Nobody has looked yet.")).to_be_visible()
    share = phone.url.removesuffix("confirm/")
    college.goto(f"{demo}/inbox/")
    look.at(college)
    college.locator("li", has_text="To join the robotics course").get_by_role("link").first.click()
    expect(college.get_by_role("heading", name="Jason Reed", exact=True)).to_be_visible()
    look.at(college)
    phone.goto(share)
    expect(phone.get_by_text("Omar Haddad")).to_be_visible()
    look.at(phone)
    phone.get_by_role("button", name="Take it back").click()
    expect(phone.get_by_text("It is no longer shared.")).to_be_visible()
    college.reload()
    expect(college.get_by_role("heading", name="This is no longer shared")).to_be_visible()
    look.at(college)


def checks_the_paper(stranger: Page, demo: str, paper: Path, look: Looking) -> None:
    stranger.goto(f"{demo}/verify/")
    look.at(stranger)
    stranger.locator("input[type=file]").set_input_files(paper)
    stranger.locator("main form .usa-button").first.click()
    expect(stranger.get_by_role("heading", name="Verified").first).to_be_visible()
    expect(stranger.locator("main")).to_contain_text("Jason Reed")
    look.at(stranger)
