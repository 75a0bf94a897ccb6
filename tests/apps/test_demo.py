"""The demo's population comes from a seed, through real actions, and a run that was cut off is taken up again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import uuid4

import pytest
from django.utils import timezone

from throughline.apps.advising.models import Choice
from throughline.apps.directory.actor import HOUSE
from throughline.apps.directory.models import Membership, Person
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.frameworks import queries
from throughline.apps.records import queries as records
from throughline.apps.records.facts import Witness, fact_of_new
from throughline.apps.records.models import Attainment
from throughline.core.progress.record import Record
from throughline.core.progress.standing import Standing
from throughline.demo import population
from throughline.demo.showing import Judges, Showing

pytestmark = pytest.mark.django_db
MERIDIAN = Path(__file__).resolve().parents[2] / "states" / "meridian"
NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def state(meridian_pack):
    """The demo state published, and nobody in it."""
    frameworks.publish(by=HOUSE, pack=meridian_pack.catalogue, now=NOW)
    return meridian_pack


@pytest.fixture
def small(monkeypatch, meridian_pack):
    """Sixty learners in blocks of twenty; the state's folder is read once for all tests."""
    monkeypatch.setattr(population, "BLOCK", 20)
    monkeypatch.setattr(population, "SIZE", 60)
    pack = replace(meridian_pack, population={})
    monkeypatch.setattr(population, "read_pack", lambda folder: pack)


def test_evidence_worked_out_from_a_rule_meets_it_for_every_milestone_of_the_state(state):
    book = queries.rules_for()
    roles = queries.judging_roles() | {"teacher"}
    judges = Judges({
        role: [Witness(uuid4(), role, f"{role}-{n}") for n in range(3)] for role in roles
    })  # fmt: skip
    first = judges.by_role["teacher"][0]
    for seed in range(2):
        for name in state.catalogue.milestones:
            today = timezone.localdate(NOW)
            showing = Showing(uuid4(), book, judges, first, Random(f"{seed} {name}"), today, today)
            showing.milestone(name)
            record = Record(tuple(fact_of_new(fact, str(n)) for n, fact in enumerate(showing.facts)))
            standing = Standing(record, queries.program_for(), timezone.localdate(NOW))
            assert standing.status(book.of_milestone(name), f"milestone:{name}") == "met", name


def test_a_run_that_was_cut_off_is_taken_up_where_it_stopped_and_one_more_adds_nobody(
    state, small, monkeypatch
):
    original, calls = population._show, []

    def cut_off(*arguments):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        original(*arguments)

    monkeypatch.setattr(population, "_show", cut_off)
    with pytest.raises(KeyboardInterrupt):
        population.populate(MERIDIAN, now=NOW)
    monkeypatch.setattr(population, "_show", original)
    assert population.populate(MERIDIAN, now=NOW).learners == 40
    assert Membership.objects.filter(role="learner", person__demo_key="").count() == 60
    assert Person.objects.exclude(demo_key="").count() == len(state.people)
    before = _told()
    assert population.populate(MERIDIAN, now=NOW) == population.Populated(0, 0)
    assert _told() == before


def test_those_who_help_and_judge_are_there_from_the_day_the_first_learner_begins(meridian):
    first = min(each["began"] for each in meridian.people if each.get("began"))
    assert first < timezone.localdate() - timedelta(days=population.LONGEST)
    assert Membership.objects.exclude(role="learner").earliest("starts").starts == first


def test_named_people_stand_where_their_stories_say(meridian):
    for told in meridian.people:
        if "learner" not in told["roles"]:
            continue
        person = Person.objects.get(demo_key=told["id"])
        latest = Choice.objects.filter(learner=person).order_by("-position").first()
        assert (latest.state if latest else "exploring") == told["state"]
        record = records.records_of([person.id])[person.id]
        standing = Standing(record, queries.program_for(), timezone.localdate())
        for name in told.get("milestones", ()):
            assert standing.holds(f"milestone:{name}"), (told["id"], name)


def _told():
    return Person.objects.count(), Attainment.objects.count(), Choice.objects.count()
