"""Reads: the requests for pathways and ways to things, and what the pathways in force cover. Public; they name no person."""

from dataclasses import dataclass
from datetime import datetime

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import PathwayRequest


@dataclass(frozen=True, slots=True)
class Request:
    """A pathway somebody asked for, by its number on the docket; or a way to a thing (`what`), of whom (`of`)."""

    docket: int
    profession: str
    what: str
    of: str
    cluster: str
    why: str
    asked_at: datetime


def requests() -> list[Request]:
    """Every request, newest first, without who asked. One query."""
    rows = PathwayRequest.objects.order_by("-docket")
    return [Request(r.docket, r.profession, r.what, r.of, r.cluster, r.why, r.asked_at) for r in rows]


def coverage() -> dict[str, tuple[str, ...]]:
    """By career cluster, every one of them: the pathways in force. One cheap query."""
    kept = frameworks.catalogue()
    return {
        name: tuple(sorted(p.id for p in kept.pathways.values() if p.cluster == name))
        for name in kept.clusters
    }


def families_covered() -> dict[str, tuple[str, ...]]:
    """By family, every one of them: the pathways in force."""
    kept = frameworks.catalogue()
    return {
        name: tuple(sorted(p.id for p in kept.pathways.values() if p.family == name))
        for name in kept.state.families
    }
