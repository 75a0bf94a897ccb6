"""Signals say which support is missing, from facts about support alone, and go to an adult of the learner's own circle."""

from __future__ import annotations

import ast
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from throughline.core.progress import missing_support
from throughline.core.progress.missing_support import (
    ASKABLE,
    GIVES,
    Missing,
    Signal,
    SupportAsked,
    SupportFacts,
    SupportTerms,
    giver,
    missing,
    quality,
)

ON = date(2026, 3, 2)
TERMS = SupportTerms()
SOURCE = Path(__file__).resolve().parents[3] / "src" / "throughline"


def ago(days: int) -> date:
    return ON - timedelta(days=days)


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (SupportFacts(), []),
        (SupportFacts(adviser_since=ago(300), in_touch=ago(60)), []),
        (SupportFacts(adviser_since=ago(300), in_touch=ago(61)), ["contact"]),
        (SupportFacts(adviser_since=ago(61)), ["contact"]),
        (SupportFacts(adviser_since=ago(20), in_touch=ago(200)), []),
        (SupportFacts(asked=(SupportAsked("transport", ago(15)),)), ["transport"]),
        (SupportFacts(asked=(SupportAsked("transport", ago(14)),)), []),
        (SupportFacts(asked=(SupportAsked("materials", ago(40), promised_for=ago(1)),)), ["materials"]),
        (SupportFacts(asked=(SupportAsked("materials", ago(40), promised_for=ON),)), []),
        (SupportFacts(asked=(SupportAsked("language", ago(40), promised_for=ago(9), came=True),)), []),
        (SupportFacts(waiting=(ago(3), ago(16))), ["answer"]),
        (SupportFacts(unreached=("milestone:welding",)), ["reach"]),
    ],
)
def test_what_is_missing_follows_from_the_days_of_the_state(facts: SupportFacts, kinds: list[str]) -> None:
    assert [each.kind for each in missing(facts, TERMS, ON)] == kinds


def test_the_longest_missing_comes_first_and_each_kind_once() -> None:
    facts = SupportFacts(ago(300), ago(100), (SupportAsked("transport", ago(200)),), (ago(30), ago(20)))
    assert missing(facts, TERMS, ON) == (
        Signal("transport", ago(200)), Signal("contact", ago(100)), Signal("answer", ago(30)),
    )  # fmt: skip


def test_a_signal_goes_to_whoever_of_the_circle_can_give_it_and_to_nobody_else() -> None:
    teacher, adviser, mother = UUID(int=1), UUID(int=2), UUID(int=3)
    circle = [(mother, "guardian"), (adviser, "adviser"), (teacher, "teacher")]
    assert giver("materials", circle) == teacher
    assert giver("transport", circle) == adviser
    assert giver("transport", [(mother, "guardian")]) == mother
    assert giver("contact", [(mother, "guardian")]) is None
    assert {*ASKABLE} <= GIVES.keys()


def test_no_fact_behind_a_signal_says_anything_of_what_a_learner_can_do() -> None:
    known = {each.name for each in (*fields(SupportFacts), *fields(SupportAsked))}
    assert known == {
        "adviser_since", "in_touch", "asked", "waiting", "unreached", "kind", "asked_on", "promised_for", "came",
    }  # fmt: skip
    tree = ast.parse(Path(missing_support.__file__).read_text())
    used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(str(each).startswith("throughline") for each in used), "it reads no record and no judgment"


def test_nothing_that_admits_matches_or_reports_knows_of_signals() -> None:
    users = {
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.rglob("*.py")
        if "missing_support" in file.read_text() and file.name != "missing_support.py"
    }
    assert {
        each for each in users if not each.startswith(("apps/advising/", "web/learner/", "web/adviser/"))
    } == set()


def test_precision_and_recall_are_told_by_group_on_lives_with_planted_gaps() -> None:
    random = Random(3)
    people = [UUID(int=random.getrandbits(128)) for _ in range(900)]
    groups = {each: random.choice(("asian", "black", "latino", "white")) for each in people}
    groups |= dict.fromkeys(people[:6], "native")
    sent: set[tuple[UUID, Missing]] = set()
    planted: set[tuple[UUID, Missing]] = set()
    for each in people:
        facts, gaps = life(random)
        planted |= {(each, kind) for kind in gaps}
        sent |= {(each, signal.kind) for signal in missing(facts, TERMS, ON)}
    found = quality(sent, planted, groups, smallest=10)
    assert (found["native"].precision, found["native"].recall) == (None, None), "too few to say"
    told = [found[name] for name in ("asian", "black", "latino", "white")]
    assert all(each.precision is not None and each.precision > 0.85 for each in told)
    assert all(each.recall is not None and each.recall > 0.85 for each in told)
    assert any(each.precision < 1 or each.recall < 1 for each in told if each.precision and each.recall), (
        "noise shows"
    )
    precisions = [each.precision or 0 for each in told]
    assert max(precisions) - min(precisions) < 0.1


def life(random: Random) -> tuple[SupportFacts, set[Missing]]:
    """A learner's support as it truly is, with gaps that are planted, and as it was written down: one in twenty talks was
    never noted, and one in twenty supports came without a word."""
    gaps: set[Missing] = set()
    touch = ago(random.randint(1, 40))
    if random.random() < 0.2:
        gaps.add("contact")
        touch = ago(random.randint(61, 200))
    elif random.random() < 0.05:
        touch = ago(80)
    asked = []
    for kind in ASKABLE:
        if random.random() < 0.3:
            came = random.random() < 0.5
            if not came:
                gaps.add(kind)
            noted = came and random.random() > 0.05
            asked.append(SupportAsked(kind, ago(random.randint(30, 90)), ago(random.randint(1, 20)), noted))
    waiting = ()
    if random.random() < 0.15:
        gaps.add("answer")
        waiting = (ago(random.randint(16, 60)),) if random.random() > 0.05 else ()
    return SupportFacts(ago(400), touch, tuple(asked), waiting), gaps
