"""Facts only grow; tries are without limit and leave no mark outside; who assesses must hold the role."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import (
    NOW,
    TODAY,
    exam,
    fresh,
    helps,
    learner,
    load,
    milestone,
    person,
    put_on,
    show,
    small_state,
    teacher,
)  # fmt: skip
from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.queries import NothingPublished
from throughline.apps.records import actions, queries
from throughline.apps.records.facts import NewFact, Witness

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    load()
    return learner()


@pytest.fixture
def marta(ana):
    return teacher()


def test_what_is_attested_stands_in_the_record(ana, marta):
    show(ana, marta, "competency:numbers", level=2)
    (fact,) = queries.record_of(ana, ana.me, now=NOW).facts
    assert (fact.what, fact.level, fact.when) == ("competency:numbers", 2, TODAY)
    (stood,) = fact.validators
    assert (stood.person, stood.role, stood.organization) == (str(marta.me), "teacher", "northside-high")


def test_records_cost_one_query_for_any_number_of_learners_and_a_second_where_exceptions_may_be(
    ana, marta, django_assert_num_queries
):
    others = [learner(name) for name in ("Bo", "Cy")]
    for each in (ana, *others):
        show(each, marta, "competency:numbers", "competency:cells")
    everyone = [each.me for each in (ana, *others)]
    nobody_yet = learner("Dee")
    with frameworks.one_reading():
        frameworks.published()  # a page or a job has asked for what is in force
        with django_assert_num_queries(1):
            assert all(len(record.facts) == 2 for record in queries.records_of(everyone).values())
        with django_assert_num_queries(2):
            assert queries.records_of([*everyone, nobody_yet.me])[nobody_yet.me].facts == ()


@pytest.mark.parametrize("who", ["the learner", "a teacher elsewhere", "an employer", "a schoolmate"])
def test_only_an_assessor_where_the_learner_learns_may_attest(ana, who):
    by = {
        "the learner": lambda: ana,
        "a teacher elsewhere": lambda: teacher(school="southside-high"),
        "an employer": lambda: person("Boss", ("employer", "mercy-bay")),
        "a schoolmate": lambda: learner("Bo"),
    }[who]()
    with pytest.raises(Refused, match="assessor"):
        show(ana, by, "competency:numbers")


def test_the_association_that_issues_a_certification_records_it_and_a_school_does_not(ana, marta):
    by = person("Ray", ("assessor", "trades-association"))
    actions.attest(
        by=by, fact=NewFact(ana.me, "credential:shop-card", TODAY, issuer="trades-association"), now=NOW
    )
    assert [f.issuer for f in queries.record_of(ana, ana.me, now=NOW).facts] == ["trades-association"]


def test_a_workplace_mentor_whom_the_learner_let_in_may_attest(ana):
    mentor = helps(person("Wes", ("workplace_mentor", "mercy-bay")), ana, "workplace_mentor", "progress")
    show(ana, mentor, "competency:numbers")
    assert len(queries.record_of(ana, ana.me, now=NOW).facts) == 1


def test_a_milestone_is_judged_only_by_the_roles_its_ways_name(ana):
    registrar = person("Reg", ("registrar", "northside-high"))
    with pytest.raises(Refused):
        show(ana, registrar, "milestone:numbers")
    show(ana, teacher("Tom"), "milestone:numbers")
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    assert item.judged == ("milestone:numbers", 1)


def test_nobody_can_be_named_as_witness_in_a_role_they_do_not_hold(ana, marta):
    boss = person("Boss", ("employer", "mercy-bay"))
    witnesses = (
        Witness(marta.me, "teacher", "northside-high"),
        Witness(boss.me, "workplace_mentor", "mercy-bay"),
    )
    fact = NewFact(ana.me, "competency:numbers", TODAY, level=2, witnesses=witnesses)
    with pytest.raises(Refused, match="does not act as workplace_mentor for mercy-bay"):
        actions.attest(by=marta, fact=fact, now=NOW)


def test_a_class_list_is_recorded_whole_or_not_at_all(ana, marta):
    away = learner("Bo", school="southside-high")
    facts = [NewFact(each.me, "competency:numbers", TODAY, level=2) for each in (ana, away)]
    with pytest.raises(Refused):
        actions.attest_many(by=marta, facts=facts, now=NOW)
    assert queries.record_of(ana, ana.me, now=NOW).facts == ()


def test_a_thing_that_nobody_published_is_refused_with_the_nearest_name(ana, marta):
    with pytest.raises(Refused, match="numbers"):
        show(ana, marta, "competency:numbrs")


def test_a_withdrawn_fact_stays_dated_and_reasoned_and_opens_a_review(ana, marta):
    show(ana, marta, "competency:numbers")
    (fact,) = queries.record_of(ana, ana.me, now=NOW).facts
    key = queries.attainments(ana, ana.me, now=NOW)[0].id
    actions.withdraw(by=marta, attainment=key, on=TODAY, reason="The sheet was another Ana's.", now=NOW)
    (after,) = queries.record_of(ana, ana.me, now=NOW).facts
    assert (after.id, after.revoked) == (fact.id, TODAY)
    (item,) = queries.attainments(ana, ana.me, now=NOW)
    assert (item.withdrawn, item.why) == (TODAY, "The sheet was another Ana's.")
    (review,) = queries.reviews(ana, ana.me, now=NOW)
    assert review.what == "competency:numbers"


def test_the_database_itself_refuses_to_change_or_lose_a_fact(ana, marta):
    show(ana, marta, "competency:numbers")
    for wrong in ("UPDATE records_attainment SET level = 4", "DELETE FROM records_attainment"):
        with (
            pytest.raises(DatabaseError, match="only grows"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(wrong)


def test_an_exception_is_decided_by_a_principal_and_shows_as_waived(ana, marta):
    principal = person("Pat", ("principal", "northside-high"))
    with pytest.raises(Refused):
        _waive(marta, ana)
    _waive(principal, ana)
    put_on(ana, "pathway:medicine")
    audit = advising.progress(ana, ana.me, now=NOW).audit
    assert audit is not None
    waived = {m.id: m.status for m in audit.milestones}
    assert waived["medical-1"] == "waived"


def _waive(by, ana):
    actions.grant_exception(
        by=by, learner=ana.me, rule="milestone:medical-1", node="medical-1-parts", kind="waive",
        reason="Shown at another school that closed.", on=TODAY, now=NOW,
    )  # fmt: skip


@pytest.mark.covers("S001-M15")
def test_of_two_parts_only_the_one_not_yet_shown_remains(ana, marta):
    put_on(ana, "pathway:medicine")
    _judge(ana, marta, "written", "met")
    _judge(ana, marta, "performance", "not_yet")
    one = _milestone(ana, "medical-1")
    assert one.status == "in_progress"
    assert [gap.what for gap in one.outcome.missing] == ["assessment:medical-1-performance"]
    _judge(ana, marta, "performance", "met")
    assert _milestone(ana, "medical-1").status == "met"


@pytest.mark.covers("S001-J24")
def test_not_yet_not_yet_met_keeps_all_that_was_shown_and_nobody_outside_sees_the_tries(ana, marta):
    put_on(ana, "pathway:medicine")
    show(ana, marta, "competency:cells")
    _judge(ana, marta, "written", "met")
    kept = queries.record_of(ana, ana.me, now=NOW).facts
    for day in range(30):
        _judge(ana, marta, "performance", "not_yet", day)
        assert queries.record_of(ana, ana.me, now=NOW).facts == kept
        assert _milestone(ana, "cells").status == "met"
    _judge(ana, marta, "performance", "met", 31)
    assert _milestone(ana, "medical-1").status == "met"
    assert [t.outcome for t in queries.attempts(ana, ana.me, now=NOW)].count("not_yet") == 30
    assert len(queries.attempts(marta, ana.me, now=NOW)) == 32

    guardian = helps(person("Rosa"), ana, "guardian", "plan", "progress", "record")
    for outside in (guardian, person("Boss", ("employer", "mercy-bay")), learner("Bo")):
        with pytest.raises(Refused):
            queries.attempts(outside, ana.me, now=NOW)
    said = repr(queries.attainments(guardian, ana.me, now=NOW)) + repr(
        advising.progress(guardian, ana.me, now=NOW)
    )
    assert "not_yet" not in said
    assert "attempt" not in repr(queries.attainments(guardian, ana.me, now=NOW)).lower()
    assert len(advising.progress(guardian, ana.me, now=NOW).record.facts) == len(kept) + 1


def _judge(ana, marta, part, outcome, day=0):
    fact = NewFact(ana.me, f"assessment:medical-1-{part}", TODAY + timedelta(days=day))
    actions.judge(by=marta, fact=fact, outcome=outcome, now=NOW, milestone="milestone:medical-1")


def _milestone(ana, name):
    audit = advising.progress(ana, ana.me, now=NOW + timedelta(days=60)).audit
    return next(each for each in audit.milestones if each.id == name)


def test_where_a_milestone_has_cooling_days_the_next_try_says_from_when_it_is_open(ana, marta):
    pack = small_state()
    cooled = milestone("medical-1", exam("medical-1").rule, cooling_days=7)
    load(replace(pack, milestones={**pack.milestones, "medical-1": cooled}))
    _judge(ana, marta, "written", "not_yet")
    with pytest.raises(Refused, match="09 March 2026"):
        _judge(ana, marta, "written", "met", day=6)
    _judge(ana, marta, "written", "met", day=7)


def test_reading_before_any_state_is_loaded_says_what_to_do():
    with pytest.raises(NothingPublished, match="throughline load"):
        frameworks.catalogue()


def test_each_learner_of_a_class_list_gets_one_event(ana, marta):
    show(ana, marta, "competency:numbers", "competency:cells")
    told = [c for c in directory.what_changed(ana, ana.me) if c.verb == "attested"]
    assert [c.data["what"] for c in told] == [["competency:numbers", "competency:cells"]]
    assert fresh(marta).name == told[0].who
