"""Support that is missing: seen every night from facts of the support, told inside the circle alone, counted by group."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from tests.apps import assessed
from tests.factories import (
    NOW,
    TODAY,
    fresh,
    helps,
    learner,
    load,
    person,
    put_on,
    show,
    small_state,
    teacher,
    words,
)
from throughline.apps.advising import actions, queries
from throughline.apps.advising.actions import LookedForSupport, missing_support
from throughline.apps.advising.models import MissingSupport
from throughline.apps.directory import actions as directory_actions
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, PUBLIC, Actor, Refused
from throughline.apps.governance.models import SelfReport
from throughline.apps.records import queries as records
from throughline.core.catalogue.access import AccessRules, Town
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.pace import Term
from throughline.core.progress.clear_path import NOT_SAID
from throughline.core.progress.missing_support import KINDS

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src" / "throughline"
LONG_AGO = NOW - timedelta(days=100)
NOBODY = LookedForSupport()


def state(smallest: int = 1, pack: Catalogue | None = None) -> None:
    """The small state with two terms, and towns between which nobody can get: only tools are offered away from school."""
    pack = pack or small_state()
    organizations = {
        name: replace(each, latitude=41.0, longitude=-70.0 if name == "northside-high" else -75.0)
        for name, each in pack.organizations.items()
    }
    towns = (Town("near", words("Near"), 41.0, -70.0), Town("away", words("Away"), 41.0, -75.0))
    tools = replace(pack.opportunities["tools-shop"], provider="mercy-bay")
    kept = replace(
        pack.state, smallest_group=smallest, groups={each: words(each) for each in ("asian", "black", "latino", "native")},
        terms={"spring": Term(words("Spring"), 1, 15), "summer": Term(words("Summer"), 4, 10)},
        access=AccessRules(60, Decimal(10), towns=towns),
    )  # fmt: skip
    opportunities = {**pack.opportunities, "tools-shop": tools}
    milestones = {
        **pack.milestones,
        "tools": replace(pack.milestones["tools"], competencies=("competency:tools",)),
    }
    chosen = replace(
        pack, state=kept, organizations=organizations, opportunities=opportunities, milestones=milestones
    )
    load(chosen, now=LONG_AGO)


def tied(helper: Actor, who: Actor, kind: str, *scopes: str, now: datetime = LONG_AGO) -> Actor:
    """A tie that began long ago."""
    directory_actions.assign(
        by=HOUSE, learner=who.me, helper=helper.me, kind=kind, scopes=scopes or ("plan",), now=now
    )
    return fresh(helper)


def circle() -> dict[str, Actor]:
    """Ana with a guardian, an adviser, a mentor whom she has not met, and a teacher."""
    ana = learner()
    return {
        "ana": ana,
        "mother": tied(person("Mo"), ana, "guardian", "plan", "progress", "record"),
        "adviser": tied(person("Gale", ("adviser", "northside-high")), ana, "adviser", "plan", "progress"),
        "mentor": tied(person("Mae"), ana, "mentor"),
        "teacher": tied(teacher(), ana, "teacher", "plan", "progress", "record"),
    }


def told(who: Actor, now: datetime = NOW) -> list[str]:
    """The kinds of support that somebody was told of, learner by learner."""
    return [each.kind for each in queries.support_to_give(fresh(who), now=now)]


def row(kind: str) -> MissingSupport:
    return MissingSupport.objects.get(kind=kind, ended_at=None)


def test_a_night_tells_each_adult_what_they_can_give_and_a_second_look_changes_nothing() -> None:
    state(pack=assessed.assessed_state())
    who = circle()
    put_on(who["ana"], "pathway:trades", now=LONG_AGO)
    show(who["ana"], who["teacher"], "competency:numbers", "competency:reading")
    assessed.hand_in(who["ana"], now=NOW - timedelta(days=20))
    assert actions.find_missing_support(by=HOUSE, now=NOW) == LookedForSupport(found=5)
    assert actions.find_missing_support(by=HOUSE, now=NOW) == NOBODY
    assert {name: sorted(told(each)) for name, each in who.items() if name != "ana"} == {
        "mother": [], "adviser": ["plan", "reach", "talk"], "mentor": ["mentor"], "teacher": ["answer"],
    }  # fmt: skip
    around = queries.support_around(who["ana"], who["ana"].me, now=NOW)
    assert {(each.kind, each.told, each.since) for each in around.missing} == {
        ("talk", "Gale Reed", LONG_AGO.date()), ("mentor", "Mae Reed", LONG_AGO.date()),
        ("answer", "Marta Reed", TODAY - timedelta(days=20)), ("reach", "Gale Reed", TODAY),
        ("plan", "Gale Reed", date(2026, 2, 24)),
    }  # fmt: skip
    assert next(each.about for each in around.missing if each.kind == "reach") == "milestone:tools"


def test_what_comes_closes_by_itself_and_comes_back_only_where_it_is_missing_again() -> None:
    state()
    who = circle()
    actions.find_missing_support(by=HOUSE, now=NOW)
    assert told(who["adviser"]) == ["talk"]
    actions.propose(by=who["mentor"], learner=who["ana"].me, kind="goal", what="", message="Meet", now=NOW)
    assert actions.find_missing_support(by=HOUSE, now=NOW) == LookedForSupport(closed=1), (
        "the mentor is in touch"
    )
    actions.note_talk(by=who["adviser"], learner=who["ana"].me, now=NOW)
    assert told(who["adviser"]) == [], "a talk that was noted closes it at once"
    assert actions.find_missing_support(by=HOUSE, now=NOW + timedelta(days=60)) == NOBODY
    later = NOW + timedelta(days=61)
    assert actions.find_missing_support(by=HOUSE, now=later) == LookedForSupport(found=1)
    verbs = Counter(each.verb for each in directory.what_changed(who["ana"], who["ana"].me))
    assert (verbs["told of missing support"], verbs["support came"], verbs["talked"]) == (3, 1, 1)


def test_who_names_no_day_is_followed_by_the_next_adult_and_who_leaves_too() -> None:
    state()
    who = circle()
    asked = actions.name_missing(
        by=who["ana"], learner=who["ana"].me, kind="materials", words="A ruler", now=NOW
    )
    assert told(who["teacher"]) == ["materials"], "at once"
    actions.promise_support(by=who["teacher"], missing=asked, on=TODAY + timedelta(days=3), now=NOW)
    waited = NOW + timedelta(days=17)
    actions.find_missing_support(by=HOUSE, now=waited)
    assert "materials" in told(who["teacher"], waited)
    late = NOW + timedelta(days=18)
    actions.find_missing_support(by=HOUSE, now=late)
    assert "materials" not in told(who["teacher"], late)
    assert "materials" in told(who["adviser"], late), "the next one is told; the day is open again"
    assert row("materials").promised_for is None
    tie = next(each for each in directory.helpers_of(who["ana"], who["ana"].me) if each.kind == "adviser")
    directory_actions.revoke(by=who["ana"], relation=tie.id, now=late)
    assert told(who["adviser"], late) == [], "whoever leaves the circle reads nothing more"
    actions.find_missing_support(by=HOUSE, now=late)
    assert row("materials").told_id == who["teacher"].me
    assert MissingSupport.objects.get(kind="talk").outcome == "over", "there is no adviser to talk with now"


def test_what_was_said_to_be_there_or_not_wanted_is_not_told_again_for_a_while() -> None:
    state()
    who = circle()
    actions.find_missing_support(by=HOUSE, now=NOW)
    actions.say_there(by=who["adviser"], missing=row("talk").id, words="We talk at the gate.", now=NOW)
    actions.set_support_aside(by=who["ana"], missing=row("mentor").id, words="", now=NOW)
    assert actions.find_missing_support(by=HOUSE, now=NOW + timedelta(days=59)) == NOBODY
    assert actions.find_missing_support(by=HOUSE, now=NOW + timedelta(days=60)) == LookedForSupport(found=2)
    closed = MissingSupport.objects.exclude(ended_at=None).order_by("kind")
    assert [(each.kind, each.outcome, each.was_missing, each.ended_by_id) for each in closed] == [
        ("mentor", "unwanted", None, who["ana"].me), ("talk", "there", False, who["adviser"].me),
    ]  # fmt: skip


def test_a_look_that_is_cut_off_is_taken_up_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    state()
    gale = person("Gale", ("adviser", "northside-high"))
    for nth in range(4):
        gale = tied(gale, learner(f"Ana {nth}"), "adviser")
    looks: Iterator[bool] = iter((True, False))

    def cut_off(learners: object, now: datetime) -> LookedForSupport:
        if not next(looks):
            raise KeyboardInterrupt
        return whole(learners, now)  # type: ignore[arg-type]

    whole = missing_support._look
    monkeypatch.setattr(missing_support, "AT_ONCE", 2)
    monkeypatch.setattr(missing_support, "_look", cut_off)
    with pytest.raises(KeyboardInterrupt):
        actions.find_missing_support(by=HOUSE, now=NOW)
    monkeypatch.setattr(missing_support, "_look", whole)
    assert MissingSupport.objects.count() == 2
    assert actions.find_missing_support(by=HOUSE, now=NOW) == LookedForSupport(found=2)
    assert len(told(gale)) == 4


def outsiders(ana: Actor) -> list[Actor]:
    """Everybody who is near and not in the circle, or in it and was not told."""
    return [
        PUBLIC, person("Sue", ("adviser", "northside-high")), person("Prince", ("principal", "northside-high")),
        person("Reg", ("registrar", "northside-high")), person("Nadia", ("navigator", "northside-high")),
        person("Ed", ("employer", "mercy-bay")), person("Bea", ("board_member", "board")),
        person("Olu", ("operator", "board")), helps(person("Cass"), ana, "family", "plan", "progress", "record"),
        learner("Bo"),
    ]  # fmt: skip


READERS = {
    "apps/advising/models.py", "apps/advising/sections.py", "apps/advising/tasks.py", "apps/advising/support_facts.py",
    "apps/advising/going.py",
    "apps/advising/actions/__init__.py", "apps/advising/actions/missing_support.py",
    "apps/advising/actions/support.py", "apps/advising/actions/support_seen.py", "apps/advising/queries/__init__.py",
    "apps/advising/queries/missing_support.py", "apps/advising/migrations/0004_missing_support.py",
    "web/adviser/support_to_give.py", "web/adviser/caseload.py", "web/learner/support.py", "web/family/children.py",
    "web/governing/support_seen.py", "web/components/missing_support.py", "web/addresses/learner.py",
    "web/addresses/with_learners.py", "web/addresses/governing.py", "web/learner/changes.py", "cli/worker.py",
    "demo/supporting.py", "demo/population.py", "core/progress/missing_support.py", "core/progress/support_seen.py",
    "core/catalogue/support_terms.py", "core/catalogue/state_profile.py", "apps/directory/policy.py",
}  # fmt: skip
"""Every file that speaks of signals. None of them admits, matches, agrees, reports on persons, or answers another
program."""
SPEAKS = ("missing_support", "missingsupport", "missing support", "support_seen", "support_around",
          "support_to_give", "supporting")  # fmt: skip


def speaking() -> set[str]:
    found = set()
    for file in SOURCE.rglob("*.py"):
        text = file.read_text("utf-8")
        if any(word in text.casefold() for word in SPEAKS):
            found.add(file.relative_to(SOURCE).as_posix())
    return found


def reading_the_table() -> set[str]:
    """Files that name the table itself, in a line of code."""
    return {
        file
        for file in speaking()
        for node in ast.walk(ast.parse((SOURCE / file).read_text("utf-8")))
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) == "MissingSupport"
    }


@pytest.mark.covers("S001-D3.6")
def test_signals_stay_in_the_circle_decide_nothing_and_are_counted_by_group() -> None:
    state(smallest=3)
    who = circle()
    ana = who["ana"]
    put_on(ana, "pathway:medicine", now=LONG_AGO)
    before = records.records_of([ana.me])
    actions.find_missing_support(by=HOUSE, now=NOW)
    signal = row("talk").id
    # The circle alone: the learner, their guardian, the adult who was told, while they are in it.
    for reader in (ana, who["mother"]):
        kinds = {each.kind for each in queries.support_around(reader, ana.me, now=NOW).missing}
        assert kinds == {"talk", "mentor", "plan"}
    assert told(who["adviser"]) == ["talk", "plan"]
    assert told(who["mentor"]) == ["mentor"]
    for other in [*outsiders(ana), who["teacher"]]:
        with pytest.raises(Refused):
            queries.support_around(other, ana.me, now=NOW)
        for act in (actions.give_support, actions.say_missing):
            with pytest.raises(Refused):
                act(by=other, missing=signal, now=NOW)
        if other.helps:
            assert told(other) == []
    looked = {(each.who, each.at) for each in directory.reads_of(ana, ana.me)}
    assert looked == {(f"{name} Reed", "missing support") for name in ("Mo", "Gale", "Mae")}, (
        "and the learner sees who"
    )
    # Nothing that admits, matches, agrees, reports or answers programs reads it, and no event says what is missing.
    assert speaking() <= READERS
    assert reading_the_table() == {
        "apps/advising/sections.py", "apps/advising/actions/missing_support.py",
        "apps/advising/actions/support.py", "apps/advising/actions/support_seen.py",
        "apps/advising/queries/missing_support.py",
    }  # fmt: skip
    assert records.records_of([ana.me]) == before
    events = [each for each in directory.what_changed(ana, ana.me) if "support" in each.verb]
    assert events
    assert not any(kind in repr((each.verb, each.data, each.authority)) for each in events for kind in KINDS)
    assert list(queries.own_sections(ana, ana.me)["support that was missing"])
    with pytest.raises(Refused):
        queries.own_sections(who["adviser"], ana.me)
    # Precision and recall by group, small groups hidden, nobody named.
    bea = person("Bea", ("board_member", "board"))
    said(bea)
    assert queries.support_seen(bea) is None
    assert actions.count_support_seen(by=HOUSE, now=NOW) == 44
    counted = queries.support_seen(bea)
    assert counted is not None
    found = counted.found
    shown = {each.group: each for each in found.groups if each.precision is not None}
    assert {name: (each.cells, each.precision, each.recall) for name, each in shown.items()} == {
        "black": ((8, 4, 0, 4), 67, 67), "latino": ((5, 5, 0, 5), 50, 50),
    }  # fmt: skip
    hidden = {each.group for each in found.groups if each.precision is None}
    assert hidden == {"asian", NOT_SAID}, (
        "few did not say; a larger group is hidden so that they are not worked out"
    )
    assert found.hides
    for other in (PUBLIC, ana, who["adviser"], who["mother"], teacher("Sue", "southside-high")):
        with pytest.raises(Refused):
            queries.support_seen(other)


def said(bea: Actor) -> None:
    """Learners of three groups whose support was told and answered, or had to be asked for."""
    plan = {"asian": (6, 3, 3), "black": (8, 4, 4), "latino": (5, 5, 5)}
    for group, (missing, there, unseen) in plan.items():
        for nth in range(missing + there + unseen):
            who = learner(f"{group}-{nth}")
            SelfReport.objects.create(person_id=who.me, groups=[group], openly=False, said_at=NOW)
            seen = nth < missing + there
            MissingSupport.objects.create(
                learner_id=who.me, kind="talk", source="seen" if seen else "asked", since=TODAY, found_at=NOW,
                named_by_id=None if seen else who.me, was_missing=nth < missing or not seen, said_by_id=who.me,
            )  # fmt: skip


def test_what_somebody_names_before_the_house_does_is_not_counted_as_seen() -> None:
    state()
    who = circle()
    actions.name_missing(by=who["mother"], learner=who["ana"].me, kind="language", words="", now=NOW)
    actions.find_missing_support(by=HOUSE, now=NOW)
    actions.name_missing(by=who["teacher"], learner=who["ana"].me, kind="talk", words="She asked me", now=NOW)
    kept = {each.kind: (each.source, each.was_missing, each.words) for each in MissingSupport.objects.all()}
    assert kept == {
        "language": ("asked", True, ""), "talk": ("seen", True, "She asked me"), "mentor": ("seen", None, ""),
    }  # fmt: skip
    with pytest.raises(Refused, match="nothing is known of"):
        actions.name_missing(by=who["ana"], learner=who["ana"].me, kind="grades", words="", now=NOW)
    with pytest.raises(Refused, match="a day to come"):
        actions.promise_support(by=who["adviser"], missing=row("talk").id, on=None, now=NOW)
    with pytest.raises(Refused, match="not open any more"):
        actions.say_missing(by=who["ana"], missing=uuid4(), now=NOW)
    actions.give_support(by=who["adviser"], missing=row("talk").id, now=NOW)
    lately = queries.support_around(who["ana"], who["ana"].me, now=NOW).lately
    assert [(each.kind, each.outcome) for each in lately] == [("talk", "came")]
    assert "talked" in {each.verb for each in directory.what_changed(who["ana"], who["ana"].me)}
