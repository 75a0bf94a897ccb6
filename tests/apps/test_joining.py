"""One record per person: two that are one person's are joined by them alone, and read as one from then on."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.apps.test_sections import of_learners
from tests.awarding import awarding_state
from tests.factories import (
    NOW,
    TODAY,
    fresh,
    have,
    helps,
    learner,
    load,
    person,
    put_on,
    show,
    teacher,
    words,
)
from tests.living import somebody_who_lived
from throughline.apps.advising import actions as advising
from throughline.apps.advising import queries as plans
from throughline.apps.advising.models import MissingSupport, WayBack
from throughline.apps.directory import joining, recovery
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actions import NewPerson, add_people
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.directory.models import Merge, Person
from throughline.apps.directory.policy import TABLE
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.actions import publish
from throughline.apps.opportunities.models import (
    Apprentice,
    ApprenticeshipStandards,
    BadgePlan,
    LearningAgreement,
    LearningAgreementVersion,
    Listing,
    Offer,
    OfferDeed,
    RegisteredStandards,
    Rotation,
    RotationPlace,
    Round,
    RoundRanking,
)
from throughline.apps.opportunities.queries import (
    apprentices,
    badges,
    listings,
    offers,
    rotations,
    rounds,
    stays,
)
from throughline.apps.records import actions, queries
from throughline.apps.records.credentials.following import grounds_of
from throughline.apps.records.models import (
    Attainment,
    Award,
    Bringing,
    Consent,
    ExternalResult,
    HeldCredential,
    Share,
)
from throughline.core.apprenticeships.standards import Standards, written
from throughline.core.catalogue.documents import Agreement
from throughline.core.credentials.bundle.contents import Contents

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


@pytest.fixture
def two():
    """Ana's record at one school, and a second one that another school made of her."""
    load(awarding_state())
    ana, again = learner(), learner("Ana", "southside-high")
    show(ana, teacher(), "competency:numbers")
    show(again, teacher("Sue", "southside-high"), "competency:reading", "competency:cells")
    return ana, again


def joined(ana, again):
    code = recovery.make_codes(by=again, now=NOW)[0]
    joining.join(by=ana, code=code, now=NOW)
    return fresh(ana)


@pytest.mark.covers("S001-R3.1")
def test_two_records_of_one_person_are_read_as_one_under_both_ids_and_nothing_is_rewritten(two):
    ana, again = two
    before = sorted(Attainment.objects.values_list("id", "learner", "recorded_at"))
    awards = sorted(Award.objects.values_list("id", "learner"))
    ana = joined(ana, again)
    whole = {"competency:numbers", "competency:reading", "competency:cells"}
    for key in (ana.me, again.me):
        facts = queries.records_of([key])[key].facts
        assert whole <= {fact.what for fact in facts}
        assert {each.what for each in queries.attainments(ana, key, now=LATER)} == whole
        assert queries.own_record(ana, key, now=LATER).entries.keys() >= whole
        assert {a.credential for a in queries.awards(ana, key, now=LATER)} == {"credential:numbers-badge"}
        assert directory.actor_of(key, on=TODAY) == ana
    assert ana.also == {again.me}
    assert {role.organization for role in ana.roles} == {"northside-high", "southside-high"}
    assert sorted(Attainment.objects.values_list("id", "learner", "recorded_at")) == before
    assert sorted(Award.objects.values_list("id", "learner")) == awards
    held = queries.everything(ana, ana.me, clr=None, transcript=None, now=LATER)
    assert isinstance(held, Contents)
    assert {row["what"] for row in held.record["facts"]} == whole


@pytest.mark.covers("S001-R3.1")
def test_the_number_of_a_record_is_drawn_at_random_and_from_nothing_a_person_is(two):
    keys = set()
    for _ in range(40):
        key = uuid4()
        keys.add(key)
        add_people(by=HOUSE, people=[NewPerson(key, "Ana", "Reed")], starts=TODAY, now=NOW)
    assert len(keys) == 40
    made = [
        Person(given_name="Ana", family_name="Reed", display_name="Ana Reed", created_at=NOW).id
        for _ in range(40)
    ]
    assert len(set(made)) == 40, "the same person in every word, and another number each time"
    assert {each.version for each in made} == {4}
    text = "".join(each.hex for each in made)
    assert not any(part in text for part in (b"Ana".hex(), b"Reed".hex()))


@pytest.mark.covers("S001-R3.1")
def test_no_act_of_staff_joins_two_records_only_the_learners_own_with_proof_of_the_other(two):
    ana, again = two
    assert [[question.__name__ for question in way] for way in TABLE["record.merge"]] == [["themselves"]]
    code = recovery.make_codes(by=again, now=NOW)[0]
    for somebody in (HOUSE, person("Olu", ("operator", "board")), teacher("Tom")):
        with pytest.raises(Refused):
            recovery.make_codes(by=somebody, now=NOW) if somebody is HOUSE else joining.join(
                by=somebody, code="AAAA-BBBB", now=NOW
            )
    for wrong in ("", "AAAA-BBBB-CCCC-DDDD", code[:-1]):
        with pytest.raises(Refused, match="opens nothing"):
            joining.join(by=ana, code=wrong, now=NOW)
    assert not Merge.objects.exists()


def test_the_proof_is_used_up_and_a_record_is_not_joined_to_itself(two):
    ana, again = two
    own = recovery.make_codes(by=ana, now=NOW)[0]
    with pytest.raises(Refused, match="of the record you are in"):
        joining.join(by=ana, code=own, now=NOW)
    code = recovery.make_codes(by=again, now=NOW)[0]
    assert joining.other_record(ana, code).id == again.me
    joining.join(by=ana, code=code, now=NOW)
    with pytest.raises(Refused, match="opens nothing"):
        joining.join(by=fresh(ana), code=code, now=NOW)


def test_who_helps_the_other_is_another_person(two):
    ana, _ = two
    mother = helps(person("Mo"), ana, "guardian", "plan", "progress", "record")
    code = recovery.make_codes(by=mother, now=NOW)[0]
    with pytest.raises(Refused, match="two people"):
        joining.join(by=ana, code=code, now=NOW)


def test_a_third_record_and_a_chain_of_joins_come_to_one(two):
    ana, again = two
    third = learner("Ana", "southside-high")
    show(third, teacher("Sue", "southside-high"), "competency:tools")
    again = joined(again, third)
    ana = joined(ana, again)
    for key in (ana.me, again.me, third.me):
        assert directory.actor_of(key, on=TODAY).me == ana.me
        assert "competency:tools" in {f.what for f in queries.records_of([key])[key].facts}
    assert ana.also == {again.me, third.me}


def test_those_let_into_either_see_the_one_record_and_the_learner_sees_that_they_looked(two):
    ana, again = two
    mentor = helps(person("Mel"), again, "mentor", "record")
    ana = joined(ana, again)
    mentor = fresh(mentor)
    assert "competency:numbers" in {x.what for x in queries.attainments(mentor, ana.me, now=LATER)}
    assert [look.who for look in directory.reads_of(ana, ana.me)] == ["Mel Reed"]


def test_what_both_records_together_complete_is_issued_by_the_next_act_and_nothing_twice(two):
    ana, again = two
    ana = joined(ana, again)
    put_on(ana, "pathway:medicine")
    held = [each.credential for each in queries.awards(ana, ana.me, now=LATER)]
    assert sorted(held) == ["credential:foundation-diploma", "credential:numbers-badge"]
    show(again, teacher("Sue", "southside-high"), "competency:numbers")
    assert len(queries.awards(ana, ana.me, now=LATER)) == 2


def test_work_and_thoughts_of_both_are_the_learners_to_go_on_with(two):
    ana, again = two
    advising.reflect(by=again, words="I grew", past="A", current="B", future="C", on=TODAY, now=NOW)
    goal = advising.set_goal(by=again, words="Work in a ward", now=NOW)
    typed = {"title": "Bench", "words": "Made it.", "setting": "family", "happened_on": str(TODAY)}
    key = actions.evidence.begin(by=again, learner=again.me, kind="text", typed=typed, now=NOW)
    ana = joined(ana, again)
    assert [each.id for each in queries.evidence.own(ana, ana.me).drafts] == [key]
    actions.evidence.keep(by=ana, evidence=key, now=NOW)
    assert [each.future for each in plans.reflections(ana, ana.me, now=LATER)] == ["C"]
    advising.drop_goal(by=ana, goal=goal, now=NOW)
    assert plans.goals(ana, ana.me, now=LATER) == []


def test_joining_only_grows_in_the_database_itself(two):
    joined(*two)
    for wrong in ("DELETE FROM directory_merge", "UPDATE directory_merge SET proof = 'none'"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(wrong)


READS = {
    "records.Attainment": lambda who: {each.id for each in queries.attainments(who, who.me, now=LATER)},
    "records.Review": lambda who: queries.reviews(who, who.me, now=LATER),
    "records.ExceptionGrant": lambda who: queries.records_of([who.me])[who.me].exceptions,
    "records.Attempt": lambda who: queries.attempts(who, who.me, now=LATER),
    "records.Evidence": lambda who: {p.id for p in queries.evidence.own(who, who.me).kept},
    "records.Submission": lambda who: {(each.id, each.outcome) for each in queries.submissions(who)},
    "records.ExternalResult": lambda who: queries.outside(who, who.me, now=LATER).scores,
    "records.SourceRecord": lambda who: queries.outside(who, who.me, now=LATER).sources,
    "records.SkillReview": lambda who: len(queries.skills_seen(who, who.me, "together", now=LATER).looks),
    "records.Recognition": lambda who: {a.id for a in queries.recognizing.recognitions(who, who.me, now=LATER)},
    "records.Award": lambda who: {each.id for each in queries.awards(who, who.me, now=LATER)},
    "records.AwardReview": lambda who: queries.award_reviews(who, who.me, now=LATER),
    "records.Footing": lambda who: grounds_of([who.me])[who.me],
    "records.Featured": lambda who: queries.own_record(who, who.me, now=LATER).featured,
    "records.NeutralPlace": lambda who: queries.neutral_places(who.me),
    "records.Consent": lambda who: queries.consent_holds(who.me, "research", now=LATER).holds,
    "records.Share": lambda who: {each.id for each in queries.shares(who, who.me, now=LATER)},
    "records.Correction": lambda who: [(c.id, c.answer) for c in queries.corrections(who, who.me)],
    "records.HeldCredential": lambda who: {each.id for each in queries.holding.held(who, who.me, now=LATER)},
    "records.WalletOffer": lambda who: {o.id for o in queries.wallets.wallet_offers(who, who.me, now=LATER)},
    "records.Bringing": lambda who: {each.id for each in queries.bringings(who, who.me, now=LATER)},
    "opportunities.Offer": lambda who: {o.id for o in offers.own(who, who.me, now=LATER)},
    "opportunities.LearningAgreement": lambda who: {s.id for s in stays.own_stays(who)},
    "opportunities.RotationPlace": lambda who: {r.mine for r in rotations.rotations(who)} - {None},
    "opportunities.Apprentice": lambda who: {a.id for a in apprentices.own(who, on=TODAY)},
    "opportunities.Listing": lambda who: {x.id for x in listings.own(who, _shares(who), now=LATER)},
    "opportunities.RoundRanking": lambda who: rounds.own_rounds(who),
    "opportunities.BadgePlan": lambda who: [each.id for each in badges.own(who)],
    "advising.MissingSupport": lambda who: plans.support_around(who, who.me, now=LATER),
    "advising.WayBack": lambda who: plans.own_way_back(who, who.me),
    "advising.Choice": lambda who: (_way(who), plans.history(who, who.me, now=LATER)),
    "advising.Proposal": lambda who: plans.proposals(who, who.me, now=LATER),
    "advising.Goal": lambda who: {each.id for each in plans.goals(who, who.me, now=LATER)},
    "advising.PlanEntry": lambda who: plans.plan(who, who.me, now=LATER).entries,
    "advising.PlanVersion": lambda who: plans.saved_plans(who, who.me, now=LATER),
    "advising.Reflection": lambda who: plans.reflections(who, who.me, now=LATER),
    "advising.PlanProfile": lambda who: plans.plan(who, who.me, now=LATER).career,
    "advising.GuardianComment": lambda who: plans.plan(who, who.me, now=LATER).comments,
    "advising.Week": lambda who: (plans.week(who, who.me, now=LATER), plans.plan(who, who.me, now=LATER).week),
    "advising.ReviewSession": lambda who: plans.sessions(who),
    "advising.Exploration": lambda who: plans.explorations(who, who.me, now=LATER),
    "advising.QuizResult": lambda who: (plans.families_in_order(who), plans.has_taken_quiz(who)),
}  # fmt: skip
"""By table with a learner's column: how the learner reads what is in it."""
NOT_READ = {
    "directory.Relation": "the ties of both stand as they were made; a helper of either is let into the one record",
    "records.PairwiseSubject": "a name with an issuer stays with the id it was drawn for: signed credentials bear it",
    "records.BundleAtHand": "what was only handed over is looked at by its own key",
    "records.HolderProfile": "what apps were told; the latest counts",
    "records.WholeRecord": "made from the awards, of which both are read",
    "records.KeptFile": "made from the record, of which both are read",
    "population.LearnerRow": "worked out from the record, of which both are read; one row under the id of now",
}


def _shares(who):
    return queries.shares(who, who.me, now=LATER)


def _way(who):
    at = plans.choice_of(who, who.me, now=LATER)
    return at.state, at.pathway, at.number, at.destination, at.chosen_at, at.began


def test_how_every_table_of_a_learner_is_read_is_known_here() -> None:
    own = {model._meta.label for model, way in of_learners().items() if "__" not in way and way == "learner"}
    assert own == READS.keys() | NOT_READ.keys()


def test_whatever_stands_under_the_other_id_is_the_learners_under_the_one_they_are_in() -> None:
    again = somebody_who_lived()
    _from_outside(again)
    before = {table: read(again) for table, read in READS.items()}
    ana = joined(learner("Ana", "southside-high"), again)
    after = {table: read(ana) for table, read in READS.items()}
    assert {table: after[table] for table in READS if after[table] != before[table]} == {}
    assert [table for table in READS if not before[table]] == []


def _agreement() -> None:
    """The state agrees on credit for what nobody here has shown."""
    made = Agreement(
        "credit-there", words("Credit there"), "credit", ("northside-high",), have("competency:numbers", 4),
        words("It counts."), "policy",
    )  # fmt: skip
    publish(by=HOUSE, pack=replace(frameworks.catalogue(), agreements={made.id: made}), now=NOW)


def _from_outside(who) -> None:
    """What the learner of `tests/living.py` has none of."""
    MissingSupport.objects.create(learner_id=who.me, kind="talk", source="seen", since=TODAY, found_at=NOW)
    WayBack.objects.create(
        learner_id=who.me,
        kind="quiet",
        juncture="within",
        since=TODAY,
        found_at=NOW,
        why="desk",
        desk="board",
    )
    ExternalResult.objects.create(
        learner_id=who.me, assessment="assessment:ready", number=1, score=80, scale="percent", taken_on=TODAY,
        digest="a" * 64, brought_at=NOW,
    )  # fmt: skip
    Consent.objects.create(learner_id=who.me, purpose="research", given_by_id=who.me, given_at=NOW)
    HeldCredential.objects.create(
        learner_id=who.me, content=b"{}", digest="b" * 64, form="json", kind="badge", answer="verified",
        report={"steps": []}, checked_at=NOW, received_at=NOW,
    )  # fmt: skip
    Bringing.objects.create(
        learner_id=who.me, digest="c" * 64, holder="Ana", made_at=NOW, sections={}, brought_at=NOW
    )
    BadgePlan.objects.create(
        learner_id=who.me,
        mentor_id=person("Bea").me,
        title="Nurse aide",
        level=2,
        begun_at=NOW,
        touched_at=NOW,
    )
    stay = LearningAgreement.objects.create(
        learner_id=who.me, home="southside-high", host="northside-high", kind="study", starts=TODAY,
        ends=TODAY + timedelta(days=90), begun_at=NOW,
    )  # fmt: skip
    LearningAgreementVersion.objects.create(
        agreement=stay, number=1, studied=["course:a"], recognized={"course:b": "3"}, unit="credit",
        provision="in_part", asked_at=NOW,
    )  # fmt: skip
    _rotation(who)
    _agreement()
    offer = Offer.objects.create(
        learner_id=who.me, agreement="credit-there", number=1, kind="credit", opened_at=NOW
    )
    OfferDeed.objects.create(offer=offer, nth=1, deed="stands", state="standing", at=NOW)
    _apprentice(who)
    _ranked(who)
    Listing.objects.create(
        learner_id=who.me, share=Share.objects.filter(learner=who.me)[0], words="Boats", published_at=NOW
    )
    badge = next(each for each in queries.awards(who, who.me, now=NOW) if each.stands.state == "stands")
    actions.wallets.offer(by=who, award=badge.id, now=NOW)


def _rotation(who) -> None:
    made = Rotation.objects.create(
        keeper="board",
        title="Trades",
        words="A day each.",
        weekday=0,
        hours=6,
        made_by_id=who.me,
        made_at=NOW,
    )
    RotationPlace.objects.create(rotation=made, learner_id=who.me, home="southside-high", joined_at=NOW)


def _ranked(who) -> None:
    given = Round.objects.create(
        organization="northside-high", title="Summer", words="Places", closes_on=TODAY, opened_by_id=who.me,
        answer_by=TODAY + timedelta(days=9), seed="s" * 64, commitment="c" * 64, opened_at=NOW,
    )  # fmt: skip
    RoundRanking.objects.create(round=given, learner_id=who.me, code="c" * 20, changed_at=NOW)


def _apprentice(who) -> None:
    by = person("Sam").me
    standards = ApprenticeshipStandards.objects.create(
        sponsor="northside-high", begun_by_id=by, begun_at=NOW, touched_at=NOW
    )
    version = RegisteredStandards.objects.create(
        standards=standards, number=1, document=written(Standards("Mason")), digest="d" * 64, registrar="board",
        registered_by_id=by, registered_at=NOW,
    )  # fmt: skip
    Apprentice.objects.create(learner_id=who.me, version=version, asked_at=NOW)


def test_the_way_goes_on_from_where_it_was_and_plans_are_numbered_on() -> None:
    again = somebody_who_lived()
    saved = len(plans.saved_plans(again, again.me, now=LATER))
    ana = joined(learner("Ana", "southside-high"), again)
    advising.pause(by=ana, now=LATER)
    assert plans.choice_of(ana, ana.me, now=LATER).state == "paused"
    assert len(plans.history(ana, ana.me, now=LATER)) > 1
    advising.write_profile(by=ana, supports="My aunt.", now=LATER)
    assert plans.plan(ana, ana.me, now=LATER).career == READS["advising.PlanProfile"](ana) != ""
    assert advising.save_plan(by=ana, now=LATER) == saved + 1
