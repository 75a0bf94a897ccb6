"""Judged work behind a credential, for colleges and employers: only while consent holds, and without names."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests import factories as f
from tests.apps.assessed import MET, days, hand_in, sign
from tests.apps.moderated import BADGE, Room, room
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Actor, Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records

pytestmark = pytest.mark.django_db
WORDS = "The learner explained a sleep graph to a family, and asked them to say it back."


@pytest.fixture
def who() -> Room:
    return room()


def shown_work(who: Room, learner: Actor) -> UUID:
    """Both parts shown, so that the badge is given; the talk's id."""
    lucia = f.helps(who.lucia, learner, "workplace_mentor", "progress")
    learner = f.fresh(learner)
    written, talk = hand_in(learner, "written"), hand_in(learner)
    sign(who.marta, written, {"clear": 3})
    sign(who.marta, talk, MET)
    assert sign(lucia, talk, MET) == "met"
    return talk


def holders(who: Room, many: int) -> list[tuple[Actor, UUID]]:
    people = [f.learner(f"Pia{n}") for n in range(many)]
    return [(each, shown_work(who, each)) for each in people]


def agrees(learner: Actor, on: int = 0) -> None:
    actions.consent(by=learner, learner=learner.me, purpose="work-samples", now=days(on))


@pytest.fixture
def college() -> Actor:
    return f.person("Helen", ("registrar", "board"))


@pytest.mark.covers("S001-D10.7")
def test_a_college_sees_only_redacted_work_whose_learner_consents(who: Room, college: Actor) -> None:
    found = holders(who, 4)
    for learner, work in found[:3]:
        actions.redact(by=who.marta, submission=work, words=WORDS, now=f.NOW)
        if learner is not found[2][0]:
            agrees(learner)
    agrees(found[3][0])
    shown = records.work_samples(college, BADGE, now=days(1))
    assert len(shown.works) == 2, "one has no consent, one is not redacted"
    assert {each.words for each in shown.works} == {WORDS}
    assert {tuple(sorted(each.levels.items())) for each in shown.works} == {tuple(sorted(MET.items()))}
    for learner, work in found:
        assert not any(
            told in repr(shown.works) for told in (str(learner.me), str(work), "Pia", "Here it is")
        )
    assert "Marta" not in repr(shown.works)
    actions.withdraw_consent(by=found[0][0], learner=found[0][0].me, purpose="work-samples", now=days(2))
    assert len(records.work_samples(college, BADGE, now=days(2)).works) == 1
    actions.redact(by=who.marta, submission=found[1][1], words="", now=days(3))
    assert records.work_samples(college, BADGE, now=days(3)).works == ()


def test_the_same_works_are_shown_each_time_and_their_learners_see_that_somebody_looked(
    who: Room, college: Actor
) -> None:
    found = holders(who, 7)
    for n, (learner, work) in enumerate(found):
        actions.redact(by=who.marta, submission=work, words=f"{WORDS} Version {'abcdefg'[n]}.", now=f.NOW)
        agrees(learner)
    first = records.work_samples(college, BADGE, now=days(1)).works
    assert len(first) == 5
    assert records.work_samples(college, BADGE, now=days(9)).works == first
    looks = [
        [
            each.who
            for each in directory.reads_of(learner, learner.me)
            if each.at == "work sample without names"
        ]
        for learner, _ in found
    ]
    assert sum(bool(each) for each in looks) == 5
    assert {name for each in looks for name in each} == {"Helen Reed"}


def test_where_few_hold_a_credential_no_work_is_shown() -> None:
    who = room(smallest=3)
    college = f.person("Helen", ("registrar", "board"))
    for learner, work in holders(who, 2):
        actions.redact(by=who.marta, submission=work, words=WORDS, now=f.NOW)
        agrees(learner)
    shown = records.work_samples(college, BADGE, now=f.NOW)
    assert (shown.hidden, shown.works) == (True, ())


@pytest.mark.parametrize(
    "words",
    [
        "Pia0 spoke well.", "She, PIA0, spoke.", "Reed's graph.", "Marta liked it.", "Lucia saw it.",
        "Held at Mercy-Bay.", "Write to p@example.org", "See https://example.org/pia", "Call 555 010 2233",
    ],
)  # fmt: skip
def test_words_that_could_tell_who_it_is_are_refused(who: Room, words: str) -> None:
    ((_, work),) = holders(who, 1)
    with pytest.raises(Refused, match="could tell who it is"):
        actions.redact(by=who.marta, submission=work, words=words, now=f.NOW)


def test_samples_are_made_by_those_who_judge_there_and_read_by_those_who_act_for_an_organization(
    who: Room, college: Actor
) -> None:
    ((learner, work),) = holders(who, 1)
    for other in (learner, college, f.teacher("Far", "southside-high"), PUBLIC):
        with pytest.raises(Refused, match="Only these may"):
            actions.redact(by=other, submission=work, words=WORDS, now=f.NOW)
    for other in (who.ana, PUBLIC):
        with pytest.raises(Refused, match="Only these may"):
            records.work_samples(other, BADGE, now=f.NOW)
    waiting = hand_in(f.learner("Bo"), "written")
    with pytest.raises(Refused, match="not one that was shown"):
        actions.redact(by=who.marta, submission=waiting, words=WORDS, now=f.NOW)
