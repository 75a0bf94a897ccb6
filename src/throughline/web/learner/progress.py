"""A learner's progress: every stage and milestone of a pathway, and for each number its reason."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising import queries as advising
from throughline.apps.advising.queries.weighing import months_saved
from throughline.apps.advising.rows import PROGRESS
from throughline.apps.directory import queries as directory
from throughline.apps.records import queries as records
from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Opportunity, Pathway
from throughline.core.catalogue.structure import Structure
from throughline.core.governing.waivers import last_day
from throughline.core.progress.audit import Audit
from throughline.core.progress.record import Record
from throughline.core.progress.time_saved import TimeSaved
from throughline.core.progress.waived import waiver_of
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components import maps
from throughline.web.components.graduate import GraduateCount, counted, standing_of
from throughline.web.components.outcomes import Reader, Reason
from throughline.web.components.record_papers import proof_file_answer
from throughline.web.keeping_own import kept_while_unchanged
from throughline.web.learner import way
from throughline.web.learner.home import own
from throughline.web.names import title_of
from throughline.web.pages import page, show, who
from throughline.web.words import language


@dataclass(frozen=True, slots=True)
class DestinationOnWay:
    """What a destination adds, against the record; None where it adds nothing."""

    id: str
    title: dict[str, str]
    chosen: bool
    adds: Reason | None


@dataclass(frozen=True, slots=True)
class WaiverTouched:
    """A waiver that stands in for something not shown: its id, what was asked, and its last day."""

    id: str
    asks: str
    last: date


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """A pathway against the learner's record. own: it is the one they are on. saved: degrees of which a part is done."""

    pathway: Pathway
    version: int
    own: bool
    stages: tuple[way.StageOnWay, ...]
    destinations: tuple[DestinationOnWay, ...]
    shown: int
    asked: int
    next: tuple[way.Next, ...]
    map: maps.LineMaps
    graduate: GraduateCount | None = None
    saved: tuple[tuple[Text, TimeSaved], ...] = ()
    waived: tuple[WaiverTouched, ...] = ()


@dataclass(frozen=True, slots=True)
class ReasonPage:
    """One milestone against the learner's record, node by node."""

    milestone: Milestone
    mark: str
    word: str
    granted: bool
    reason: Reason
    pathways: tuple[Pathway, ...]
    opportunities: tuple[Opportunity, ...]
    assessments: tuple[tuple[Assessment, tuple[AssessmentPart, ...]], ...]


@page("progress.read")
@kept_while_unchanged(PROGRESS)
def progress(request: HttpRequest, name: str = "") -> HttpResponse:
    """Progress on the learner's pathway, or on any other."""
    actor = who(request)
    if name and name not in reading.catalogue().pathways:
        raise Http404(f"There is no pathway '{name}'.")
    found = advising.progress(
        actor, own(actor), now=timezone.now(), pathway=f"pathway:{name}" if name else ""
    )
    if found.audit is None:
        return redirect("doors")
    shown = progress_page(found, found.audit, reader_of(found.structure, found.record))
    if (graduate := standing_of(actor, found)) is not None:
        shown = replace(shown, graduate=counted(graduate))
    saved = months_saved(found, on=timezone.localdate())
    shown = replace(shown, saved=tuple((title_of(reading.catalogue(), each.rule), each) for each in saved))
    return show(request, "throughline/learner/progress.html", shown)


def progress_page(found: advising.Progress, audit: Audit, reader: Reader) -> ProgressPage:
    """All that a progress page shows."""
    structure = found.structure
    pathway = structure.catalogue.pathways[audit.pathway]
    states = way.states_of(audit)
    adds = {each.id: each.adds for each in audit.destinations}
    chosen = found.choice.destination if found.choice.pathway == f"pathway:{pathway.id}" else ""
    return ProgressPage(
        pathway=pathway,
        version=audit.version,
        own=found.choice.on_pathway and found.choice.pathway == f"pathway:{pathway.id}",
        stages=way.stages(structure, pathway, audit),
        destinations=tuple(
            DestinationOnWay(
                d.id, dict(d.title), d.id == chosen, reader.reason(o) if (o := adds[d.id]) else None
            )
            for d in pathway.destinations
        ),
        shown=sum(1 for each in audit.milestones if each.status in ("met", "waived")),
        asked=len(audit.milestones),
        next=way.next_steps(structure, audit),
        map=maps.line(structure, pathway.id, language(), states),
        waived=_touched(audit, found.record, structure.catalogue),
    )


def _touched(audit: Audit, record: Record, kept: Catalogue) -> tuple[WaiverTouched, ...]:
    """The waivers without which something here would be open."""
    if not any(waiver_of(each.id) for each in record.exceptions):
        return ()
    relied = (waiver_of(name) for stage in audit.stages for name in stage.gate.decisions)
    held = [kept.waivers[name] for name in dict.fromkeys(relied) if name in kept.waivers]
    return tuple(WaiverTouched(each.id, each.asks, last_day(each, kept.state.waivers)) for each in held)


@page("guarantees.prove")
def proof_file(request: HttpRequest) -> HttpResponse:
    """Which promises are open to the learner and why, and what opens the others, for the separate checker."""
    actor = who(request)
    document = records.guarantee_proof(actor, own(actor), now=timezone.now())
    return proof_file_answer(document, _("My guarantees"))


@page("progress.read")
@kept_while_unchanged(PROGRESS)
def reason(request: HttpRequest, name: str) -> HttpResponse:
    """Why a milestone stands as it does."""
    actor = who(request)
    found = advising.milestone_standing(actor, own(actor), name, now=timezone.now())
    structure = found.structure
    if name not in structure.catalogue.milestones:
        raise Http404(f"There is no milestone '{name}'.")
    assert found.audit.outcome is not None, "a milestone in force has a rule"
    milestone = structure.catalogue.milestones[name]
    wanted = {f"milestone:{name}", *milestone.competencies}
    shown = ReasonPage(
        milestone=milestone,
        mark=way.mark(found.audit.status),
        word=way.word(found.audit.status),
        granted=found.audit.granted,
        reason=reader_of(structure, found.record).reason(found.audit.outcome),
        pathways=tuple(structure.catalogue.pathways[p] for p in structure.pathways_of.get(name, ())),
        opportunities=tuple(o for o in structure.catalogue.opportunities.values() if wanted & set(o.gives)),
        assessments=assessments_of(name),
    )
    return show(request, "throughline/learner/milestone.html", shown)


def assessments_of(milestone: str) -> tuple[tuple[Assessment, tuple[AssessmentPart, ...]], ...]:
    """The assessments that serve a milestone, with their parts."""
    published = reading.catalogue().assessments.values()
    return tuple((each, each.parts) for each in published if each.milestone == milestone and each.parts)


def reader_of(structure: Structure, record: Record) -> Reader:
    """What puts this record's outcomes into words; one query for the names of those who judged."""
    ids = {UUID(v.person) for fact in record.facts for v in fact.validators if v.person}
    people = {str(key): each.name for key, each in directory.people(ids).items()}
    return Reader(
        structure.catalogue,
        {fact.id: fact for fact in record.facts},
        {each.id: each for each in record.exceptions},
        people,
    )
