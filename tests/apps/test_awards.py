"""Credentials issue themselves: once, in the act that completes them, under the version the learner stands on."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.awarding import awarding_state
from tests.factories import (
    EXAMS,
    NOW,
    TODAY,
    have,
    learner,
    load,
    person,
    put_on,
    show,
    teacher,
    with_rule,
)  # fmt: skip
from throughline.apps.advising import actions as advising_actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions, queries
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import LIST_SIZE, Award, StatusList
from throughline.apps.trail.models import Event

pytestmark = pytest.mark.django_db
FOUNDATION = ("competency:numbers", "competency:reading", "competency:cells")


@pytest.fixture
def ana():
    load(awarding_state())
    return learner()


@pytest.fixture
def marta(ana):
    return teacher()


def issued(who):
    return {each.credential.partition(":")[2]: each for each in queries.awards(who, who.me, now=NOW)}


def test_a_milestone_that_becomes_met_issues_its_credential_in_the_same_act(ana, marta):
    show(ana, marta, "competency:numbers", level=1)
    assert issued(ana) == {}
    show(ana, marta, "competency:numbers", level=2)
    badge = issued(ana)["numbers-badge"]
    (met,) = [
        f
        for f in queries.record_of(ana, ana.me, now=NOW).facts
        if f.what == "competency:numbers" and f.level == 2
    ]
    assert (badge.source, badge.judged, badge.issuer) == (
        "milestone:numbers",
        ("milestone:numbers", 1),
        "northside-high",
    )
    assert [str(key) for key in badge.attainments] == [met.id]
    event = Event.objects.get(verb="issued")
    assert (event.who, event.about, event.target) == (None, ana.me, "credential:numbers-badge")


def test_a_stage_that_is_passed_issues_what_it_awards_and_the_school_of_the_learner_gives_it(ana, marta):
    show(ana, marta, *FOUNDATION)
    diploma = issued(ana)["foundation-diploma"]
    assert (diploma.source, diploma.issuer) == ("pathway:medicine#foundation", "northside-high")
    assert len(diploma.attainments) == 3


def test_where_the_learners_own_place_may_not_give_it_the_first_issuer_does(ana, marta):
    show(ana, marta, "competency:tools")
    assert issued(ana)["tools-certificate"].issuer == "trades-association"


def test_a_later_stage_issues_nothing_while_an_earlier_one_is_open(ana, marta):
    parts = [f"assessment:{name}-{part}" for name in EXAMS for part in ("written", "performance")]
    show(ana, marta, *parts)
    assert "care-degree" not in issued(ana)
    show(ana, marta, *FOUNDATION)
    assert {"foundation-diploma", "care-degree"} <= issued(ana).keys()


def test_more_evidence_of_the_same_issues_nothing_twice(ana, marta):
    for _ in range(3):
        show(ana, marta, *FOUNDATION)
    assert Award.objects.count() == 2
    assert actions.issue_due(by=HOUSE, learners=[ana.me], now=NOW) == []


def test_the_award_falls_with_the_act_that_would_have_completed_it(ana, marta):
    with transaction.atomic():
        show(ana, marta, *FOUNDATION)
        assert Award.objects.count() == 2
        transaction.set_rollback(True)
    assert Award.objects.count() == 0


def test_a_class_list_issues_for_everyone_it_completes_at_a_price_that_does_not_grow_with_the_class(
    ana, marta
):
    def attested(many):
        people = [learner(f"L{n}") for n in range(many)]
        facts = [NewFact(each.me, "competency:numbers", TODAY, level=2) for each in people]
        before = len(connection.queries_log)
        connection.force_debug_cursor = True
        try:
            with frameworks.one_reading():
                actions.attest_many(by=marta, facts=facts, now=NOW)
        finally:
            connection.force_debug_cursor = False
        return len(connection.queries_log) - before

    attested(1)
    few, more = attested(5), attested(60)
    assert Award.objects.count() == 66
    assert more <= few + 2


def test_an_unconfirmed_fact_issues_nothing_until_somebody_confirms_it(ana, marta):
    fact = NewFact(ana.me, "competency:numbers", TODAY, level=2, confirmed=False)
    actions.attest(by=marta, fact=fact, now=NOW)
    assert issued(ana) == {}


def test_what_a_learner_is_judged_by_is_the_version_they_chose(ana, marta):
    put_on(ana, "pathway:medicine")
    show(ana, marta, "competency:reading", "competency:cells")
    harder = with_rule(awarding_state(), "numbers", have("competency:numbers", 3))
    load(harder, now=NOW + timedelta(days=1))
    newcomer = learner("Newcomer")
    put_on(newcomer, "pathway:medicine", now=NOW + timedelta(days=1))
    show(newcomer, marta, *FOUNDATION)
    show(ana, marta, "competency:numbers", level=2)
    assert issued(newcomer) == {}
    diploma = issued(ana)["foundation-diploma"]
    assert diploma.judged == ("pathway:medicine", 1)
    assert issued(ana)["numbers-badge"].judged == ("milestone:numbers", 1)


def test_an_upgrade_or_a_change_of_pathway_issues_what_then_follows(ana, marta):
    put_on(ana, "pathway:medicine")
    show(ana, marta, "competency:numbers", level=1)
    easier = with_rule(awarding_state(), "numbers", have("competency:numbers", 1))
    load(easier, now=NOW + timedelta(days=1))
    assert issued(ana) == {}
    advising_actions.upgrade(by=ana, now=NOW + timedelta(days=2))
    assert issued(ana).keys() == {"numbers-badge"}


def test_a_record_that_was_complete_before_the_state_awarded_anything_is_found_by_the_sweep(ana, marta):
    load(replace(awarding_state(), milestones=small_numbers()), now=NOW)
    show(ana, marta, "competency:numbers")
    assert issued(ana) == {}
    load(awarding_state(), now=NOW + timedelta(hours=1))
    made = actions.issue_due(by=HOUSE, learners=[ana.me], now=NOW)
    assert [each.id for each in issued(ana).values()] == made


def small_numbers():
    pack = awarding_state()
    return {**pack.milestones, "numbers": replace(pack.milestones["numbers"], awards=())}


# -- given by its issuer


def test_a_credential_that_its_issuer_records_is_issued_by_that_issuer(ana):
    ray = person("Ray", ("assessor", "trades-association"))
    until = TODAY + timedelta(days=365)
    fact = NewFact(ana.me, "credential:shop-card", TODAY, issuer="trades-association", valid_until=until)
    key = actions.attest(by=ray, fact=fact, now=NOW)
    card = issued(ana)["shop-card"]
    assert (card.issuer, card.source, card.valid_until) == ("trades-association", f"attainment:{key}", until)
    facts = [f for f in queries.record_of(ana, ana.me, now=NOW).facts if f.what == "credential:shop-card"]
    assert len(facts) == 1, "recorded and issued, it is one fact"


def test_a_teacher_who_saw_a_card_records_it_and_issues_nothing_in_its_issuers_name(ana, marta):
    show(ana, marta, "credential:shop-card")
    assert "shop-card" not in issued(ana)


def test_what_was_issued_counts_once_in_the_record(ana, marta):
    show(ana, marta, *FOUNDATION)
    facts = [f.what for f in queries.record_of(ana, ana.me, now=NOW).facts]
    assert sorted(what for what in facts if what.startswith("credential:")) == [
        "credential:foundation-diploma", "credential:numbers-badge"
    ]  # fmt: skip


def test_a_withdrawn_fact_undoes_no_stage_that_was_passed_and_awarded(ana, marta):
    put_on(ana, "pathway:medicine")
    show(ana, marta, *FOUNDATION)
    cells = next(i for i in queries.attainments(ana, ana.me, now=NOW) if i.what == "competency:cells")
    actions.withdraw(by=marta, attainment=cells.id, on=TODAY, reason="Another Ana's sheet.", now=NOW)
    stages = advising.progress(ana, ana.me, now=NOW).audit.stages
    assert stages[0].passed
    assert stages[0].gate.status == "not_met"


@pytest.mark.covers("N08")
def test_a_badge_on_request_needs_the_cut_score_and_is_given_at_once_or_a_year_later(ana):
    tester = person("Tess", ("assessor", "northside-high"))

    def result(score):
        fact = NewFact(ana.me, "assessment:readiness", TODAY, score=score, scale="percent")
        actions.attest(by=tester, fact=fact, now=NOW)

    result(74)
    with pytest.raises(Refused, match="not met yet"):
        actions.ask_for(by=ana, credential="readiness-badge", now=NOW)
    result(75)
    assert "readiness-badge" not in issued(ana), "only on request"
    key = actions.ask_for(by=ana, credential="readiness-badge", now=NOW + timedelta(days=400))
    assert issued(ana)["readiness-badge"].id == key
    with pytest.raises(Refused, match="already"):
        actions.ask_for(by=ana, credential="readiness-badge", now=NOW + timedelta(days=401))


def test_an_issuer_gives_what_no_rule_awards_and_nobody_else_does(ana, marta):
    with pytest.raises(Refused, match="issuer"):
        actions.issue(by=marta, issuer="board", learner=ana.me, credential="trade-licence", now=NOW)
    clerk = person("Bea", ("registrar", "board"))
    actions.issue(by=clerk, issuer="board", learner=ana.me, credential="trade-licence", now=NOW)
    assert issued(ana)["trade-licence"].issuer == "board"
    with pytest.raises(Refused, match="not met yet"):
        actions.issue(
            by=person("Hal", ("assessor", "mercy-bay")),
            issuer="mercy-bay",
            learner=ana.me,
            credential="care-degree",
            now=NOW,
        )


# -- what the database holds


WRONG = (
    "UPDATE records_award SET issuer = 'board'",
    "UPDATE records_award SET content = '{}'",
    "UPDATE records_award SET signed = '{}', signed_at = now()",
    "DELETE FROM records_award",
    "TRUNCATE records_award CASCADE",
    "DELETE FROM records_pairwisesubject",
    "UPDATE records_statuslist SET size = 200000",
)


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_itself_refuses_to_change_or_lose_an_award(ana, marta, wrong):
    show(ana, marta, "competency:numbers")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(wrong)


def test_the_database_itself_refuses_a_second_award_of_one_credential(ana, marta):
    show(ana, marta, "competency:numbers")
    twin = Award.objects.get()
    twin.id, twin.place, twin._state.adding = uuid4(), (twin.place + 1) % LIST_SIZE, True
    with pytest.raises(DatabaseError, match="award_once_a_credential"), transaction.atomic():
        twin.save(force_insert=True)


def test_places_in_a_status_list_are_random_shared_by_all_and_never_given_twice(ana, marta):
    people = [learner(f"L{n}") for n in range(40)]
    actions.attest_many(
        by=marta, facts=[NewFact(each.me, "competency:numbers", TODAY, level=2) for each in people], now=NOW
    )
    (only,) = StatusList.objects.filter(issuer="northside-high")
    places = list(Award.objects.order_by("issued_at", "id").values_list("place", flat=True))
    assert only.size >= 131_072
    assert len(set(places)) == 40
    assert max(places) > 3000, "not the first ones in a row"


def test_each_issuer_knows_a_learner_by_another_name(ana, marta):
    show(ana, marta, *FOUNDATION, "competency:tools")
    subjects = {a.issuer: a.content["credentialSubject"]["id"] for a in Award.objects.all()}
    assert subjects.keys() == {"northside-high", "trades-association"}
    assert len(set(subjects.values())) == 2
    assert str(ana.me) not in str([a.content for a in Award.objects.all()])
