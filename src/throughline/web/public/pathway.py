"""One pathway: what it asks, how it can be shown, where it leads, who offers and honors it, what else it counts for."""

import json
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import (
    Agreement,
    Cluster,
    Credential,
    Destination,
    Milestone,
    Organization,
    Pathway,
    Stage,
)
from throughline.core.catalogue.references import named
from throughline.core.catalogue.structure import Structure
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.web import reading
from throughline.web.components import maps
from throughline.web.components.rules import RuleLine, in_words
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show
from throughline.web.public.registry.forms import also_for_programs
from throughline.web.words import language, words


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone, and in how many other pathways it counts."""

    milestone: Milestone
    elsewhere: int


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage: its gate in words, its milestones, what passing it awards, and what is then promised."""

    stage: Stage
    gate: RuleLine
    milestones: tuple[MilestoneRow, ...]
    awards: tuple[Credential, ...]
    promises: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class DestinationView:
    """Where the pathway leads, and the milestones only this destination adds."""

    destination: Destination
    adds: tuple[MilestoneRow, ...]
    rule: RuleLine | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another pathway and how many milestones of this one count there too."""

    pathway: Pathway
    shared: int


@dataclass(frozen=True, slots=True)
class PathwayPage:
    """What a pathway's page shows. common: how many milestones every destination asks for. recognized: the parties of
    the agreements in force for it, who are so many (`agreements`)."""

    pathway: Pathway
    cluster: Cluster | None
    number: int
    stages: tuple[StageView, ...]
    destinations: tuple[DestinationView, ...]
    milestones: int
    common: int
    shared: int
    overlaps: tuple[Overlap, ...]
    offered: tuple[tuple[str, tuple[Organization, ...]], ...]
    recognized: tuple[Organization, ...]
    agreements: int
    map: maps.LineMaps


@page("catalogue.read")
@also_for_programs("pathway")
@kept_for_everyone
def pathway(request: HttpRequest, name: str) -> HttpResponse:
    """The page of a pathway in force."""
    structure = reading.structure()
    if name not in structure.catalogue.pathways:
        raise Http404(f"There is no pathway '{name}'.")
    return show(request, "throughline/public/pathway.html", pathway_page(structure, name))


@page("catalogue.read")
@kept_for_everyone
def pathway_file(request: HttpRequest, name: str) -> HttpResponse:
    """The published document itself, as JSON, with its version and digest, and who is bound to honor it today."""
    reference = f"pathway:{name}"
    found = frameworks.version(reference, reading.catalogue().versions.get(reference, 0))
    if found is None:
        raise Http404(f"There is no pathway '{name}'.")
    bound = _in_force(reading.structure(), name)
    body = {
        "reference": found.reference, "version": found.number, "digest": found.digest, "document": found.body,
        "recognized_by": list(_parties(bound)), "agreements": [each.id for each in bound],
    }  # fmt: skip
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def pathway_page(structure: Structure, name: str) -> PathwayPage:
    """All that the page of pathway `name` shows."""
    catalogue, found = structure.catalogue, structure.catalogue.pathways[name]
    names = structure.parts[name].milestones
    bound = _in_force(structure, name)
    return PathwayPage(
        pathway=found,
        cluster=catalogue.clusters.get(found.cluster),
        number=catalogue.versions.get(f"pathway:{name}", 1),
        stages=tuple(_stage(structure, found, stage) for stage in found.stages),
        destinations=tuple(_destination(structure, found, each) for each in found.destinations),
        milestones=len(names),
        common=len(common_milestones(structure, name)),
        shared=sum(1 for m in names if len(structure.pathways_of[m]) > 1),
        overlaps=overlaps(structure, name),
        offered=_by_region(structure, found.offered_by),
        recognized=_organizations(structure, _parties(bound)),
        agreements=len(bound),
        map=maps.line(structure, name, language()),
    )


def _in_force(structure: Structure, name: str) -> tuple[Agreement, ...]:
    """The agreements that bind somebody to honor the pathway today."""
    found = structure.catalogue.pathways[name]
    return active_agreements(found, structure.catalogue, timezone.localdate())


def _parties(agreements: tuple[Agreement, ...]) -> tuple[str, ...]:
    """Who signed them, each once, by id."""
    return tuple(
        sorted({party.removeprefix("organization:") for each in agreements for party in each.parties})
    )


def common_milestones(structure: Structure, name: str) -> frozenset[str]:
    """The milestones that every destination of the pathway asks for."""
    found = structure.parts[name]
    base = {m for group in found.stages.values() for m in group}
    each = [base | set(adds) for adds in found.destinations.values()] or [base]
    return frozenset(set.intersection(*each))


def overlaps(structure: Structure, name: str) -> tuple[Overlap, ...]:
    """The other pathways, most shared milestones first, then by name."""
    others = [
        Overlap(other, len(structure.shared(name, other.id)))
        for other in structure.catalogue.pathways.values()
        if other.id != name
    ]
    return tuple(sorted(others, key=lambda o: (-o.shared, words(o.pathway.title).casefold())))


def _stage(structure: Structure, found: Pathway, stage: Stage) -> StageView:
    catalogue = structure.catalogue
    awards = tuple(catalogue.credentials[ref.partition(":")[2] or ref] for ref in stage.awards)
    earned = {f"credential:{c.id}" for c in awards}
    return StageView(
        stage=stage,
        gate=in_words(stage.gate, structure.book),
        milestones=_rows(structure, structure.parts[found.id].stages[stage.id]),
        awards=awards,
        promises=tuple(a for a in catalogue.agreements.values() if _triggered(a, earned)),
    )


def _triggered(agreement: Agreement, earned: set[str]) -> bool:
    return any(ref in earned for _, ref in named(agreement.trigger))


def _destination(structure: Structure, found: Pathway, each: Destination) -> DestinationView:
    adds = _rows(structure, structure.parts[found.id].destinations[each.id])
    return DestinationView(each, adds, in_words(each.adds, structure.book) if each.adds else None)


def _rows(structure: Structure, names: tuple[str, ...]) -> tuple[MilestoneRow, ...]:
    milestones = structure.catalogue.milestones
    return tuple(MilestoneRow(milestones[m], len(structure.pathways_of[m]) - 1) for m in names)


def _organizations(structure: Structure, names: tuple[str, ...]) -> tuple[Organization, ...]:
    known = structure.catalogue.organizations
    return tuple(known[name] for name in names if name in known)


def _by_region(
    structure: Structure, names: tuple[str, ...]
) -> tuple[tuple[str, tuple[Organization, ...]], ...]:
    every = _organizations(structure, names)
    regions = structure.catalogue.regions.values()
    grouped = [(words(r.title), tuple(o for o in every if o.region == r.id)) for r in regions]
    return tuple((title, group) for title, group in grouped if group)
