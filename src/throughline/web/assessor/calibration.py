"""Judging in step: what is next for an assessor, one anchor at a time, and their own result. Nobody else reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.core.catalogue.assessments import AssessmentPart
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components import rubric
from throughline.web.components.work import PieceShown, piece_shown
from throughline.web.pages import page, show, status, who

CLEAR = 0.3
"""In logits: a lean below it is not spoken of."""
STEP = 0.25
"""In levels: the same for anchors."""
OWN = {
    "alike": gettext_lazy("In real work you and your colleagues see much the same levels."),
    "less": gettext_lazy(
        "In real work you tend to see a little less than your colleagues do in the same work."
    ),
    "more": gettext_lazy(
        "In real work you tend to see a little more than your colleagues do in the same work."
    ),
}
LEAN = {
    "alike": gettext_lazy("Your levels and the agreed ones lie close together."),
    "less": gettext_lazy("You tend to see a little less than was agreed. Look for what is there already."),
    "more": gettext_lazy(
        "You tend to see a little more than was agreed. Look for what the level's words ask for."
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One part that has anchors. own: how one's levels stand beside colleagues', in words; empty where nothing is known."""

    each: records.ToCalibrate
    own: str


@dataclass(frozen=True, slots=True)
class CalibrationPage:
    """What is next for an assessor. works: anchors in a sitting. again: work to mark a second time."""

    lines: tuple[Line, ...]
    works: int
    again: tuple[records.BlindLine, ...]


@dataclass(frozen=True, slots=True)
class AnchorPage:
    """One anchor beside the rubric. number: which of the sitting."""

    sitting: records.Sitting
    number: int
    rows: tuple[rubric.Row, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class CriterionSaid:
    """One criterion of a finished sitting: how many of the levels were as agreed, and where one leans."""

    title: Text
    exact: int
    of: int
    lean: str


@dataclass(frozen=True, slots=True)
class LookAgain:
    """One anchor that was seen otherwise. rows: title of the criterion, seen, agreed (number and words), why."""

    title: str
    words: str
    rows: tuple[tuple[Text, rubric.Step, rubric.Step, str], ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One's own finished sitting. exact, adjacent: in percent."""

    sitting: records.Sitting
    said: tuple[CriterionSaid, ...]
    lean: str
    exact: int
    adjacent: int
    again: tuple[LookAgain, ...]


@dataclass(frozen=True, slots=True)
class BlindPage:
    """Work to mark once more."""

    work: records.BlindWork
    pieces: tuple[PieceShown, ...]
    rows: tuple[rubric.Row, ...]
    problem: str


@page("calibration.read")
def calibration(request: HttpRequest) -> HttpResponse:
    """The parts the reader judges that have anchors, and work to mark again."""
    actor = who(request)
    lines = tuple(Line(each, _own(each)) for each in records.to_calibrate(actor, now=timezone.now()))
    works = reading.catalogue().state.calibration.works
    shown = CalibrationPage(lines, works, tuple(records.second_markings(actor)))
    return show(request, "throughline/assessor/calibration.html", shown)


def _own(each: records.ToCalibrate) -> str:
    if each.own is None:
        return ""
    clear = abs(each.own.severity) > max(CLEAR, 1.96 * each.own.error)
    return str(OWN["alike" if not clear else "less" if each.own.severity > 0 else "more"])


@page("calibration.take")
def begin(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """Sit down to the anchors of a part, or go on where one stopped."""
    if request.method != "POST":
        return redirect("calibration")
    run = actions.begin_calibration(by=who(request), assessment=name, part=part, now=timezone.now())
    return redirect("anchors", run)


@page("calibration.take")
def anchors(request: HttpRequest, key: UUID) -> HttpResponse:
    """The next anchor of one's own sitting; once all are rated, what came of it."""
    actor, problem = who(request), ""
    found = records.sitting(actor, key, now=timezone.now())
    if request.method == "POST" and found.next is not None:
        try:
            levels = rubric.levels_from(found.task.part, request.POST.dict())
            actions.rate_anchor(by=actor, run=key, anchor=found.next.id, levels=levels, now=timezone.now())
            return redirect("anchors", key)
        except Refused as refusal:
            problem = str(refusal)
    if found.next is None:
        return show(request, "throughline/assessor/calibrated.html", _result(found))
    chosen = rubric.levels_from(found.task.part, request.POST.dict())
    shown = AnchorPage(found, found.rated + 1, rubric.rows(found.task.part, chosen), problem)
    return show(request, "throughline/assessor/anchor.html", shown, status(problem))


def _result(found: records.Sitting) -> ResultPage:
    assert found.said is not None
    said = tuple(
        CriterionSaid(
            each.title, round(found.said.of[each.id].exact * found.asked), found.asked,
            _lean(found.said.of[each.id].shift),
        )
        for each in found.task.part.criteria
    )  # fmt: skip
    again = tuple(
        LookAgain(each.title, each.words, rows)
        for each in found.shown
        if (rows := _otherwise(found.task.part, each))
    )
    return ResultPage(
        found, said, str(LEAN[_lean(found.said.shift)]), round(found.said.exact * 100),
        round(found.said.adjacent * 100), again,
    )  # fmt: skip


def _lean(shift: float) -> str:
    return "alike" if abs(shift) <= STEP else "less" if shift > 0 else "more"


def _otherwise(
    part: AssessmentPart, each: records.AnchorShown
) -> tuple[tuple[Text, rubric.Step, rubric.Step, str], ...]:
    rows = rubric.rows(part, {}, own=each.seen, seen=each.levels)
    return tuple(
        (row.title, row.own, row.seen, each.why.get(row.id, ""))
        for row in rows
        if row.own and row.seen and row.own.number != row.seen.number
    )


@page("second.mark")
def second(request: HttpRequest, key: UUID) -> HttpResponse:
    """Work to mark once more, blind. It changes nothing for the learner."""
    actor, problem = who(request), ""
    found = records.blind_work(actor, key, now=timezone.now())
    given: Mapping[str, object] = request.POST.dict()
    chosen = rubric.levels_from(found.task.part, given)
    if request.method == "POST":
        try:
            actions.mark_again(by=actor, marking=key, levels=chosen, now=timezone.now())
            messages.success(request, _("Thank you. It helps to see how far judges of this task agree."))
            return redirect("calibration")
        except Refused as refusal:
            problem = str(refusal)
    catalogue = reading.catalogue()
    shown = BlindPage(
        found, tuple(piece_shown(each, catalogue) for each in found.pieces), rubric.rows(found.task.part, chosen), problem
    )  # fmt: skip
    return show(request, "throughline/assessor/second.html", shown, status(problem))
