"""Helpers are let in, seen, and shown out; whoever looks leaves a trace that the learner can read."""

from datetime import timedelta

import pytest

from tests.factories import NOW, TODAY, fresh, helps, learner, load, person, put_on, teacher
from throughline.apps.advising import queries as advising
from throughline.apps.directory import actions, queries
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.records import queries as records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _state():
    load()


def test_a_helper_sees_what_they_were_let_into_and_nothing_else():
    ana, mentor = learner(), person("Ida")
    actions.let_in(by=ana, learner=ana.me, helper=mentor.me, kind="mentor", scopes=["plan"], now=NOW)
    mentor = fresh(mentor)
    assert advising.plan(mentor, ana.me, now=NOW).author == ana.me
    with pytest.raises(Refused, match="learner"):
        records.attainments(mentor, ana.me, now=NOW)


def test_a_tie_that_the_learner_ends_is_ended_at_once():
    ana, mentor = learner(), person("Ida")
    tie = actions.let_in(by=ana, learner=ana.me, helper=mentor.me, kind="mentor", scopes=["plan"], now=NOW)
    actions.revoke(by=ana, relation=tie, now=NOW)
    with pytest.raises(Refused):
        advising.plan(fresh(mentor), ana.me, now=NOW)


def test_a_tie_ends_by_itself_on_its_day():
    ana, mentor = learner(), person("Ida")
    actions.let_in(
        by=ana, learner=ana.me, helper=mentor.me, kind="mentor", scopes=["plan"], now=NOW, until=TODAY
    )
    assert queries.actor_of(mentor.me, on=TODAY).helps
    assert not queries.actor_of(mentor.me, on=TODAY + timedelta(days=1)).helps


def test_nobody_makes_themselves_a_guardian_and_no_learner_ends_one_alone():
    ana, uncle = learner(), person("Uncle")
    with pytest.raises(Refused, match="law"):
        actions.let_in(by=ana, learner=ana.me, helper=uncle.me, kind="guardian", scopes=["plan"], now=NOW)
    helps(uncle, ana, "guardian", "plan")
    tie = queries.helpers_of(ana, ana.me)[0]
    with pytest.raises(Refused, match="law"):
        actions.revoke(by=ana, relation=tie.id, now=NOW)


def test_whoever_reads_anothers_record_leaves_an_event_that_the_learner_sees():
    ana, guardian = learner(), person("Rosa")
    guardian = helps(guardian, ana, "guardian", "plan", "record")
    records.attainments(ana, ana.me, now=NOW)
    assert queries.reads_of(ana, ana.me) == []
    records.attainments(guardian, ana.me, now=NOW)
    (look,) = queries.reads_of(ana, ana.me)
    assert (look.who, look.at) == ("Rosa Reed", "record")
    assert look.because == "you are Ana's guardian, let into the record"


def test_what_changed_tells_who_did_it_and_leaves_out_who_only_looked():
    ana = learner()
    put_on(ana, "pathway:medicine")
    told = queries.what_changed(ana, ana.me)
    assert [(each.verb, each.who, each.target) for each in told] == [
        ("chose", "you", "pathway:medicine"), ("added", "the house", "person")
    ]  # fmt: skip


def test_a_stranger_an_employer_and_the_public_find_no_learner():
    ana = learner()
    for who in (PUBLIC, person("Boss", ("employer", "mercy-bay")), teacher(school="southside-high")):
        for read in (records.record_of, records.attainments, advising.choice_of, advising.plan):
            with pytest.raises(Refused):
                read(who, ana.me, now=NOW)


def test_an_actor_costs_one_query(django_assert_num_queries):
    ana = learner()
    with django_assert_num_queries(1):
        queries.actor_of(ana.me, on=TODAY)


def test_a_membership_that_ended_gives_no_more_power():
    marta = teacher()
    actions.leave(
        by=HOUSE, person=marta.me, organization="northside-high", role="teacher",
        until=TODAY - timedelta(days=1), now=NOW,
    )  # fmt: skip
    assert fresh(marta).roles == ()
