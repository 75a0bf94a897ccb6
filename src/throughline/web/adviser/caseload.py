"""An adviser's day: their learners, what is next for each, and one learner closer."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.web.learner.progress import ProgressPage, progress_page, reader_of
from throughline.web.learner.proposals import SuggestForm, suggest_form
from throughline.web.pages import page, show, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A learner with what is next for them."""

    case: advising.Case
    pathway: Pathway | None
    stage: str
    next: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class Caseload:
    """The adviser's learners as asked for. every: how many there are in all. without_plan: how many have none yet."""

    rows: tuple[CaseRow, ...]
    every: int
    without_plan: int
    search: str
    show_only: str


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """One learner, as far as they let the adviser in. because: why the adviser can see it. suggest: what they may
    suggest; None where they may not."""

    learner: directory.Someone
    because: str
    progress: ProgressPage | None
    suggest: SuggestForm | None


@page("caseload.read")
def caseload(request: HttpRequest) -> HttpResponse:
    """The adviser's learners: those without a plan first, then by name; `q` and `only=without-plan` narrow."""
    cases = advising.caseload(who(request), now=timezone.now())
    search, only = request.GET.get("q", "").strip(), request.GET.get("only", "")
    kept = [
        case
        for case in cases
        if search.casefold() in case.learner.name.casefold() and (only != "without-plan" or case.without_plan)
    ]
    without = sum(1 for case in cases if case.without_plan)
    shown = Caseload(tuple(_row(case) for case in kept), len(cases), without, search, only)
    return show(request, "throughline/adviser/caseload.html", shown)


def _row(case: advising.Case) -> CaseRow:
    structure = frameworks.structure_for(case.choice.pathway, case.choice.number)
    name = case.choice.pathway.partition(":")[2]
    pathway = structure.catalogue.pathways.get(name)
    stage = next((words(s.title) for s in pathway.stages if s.id == case.stage), "") if pathway else ""
    return CaseRow(case, pathway, stage, tuple(structure.book.milestone(m) for m in case.next[:2]))


@page("progress.read")
def learner(request: HttpRequest, key: UUID) -> HttpResponse:
    """One learner's progress, for those the learner let in. The learner sees that it was looked at."""
    actor = who(request)
    found = advising.progress(actor, key, now=timezone.now())
    reader = reader_of(found.structure, found.record)
    shown = LearnerPage(
        learner=directory.someone(key),
        because=directory.may_see(actor, "progress.read", key),
        progress=progress_page(found, found.audit, reader) if found.audit else None,
        suggest=suggest_form() if directory.may_see(actor, "plan.propose", key) else None,
    )
    return show(request, "throughline/adviser/learner.html", shown)
