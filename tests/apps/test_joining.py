"""One record per person: two that are one person's are joined by them alone, and read as one from then on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.awarding import awarding_state
from tests.factories import NOW, TODAY, fresh, helps, learner, load, person, put_on, show, teacher
from throughline.apps.advising import actions as advising
from throughline.apps.advising import queries as plans
from throughline.apps.directory import joining, recovery
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actions import NewPerson, add_people
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.directory.models import Merge, Person
from throughline.apps.directory.policy import TABLE
from throughline.apps.records import actions, queries
from throughline.apps.records.models import Attainment, Award
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
