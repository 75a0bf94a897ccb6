"""The queue of an assessor, oldest first, and one piece of work beside its rubric, judged on one screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewWork, Seen
from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components import rubric
from throughline.web.components.work import PieceShown, piece_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of

SHOWN = 60
TOLD = {
    "waiting": gettext_lazy("Signed. It waits for another judge, who does not see what you saw."),
    "talk": gettext_lazy("Signed. You and the other judge see it differently: talk, then sign together."),
    "met": gettext_lazy("Signed by everyone. It is shown, and it counts from now on."),
    "not_yet": gettext_lazy("Signed by everyone. The learner reads what comes next. What was shown stays."),
    "feedback": gettext_lazy("Sent. It was practice and counts for nothing."),
}
TURNS = {
    "own": gettext_lazy("yours to judge"), "joint": gettext_lazy("talk, then sign together"),
    "third": gettext_lazy("a third judge is needed"), "panel": gettext_lazy("your panel"),
    "": gettext_lazy("another judge is next"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of work in the queue. days: how long it has waited. turn: in words."""

    id: UUID
    learner: str
    title: Text
    part: Text
    practice: bool
    days: int
    turn: str
    mine: bool
    signed: int
    needed: int
    draft: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue as it was asked for. all: how many wait without filters; more: how many are not shown."""

    lines: tuple[Line, ...]
    all: int
    more: int
    search: str
    kind: str
    assessment: str
    turn: str
    assessments: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One piece of work beside its rubric. judges: roles in words, how many, from elsewhere.
    problem: why it was not taken."""

    work: records.Work
    pieces: tuple[PieceShown, ...]
    setting: str
    place: str
    rows: tuple[rubric.Row, ...]
    examples: tuple[rubric.Example, ...]
    typed: Mapping[str, str]
    before: tuple[tuple[str, int | None, date], ...]
    judges: tuple[tuple[str, int, bool, bool], ...]
    problem: str


@page("submissions.queue")
def queue(request: HttpRequest) -> HttpResponse:
    """Work that waits, oldest first. Filters: `q` a name, `kind` practice or counts, `a` an assessment, `turn` mine."""
    waiting = records.queue(who(request))
    given = request.GET
    fit = [_line(each) for each in waiting if _fits(each, given)]
    titles = {each.task.assessment.id: each.task.assessment.title for each in waiting}
    shown = QueuePage(
        tuple(fit[:SHOWN]), len(waiting), max(0, len(fit) - SHOWN), given.get("q", "").strip(), given.get("kind", ""),
        given.get("a", ""), given.get("turn", ""), tuple(sorted(titles.items())),
    )  # fmt: skip
    return show(request, "throughline/assessor/queue.html", shown)


def _fits(each: records.Waiting, given: QueryDict) -> bool:
    search = given.get("q", "").strip().casefold()
    kind = {"practice": False, "counts": True}.get(given.get("kind", ""))
    return (
        search in each.learner.name.casefold()
        and kind in (None, each.certifying)
        and given.get("a", "") in ("", each.task.assessment.id)
        and (given.get("turn", "") != "mine" or bool(each.turn))
    )


def _line(each: records.Waiting) -> Line:
    days = (timezone.localdate() - timezone.localdate(each.handed_in_at)).days
    return Line(
        each.id, each.learner.name, each.task.assessment.title, each.task.part.title, not each.certifying,
        max(0, days), str(TURNS[each.turn]), bool(each.turn), each.signed, each.needed, each.draft, each.asked,
    )  # fmt: skip


@page("submission.judge")
def work(request: HttpRequest, key: UUID) -> HttpResponse:
    """One piece of work: a draft is kept, or a judgment signed. Then the next one in the queue."""
    actor, problem = who(request), ""
    found = records.work(actor, key, now=timezone.now())
    if request.method == "POST":
        try:
            return _take(request, found)
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/assessor/work.html", _work_page(request, found, problem), status(problem)
    )


def _take(request: HttpRequest, found: records.Work) -> HttpResponse:
    given, actor = request.POST, who(request)
    seen = Seen(
        rubric.levels_from(found.task.part, given.dict()), given.get("act") == "met",
        given.get("feedback", ""), given.get("next", ""),
    )  # fmt: skip
    if given.get("act") == "draft":
        actions.save_draft(by=actor, submission=found.id, seen=seen, now=timezone.now())
        messages.success(request, _("Kept as a draft. Only you see it."))
        return redirect("judge-work", found.id)
    now = timezone.now()
    with opening(now=now):
        state = actions.sign(by=actor, submission=found.id, seen=seen, now=now)
    messages.success(request, str(TOLD[state]))
    return redirect("queue")


def _work_page(request: HttpRequest, found: records.Work, problem: str) -> WorkPage:
    catalogue, given = reading.catalogue(), request.POST
    chosen = rubric.levels_from(found.task.part, given.dict()) if given else found.draft.levels
    own = next((each for each in found.signatures if each.mine), None)
    if not chosen and own is not None and found.turn.round == "joint":
        chosen = own.levels
    others = [(each.name, each.levels) for each in found.signatures if not each.mine]
    return WorkPage(
        found, tuple(piece_shown(each, catalogue) for each in found.pieces),
        name_of(catalogue, found.setting) if found.setting else "",
        name_of(catalogue, f"organization:{found.organization}") if found.organization else "",
        rubric.rows(found.task.part, chosen, others=others),
        rubric.examples(found.task.part, found.task.assessment.exemplars_of(found.task.part.id)),
        {
            "feedback": given.get("feedback", found.draft.feedback),
            "next": given.get("next", found.draft.next),
        },
        tuple((name_of(catalogue, each.what), each.level, each.on) for each in found.before),
        tuple(
            (", ".join(name_of(catalogue, role) for role in seat.roles), seat.count, seat.distinct_organization,
             seat.distinct_sector)
            for seat in found.task.part.judges
        ),
        problem,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ObservePage:
    """The form for work that an assessor saw done."""

    learner: directory.Someone
    assessment: Assessment
    part: AssessmentPart
    settings: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@page("submission.judge")
def observe(request: HttpRequest, key: UUID, name: str, part: str) -> HttpResponse:
    """An assessor who saw a part shown says what they saw, and judges it on its rubric."""
    actor, problem, given = who(request), "", request.POST
    task = records.task_to_observe(actor, key, name, part)
    if request.method == "POST":
        seen = NewWork(
            name, part, day_of(given.get("on", "")) or timezone.localdate(), True, given.get("words", ""),
            setting=given.get("setting", ""),
        )  # fmt: skip
        try:
            made = actions.observe(by=actor, learner=key, work=seen, now=timezone.now())
            return redirect("judge-work", made)
        except Refused as refusal:
            problem = str(refusal)
    catalogue = reading.catalogue()
    shown = ObservePage(
        directory.someone(key), task.assessment, task.part,
        tuple((each, name_of(catalogue, each)) for each in task.part.settings),
        {"on": given.get("on", f"{timezone.localdate():%Y-%m-%d}"), "words": given.get("words", ""),
         "setting": given.get("setting", "")},
        problem,
    )  # fmt: skip
    return show(request, "throughline/assessor/observe.html", shown, status(problem))
