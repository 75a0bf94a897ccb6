"""An adviser's day: their learners, what is next for each, and one learner closer."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.web.components.missing_support import MissingShown, missing_shown, needs
from throughline.web.learner.progress import ProgressPage, progress_page, reader_of
from throughline.web.learner.proposals import SuggestForm, suggest_form
from throughline.web.pages import page, show, who
from throughline.web.words import words

AT_ONCE = 25
"""Learners on one page."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A learner with what is next for them. missing: support that the reader was told is missing."""

    case: advising.Case
    pathway: Pathway | None
    stage: str
    next: tuple[Milestone, ...]
    missing: tuple[MissingShown, ...]


@dataclass(frozen=True, slots=True)
class Caseload:
    """The adviser's learners as asked for. every: how many there are in all. without_plan: how many have none yet.
    found: how many fit what is asked; first, earlier, later: where this page, the one before and the next begin."""

    rows: tuple[CaseRow, ...]
    every: int
    without_plan: int
    search: str
    show_only: str
    found: int
    first: int
    earlier: int | None
    later: int | None


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """One learner, as far as they let the adviser in. because: why the adviser can see it. suggest: what they may
    suggest; None where they may not. helps: they are in the learner's circle; needs: the supports they may name missing."""

    learner: directory.Someone
    because: str
    progress: ProgressPage | None
    suggest: SuggestForm | None
    helps: bool
    needs: tuple[tuple[str, str], ...]


@page("caseload.read")
def caseload(request: HttpRequest) -> HttpResponse:
    """The adviser's learners, a page at a time: those without a plan first, then by name; `q` and `only=without-plan`
    narrow, `from` says where the page begins."""
    actor, asked = who(request), request.GET
    search, only, start = asked.get("q", "").strip(), asked.get("only", ""), asked.get("from", "")
    every = advising.advised(actor)
    kept = [
        each
        for each in every
        if search.casefold() in each.learner.name.casefold() and (only != "without-plan" or each.without_plan)
    ]
    first = min(int(start), len(kept)) if start.isdigit() else 0
    cases = advising.caseload(actor, now=timezone.now(), of=kept[first : first + AT_ONCE])
    missing = advising.to_give_by_learner(actor, [case.learner.id for case in cases])
    shown = Caseload(
        rows=tuple(_row(case, missing.get(case.learner.id, ())) for case in cases),
        every=len(every),
        without_plan=sum(1 for each in every if each.without_plan),
        search=search,
        show_only=only,
        found=len(kept),
        first=first,
        earlier=max(first - AT_ONCE, 0) if first else None,
        later=first + AT_ONCE if first + AT_ONCE < len(kept) else None,
    )
    return show(request, "throughline/adviser/caseload.html", shown)


def _row(case: advising.Case, missing: tuple[advising.SupportMissing, ...]) -> CaseRow:
    structure = frameworks.structure_for(case.choice.pathway, case.choice.number)
    name = case.choice.pathway.partition(":")[2]
    pathway = structure.catalogue.pathways.get(name)
    stage = next((words(s.title) for s in pathway.stages if s.id == case.stage), "") if pathway else ""
    following = tuple(structure.book.milestone(m) for m in case.next[:2])
    return CaseRow(case, pathway, stage, following, tuple(map(missing_shown, missing)))


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
        helps=any(each.learner == key for each in actor.helps),
        needs=needs(),
    )
    return show(request, "throughline/adviser/learner.html", shown)
