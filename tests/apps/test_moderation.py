"""Judges in step: anchors rated blind, calibration that lapses, figures of a task for all, one's own for oneself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests import factories as f
from tests.apps.assessed import EXAM, MET, days, hand_in, sign
from tests.apps.moderated import (
    LEVELS,
    Room,
    agreed_levels,
    anchors,
    judged_work,
    make,
    moderated_state,
    room,
    sit,
)
from throughline.apps.directory.actor import HOUSE, PUBLIC, Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewAnchors, Sitting
from throughline.apps.records.facts import NewFact, Witness
from throughline.apps.records.models import Attainment, CalibrationRun, JudgeFigure, SecondMarking
from throughline.core.calibration.norming import drawn
from throughline.core.catalogue.assessments import Judging

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Room:
    return room()


def standing(by: Actor, on: int = 0) -> str:
    return next(each.held.state for each in records.to_calibrate(by, now=days(on)))


# -- anchors


def test_anchors_are_agreed_by_two_people_from_the_sectors_that_judge_the_part(who: Room) -> None:
    for sitting, why in (
        ((Sitting(who.dora.me, "teacher", "northside-high"),), "one person alone"),
        (
            (
                Sitting(who.dora.me, "teacher", "northside-high"),
                Sitting(who.marta.me, "teacher", "northside-high"),
            ),
            "one sector",
        ),
        (
            (Sitting(who.dora.me, "teacher", "northside-high"), Sitting(who.ed.me, "teacher", "mercy-bay")),
            "hold the role",
        ),
    ):
        with pytest.raises(Refused, match=why):
            actions.make_anchors(by=who.operator, new=NewAnchors(EXAM, "talk", anchors(), sitting), now=f.NOW)
    with pytest.raises(Refused, match="Only these may"):
        make(replace(who, operator=who.marta))


@pytest.mark.parametrize(
    ("works", "why"),
    [
        (anchors(LEVELS[:9]), "there are 9; a sitting asks for 10"),
        (anchors([(1, 2)] * 12), "all show one level of 'heard'"),
        ((*anchors(), anchors()[0]), "two have the same title"),
        ((*anchors()[:11], replace(anchors()[11], words=" ")), "shows nothing"),
        ((*anchors()[:11], replace(anchors()[11], levels={"heard": 2})), "has no level yet"),
        ((*anchors()[:11], replace(anchors()[11], levels={"heard": 9, "graph": 1})), "no level 9"),
    ],
)
def test_anchors_that_could_not_tell_judges_apart_are_refused(who: Room, works: tuple, why: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(Refused, match=why):
        make(who, works)


def test_nothing_of_a_sitting_is_ever_changed(who: Room) -> None:
    make(who)
    sit(who.marta)
    for table in ("anchorset", "anchor", "calibrationrun", "anchorjudgment", "calibrationresult"):
        for statement in (
            f"DELETE FROM records_{table}",
            f"UPDATE records_{table} SET id = gen_random_uuid()",
        ):
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                connection.cursor().execute(statement)


# -- a sitting


@pytest.mark.covers("S001-D10.6")
def test_ten_anchors_are_rated_blind_and_only_then_agreement_is_shown(who: Room) -> None:
    make(who)
    run = actions.begin_calibration(by=who.marta, assessment=EXAM, part="talk", now=f.NOW)
    for nth in range(10):
        seen = records.sitting(who.marta, run, now=f.NOW)
        assert (seen.rated, seen.asked, seen.shown, seen.said) == (nth, 10, (), None)
        assert seen.next is not None
        assert (seen.next.levels, seen.next.why) == ({}, {}), "agreed levels stay out of sight"
        levels = {"heard": agreed_levels(seen.next.title)["heard"], "graph": 2}
        state = actions.rate_anchor(by=who.marta, run=run, anchor=seen.next.id, levels=levels, now=f.NOW)
    assert state == "calibrated"
    over = records.sitting(who.marta, run, now=f.NOW)
    assert over.said is not None
    assert over.said.of["heard"].exact == 1
    asked = [agreed_levels(each.title)["graph"] for each in over.shown]
    assert over.said.of["graph"].exact == sum(level == 2 for level in asked) / 10
    assert {(each.seen, each.criterion) for each in over.said.apart} == {(2, "graph")}
    assert all(each.levels == agreed_levels(each.title) and each.why for each in over.shown)
    assert over.held.until == timezone.localdate(days(365))


def test_an_anchor_is_rated_once_in_turn_and_by_whoever_sat_down_to_it(who: Room) -> None:
    make(who)
    run = actions.begin_calibration(by=who.marta, assessment=EXAM, part="talk", now=f.NOW)
    assert actions.begin_calibration(by=who.marta, assessment=EXAM, part="talk", now=f.NOW) == run
    first, second = CalibrationRun.objects.get(id=run).drawn[:2]
    levels = {"heard": 1, "graph": 1}
    with pytest.raises(Refused, match="not the next one"):
        actions.rate_anchor(by=who.marta, run=run, anchor=second, levels=levels, now=f.NOW)
    with pytest.raises(Refused, match="has no level yet"):
        actions.rate_anchor(by=who.marta, run=run, anchor=first, levels={"heard": 1}, now=f.NOW)
    actions.rate_anchor(by=who.marta, run=run, anchor=first, levels=levels, now=f.NOW)
    with pytest.raises(Refused, match="not the next one"):
        actions.rate_anchor(by=who.marta, run=run, anchor=first, levels=levels, now=f.NOW)
    for other in (who.lucia, who.operator, PUBLIC):
        with pytest.raises(Refused, match="not one of yours"):
            records.sitting(other, run, now=f.NOW)
        with pytest.raises(Refused, match="not one of yours"):
            actions.rate_anchor(by=other, run=run, anchor=second, levels=levels, now=f.NOW)


def test_a_second_sitting_begins_with_anchors_not_seen_before(who: Room) -> None:
    make(who)
    sit(who.marta, less=2)
    sit(who.marta, now=days(1))
    first, second = (set(run.drawn) for run in CalibrationRun.objects.order_by("begun_at"))
    assert len(first | second) == 12
    assert standing(who.marta, 1) == "calibrated"


def test_a_sitting_is_open_to_those_who_judge_the_part(who: Room) -> None:
    make(who)
    for other in (who.ana, who.operator, PUBLIC):
        with pytest.raises(Refused, match="Only these may"):
            actions.begin_calibration(by=other, assessment=EXAM, part="talk", now=f.NOW)
    with pytest.raises(Refused, match="no anchors yet"):
        actions.begin_calibration(by=who.marta, assessment=EXAM, part="written", now=f.NOW)
    assert [each.task.part.id for each in records.to_calibrate(who.marta, now=f.NOW)] == ["talk"]


def test_who_agreed_the_levels_is_in_step_with_them_as_long_as_a_sitting_holds(who: Room) -> None:
    make(who)
    assert standing(who.dora) == "calibrated"
    with pytest.raises(Refused, match="you agreed these levels yourself"):
        sit(who.dora)
    assert standing(who.dora, 366) == "over"
    assert sit(who.dora, now=days(366)) == "calibrated"


# -- what it lets people sign


@pytest.mark.covers("S001-D10.6")
def test_who_is_out_of_band_or_lapsed_or_never_sat_signs_beside_others_and_not_alone(who: Room) -> None:
    make(who)
    assert sit(who.marta, less=1) == "out"
    work = hand_in(who.ana)
    assert sign(who.marta, work, MET) == "waiting", "beside others anyone signs"
    with pytest.raises(Refused, match="nobody who signs it has a calibration in force"):
        sign(who.lucia, work, MET)
    assert sit(who.lucia) == "calibrated"
    assert sign(who.lucia, work, MET) == "met"
    bo = f.learner("Bo")
    lucia = f.helps(who.lucia, bo, "workplace_mentor", "progress")
    later = hand_in(f.fresh(bo), now=days(366))
    sign(who.marta, later, MET, days(366))
    assert standing(lucia, 366) == "over"
    with pytest.raises(Refused, match="nobody who signs it has a calibration in force"):
        sign(lucia, later, MET, days(366))


@pytest.mark.covers("S001-D10.6")
def test_where_one_signature_is_enough_an_assessor_out_of_band_cannot_certify(who: Room) -> None:
    part = frameworks.catalogue().assessments[EXAM].part("written")
    assert part is not None
    assert part.judges == (Judging(("teacher",)),)
    make(who, tuple(replace(a, levels={"clear": a.levels["heard"]}) for a in anchors()), part="written")
    work = hand_in(who.ana, "written")
    with pytest.raises(Refused, match="Rate its anchors under Calibration"):
        sign(who.marta, work, {"clear": 3})
    fact = NewFact(who.ana.me, f"assessment:{EXAM}-written", f.TODAY)
    with pytest.raises(Refused, match="has a calibration in force"):
        actions.judge(by=who.marta, fact=fact, outcome="met", now=f.NOW, milestone=f"milestone:{EXAM}")
    assert records.records_of([who.ana.me])[who.ana.me].facts == ()
    practice = hand_in(f.learner("Bo"), "written", practice=True)
    assert sign(who.marta, practice, {"clear": 3}) == "feedback", "practice needs no calibration"
    assert sign(who.dora, work, {"clear": 3}) == "met"


def test_where_a_task_has_no_anchors_nobody_is_held_up(who: Room) -> None:
    make(who)
    work = hand_in(who.ana, "written")
    assert sign(who.marta, work, {"clear": 3}) == "met"


def test_a_new_version_of_the_task_needs_anchors_of_its_own(who: Room) -> None:
    make(who)
    pack = moderated_state()
    changed = replace(pack.assessments[EXAM], cooling_days=1)
    f.load(replace(pack, assessments={**pack.assessments, EXAM: changed}), now=days(1))
    assert records.to_calibrate(who.marta, now=days(1)) == []
    work = hand_in(who.ana, now=days(1))
    sign(who.marta, work, MET, days(1))
    assert sign(who.lucia, work, MET, days(1)) == "met"


def test_a_third_judge_who_decides_is_calibrated(who: Room) -> None:
    make(who)
    sit(who.marta)
    work = hand_in(who.ana)
    sign(who.marta, work, MET)
    sign(who.lucia, work, {"heard": 3, "graph": 1})
    third = f.teacher("Tom")
    with pytest.raises(Refused, match="calibration in force"):
        sign(third, work, MET)
    sit(third)
    assert sign(third, work, MET) in ("met", "talk")


# -- figures


def _judges(who: Room, many: int = 6) -> list[Actor]:
    return [who.marta, *(f.teacher(f"T{n}") for n in range(many - 1))]


@pytest.mark.covers("S001-D10.6", "X17")
def test_planted_severities_are_recovered_from_stored_judgments_and_told_to_each_alone(who: Room) -> None:
    make(who)
    people = _judges(who)
    planted = dict(zip([each.me for each in people], (1.2, 0.4, 0.0, 0.0, -0.6, -1.0), strict=True))
    judged_work(planted, works=200, seed=4)
    assert actions.work_out(by=HOUSE, assessment=EXAM, part="talk", now=f.NOW) == 0
    found = {each.me: records.to_calibrate(each, now=f.NOW)[0].own for each in people}
    off = [own.severity - planted[key] for key, own in found.items() if own is not None]
    assert len(off) == 6
    assert (sum(each**2 for each in off) / 6) ** 0.5 < 0.35
    assert sum(abs(gap) < 1.96 * own.error for gap, own in zip(off, found.values(), strict=True) if own) >= 5
    for each in people:
        others = {row.severity for row in JudgeFigure.objects.exclude(judge=each.me)}
        assert not {each.own.severity for each in records.to_calibrate(each, now=f.NOW) if each.own} & others
    assert records.to_calibrate(who.lucia, now=f.NOW)[0].own is None


@pytest.mark.covers("S001-D10.6")
def test_a_judge_whose_levels_moved_is_asked_to_calibrate_anew_and_signs_beside_others_until_then(
    who: Room,
) -> None:
    people = _judges(who)
    make(who, now=days(-300))
    for each in people:
        sit(each, now=days(-250))
    work = dict.fromkeys([each.me for each in people], 0.0)
    judged_work(work, works=240, seed=8, days_ago=(200, 30), drift={who.marta.me: 2.5})
    assert actions.work_out(by=HOUSE, assessment=EXAM, part="talk", now=f.NOW) == 1
    assert [standing(each) for each in people] == ["moved", *["calibrated"] * 5]
    hers = hand_in(who.ana)
    sign(who.marta, hers, MET)
    with pytest.raises(Refused, match="calibration in force"):
        sign(who.lucia, hers, MET)
    sit(who.marta, now=days(1))
    assert standing(who.marta, 1) == "calibrated"
    assert sign(who.lucia, hers, MET, days(1)) == "met"
    actions.work_out(by=HOUSE, assessment=EXAM, part="talk", now=days(2))
    assert standing(who.marta, 2) == "calibrated", "what was before a new calibration counts no more"


def test_agreement_is_published_of_the_task_and_of_nobody(who: Room) -> None:
    people = _judges(who)
    judged_work(dict.fromkeys([each.me for each in people], 0.0), works=40, seed=2)
    actions.work_out(by=HOUSE, assessment=EXAM, part="talk", now=f.NOW)
    shown = records.task_agreement(PUBLIC, frameworks.catalogue().assessments[EXAM])
    written, talk = shown.parts
    assert written.figures is None
    assert talk.figures is not None
    assert talk.works == 40
    for figure in (talk.figures.exact, talk.figures.adjacent, talk.figures.alpha):
        assert figure.low <= figure.value <= figure.high
    assert talk.figures.exact.value < talk.figures.adjacent.value
    assert not any(str(each.me) in repr(shown) or each.name in repr(shown) for each in people)


def test_agreement_of_two_judges_or_few_works_is_not_shown() -> None:
    who = room(smallest=10)
    people = _judges(who)
    judged_work(dict.fromkeys([each.me for each in people[:2]], 0.0), works=30, seed=2)
    actions.work_out(by=HOUSE, assessment=EXAM, part="talk", now=f.NOW)
    exam = frameworks.catalogue().assessments[EXAM]
    assert records.task_agreement(PUBLIC, exam).parts[1].figures is None
    assert JudgeFigure.objects.count() == 0, "of two, each would read the other's from their own"


def test_figures_are_worked_out_by_the_house_and_anew_only_after_new_judgments(who: Room) -> None:
    with pytest.raises(Refused, match="Only these may"):
        actions.work_out(by=who.marta, assessment=EXAM, part="talk", now=f.NOW)
    judged_work(dict.fromkeys([each.me for each in _judges(who)], 0.0), works=20, seed=3)
    for on in (0, 1, 2):
        actions.work_out(by=who.operator, assessment=EXAM, part="talk", now=days(on))
    assert JudgeFigure.objects.values("worked_out_at").distinct().count() == 1


@pytest.mark.covers("S001-SH2.4")
def test_the_share_of_those_who_certify_and_are_calibrated_stands_beside_its_target(who: Room) -> None:
    make(who)
    people = _judges(who)
    judged_work(dict.fromkeys([each.me for each in people], 0.0), works=60, seed=3)
    for each in people[:3]:
        sit(each)
    sit(people[3], less=2)
    found = records.calibrated_counts(who.operator, now=f.NOW)
    assert [(each.judges, each.calibrated, each.anchors) for each in found.parts] == [(6, 3, 12)]
    assert (found.people, found.calibrated, float(found.rule.target)) == (6, 3, 0.8)
    later = records.calibrated_counts(who.operator, now=days(366))
    assert (later.people, later.calibrated) == (0, 0), "nobody has certified within the year"
    assert not any(each.name in repr(found) for each in people)
    with pytest.raises(Refused, match="Only these may"):
        records.calibrated_counts(who.marta, now=f.NOW)


# -- second marking


def test_second_markings_are_drawn_from_a_seed_up_to_the_share_of_the_state(who: Room) -> None:
    works = judged_work(dict.fromkeys([each.me for each in _judges(who)], 0.0), works=40, seed=2)
    draw = {"by": who.operator, "assessment": EXAM, "part": "talk", "now": f.NOW}
    assert actions.draw_second_markings(seed="spring", **draw) == 4
    assert actions.draw_second_markings(seed="spring", **draw) == 0
    picked = {str(key) for key in SecondMarking.objects.values_list("submission", flat=True)}
    assert picked == set(drawn(map(str, works), "spring")[:4])
    with pytest.raises(Refused, match="no seed"):
        actions.draw_second_markings(seed=" ", **draw)
    with pytest.raises(Refused, match="Only these may"):
        actions.draw_second_markings(seed="x", **{**draw, "by": who.marta})


def test_a_second_judge_sees_the_work_alone_and_changes_nothing_for_the_learner(who: Room) -> None:
    make(who)
    sit(who.marta)
    work = hand_in(who.ana)
    sign(who.marta, work, MET)
    sign(who.lucia, work, MET)
    facts = records.records_of([who.ana.me])[who.ana.me].facts
    actions.draw_second_markings(by=HOUSE, assessment=EXAM, part="talk", seed="any", now=days(1))
    second = f.teacher("Nia")
    (line,) = records.second_markings(second)
    assert records.second_markings(who.marta) == []
    blind = records.blind_work(second, line.id, now=days(1))
    assert blind.words == "Here it is."
    shown = repr((blind.words, blind.link, blind.pieces))
    assert not any(told in shown for told in ("Ana", "Marta", "Well shown"))
    for knows in (who.marta, who.lucia):
        with pytest.raises(Refused, match="you know it already"):
            records.blind_work(knows, line.id, now=days(1))
        with pytest.raises(Refused, match="you know it already"):
            actions.mark_again(by=knows, marking=line.id, levels=MET, now=days(1))
    with pytest.raises(Refused, match="Only these may"):
        records.blind_work(f.teacher("Far", "southside-high"), line.id, now=days(1))
    actions.mark_again(by=second, marking=line.id, levels={"heard": 1, "graph": 1}, now=days(1))
    assert records.records_of([who.ana.me])[who.ana.me].facts == facts
    assert records.second_markings(second) == []
    with pytest.raises(Refused, match="somebody has done it"):
        actions.mark_again(by=f.teacher("Zed"), marking=line.id, levels=MET, now=days(1))


@pytest.mark.parametrize("many", [False, True])
def test_no_way_of_attesting_goes_past_the_calibration_of_a_part_with_anchors(who: Room, many: bool) -> None:
    make(who)
    part = frameworks.catalogue().assessments[EXAM].part("talk")
    assert part is not None
    fact = NewFact(who.ana.me, part.shows, f.TODAY)
    beside = replace(fact, witnesses=(Witness(who.dora.me, "teacher", "northside-high"),))

    def attest(by: Actor, about: NewFact, on: int = 0) -> None:
        if many:
            actions.attest_many(by=by, facts=[about], now=days(on))
        else:
            actions.attest(by=by, fact=about, now=days(on))

    for about in (fact, beside):
        with pytest.raises(Refused, match="nobody who signs it has a calibration in force"):
            attest(who.marta, about)
    assert not Attainment.objects.filter(what=part.shows).exists()
    assert sit(who.marta) == "calibrated"
    attest(who.marta, fact)
    assert Attainment.objects.filter(what=part.shows).count() == 1


def test_what_no_anchors_stand_for_is_attested_as_before(who: Room) -> None:
    make(who)
    actions.attest(by=who.marta, fact=NewFact(who.ana.me, "competency:numbers", f.TODAY), now=f.NOW)
