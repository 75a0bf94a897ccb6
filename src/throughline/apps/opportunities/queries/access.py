"""Reads: who can get to what in this state, and what a town loses where a line does not run. All of it is public."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from throughline.apps.directory import queries as directory
from throughline.apps.frameworks import queries as frameworks
from throughline.core.access import Access, in_groups, offered_in
from throughline.core.catalogue.access import Town, TransitLine
from throughline.core.catalogue.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Loss:
    """What a town loses. learners: at its schools, in whole groups of the smallest that is told; 0 is fewer than one."""

    town: Town
    learners: int
    pathways: tuple[str, ...]
    milestones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The state without one line. learners: the sum of what is told of each town. smallest: the smallest group told."""

    line: TransitLine
    losses: tuple[Loss, ...]
    learners: int
    smallest: int


@dataclass(frozen=True)
class _Kept:
    """The layers of one catalogue, worked out once, and what is lost without each line that was asked about."""

    catalogue: Catalogue
    access: Access
    lost: dict[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)


_latest: list[_Kept] = []


def access() -> Access | None:
    """The layers of this state as it is published; None where it says nothing of getting there. No query."""
    found = _now()
    return found.access if found else None


def without(line: str) -> WhatIf | None:
    """What each town loses without a line, and how many learn there. None where there is no such line. One query."""
    found = _now()
    if found is None:
        return None
    known = {each.id: each for each in found.access.rules.lines}
    if line not in known:
        return None
    if line not in found.lost:
        found.lost[line] = found.access.lost_without(line)
    smallest = max(found.catalogue.state.smallest_group, 1)
    people = in_groups(learners_by_town(found.access), smallest)
    losses = tuple(
        Loss(town, people.get(town.id, 0), _of("pathway", lost), _of("milestone", lost))
        for town in found.access.rules.towns
        if (lost := found.lost[line].get(town.id))
    )
    return WhatIf(known[line], losses, sum(each.learners for each in losses), smallest)


def learners_by_town(found: Access) -> dict[str, int]:
    """How many learn at the schools of each town; nobody's home is known or asked. One query."""
    schools = {name: found.town_of(name) for name, each in found.places.items() if each.kind == "school"}
    counted: dict[str, int] = {}
    for school, many in directory.learners_counted(schools).items():
        town = schools[school]
        if town:
            counted[town] = counted.get(town, 0) + many
    return counted


def _of(kind: str, what: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(each for each in what if each.startswith(f"{kind}:")))


def _now() -> _Kept | None:
    catalogue = frameworks.catalogue()
    if _latest and _latest[0].catalogue is catalogue:
        return _latest[0]
    if catalogue.state.access is None:
        return None
    made = _Kept(catalogue, Access(catalogue.state.access, offered_in(catalogue), catalogue.organizations))
    _latest[:] = [made]
    return made
