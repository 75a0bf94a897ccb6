"""A stay elsewhere through its actions: three parties, nothing in force without all of them, recognized by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.factories import NOW, fresh, learner, load, person, small_state, words
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import opening, stays
from throughline.apps.opportunities.actions.stays import Asked, Stay
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.facts import NewFact
from throughline.apps.trail import queries as trail
from throughline.core.catalogue import documents as d
from throughline.core.learning_agreement import Change, ExchangeProgram, Line

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
PROGRAM = ExchangeProgram("away", words("Away"), 2, 12)
TERM = Stay(
    "northside-high", "bay-college", "study", TODAY - timedelta(days=30), TODAY + timedelta(days=90), "away"
)
ASKED = Asked(("course:logic", "competency:tools"), {"course:electives": Decimal(6)})


def state() -> object:
    pack = small_state()
    college = d.Organization("bay-college", words("Bay College"), "college", "postsecondary")
    return replace(
        pack,
        state=replace(pack.state, stay_programs=(PROGRAM,)),
        organizations={**pack.organizations, "bay-college": college},
    )


@pytest.fixture
def parties():
    """Ana, the registrars of her home and of the host, and who judges at the host."""
    load(state())
    ana = learner()
    home, host = person("Hal", ("registrar", "northside-high")), person("Bea", ("registrar", "bay-college"))
    person("Bo", ("learner", "bay-college"))
    return fresh(ana), home, host, person("Tess", ("teacher", "northside-high"))


def agreed(ana, home, host, asked: Asked = ASKED, stay: Stay = TERM):
    made = stays.begin(by=ana, stay=stay, asked=asked, now=NOW)
    stays.approve(by=home, agreement=made, number=1, now=NOW)
    assert stays.approve(by=host, agreement=made, number=1, now=NOW)
    return made


def done(ana, judge, *whats: str) -> None:
    """Somebody who judges records it as done at the host; nobody does anything else."""
    with opening(now=NOW):
        for what in whats:
            actions.attest(
                by=judge, now=NOW,
                fact=NewFact(ana.me, what, TODAY, level=2 if what.startswith("comp") else None, organization="bay-college"),
            )  # fmt: skip


def credits_of(ana) -> dict[str, Decimal]:
    facts = records.records_of([ana.me])[ana.me].facts
    return {f.what: f.amounts["credit"] for f in facts if "credit" in f.amounts}


@pytest.mark.covers("N03", "X13")
def test_a_stay_is_in_force_once_all_three_approved_and_a_draft_changes_nothing(parties) -> None:
    ana, home, host, _judge = parties
    made = stays.begin(by=ana, stay=TERM, asked=ASKED, now=NOW)
    turns = [queries.stays.stay(ana, made).turn]
    assert not stays.approve(by=home, agreement=made, number=1, now=NOW)
    turns.append(queries.stays.stay(ana, made).turn)
    assert stays.approve(by=host, agreement=made, number=1, now=NOW)
    assert [*turns, queries.stays.stay(ana, made).turn] == ["home", "host", None]
    swap = Asked(changes=(Change("course:logic", "course:robots", "timetable-conflict"),))
    stays.change(by=ana, agreement=made, asked=swap, now=NOW)
    stays.approve(by=home, agreement=made, number=2, now=NOW)
    asked = queries.stays.stay(host, made)
    assert asked.value.in_force
    assert asked.value.in_force.studied == ASKED.studied
    assert (asked.my_turn, asked.state) == (True, "asked")
    assert asked.asked == (
        Line("course:logic", "removed", "timetable-conflict"),
        Line("course:robots", "inserted", "substituting-deleted"),
        Line("competency:tools"),
    )
    stays.answer(by=host, agreement=made, number=2, words="Robots is full.", now=NOW)
    back = queries.stays.stay(ana, made)
    assert (back.turn, back.state, back.steps[-1].words) == ("learner", "came_back", "Robots is full.")
    stays.withdraw(by=ana, agreement=made, now=NOW)
    left = queries.stays.stay(ana, made)
    assert (left.state, left.value.in_force.studied) == ("in_force", ASKED.studied)  # type: ignore[union-attr]


@pytest.mark.covers("N04")
def test_what_was_agreed_and_done_counts_at_home_without_a_human_step(parties) -> None:
    ana, home, host, judge = parties
    made = agreed(ana, home, host)
    done(ana, judge, "course:logic")
    assert credits_of(ana) == {}
    done(ana, judge, "competency:tools")
    assert credits_of(ana) == {"course:electives": Decimal(6)}
    shown = queries.stays.stay(ana, made)
    assert (shown.state, shown.recognized) == ("recognized", {"course:electives": Decimal(6)})
    told = [e.verb for e in trail.events_about([ana.me]) if e.target == f"learning_agreement:{made}"]
    assert "recognized as agreed" in told
    fact = next(f for f in records.records_of([ana.me])[ana.me].facts if f.what == "course:electives")
    assert [(v.role, v.organization) for v in fact.validators] == [("registrar", "northside-high")]


@pytest.mark.covers("N04")
@pytest.mark.parametrize(
    ("provision", "given"), [("in_part", {"course:electives": Decimal("3.00")}), ("all_or_none", {})]
)
def test_all_but_one_gives_what_the_provision_says_once_the_stay_is_over(parties, provision, given) -> None:
    ana, home, host, judge = parties
    made = agreed(ana, home, host, replace(ASKED, provision=provision))
    done(ana, judge, "course:logic")
    stays.settle_ended(now=NOW)
    assert credits_of(ana) == {}
    after = NOW + timedelta(days=120)
    assert stays.settle_ended(now=after) == 1
    assert credits_of(ana) == given
    assert queries.stays.stay(ana, made).recognized == given
    assert stays.settle_ended(now=after) == 0


@pytest.mark.covers("N04")
def test_a_home_that_will_not_keep_it_shows_as_a_breach_and_the_promise_stands(parties) -> None:
    ana, home, host, judge = parties
    made = agreed(ana, home, host)
    with pytest.raises(Refused, match="does not say why"):
        stays.refuse(by=home, agreement=made, words=" ", now=NOW)
    with pytest.raises(Refused):
        stays.refuse(by=host, agreement=made, words="No.", now=NOW)
    stays.refuse(by=home, agreement=made, words="Our catalog changed.", now=NOW)
    shown = queries.stays.stay(ana, made)
    assert (shown.state, shown.refused) == ("breach", "Our catalog changed.")
    done(ana, judge, "course:logic", "competency:tools")
    assert credits_of(ana) == {"course:electives": Decimal(6)}


@pytest.mark.covers("N05")
@pytest.mark.parametrize("kind", ["study", "work"])
@pytest.mark.parametrize(("months", "fits"), [(1, False), (2, True), (12, True), (13, False)])
def test_a_stay_fits_the_program_from_two_to_twelve_months_for_study_and_work(
    parties, kind, months, fits
) -> None:
    ana = parties[0]
    year, month = divmod(8 + months, 12)
    stay = Stay(
        "northside-high",
        "mercy-bay",
        kind,
        date(2026, 9, 1),
        date(2026 + year, month + 1, 1) - timedelta(days=1),
        "away",
    )
    if fits:
        assert stays.begin(by=ana, stay=stay, asked=ASKED, now=NOW)
        return
    with pytest.raises(Refused, match=r"than 2 months|than 12 months"):
        stays.begin(by=ana, stay=stay, asked=ASKED, now=NOW)


@pytest.mark.parametrize(
    ("stay", "asked", "why"),
    [
        (replace(TERM, home="bay-college", host="northside-high"), ASKED, "do not learn at this home"),
        (replace(TERM, host="northside-high"), ASKED, "no other place"),
        (replace(TERM, host="nowhere"), ASKED, "no other place"),
        (replace(TERM, ends=TERM.starts), ASKED, "ends before it begins"),
        (replace(TERM, program="erasmus"), ASKED, "no program 'erasmus'"),
        (TERM, replace(ASKED, recognized={}), "lists is empty"),
        (TERM, replace(ASKED, recognized={"course:x": Decimal(0)}), "no credits"),
        (TERM, replace(ASKED, studied=tuple(f"course:{n}" for n in range(40))), "room for 30"),
    ],
)
def test_what_cannot_be_agreed_on_is_refused_with_its_reason_and_nothing_is_kept(
    parties, stay, asked, why
) -> None:
    ana = parties[0]
    with pytest.raises(Refused, match=why):
        stays.begin(by=ana, stay=stay, asked=asked, now=NOW)
    assert queries.stays.own_stays(ana) == []


def test_nobody_but_its_parties_reads_or_answers_it(parties) -> None:
    ana, home, host, _ = parties
    made = agreed(ana, home, host)
    other = person("Zoe", ("registrar", "mercy-bay"))
    for act in (
        lambda: queries.stays.stay(other, made),
        lambda: stays.approve(by=other, agreement=made, number=1, now=NOW),
        lambda: stays.change(by=home, agreement=made, asked=ASKED, now=NOW),
        lambda: stays.approve(by=home, agreement=made, number=1, now=NOW),
    ):
        with pytest.raises(Refused):
            act()
    assert [each.id for each in queries.stays.stays_at(host)] == [made]
    assert queries.stays.stays_at(other) == []


def test_the_database_itself_keeps_versions_and_steps_as_they_were(parties) -> None:
    ana, home, host, _ = parties
    agreed(ana, home, host)
    for table in ("version", "step"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM opportunities_learningagreement{table}")
