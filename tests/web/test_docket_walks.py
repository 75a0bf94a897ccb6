"""A certification from its draft to its publication in real browsers, many at the same moment: authors write and sign, two
who keep the books answer, open and close, members vote. Nothing is lost, nothing is doubled, and a stranger checks it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.async_api import Page as RoomPage
from playwright.sync_api import Browser, Page, expect

from tests.web.at_once import Act, Room
from tests.web.conftest import PHONE, Axe
from tests.web.errand import Looking
from throughline.cli import main as command
from throughline.core import ledger

TITLE = "Crew leads read a bridge survey from the air"
BOARD, MILESTONE = "meridian-board-of-pathways", "milestone:iron-bridge-survey"
KEEPERS = ("helen-zhou", "rosa-delgado")
MEMBERS = (
    "mr-bell", "paula-whitmore", "amara-nwosu", "victor-lindgren", "grace-lindqvist", "joe-castellano", "lena-iron-cloud",
    "denise-reed", "bao-nguyen",
)  # fmt: skip
OTHERS = ("renee-dubois", "aisha-rahman", "tessa-blackwood", "sunil-mehta")
"""The four seats of the board beside the eleven: they vote once the nine have."""
AGAIN = "paula-whitmore/phone"
"""One member in a second browser."""
AUTHORS = {
    "mr-bell": "riverbend-high", "helen-zhou": "meridian-state-university", "joe-castellano": "ironworkers-local-9",
    "lena-iron-cloud": "prairie-land-trust",
}  # fmt: skip
LEAD = "pathway:ironworking#lead"


def find(page: Page, demo: str) -> str:
    """The address of the matter, found on the docket."""
    page.goto(f"{demo}/governance/docket/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url


async def read(page: RoomPage) -> str:
    return await page.locator("main").inner_text()


def writes(change: Callable[[dict], None], why: str) -> Act:
    """Changes the milestone of the draft that is on the page, and writes it down."""

    async def act(page: RoomPage) -> str:
        given = json.loads(await page.locator("#documents").input_value())
        change(given[MILESTONE])
        await page.locator("#documents").fill(json.dumps(given))
        await page.locator("#words").fill(why)
        await page.get_by_role("button", name="Write it down").click()
        return await read(page)

    return act


def signs(part: str, organization: str) -> Act:
    async def act(page: RoomPage) -> str:
        await page.get_by_text("Sign a part you stand for").click()
        value = await page.locator(f'#part option[value^="{part}@"]').get_attribute("value")
        await page.locator("#part").select_option(value)
        await page.locator("#organization").select_option(organization)
        await page.get_by_role("button", name="Sign it").click()
        return await read(page)

    return act


def answers(words: str) -> Act:
    async def act(page: RoomPage) -> str:
        await page.locator("textarea[name=text]").first.fill(words)
        await page.get_by_role("button", name="Answer", exact=True).click()
        return await read(page)

    return act


def presses(name: str) -> Act:
    async def act(page: RoomPage) -> str:
        await page.get_by_role("button", name=name).click()
        return await read(page)

    return act


def votes(word: str, words: str) -> Act:
    async def act(page: RoomPage) -> str:
        await page.locator(f"label[for=w-{word}]").click()
        await page.locator("#v-conflict" if word == "recused" else "#v-reason").fill(words)
        await page.get_by_role("button", name="Vote", exact=True).click()
        return await read(page)

    return act


def closes(reasons: str) -> Act:
    async def act(page: RoomPage) -> str:
        await page.get_by_text("Close the vote").click()
        await page.locator("textarea[name=reasons]").fill(reasons)
        await page.get_by_role("button", name="Count, sign and close").click()
        return await read(page)

    return act


def one_of(found: list[str], done: str, told: str) -> tuple[int, int]:
    """Which of two who did the same at once did it, and which was told so."""
    first = [done in each for each in found].index(True)
    assert [done in each for each in found].count(True) == 1, found
    assert told in found[1 - first], found[1 - first]
    return first, 1 - first


def draft_together(room: Room, matter: str) -> None:
    """Two write the next edition at once: one is told, reads what the other wrote, and brings both together."""
    room.open(["joe-castellano", "rosa-delgado"], f"{matter}draft/")
    room.open(["mr-bell"], matter)

    def shorter(body: dict) -> None:
        body["title"]["en"] = "Read a bridge survey made from the air"

    def safer(body: dict) -> None:
        body["criteria"] = [
            *body["criteria"],
            {"en": "It says who stops the work.", "es": "Dice quién para."},
        ]

    acts = [("joe-castellano", writes(shorter, "Clearer")), ("rosa-delgado", writes(safer, "Safer"))]
    found = room.at_once(acts)
    _, late = one_of(found, "The draft is written", "somebody wrote edition 2 while you wrote yours")
    who, change = acts[late][0], (shorter, safer)[late]
    assert "Nothing is lost" in found[late]
    assert room.run(room.pages[who].locator("#newer").count()) == 1
    room.open([who], f"{matter}draft/")
    assert "The draft is written" in room.at_once([(who, writes(change, "Both together"))])[0]


def sign_together(room: Room, matter: str) -> None:
    """Who read an older edition is told before they sign; then an author of each sector signs both parts, all at once."""
    stale = room.at_once([("mr-bell", signs(MILESTONE, "riverbend-high"))])[0]
    assert "was written anew since you read it" in stale
    for part in (MILESTONE, LEAD):
        room.open(AUTHORS, matter)
        found = room.at_once((who, signs(part, place)) for who, place in AUTHORS.items())
        assert all("You signed this part." in each for each in found), found
    assert "has no author from" not in found[-1] or "Must still sign" not in found[-1]


def answer_together(room: Room, matter: str) -> None:
    """Two who keep the books answer the same comment at once, and fill in the packet."""
    room.open(KEEPERS, matter)
    said = ["Yes: the module is open to every apprentice.", "Yes, from the second year."]
    found = room.at_once(zip(KEEPERS, map(answers, said), strict=True))
    first, _ = one_of(found, "The comment is answered.", "it was answered already")
    room.open(KEEPERS, matter)
    shown = room.run(read(room.pages[KEEPERS[0]]))
    assert (said[first] in shown, said[1 - first] in shown) == (True, False)

    async def fills(page: RoomPage) -> str:
        await page.get_by_text("Answer for the packet").click()
        await page.locator("#q-sorting").fill("No: nobody is asked to score first.")
        await page.get_by_role("button", name="Write it down").click()
        return await read(page)

    assert "Nothing stands in the way of the vote." in room.at_once([("rosa-delgado", fills)])[0]


def vote_together(room: Room, matter: str) -> None:
    """The vote opens once, eleven ballots are cast at once, one member tries twice; then the other four vote."""
    room.open(KEEPERS, matter)
    found = room.at_once((who, presses("Open the vote")) for who in KEEPERS)
    one_of(found, "The vote is open.", "open already")
    eleven = (*MEMBERS, *KEEPERS)
    room.open((*eleven, AGAIN), matter)
    word = dict.fromkeys(eleven, ("for", "It is time")) | {
        "grace-lindqvist": ("against", "Not yet"), "joe-castellano": ("recused", "I train them"),
    }  # fmt: skip
    acts = [(who, votes(*word[who])) for who in eleven] + [(AGAIN, votes("against", "Twice"))]
    found = room.at_once(acts)
    stands = [who for (who, _), each in zip(acts, found, strict=True) if "Your vote stands" in each]
    assert len(stands) == len({each.partition("/")[0] for each in stands}) == 11
    (refused,) = (each for each in found if "Your vote stands" not in each)
    assert "your seat has voted" in refused
    room.open(KEEPERS, matter)
    early = room.at_once([(KEEPERS[0], closes("Too early"))])[0]
    assert "not everybody has voted" in early
    room.open(OTHERS, matter)
    found = room.at_once((who, votes("for", "It is time")) for who in OTHERS)
    assert all("Your vote stands" in each for each in found)


def close_together(room: Room, matter: str) -> None:
    room.open(KEEPERS, matter)
    reasons = "Crews need it, and nobody who is on the way has to go back."
    found = room.at_once((who, closes(reasons)) for who in KEEPERS)
    one_of(found, "The decision is taken, signed and in the public log.", "decided already")


@pytest.mark.covers("S001-P3.1", "A-GO-2", "A-PU-1")
def test_two_who_keep_the_books_and_nine_members_bring_a_certification_to_its_publication_at_once(
    browser: Browser, demo: str, axe: Axe, tmp_path: Path, capsys
):
    look = Looking(axe)
    stranger = browser.new_context(viewport=PHONE).new_page()
    matter = find(stranger, demo)
    look.at(stranger)
    expect(stranger.locator("main")).to_contain_text("has no author from the community")
    expect(stranger.locator("main")).to_contain_text("Open from")
    copy, key = tmp_path / "log.jsonl", stranger.request.get(f"{demo}/log/key").text().strip()
    assert command(["log", "save", demo, str(copy)]) == 0
    before = len(copy.read_text().splitlines()) - 1
    with Room(demo) as room:
        room.enter((*KEEPERS, *MEMBERS, *OTHERS, AGAIN))
        draft_together(room, matter)
        sign_together(room, matter)
        answer_together(room, matter)
        vote_together(room, matter)
        stranger.goto(matter)
        look.at(stranger)
        close_together(room, matter)
        assert room.errors == []
    nothing_is_lost(stranger, demo, matter, before, look)
    assert command(["log", "monitor", demo, "--copy", str(copy), "--key", key]) == 0
    assert "Nothing before was changed." in capsys.readouterr().out
    a_reader_checks_it(stranger, demo, matter, copy, key, capsys)
    assert look.faults == {}


def entries(page: Page, demo: str, start: int = 0) -> list[dict]:
    """The entries of the public log from there on, as anyone reads them."""
    found: list[dict] = []
    while told := page.request.get(f"{demo}/log/entries?start={start + len(found)}").json()["entries"]:
        found += told
    return found


def a_reader_checks_it(page: Page, demo: str, matter: str, copy: Path, key: str, capsys) -> None:
    """From the register to the decision, its file, and the lines that the page gives: all is there. One vote that is said to
    be another, and one that somebody took out of the log, are named."""
    page.goto(f"{demo}/governance/docket/register/")
    page.get_by_role("link", name=TITLE).first.click()
    lines = page.locator("pre code").all_inner_texts()
    address = lines[0].split()[-1]
    assert lines[1] == "throughline log verify log.jsonl --key KEY --decision decision.json"
    file = copy.with_name("decision.json")
    file.write_text(page.request.get(address).text())
    check = ["log", "verify", str(copy), "--key", key, "--decision", str(file)]
    assert command(check) == 0
    assert "The decision and its 15 votes stand in the log as the file has them." in capsys.readouterr().out
    told = json.loads(file.read_text())
    told["statement"]["ballots"][0]["word"] = "against"
    file.write_text(json.dumps(told))
    assert command(check) == 1
    assert "stands in the log as something else." in capsys.readouterr().out
    kept = copy.read_text().splitlines(keepends=True)
    gone = next(at for at, line in enumerate(kept) if '"act":"cast"' in line)
    copy.write_text("".join([*kept[:gone], *kept[gone + 1 :]]))
    assert command(["log", "verify", str(copy), "--key", key]) != 0


def nothing_is_lost(page: Page, demo: str, matter: str, before: int, look: Looking) -> None:
    """A stranger reads the decision, checks its digest, finds each act once in the public log, and the version in force."""
    page.goto(matter)
    word = r"For (\d+), against (\d+), abstains 0, stands aside 1"
    counted = re.search(word, page.locator("main").inner_text())
    assert counted is not None
    assert sum(map(int, counted.groups())) == 14
    look.at(page)
    page.get_by_role("link", name="The decision, signed").click()
    look.at(page)
    told = json.loads(page.request.get(re.sub(r"/$", ".json", page.url)).text())
    statement = told["statement"]
    assert (statement["outcome"], len(statement["ballots"])) == ("carried", 15)
    assert len({(each["seat"], each["place"]) for each in statement["ballots"]}) == 15
    assert ledger.digest(statement) == told["digest"]
    assert {each["part"]: len(each["sectors"]) for each in told["packet"]["parts"]} == {MILESTONE: 4, LEAD: 4}
    assert set(dict(statement["published"])) == {"pathway:ironworking", MILESTONE}
    of = re.compile(rf"[:/]{matter.rstrip('/').rpartition('/')[2]}(/|$)")
    after = entries(page, demo, before)
    about = Counter((e.get("kind"), e["act"]) for e in after if of.search(e["reference"]))
    assert about == {("vote", "opened"): 1, ("vote", "cast"): 15, ("decision", "taken"): 1}
    assert {e["digest"] for e in after if e.get("kind") == "decision"} == {told["digest"]}
    page.goto(f"{demo}/milestones/iron-bridge-survey/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Read a bridge survey made from the air")
    expect(page.locator("main")).to_contain_text("It says who stops the work.")
    page.goto(f"{demo}/governance/docket/register/")
    expect(page.locator("main")).to_contain_text(TITLE)
    look.at(page)
    assert page.request.get(f"{matter}packet/pdf/").body().startswith(b"%PDF")
