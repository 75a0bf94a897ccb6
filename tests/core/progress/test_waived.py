"""A clock test: what a rule asks before, during and after a waiver of the law that it stands on."""

from dataclasses import replace
from datetime import date

import pytest

from tests.core.governing.test_waivers import waiver
from tests.waiving import TERMS, day, hours, waiving_state
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, audit_milestone
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing, stand
from throughline.core.progress.waived import Stay, excused, switched, waiver_of
from throughline.core.requirements.nodes import Choose, Have

STATE = replace(waiving_state(), waivers={"hours-off": waiver()})
SHOWN = tuple(
    Fact(f"f-{name}", f"competency:{name}", date(2026, 1, 10), level=2)
    for name in ("numbers", "reading", "tools")
)
DAYS = ("2026-05-30", "2026-05-31", "2029-06-30", "2029-07-01")
"""The day before, the first, the last, and the day after."""


def standing(on: str, *stays: Stay, state: Catalogue = STATE, facts: tuple[Fact, ...] = SHOWN) -> Standing:
    record = Record(facts, excused(switched(state), stays))
    return stand(record, RuleBook(state), day(on), ["trades"])


THERE = Stay("northside-high", date(2020, 1, 1))


def test_before_during_and_after_a_waiver_of_the_law_that_a_milestone_stands_on() -> None:
    found = [audit_milestone("tools", standing(on, THERE)) for on in DAYS]
    assert [each.status for each in found] == ["in_progress", "waived", "waived", "in_progress"]
    nodes = [{o.node.id: o.status for o in each.outcome.walk()} for each in found]
    assert [each["legal-hours"] for each in nodes] == ["not_met", "waived", "waived", "not_met"]
    assert [waiver_of(name) for name in found[1].outcome.decisions] == ["hours-off"]
    assert found[1].outcome.until == day("2029-06-30")
    gates = [audit("trades", standing(on, THERE)).stages[0].passed for on in DAYS]
    assert gates == [False, True, True, False]


def test_who_learns_elsewhere_is_asked_for_all_of_it_and_who_moves_from_the_day_they_move() -> None:
    away = Stay("southside-high", date(2020, 1, 1))
    assert [audit_milestone("tools", standing(on, away)).status for on in DAYS] == ["in_progress"] * 4
    came, went = (
        Stay("northside-high", day("2027-01-10")),
        Stay("northside-high", date(2020, 1, 1), day("2027-01-10")),
    )
    days = ("2027-01-09", "2027-01-10", "2027-01-11")
    arrived = [audit_milestone("tools", standing(on, came)).status for on in days]
    left = [audit_milestone("tools", standing(on, went)).status for on in days]
    assert (arrived, left) == (["in_progress", "waived", "waived"], ["waived", "waived", "in_progress"])


def test_what_was_shown_counts_as_shown_and_not_as_waived() -> None:
    done = Fact("f-hours", "experience:shop", date(2026, 1, 20), amounts={"h": 40})
    found = audit_milestone("tools", standing("2027-01-01", THERE, facts=(*SHOWN, done)))
    assert found.status == "met"
    outcome = found.outcome
    assert {o.node.id: o.status for o in outcome.walk()}["legal-hours"] == "met"
    assert outcome.decisions == ()


@pytest.mark.parametrize("place", ["gate", "milestone alone", "shared rule"])
def test_the_law_is_switched_off_wherever_a_rule_stands_on_it(place: str) -> None:
    """In a stage's gate, as the whole of a milestone (which then shows as waived), in a rule that pathways share."""
    state = STATE
    if place == "milestone alone":
        tools = replace(state.milestones["tools"], rule=hours())
        state = replace(state, milestones={**state.milestones, "tools": tools})
        assert audit_milestone("tools", standing(DAYS[1], THERE, state=state)).status == "waived"
    elif place == "gate":
        trades = state.pathways["trades"]
        gate = Choose("both", (Have("read", "milestone:reading"), hours()))
        first = replace(trades.stages[0], gate=gate)
        trades = replace(trades, stages=(first, *trades.stages[1:]))
        state = replace(state, pathways={**state.pathways, "trades": trades})
    else:
        shared = state.rules["foundation"]
        asks = Choose("both", (Have("read", "milestone:reading"), hours()))
        shared = replace(shared, editions=(replace(shared.editions[0], root=asks),))
        state = replace(state, rules={**state.rules, "foundation": shared})
    passed = [audit("trades", standing(on, THERE, state=state)).stages[0].passed for on in DAYS]
    assert passed == [False, True, True, False]


def test_two_waivers_of_one_law_and_a_law_that_nobody_stands_on() -> None:
    later = waiver(id="again", starts=day("2029-07-01"), approved=day("2029-03-01"))
    state = replace(STATE, waivers={"hours-off": waiver(), "again": later})
    after = audit_milestone("tools", standing(DAYS[3], THERE, state=state))
    assert [waiver_of(name) for name in after.outcome.decisions] == ["again"]
    other = replace(STATE, waivers={"days": waiver(rules=("answers",))})
    assert switched(other) == ()
    assert switched(replace(STATE, state=replace(STATE.state, waivers=replace(TERMS, rules=())))) == ()


def test_an_older_version_that_somebody_is_on_is_switched_with_it() -> None:
    now = STATE.milestones["tools"]
    bare = replace(now, rule=replace(now.rule, of=now.rule.of[:1]))
    state = replace(
        STATE, milestones={**STATE.milestones, "tools": bare}, past={("milestone:tools", 1): now},
        versions={**STATE.versions, "milestone:tools": 2},
    )  # fmt: skip
    (off,) = switched(state)
    assert off.nodes == (("milestone:tools", "legal-hours"),)
