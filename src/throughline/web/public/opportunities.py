"""What one can learn by: each course, project, placement, with what it counts for."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.opportunities import queries as opportunities
from throughline.core.catalogue.documents import Opportunity, Organization
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.names import address_of, name_of
from throughline.web.pages import page, show, who
from throughline.web.public.registry.forms import also_for_programs
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Counts:
    """One thing it counts for: its name and page, with whom, and whether the learner has it already."""

    title: str
    href: str
    parties: tuple[str, ...]
    met: bool | None


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name, with its page."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Needed:
    """A thing that is needed first, and whether the learner who reads has it (None: nobody's record was asked)."""

    title: str
    href: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class OpportunityPage:
    """What it is, where, what it needs first, what it gives, and everything it counts for, kind by kind.

    open: whether the learner who reads has all it needs; None where nobody's record was asked, or nothing is needed.
    """

    opportunity: Opportunity
    provider: Organization | None
    needs: tuple[Needed, ...]
    open: bool | None
    gives: tuple[Named, ...]
    milestones: tuple[Counts, ...]
    stages: tuple[Counts, ...]
    promises: tuple[Counts, ...]
    awards: tuple[Counts, ...]


@page("opportunity.read")
@also_for_programs("opportunity")
@kept_for_everyone
def opportunity(request: HttpRequest, name: str) -> HttpResponse:
    """The page of an opportunity; for a learner, with what of it they have already."""
    catalogue, actor = reading.catalogue(), who(request)
    if name not in catalogue.opportunities:
        raise Http404(f"There is no opportunity '{name}'.")
    learner = actor.person if actor.holds("learner") else None
    counted = opportunities.what_it_counts_for(name, actor=actor, learner=learner, now=timezone.now())
    found = catalogue.opportunities[name]
    needs = _needs(actor, learner, found)
    shown = OpportunityPage(
        opportunity=found,
        provider=catalogue.organizations.get(found.provider),
        needs=needs,
        open=None if learner is None or not needs else all(need.met for need in needs),
        gives=tuple(_named(ref) for ref in found.gives),
        milestones=_of(counted, "milestone"),
        stages=_of(counted, "pathway"),
        promises=_of(counted, "agreement"),
        awards=_of(counted, "rule"),
    )
    return show(request, "throughline/public/opportunity.html", shown)


def _needs(actor: Actor, learner: UUID | None, found: Opportunity) -> tuple[Needed, ...]:
    met: dict[str, bool] = {}
    if learner is not None and found.needs:
        door = opportunities.door(actor, learner, found.id, now=timezone.now())
        met = {need.what: need.met for need in door.needs}
    named = ((ref, _named(ref)) for ref in found.needs)
    return tuple(Needed(each.title, each.href, met.get(ref)) for ref, each in named)


def _named(ref: str) -> Named:
    return Named(name_of(reading.catalogue(), ref), address_of(ref))


def _of(counted: list[opportunities.CountsFor], kind: str) -> tuple[Counts, ...]:
    return tuple(_counts(each) for each in counted if each.holder.startswith(f"{kind}:"))


def _counts(each: opportunities.CountsFor) -> Counts:
    catalogue = reading.catalogue()
    ref, _, stage = each.holder.partition("#")
    ref = ref.partition("@")[0]
    title = name_of(catalogue, ref)
    if stage:
        title = f"{title}: {_stage(ref.partition(':')[2], stage)}"
    parties = tuple(name_of(catalogue, f"organization:{name}") for name in each.parties)
    return Counts(title, address_of(ref) + (f"#stage-{stage}" if stage else ""), parties, each.met)


def _stage(pathway: str, stage: str) -> str:
    return next(
        (words(s.title) for s in reading.catalogue().pathways[pathway].stages if s.id == stage), stage
    )
