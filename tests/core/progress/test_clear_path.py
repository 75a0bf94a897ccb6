"""A clear and uninterrupted path: plain cases, and the same answer from a checker that goes day by day."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from throughline.check_headline import recount
from throughline.core.catalogue.ways_on import WaysOn
from throughline.core.progress.clear_path import Life, State, Tally, events_of, heading, on_clear_path
from throughline.core.progress.junctures import Stay

TODAY = date(2026, 3, 2)
TERMS = WaysOn(next_days=45, quiet_days=120)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


HELD = Life(
    steps=((ago(300), "on"),), entered=(ago(200), ago(100), ago(5)), stays=(Stay("school", ago(900)),), region="bay"
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "life", "held"),
    [
        ("it goes on", HELD, True),
        ("nothing was chosen", replace(HELD, steps=()), False),
        ("a short pause", replace(HELD, steps=((ago(300), "on"), (ago(90), "off"), (ago(45), "on"))), True),
        ("a pause of a day more", replace(HELD, steps=((ago(300), "on"), (ago(91), "off"), (ago(45), "on"))), False),
        ("on a pause now", replace(HELD, steps=((ago(300), "on"), (ago(2), "off"))), False),
        ("completed, and quiet since", replace(HELD, steps=((ago(300), "on"), (ago(200), "done"))), True),
        ("nothing entered for long", replace(HELD, entered=(ago(200),)), False),
        ("a gap between two entries", replace(HELD, entered=(ago(170), ago(5))), False),
        ("between two places for long", replace(HELD, stays=(Stay("a", ago(900), ago(100)), Stay("b", ago(50)))), False),
        ("and not for long", replace(HELD, stays=(Stay("a", ago(900), ago(95)), Stay("b", ago(50)))), True),
        ("a gap before the choice", replace(HELD, stays=(Stay("a", ago(900), ago(700)), Stay("b", ago(310)))), True),
        ("no place known", replace(HELD, stays=()), False),
    ],
)  # fmt: skip
def test_what_holds_a_path_and_what_breaks_it(what: str, life: Life, held: bool) -> None:
    assert on_clear_path(life, TERMS, TODAY) is held, what


def any_life(random: Random) -> Life:
    states: list[State] = ["on", "off", "on", "off", "on", "done"]
    days = sorted(random.sample(range(700), random.randint(0, 6)), reverse=True)
    stays = []
    for _ in range(random.randint(0, 3)):
        begins = random.randint(0, 900)
        ends = None if random.random() < 0.4 else ago(max(begins - random.randint(0, 500), -30))
        stays.append(Stay("place", ago(begins), ends))
    every = random.choice((20, 60, 150))
    entered = tuple(ago(n + random.randint(0, 40)) for n in range(0, 800, every))
    return Life(
        tuple((ago(day), states[n] if random.random() < 0.8 else random.choice(states)) for n, day in enumerate(days)),
        entered, tuple(stays), random.choice(("bay", "hills", "")),
        tuple(random.sample(("asian", "black", "latino"), random.choice((0, 1, 1, 2)))),
    )  # fmt: skip


def test_a_checker_apart_that_goes_day_by_day_counts_the_same_of_any_lives() -> None:
    random = Random(11)
    lives = [any_life(random) for _ in range(600)]
    tally = Tally.begun(TERMS, TODAY)
    for each in lives:
        tally.count(each)
    rows = [heading(TERMS, TODAY), *(row for n, life in enumerate(lives) for row in events_of(n, life))]
    body = rows[1:]
    random.shuffle(body)
    body.sort(key=lambda row: row["event"] != "step")  # steps of one day keep their order
    found = tally.headline().plain()
    again = recount(json.dumps(row) for row in [rows[0], *_steps_in_order(body, rows[1:])])
    assert again == found
    assert 30 < found["on_path"] < 570, "both answers were given"
    changed = [row for row in rows if row.get("event") != "entry"]
    assert recount(map(json.dumps, changed)) != found


def _steps_in_order(
    shuffled: list[dict[str, object]], told: list[dict[str, object]]
) -> list[dict[str, object]]:
    return [row for row in told if row["event"] == "step"] + [
        row for row in shuffled if row["event"] != "step"
    ]
