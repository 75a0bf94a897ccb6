"""Work handed in, judged by several, revised, and shown again: what stands, what stays, what nobody outside sees."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests import factories as f
from tests.apps.assessed import (
    COOLING,
    EXAM,
    MET,
    NOT_YET,
    Around,
    around,
    assessed_state,
    both_sign,
    days,
    hand_in,
    piece,
    sign,
)
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.frameworks import actions as frameworks_actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewWork, Seen
from throughline.apps.records.facts import NewFact
from throughline.core.progress.audit import audit_milestone
from throughline.core.progress.standing import Standing

pytestmark = pytest.mark.django_db
TALK = f"assessment:{EXAM}-performance"
WRITTEN = f"assessment:{EXAM}-written"


@pytest.fixture
def who() -> Around:
    return around()


def facts(who: Actor) -> list[str]:
    return sorted(fact.what for fact in records.records_of([who.me])[who.me].facts)


def status(who: Actor, milestone: str = EXAM, on: int = 0) -> str:
    standing = Standing(
        records.records_of([who.me])[who.me], frameworks.program_for(), timezone.localdate(days(on))
    )
    return audit_milestone(milestone, standing).status


@pytest.mark.covers("S001-D8.6")
def test_nothing_stands_before_the_second_signature_from_another_sector_does(who: Around) -> None:
    work = hand_in(who.ana, setting="workplace")
    assert sign(who.marta, work, MET) == "waiting"
    assert facts(who.ana) == []
    for again, why in (
        (who.marta, "one person signs once"),
        (who.hall, "different organizations or sectors"),
    ):
        with pytest.raises(Refused, match=why):
            sign(again, work, MET)
    assert sign(who.lucia, work, MET) == "met"
    assert facts(who.ana) == [TALK, "competency:numbers", "competency:reading"]
    talk = next(x for x in records.records_of([who.ana.me])[who.ana.me].facts if x.what == TALK)
    assert talk.tags == {"shown:performance"}
    assert {(v.role, v.organization) for v in talk.validators} == {
        ("teacher", "northside-high"), ("workplace_mentor", "mercy-bay"),
    }  # fmt: skip


def test_one_person_in_both_roles_cannot_give_both_signatures(who: Around) -> None:
    both = f.helps(
        f.person("Both", ("teacher", "northside-high"), ("workplace_mentor", "mercy-bay")), who.ana, "mentor"
    )
    work = hand_in(who.ana)
    assert sign(both, work, MET) == "waiting"
    with pytest.raises(Refused, match="one person signs once"):
        sign(both, work, MET)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_judgment (id, submission_id, judge_id, role, organization, sector, round, met, feedback,"
            " next, signed_at) SELECT gen_random_uuid(), submission_id, judge_id, 'workplace_mentor', 'mercy-bay',"
            " 'workforce', round, met, '', '', now() FROM records_judgment"
        )
    assert facts(who.ana) == []


def test_nobody_can_record_alone_what_two_must_sign(who: Around) -> None:
    fact = NewFact(who.ana.me, TALK, f.TODAY)
    with pytest.raises(Refused, match="several people sign it"):
        actions.judge(by=who.marta, fact=fact, outcome="met", now=f.NOW, milestone=f"milestone:{EXAM}")
    actions.judge(
        by=who.marta,
        fact=NewFact(who.ana.me, WRITTEN, f.TODAY),
        outcome="met",
        now=f.NOW,
        milestone=f"milestone:{EXAM}",
    )
    assert facts(who.ana) == [WRITTEN]


def test_the_second_judge_sees_the_work_and_not_what_the_first_saw(who: Around) -> None:
    work = hand_in(who.ana)
    sign(who.marta, work, MET)
    seen = records.work(who.lucia, work, now=f.NOW)
    assert (seen.words, seen.signed, seen.signatures) == ("Here it is.", 1, ())
    assert [each.mine for each in records.work(who.marta, work, now=f.NOW).signatures] == [True]
    assert "Well shown" not in repr(seen)
    sign(who.lucia, work, NOT_YET)
    for judge in (who.marta, who.lucia):
        found = records.work(judge, work, now=f.NOW)
        assert found.state == "talk"
        assert {each.role for each in found.signatures} == {"teacher", "workplace_mentor"}


def test_judges_who_part_talk_and_sign_together(who: Around) -> None:
    work = hand_in(who.ana)
    assert sign(who.marta, work, MET) == "waiting"
    assert sign(who.lucia, work, NOT_YET) == "talk"
    assert records.feedback(who.ana, work).signatures == ()
    assert sign(who.marta, work, MET) == "talk"
    assert sign(who.lucia, work, {"heard": 2, "graph": 2}) == "met"
    assert TALK in facts(who.ana)


def test_or_a_third_judge_decides(who: Around) -> None:
    work = hand_in(who.ana)
    sign(who.marta, work, NOT_YET)
    sign(who.lucia, work, MET)
    third = f.teacher("Third")
    assert records.work(third, work, now=f.NOW).turn.round == "third"
    assert sign(third, work, MET) == "met"
    talk = next(x for x in records.records_of([who.ana.me])[who.ana.me].facts if x.what == TALK)
    assert {v.person for v in talk.validators} == {str(third.me), str(who.lucia.me)}


@pytest.mark.covers("S001-D8.4")
def test_practice_brings_feedback_and_never_counts_and_is_offered_before_what_counts(who: Around) -> None:
    work = NewWork(EXAM, "talk", f.TODAY, True, words="First")
    with pytest.raises(Refused, match="practice first"):
        actions.hand_in(by=who.ana, work=work, now=f.NOW)
    first = hand_in(who.ana, practice=True, levels={"heard": 1})
    assert sign(who.marta, first, {"heard": 1}) == "feedback"
    assert facts(who.ana) == []
    tries = records.attempts(who.ana, who.ana.me, now=f.NOW)
    assert tries == [], "practice is no try"
    said = records.feedback(who.ana, first)
    assert (said.work.outcome, said.signatures[0].next) == ("feedback", "Draw the graph again.")
    second = actions.hand_in(by=who.ana, work=replace(work, words="Revised"), now=days(1))
    assert both_sign(who, second, MET, days(1)) == "met"
    assert [each.id for each in records.submissions(who.ana)][::-1] == [first, second]


def test_practice_is_followed_by_practice_at_once(who: Around) -> None:
    for _ in range(3):
        work = hand_in(who.ana, practice=True)
        assert sign(who.marta, work, NOT_YET) == "feedback"
    assert records.before_handing_in(who.ana, EXAM, "talk", now=f.NOW).opens is None


@pytest.mark.covers("S001-D8.5")
def test_a_self_rating_is_private_until_judged_and_then_stands_beside_what_was_seen(who: Around) -> None:
    work = hand_in(who.ana, levels={"heard": 3, "graph": 3})
    assert "heard" in records.feedback(who.ana, work).own
    for judge in (who.marta, who.lucia):
        assert "own" not in records.work(judge, work, now=f.NOW).__slots__
    assert records.feedback(who.ana, work).seen == {}
    both_sign(who, work, {"heard": 3, "graph": 2})
    said = records.feedback(who.ana, work)
    assert (said.own, said.seen) == ({"heard": 3, "graph": 3}, {"heard": 3, "graph": 2})


@pytest.mark.covers("S001-J24", "S001-D8.7")
def test_three_times_not_yet_and_then_met_keeps_all_and_retakes_only_the_open_part(who: Around) -> None:
    written = hand_in(who.ana, "written")
    assert sign(who.marta, written, {"clear": 2}) == "met"
    kept = [WRITTEN]
    for nth in range(3):
        work = hand_in(who.ana, now=days(nth * COOLING))
        assert both_sign(who, work, NOT_YET, days(nth * COOLING)) == "not_yet"
        assert facts(who.ana) == sorted([*kept, "competency:reading"]), "what the talk did show is kept, once"
        with pytest.raises(Refused, match=f"{COOLING} days between two tries"):
            hand_in(who.ana, now=days(nth * COOLING + COOLING - 1))
        with pytest.raises(Refused, match="shown already, and it stays"):
            hand_in(who.ana, "written", now=days(nth * COOLING))
    assert status(who.ana) == "in_progress"
    other = hand_in(who.ana, practice=True, now=days(15))
    assert sign(who.marta, other, NOT_YET, days(15)) == "feedback", "practice has no wait"
    fourth = hand_in(who.ana, now=days(3 * COOLING))
    assert both_sign(who, fourth, MET, days(3 * COOLING)) == "met"
    assert status(who.ana, on=3 * COOLING) == "met"
    assert facts(who.ana) == sorted(
        [WRITTEN, TALK, "competency:numbers", "competency:reading", "competency:reading"]
    )
    with pytest.raises(Refused, match="shown already"):
        hand_in(who.ana, now=days(60))


def test_work_on_other_parts_and_milestones_goes_on_during_the_wait(who: Around) -> None:
    both_sign(who, hand_in(who.ana), NOT_YET)
    assert sign(who.marta, hand_in(who.ana, "written", now=days(1)), {"clear": 2}, days(1)) == "met"
    f.show(who.ana, who.marta, "competency:cells")
    assert status(who.ana, "cells", 1) == "met"


def test_no_wait_is_longer_than_the_one_published(who: Around) -> None:
    both_sign(who, hand_in(who.ana), NOT_YET)
    assert records.before_handing_in(who.ana, EXAM, "talk", now=f.NOW).opens == timezone.localdate(
        days(COOLING)
    )
    assert hand_in(who.ana, now=days(COOLING)) is not None


@pytest.mark.covers("S001-R8.1")
def test_a_level_above_or_below_the_usual_one_is_accepted_and_the_judge_sees_all_evidence(
    who: Around,
) -> None:
    f.show(who.ana, who.marta, "competency:numbers", level=1, on=f.TODAY)
    work = hand_in(who.ana)
    before = records.work(who.lucia, work, now=f.NOW).before
    assert [(each.what, each.level) for each in before] == [("competency:numbers", 1)]
    both_sign(who, work, {"heard": 3, "graph": 2})
    levels = {(x.what, x.level) for x in records.records_of([who.ana.me])[who.ana.me].facts}
    assert {("competency:numbers", 1), ("competency:numbers", 2), ("competency:reading", 3)} <= levels
    assert status(who.ana, "numbers") == "met"


def test_a_judgment_says_what_its_levels_say(who: Around) -> None:
    work = hand_in(who.ana)
    wrong = (
        (Seen(NOT_YET, True), "below the level from which it counts"),
        (Seen(MET, False, next="Again"), "every criterion is at the level"),
        (Seen(NOT_YET, False), "What comes next"),
        (Seen({"heard": 2}, True), "'graph' has no level yet"),
        (Seen({"heard": 9, "graph": 2}, True), "no level 9"),
    )
    for seen, why in wrong:
        with pytest.raises(Refused, match=why):
            actions.sign(by=who.marta, submission=work, seen=seen, now=f.NOW)
    assert records.work(who.marta, work, now=f.NOW).signed == 0


def test_a_draft_is_the_judges_own_and_gone_once_signed(who: Around) -> None:
    work = hand_in(who.ana)
    draft = Seen({"heard": 2}, feedback="So far")
    actions.save_draft(by=who.marta, submission=work, seen=draft, now=f.NOW)
    assert records.work(who.marta, work, now=f.NOW).draft.feedback == "So far"
    assert records.work(who.lucia, work, now=f.NOW).draft.feedback == ""
    assert [each.draft for each in records.queue(who.marta)] == [True]
    sign(who.marta, work, MET)
    assert records.work(who.marta, work, now=f.NOW).draft.levels == {}


def test_the_queue_has_the_oldest_first_and_only_what_one_may_judge(who: Around) -> None:
    ben = f.learner("Ben", "southside-high")
    old = hand_in(who.ana, "written")
    new = hand_in(who.ana, now=days(1))
    elsewhere = hand_in(ben, "written", now=days(1))
    assert [each.id for each in records.queue(who.marta)] == [old, new]
    assert [each.id for each in records.queue(who.lucia)] == [new], "she helps Ana and judges the talk alone"
    assert [each.id for each in records.queue(f.teacher("Sue", "southside-high"))] == [elsewhere]
    sign(who.marta, new, MET, days(1))
    assert [(each.id, each.turn) for each in records.queue(who.marta)] == [(old, "own"), (new, "")]
    with pytest.raises(Refused):
        records.queue(who.ana)


def test_whoever_may_not_judge_reads_nothing_of_it(who: Around) -> None:
    work = hand_in(who.ana)
    outsiders = (
        f.teacher("Sue", "southside-high"),
        f.learner("Ben"),
        f.person("Pat", ("adviser", "northside-high")),
    )
    for each in outsiders:
        with pytest.raises(Refused):
            records.work(each, work, now=f.NOW)
        with pytest.raises(Refused):
            sign(each, work, MET)
    with pytest.raises(Refused):
        records.feedback(outsiders[1], work)
    records.work(who.marta, work, now=f.NOW)
    assert "work handed in" in {look.at for look in directory.reads_of(who.ana, who.ana.me)}


def test_whoever_the_learner_asks_may_judge_it_and_is_chosen_from_those_who_can(who: Around) -> None:
    work = hand_in(who.ana, asked=who.lucia.me)
    assert [each.asked for each in records.queue(who.lucia)] == [True]
    assert records.feedback(who.ana, work).asked == "Lucia Reed"
    with pytest.raises(Refused, match="cannot judge it"):
        hand_in(who.ana, "written", asked=f.teacher("Sue", "southside-high").me)


def test_work_is_taken_back_until_somebody_has_judged_it(who: Around) -> None:
    work = hand_in(who.ana)
    with pytest.raises(Refused, match="with its judges"):
        hand_in(who.ana)
    with pytest.raises(Refused):
        actions.take_back(by=who.marta, submission=work, now=f.NOW)
    actions.take_back(by=who.ana, submission=work, now=f.NOW)
    assert records.queue(who.marta) == []
    again = hand_in(who.ana)
    sign(who.marta, again, MET)
    with pytest.raises(Refused, match="judged already"):
        actions.take_back(by=who.ana, submission=again, now=f.NOW)
    assert records.attempts(who.ana, who.ana.me, now=f.NOW) == []


def test_an_assessor_who_saw_it_done_opens_it_for_the_same_signatures(who: Around) -> None:
    seen = NewWork(
        EXAM, "talk", f.TODAY, True, words="Talked with a family in the ward.", setting="workplace"
    )
    work = actions.observe(by=who.lucia, learner=who.ana.me, work=seen, now=f.NOW)
    assert sign(who.lucia, work, MET) == "waiting"
    assert sign(who.marta, work, MET) == "met"
    assert status(who.ana) == "in_progress"
    for stranger in (f.teacher("Sue", "southside-high"), who.ana):
        with pytest.raises(Refused):
            actions.observe(by=stranger, learner=who.ana.me, work=replace(seen, part="written"), now=f.NOW)


def test_a_result_leads_back_to_the_piece_in_its_version_the_rubric_and_those_who_signed(who: Around) -> None:
    own = piece(who.ana)
    both_sign(who, hand_in(who.ana, evidence=(own,)), MET)
    record = records.attainments(who.ana, who.ana.me, now=f.NOW)
    chains = records.chains_of(each.id for each in record)
    talk = next(chains[each.id] for each in record if each.what == TALK)
    assert (talk.assessment, talk.number, talk.part, talk.evidence) == (
        f"assessment:{EXAM}",
        1,
        "talk",
        (own,),
    )
    assert {person for person, _, _ in talk.judges} == {who.marta.me, who.lucia.me}
    behind = records.evidence.evidence_behind(each.id for each in record)
    assert {each.id for pieces in behind.values() for each in pieces} == {own[0]}


@pytest.mark.covers("S001-D8.8")
def test_for_a_hundred_results_drawn_at_random_nothing_is_missing_on_the_way_back(who: Around) -> None:
    learners = [f.learner(f"Learner {nth}") for nth in range(34)]
    for each in learners:
        work = hand_in(each, evidence=(piece(each),))
        mentor = f.helps(who.lucia, each, "workplace_mentor", "progress")
        sign(who.marta, work, MET)
        sign(mentor, work, MET)
    record = [x for each in learners for x in records.attainments(each, each.me, now=f.NOW)]
    drawn = Random(8).sample(record, 100)
    chains = records.chains_of(each.id for each in drawn)
    behind = records.evidence.evidence_behind(each.id for each in drawn)
    for each in drawn:
        chain = chains[each.id]
        assert chain.complete
        assert behind[each.id]
        assert each.judged == (chain.assessment, chain.number)
        version = frameworks.version(chain.assessment, chain.number)
        assert version.document.part(chain.part).criteria
        assert {v.person for v in each.validators} == {str(person) for person, _, _ in chain.judges}


def test_only_ones_own_pieces_are_handed_in_and_judges_see_them_until_work_is_taken_back(who: Around) -> None:
    with pytest.raises(Refused, match="among your own"):
        hand_in(who.ana, evidence=(piece(f.learner("Ben")),))
    own = piece(who.ana)
    with pytest.raises(Refused):
        records.evidence.piece(who.lucia, own[0], now=f.NOW)
    work = hand_in(who.ana, evidence=(own,))
    assert [each.title for each in records.work(who.lucia, work, now=f.NOW).pieces] == ["My talk"]
    assert records.evidence.piece(who.lucia, own[0], now=f.NOW).title == "My talk"
    actions.take_back(by=who.ana, submission=work, now=f.NOW)
    with pytest.raises(Refused):
        records.evidence.piece(who.lucia, own[0], now=f.NOW)


def test_whoever_handed_in_under_one_version_is_judged_under_it(who: Around) -> None:
    work = hand_in(who.ana)
    pack = assessed_state()
    old = pack.assessments[EXAM]
    parts = (old.parts[0], replace(old.parts[1], criteria=old.parts[1].criteria[:1]))
    changed = replace(pack, assessments={**pack.assessments, EXAM: replace(old, parts=parts)})
    frameworks_actions.publish(by=f.HOUSE, pack=changed, now=days(1))
    assert len(records.work(who.marta, work, now=days(1)).task.part.criteria) == 2
    assert both_sign(who, work, MET, days(1)) == "met"
    record = records.attainments(who.ana, who.ana.me, now=days(1))
    assert {each.judged for each in record} == {(f"assessment:{EXAM}", 1)}


TABLES = ("submission", "judgment", "rating", "selfrating", "outcome", "outcomeattainment")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "act", ["UPDATE records_{} SET id = id", "DELETE FROM records_{}", "TRUNCATE records_{} CASCADE"]
)
def test_what_was_handed_in_and_signed_is_never_changed(who: Around, table: str, act: str) -> None:
    both_sign(who, hand_in(who.ana, levels={"heard": 2}), MET)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            cursor.execute(act.format(table))
