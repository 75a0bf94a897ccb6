"""Which pathways lead to an occupation."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.clusters import clusters_now
from throughline.core.catalogue.documents import Credential, Destination, Pathway
from throughline.core.formats.labor.codes import ONET, Reach, reach, soc_of


@dataclass(frozen=True, slots=True)
class Way:
    """A pathway and the destination of it that leads to an occupation. reach: whether the code it names is the
    occupation's own, that of a group it belongs to, or of a specialty of it. credentials: what is earned on it, in order."""

    pathway: Pathway
    destination: Destination
    reach: Reach
    credentials: tuple[Credential, ...]


def ways_to(code: str) -> tuple[Way, ...]:
    """Every pathway in force that leads to an occupation, the exact ones first, then by id."""
    order = {"exact": 0, "specialty": 1, "group": 2}
    found = [
        Way(pathway, destination, how, credentials_along(pathway))
        for pathway in frameworks.catalogue().pathways.values()
        for destination in pathway.destinations
        if destination.occupation and (how := reach(destination.occupation, code))
    ]
    return tuple(sorted(found, key=lambda way: (order[way.reach], way.pathway.id, way.destination.id)))


def credentials_along(pathway: Pathway) -> tuple[Credential, ...]:
    """The credentials that the stages of a pathway award, stage by stage."""
    known = frameworks.catalogue().credentials
    names = [award.partition(":")[2] or award for stage in pathway.stages for award in stage.awards]
    return tuple(known[name] for name in dict.fromkeys(names) if name in known)


def codes_led_to(cluster: str = "") -> tuple[str, ...]:
    """The codes that destinations name, of the pathways in a cluster of today (empty: of all). A pathway that names a
    cluster of an earlier list stands in those that it went into."""
    kept = frameworks.catalogue()
    pathways = [
        pathway
        for pathway in kept.pathways.values()
        if not cluster or cluster in {each.id for each in clusters_now(pathway, kept)}
    ]
    return tuple(sorted({d.occupation for pathway in pathways for d in pathway.destinations if d.occupation}))


def among(codes: Iterable[str]) -> Q:
    """The occupations that one of these codes speaks of, as a condition on their table."""
    found = Q(pk__in=[])
    for code in codes:
        if ONET.fullmatch(code):
            found |= Q(code=code)
        elif code.endswith("0"):
            found |= Q(soc__startswith=code.rstrip("0"))
        else:
            found |= Q(soc=soc_of(code))
    return found
