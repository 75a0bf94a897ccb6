"""What stands between a proposal and its vote; who wrote what; by when what must happen."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.core.governing.test_ballots import BODY, DAY
from throughline.core.certification.c13_made_together import c13
from throughline.core.governing.authorship import SECTORS, Signature, parts_changed, sectors_by_part
from throughline.core.governing.charters import Member, Sitting
from throughline.core.governing.deadlines import Course, deadlines, has_run, last_day, reminders
from throughline.core.governing.opening import QUESTIONS, Opening, obstacles
from throughline.core.reasoning.findings import Finding

MEMBERS = tuple(
    Member(UUID(int=n), f"Member {n}", seat, place, date(2025, 1, 1), date(2028, 1, 1))
    for n, (seat, place) in enumerate([("schools", 1), ("colleges", 1), ("employers", 1), ("learners", 1)])
)
WINDOW = (DAY - timedelta(31), DAY - timedelta(1))
READY = Opening("pathway", Sitting(BODY, 1, DAY, MEMBERS, ()), window=WINDOW, answered=frozenset(QUESTIONS))
RED = Finding("C03", "milestone:m", "rule", "Milestone 'm' asks for an age.", "Cite the law.")


def test_what_is_ready_opens():
    assert obstacles(READY) == ()


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"draft": False}, "draft", "Nothing is drafted"),
        ({"running": True}, "running", "open already"),
        ({"kind": "funding"}, "powers", "Article 4.1"),
        ({"unmet": (("The seat for learners is vacant.", "Fill it."),)}, "seats", "learners is vacant. Fill it."),
        ({"sitting": Sitting(BODY, 1, DAY, MEMBERS[:2], ())}, "quorum", "2 of 6 seats with a vote are filled"),
        ({"window": None}, "comment", "for 30 days"),
        ({"window": (DAY - timedelta(30), DAY)}, "comment", f"until {DAY.isoformat()}"),
        ({"unanswered": 1}, "answers", "1 comment has no answer"),
        ({"unheard": ("milestone:m",)}, "unheard", "milestone:m was changed after comment had opened"),
        ({"red": (RED,)}, "checks", "C03: Milestone 'm' asks for an age. Cite the law."),
        ({"answered": frozenset(QUESTIONS[1:])}, "sorting", "separates and sorts"),
        ({"answered": frozenset(QUESTIONS[:-1])}, "recovery", "4 of the five"),
        ({"stranded": ("Two learners would be stuck.",)}, "stranded", "Two learners"),
        ({"contested": {"pathway:p": 7}}, "contested", "docket number 7"),
        ({"moved": ("pathway:p",)}, "moved", "has changed since"),
    ],
)  # fmt: skip
def test_each_obstacle_is_a_sentence_with_what_would_mend_it(changes, code, words):
    found = obstacles(replace(READY, **changes))
    assert [each.code for each in found] == [code]
    assert words in str(found[0])
    assert found[0].fix


STAGE = {"id": "s1", "gate": {"have": "milestone:m"}}
OTHER = {"id": "s2", "gate": {"have": "milestone:n"}}
BEFORE = {"pathway:p": {"title": "P", "stages": [STAGE, OTHER]}}
AFTER = {
    "pathway:p": {"title": "P", "stages": [STAGE, {**OTHER, "gate": {"have": "milestone:new"}}]},
    "milestone:new": {"title": "New"},
}


def signed_by_all(after=AFTER):
    """Everybody who must sign has."""
    parts = parts_changed(BEFORE, after)
    return parts, [Signature(part.name, part.digest, sector) for part in parts for sector in SECTORS]


def test_a_difference_falls_into_the_documents_and_stages_that_change():
    assert [part.name for part in parts_changed(BEFORE, AFTER)] == ["pathway:p#s2", "milestone:new"]
    assert [part.name for part in parts_changed({}, AFTER)] == [
        "pathway:p", "pathway:p#s1", "pathway:p#s2", "milestone:new",
    ]  # fmt: skip
    without = {"pathway:p": {"title": "P", "stages": [STAGE]}}
    assert [(part.name, part.after is None) for part in parts_changed(BEFORE, without)] == [
        ("pathway:p", False), ("pathway:p#s2", True),
    ]  # fmt: skip
    assert parts_changed(BEFORE, {"pathway:p": None})[0].after is None
    assert parts_changed(BEFORE, BEFORE) == ()


@pytest.mark.covers("C13")
@pytest.mark.parametrize("left_out", SECTORS)
def test_without_the_author_of_one_sector_the_stage_that_lacks_them_is_named(left_out):
    parts, signatures = signed_by_all()
    assert c13("pathway:p", parts, signatures, WINDOW, 0, DAY) == ()
    fewer = [each for each in signatures if each.sector != left_out or each.part != "pathway:p#s2"]
    found = c13("pathway:p", parts, fewer, WINDOW, 0, DAY)
    assert [(each.check, each.object_ref) for each in found] == [("C13", "pathway:p#s2")]
    assert "Stage 's2' of pathway:p has no author from" in found[0].sentence


@pytest.mark.covers("C13")
@pytest.mark.parametrize(
    ("window", "unanswered", "where"),
    [(None, 0, "comment"), ((DAY - timedelta(30), DAY), 0, "comment"), (WINDOW, 2, "answers")],
)
def test_comment_must_have_run_and_been_answered(window, unanswered, where):
    parts, signatures = signed_by_all()
    found = c13("pathway:p", parts, signatures, window, unanswered, DAY)
    assert [each.where for each in found] == [where]


def test_a_signature_is_of_one_difference_and_lapses_where_the_part_is_written_anew():
    _, signatures = signed_by_all()
    changed = {**AFTER, "milestone:new": {"title": "Newer"}}
    parts = parts_changed(BEFORE, changed)
    by_part = sectors_by_part(parts, signatures)
    assert by_part == {"pathway:p#s2": tuple(sorted(SECTORS)), "milestone:new": ()}
    lacking = c13("pathway:p", parts, signatures, WINDOW, 0, DAY)
    assert [each.object_ref for each in lacking] == ["milestone:new", "milestone:new"]


def test_a_window_is_over_on_the_day_after_its_last_and_what_is_due_is_reminded_of_ahead():
    window = (DAY, last_day(DAY, 30))
    assert not has_run(window, window[1])
    assert has_run(window, window[1] + timedelta(1))
    found = deadlines(Course(sent_up=DAY, window=window, unanswered=2), 20, DAY)
    assert [(each.step, (each.due - DAY).days, each.done) for each in found] == [
        ("answer_region", 20, False), ("comment", 30, False), ("answer_comments", 50, False), ("open_vote", 50, False),
    ]  # fmt: skip
    assert [each.step for each in reminders(found, DAY + timedelta(13))] == ["answer_region"]
    assert [each.days_left(DAY + timedelta(25)) for each in reminders(found, DAY + timedelta(25))] == [-5, 5]
    done = deadlines(Course(DAY, DAY, window, 0, DAY, DAY, DAY), 20, DAY)
    assert reminders(done, DAY + timedelta(90)) == ()
