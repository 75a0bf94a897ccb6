"""Who can get to what: four layers, each from one factor alone, and the reach that all four give together.

- *offered*: which organizations offer a pathway, or something that leads to a milestone;
- *near*: which organizations stand near a town, as the crow flies;
- *open*: which organizations take learners of a town;
- *lines*: how long the way between two towns takes on the lines of a weekday, with waiting and walking.

Something is in reach of a town where one and the same organization offers it, takes learners of the town, and can be come
to on foot or by line within the state's minutes, on at least one weekday. Nobody's address is read: people set out from
the middle of their town.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from itertools import pairwise
from math import asin, cos, inf, radians, sin, sqrt
from typing import get_args

from throughline.core.catalogue.access import AccessRules, Town, TransitLine, Weekday
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Organization
from throughline.core.requirements.nodes import Have, walk

DAYS: tuple[Weekday, ...] = get_args(Weekday)
EARTH_KM = 6371.0


def offered_in(catalogue: Catalogue) -> dict[str, frozenset[str]]:
    """By reference of a pathway or milestone: the organizations that offer it, or something that leads to it."""
    by_fact: dict[str, set[str]] = {}
    for each in catalogue.opportunities.values():
        for what in each.gives:
            by_fact.setdefault(what, set()).add(each.provider)
    found = {f"pathway:{name}": frozenset(each.offered_by) for name, each in catalogue.pathways.items()}
    for name, milestone in catalogue.milestones.items():
        asked = {node.what for node in walk(milestone.rule) if isinstance(node, Have)}
        wanted = {f"milestone:{name}", *asked, *milestone.competencies}
        found[f"milestone:{name}"] = frozenset().union(*(by_fact.get(each, ()) for each in wanted))
    return {what: places for what, places in found.items() if places}


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets from a town to an organization. minutes: on the best day; days: on which it can be done in time."""

    minutes: int
    days: tuple[Weekday, ...]


@dataclass(frozen=True)
class Access:
    """The layers of one state and what they give together. offers: by reference, who offers it; places: by id."""

    rules: AccessRules
    offers: Mapping[str, frozenset[str]]
    places: Mapping[str, Organization]

    @cached_property
    def near(self) -> Mapping[str, frozenset[str]]:
        """The layer of places: by town, the organizations that stand near it."""
        far = float(self.rules.near_km)
        return {
            town.id: frozenset(name for name, km in self._distances(town).items() if km <= far)
            for town in self.rules.towns
        }

    @cached_property
    def open(self) -> Mapping[str, frozenset[str]]:
        """The layer of choice: by town, the organizations that take its learners."""
        only = {each.organization: frozenset(each.towns) for each in self.rules.takes}
        return {
            town.id: frozenset(name for name in self.places if town.id in only.get(name, (town.id,)))
            for town in self.rules.towns
        }

    @cached_property
    def lines(self) -> Mapping[tuple[str, str], Mapping[Weekday, int]]:
        """The layer of lines: by two towns, the minutes between them on each weekday on which lines lead there."""
        found: dict[tuple[str, str], dict[Weekday, int]] = {}
        for day in DAYS:
            running = [each for each in self.rules.lines if day in each.days]
            for town in self.rules.towns if running else ():
                for other, minutes in _from(town.id, running).items():
                    found.setdefault((town.id, other), {})[day] = minutes
        return found

    @cached_property
    def ways(self) -> Mapping[tuple[str, str], Way]:
        """By town and organization: how one gets there in time; without those that cannot be come to."""
        found = {}
        for town in self.rules.towns:
            for name, km in self._distances(town).items():
                way = self._way(town, name, km)
                if way is not None:
                    found[town.id, name] = way
        return found

    @cached_property
    def reach(self) -> Mapping[str, frozenset[str]]:
        """By town: the references that are in reach."""
        return {
            town.id: frozenset(
                what
                for what, places in self.offers.items()
                if any(name in self.open[town.id] and (town.id, name) in self.ways for name in places)
            )
            for town in self.rules.towns
        }

    def town_of(self, place: str) -> str:
        """The town an organization stands in: the nearest; empty where it stands nowhere."""
        near = [(far[place], town) for town, far in self._far.items() if place in far]
        return min(near)[1] if near else ""

    def why_not(self, town: str, what: str) -> str:
        """The first factor that keeps something from a town: `offered`, `open` or `lines`; empty where it is in reach."""
        places = self.offers.get(what, frozenset())
        if what in self.reach.get(town, ()):
            return ""
        if not places:
            return "offered"
        return "open" if not places & self.open[town] else "lines"

    def without(self, line: str) -> "Access":
        """The same state with one line less."""
        kept = tuple(each for each in self.rules.lines if each.id != line)
        return replace(self, rules=replace(self.rules, lines=kept))

    def lost_without(self, line: str) -> Mapping[str, frozenset[str]]:
        """By town that loses something without a line: the references that are out of reach then."""
        after = self.without(line).reach
        lost = {town: had - after[town] for town, had in self.reach.items()}
        return {town: what for town, what in lost.items() if what}

    def _way(self, town: Town, name: str, km: float) -> Way | None:
        on_foot = self._walk(km)
        most = self.rules.minutes
        if on_foot <= min(self.rules.walk_minutes, most):
            return Way(round(on_foot), DAYS)
        best: dict[Weekday, float] = {}
        for other in self.rules.towns:
            last = self._walk(self._distances(other)[name])
            if last <= self.rules.walk_minutes:
                for day, minutes in self.lines.get((town.id, other.id), {}).items():
                    best[day] = min(best.get(day, inf), minutes + last)
        days = tuple(day for day in DAYS if best.get(day, inf) <= most)
        return Way(round(min(best[day] for day in days)), days) if days else None

    def _walk(self, km: float) -> float:
        return km / float(self.rules.walk_km_hour) * 60

    def _distances(self, town: Town) -> Mapping[str, float]:
        return self._far[town.id]

    @cached_property
    def _far(self) -> Mapping[str, Mapping[str, float]]:
        return {
            town.id: {
                name: _km(town.latitude, town.longitude, each.latitude, each.longitude)
                for name, each in self.places.items()
                if each.latitude is not None and each.longitude is not None
            }
            for town in self.rules.towns
        }


def _from(start: str, lines: Iterable[TransitLine]) -> dict[str, int]:
    """Minutes from a town to every other on these lines. Each boarding waits half the time between two departures.

    A search over (town, line one sits in): staying on a line costs its minutes alone.
    """
    running = list(lines)
    boards: dict[str, list[int]] = {}
    legs: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for number, line in enumerate(running):
        for stop in line.stops:
            boards.setdefault(stop.town, []).append(number)
        for one, other in pairwise(line.stops):
            took = abs(other.minutes - one.minutes)
            legs.setdefault((one.town, number), []).append((other.town, took))
            legs.setdefault((other.town, number), []).append((one.town, took))
    best: dict[tuple[str, int | None], float] = {(start, None): 0.0}
    heap: list[tuple[float, str, int]] = [(0.0, start, -1)]
    while heap:
        minutes, town, sitting = heappop(heap)
        on = None if sitting < 0 else sitting
        if minutes > best.get((town, on), inf):
            continue
        steps: list[tuple[float, str, int]] = []
        if on is None:
            steps = [(minutes + running[n].every / 2, town, n) for n in boards.get(town, ())]
        else:
            steps = [(minutes + took, there, on) for there, took in legs.get((town, on), ())]
            steps.append((minutes, town, -1))
        for cost, there, seat in steps:
            key = (there, None if seat < 0 else seat)
            if cost < best.get(key, inf):
                best[key] = cost
                heappush(heap, (cost, there, seat))
    return {town: round(cost) for (town, on), cost in best.items() if on is None and town != start}


def _km(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Great-circle distance (haversine)."""
    a, b = radians(latitude), radians(to_latitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(to_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def in_groups(people: Mapping[str, int], smallest: int) -> dict[str, int]:
    """People in whole groups of the smallest that is told: rounded down, so 0 is fewer than one such group. The numbers
    are those of the towns, whatever is asked; so no two answers together say more than one."""
    return {town: many // smallest * smallest for town, many in people.items()}
