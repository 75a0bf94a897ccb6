"""Jobs written in competencies, and credentials that certify them: from the one to the other and back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.structure import Structure, milestones_in


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the competencies it asks for, by id. id: `pathway#destination`, or whatever an employer calls it."""

    id: str
    competencies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A credential and a job that share competencies: which, and how many the job asks for besides."""

    credential: str
    job: str
    shared: tuple[str, ...]
    besides: int


def certified_by(structure: Structure) -> Mapping[str, frozenset[str]]:
    """By credential: the competencies that whoever holds it has shown, through the milestones and gates that award it.

    Only what every way to it asks for would be certain; what its gate names counts, as the gate's rule is public."""
    found: dict[str, set[str]] = {name: set() for name in structure.catalogue.credentials}
    for milestone in structure.catalogue.milestones.values():
        for award in milestone.awards:
            found.setdefault(_bare(award), set()).update(map(_bare, milestone.competencies))
    for pathway in structure.catalogue.pathways.values():
        for stage in pathway.stages:
            shown = competencies_of(milestones_in(stage.gate, structure.book), structure.catalogue)
            for award in stage.awards:
                found.setdefault(_bare(award), set()).update(shown)
    return {name: frozenset(each) for name, each in found.items()}


def competencies_of(milestones: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    """The competencies that milestones certify, by id."""
    kept = catalogue.milestones
    return frozenset(_bare(ref) for name in milestones if name in kept for ref in kept[name].competencies)


def jobs_of(structure: Structure) -> tuple[Job, ...]:
    """Every destination in force as a job: what its pathway's milestones, and its own, certify."""
    return tuple(
        Job(
            f"{pathway.id}#{each.id}",
            competencies_of(_milestones(structure, pathway.id, each.id), structure.catalogue),
        )
        for pathway in structure.catalogue.pathways.values()
        for each in pathway.destinations
    )


def _milestones(structure: Structure, pathway: str, destination: str) -> tuple[str, ...]:
    parts = structure.parts[pathway]
    return tuple(m for group in (*parts.stages.values(), parts.destinations[destination]) for m in group)


def matches(jobs: Iterable[Job], certified: Mapping[str, frozenset[str]]) -> tuple[Match, ...]:
    """Every credential and job that share a competency: the most shared first, then by their ids."""
    found = [
        Match(name, job.id, tuple(sorted(shared)), len(job.competencies - shared))
        for job in jobs
        for name, competencies in certified.items()
        if (shared := competencies & job.competencies)
    ]
    return tuple(sorted(found, key=lambda each: (-len(each.shared), each.credential, each.job)))


def _bare(ref: str) -> str:
    return ref.partition(":")[2] or ref
