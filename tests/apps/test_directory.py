"""Helpers are let in, seen, and shown out; whoever looks leaves a trace that the learner can read."""

from datetime import timedelta

import pytest

from tests.factories import NOW, TODAY, fresh, helps, learner, load, person, put_on, teacher
from throughline.apps.advising import queries as advising
from throughline.apps.directory import actions, queries
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.directory.models import Person
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


def account_of(actor, name):
    """An account for a person, as a sign-in makes it."""
    from django.contrib.auth import get_user_model

    account = get_user_model().objects.create_user(name, password="long enough to count")
    Person.objects.filter(id=actor.me).update(user=account)
    return account


@pytest.mark.parametrize("role", ["learner", "adviser", "mentor"])
def test_an_account_and_who_acts_through_it_are_read_as_one(role, django_assert_num_queries):
    ana = learner()
    someone = {
        "learner": lambda: ana,
        "adviser": teacher,
        "mentor": lambda: helps(person("Ida"), ana, "mentor", "plan"),
    }
    actor = someone[role]()
    account = account_of(actor, role)
    for day in (TODAY, TODAY - timedelta(days=30_000)):
        with django_assert_num_queries(1):
            found, acting = queries.account_with_actor(account.pk, on=day)
        assert acting == queries.actor_of(actor.me, on=day)
    assert (found.pk, found.password) == (account.pk, account.password)


def test_an_account_that_no_person_has_acts_as_the_public():
    from django.contrib.auth import get_user_model

    account = get_user_model().objects.create_user("operator")
    assert queries.account_with_actor(account.pk, on=TODAY) == (account, PUBLIC)
    assert queries.account_with_actor(account.pk + 1, on=TODAY) is None


def test_a_session_ends_when_the_password_changes_or_the_account_is_closed(client):
    account = account_of(learner(), "ana")
    for end in (
        lambda: account.set_password("another one, just as long"),
        lambda: setattr(account, "is_active", False),
    ):
        client.force_login(account)
        assert client.get("/me/looks/").status_code == 200
        end()
        account.save()
        assert client.get("/me/looks/").status_code == 302
