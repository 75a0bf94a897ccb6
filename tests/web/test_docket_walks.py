"""A certification from its draft to its publication in real browsers: an author signs, the body answers, the clerk opens the
vote, members vote side by side, the clerk closes it, and a stranger reads and checks the decision."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import DESKTOP, PHONE, Axe
from tests.web.errand import Looking

TITLE = "Crew leads read a bridge survey from the air"
VOTERS = (
    "mr-bell", "paula-whitmore", "amara-nwosu", "victor-lindgren", "grace-lindqvist", "sunil-mehta", "joe-castellano",
    "lena-iron-cloud", "renee-dubois", "denise-reed", "bao-nguyen", "tessa-blackwood",
)  # fmt: skip


@contextmanager
def signed_in(browser: Browser, demo: str, who: str, size: dict[str, int] = DESKTOP, script: bool = True):
    """A browser of one person's own."""
    context = browser.new_context(viewport=size, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{demo}/sign-in/")
    page.locator(f'button[value="{who}"]').click()
    yield page
    context.close()


def find(page: Page, demo: str) -> str:
    """The address of the matter, found on the docket."""
    page.goto(f"{demo}/governance/docket/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


def test_a_certification_from_draft_to_publication(browser: Browser, demo: str, axe: Axe):
    look = Looking(axe)
    with signed_in(browser, demo, "maya-whitefeather", PHONE) as maya:
        matter = find(maya, demo)
        look.at(maya)
        expect(maya.locator("main")).to_contain_text("has no author from the community")
        maya.get_by_text("Sign a part you stand for").click()
        maya.locator("#part").select_option("pathway:ironworking#lead")
        maya.locator("#organization").select_option("river-makers")
        maya.get_by_role("button", name="Sign it").click()
        expect(maya.locator("main")).not_to_contain_text("has no author from")
    with signed_in(browser, demo, "rosa-delgado", script=False) as chair:
        chair.goto(matter)
        chair.locator("textarea[name=text]").first.fill("Yes: the module is open to every apprentice.")
        chair.get_by_role("button", name="Answer", exact=True).click()
        expect(chair.locator("main")).to_contain_text("Yes: the module is open to every apprentice.")
        chair.get_by_text("Answer for the packet").click()
        chair.locator("#q-sorting").fill(
            "No: nobody is asked to score first, and no detector found anything."
        )
        chair.get_by_role("button", name="Write it down").click()
        expect(chair.locator("main")).to_contain_text("Nothing stands in the way of the vote.")
    with signed_in(browser, demo, "helen-zhou") as clerk:
        clerk.goto(matter)
        clerk.get_by_role("button", name="Open the vote").click()
        expect(clerk.locator("main")).to_contain_text("The vote is open.")
        look.at(clerk)
        # Everyone has the form before them before anybody votes.
        rooms = [signed_in(browser, demo, who, PHONE, script=False) for who in VOTERS]
        pages = [room.__enter__() for room in rooms]
        for page in pages:
            page.goto(matter)
        for nth, page in enumerate(pages):
            aside = nth == 6
            page.locator(f"label[for=w-{'recused' if aside else 'against' if nth == 5 else 'for'}]").click()
            page.locator("#v-conflict" if aside else "#v-reason").fill(
                "I train them" if aside else "It is time"
            )
            page.get_by_role("button", name="Vote", exact=True).click()
            expect(page.locator("main")).to_contain_text("Your vote stands")
        for room in rooms:
            room.__exit__(None, None, None)
        clerk.goto(matter)
        clerk.locator("label[for=w-for]").click()
        clerk.get_by_role("button", name="Vote", exact=True).click()
        clerk.get_by_text("Close the vote").click()
        clerk.locator("textarea[name=reasons]").fill(
            "Crews need it, and nobody who is on the way has to go back."
        )
        clerk.get_by_role("button", name="Count, sign and close").click()
        expect(clerk.locator("main")).to_contain_text("not everybody has voted")
    for who in ("rosa-delgado", "aisha-rahman"):
        with signed_in(browser, demo, who, script=False) as last:
            last.goto(matter)
            last.locator("label[for=w-for]").click()
            last.get_by_role("button", name="Vote", exact=True).click()
            expect(last.locator("main")).to_contain_text("Your vote stands")
    with signed_in(browser, demo, "helen-zhou", script=False) as clerk:
        clerk.goto(matter)
        clerk.get_by_text("Close the vote").click()
        clerk.locator("textarea[name=reasons]").fill(
            "Crews need it, and nobody who is on the way has to go back."
        )
        clerk.get_by_role("button", name="Count, sign and close").click()
        expect(clerk.locator("main")).to_contain_text("The decision is taken, signed and in the public log.")
    stranger = browser.new_context(viewport=PHONE).new_page()
    stranger.goto(matter)
    expect(stranger.locator("main")).to_contain_text("for 13, against 1, abstains 0, stands aside 1")
    look.at(stranger)
    stranger.get_by_role("link", name="The decision, signed").click()
    look.at(stranger)
    told = json.loads(stranger.request.get(re.sub(r"/$", ".json", stranger.url)).text())
    assert told["statement"]["outcome"] == "carried"
    assert told["signed"].count(".") == 2
    brought = dict(told["statement"]["published"])
    assert set(brought) == {"pathway:ironworking", "milestone:iron-bridge-survey"}
    stranger.goto(f"{demo}/milestones/iron-bridge-survey/")
    expect(stranger.get_by_role("heading", level=1)).to_contain_text("Read a bridge survey from the air")
    stranger.goto(f"{demo}/governance/docket/register/")
    expect(stranger.locator("main")).to_contain_text(TITLE)
    look.at(stranger)
    packet = stranger.request.get(f"{matter}packet/pdf/")
    assert packet.body().startswith(b"%PDF")
    assert look.faults == {}
