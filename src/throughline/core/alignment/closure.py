"""What follows from what over many links, each thing by its best chain. Rules and coverage both stand on it.

Best is: the widest cap first, then the fewest links, then their names (Dijkstra's search; with links that need several
things at once, Knuth's generalization of it, 1977).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Generic, Protocol, TypeVar

NO_CAP = 10**9


class Named(Protocol):
    """A link as chains see it. level: the proficiency it counts for at most; None: no limit."""

    @property
    def id(self) -> str: ...
    @property
    def level(self) -> int | None: ...


L = TypeVar("L", bound=Named)


@dataclass(frozen=True, slots=True)
class Edge(Generic[L]):
    """Whoever has `has` has `gives`, by this link."""

    has: str
    gives: str
    link: L


@dataclass(frozen=True, slots=True)
class Join(Generic[L]):
    """Whoever has all of `has` has `gives`, by this link."""

    has: tuple[str, ...]
    gives: str
    link: L


@dataclass(frozen=True, slots=True)
class Way(Generic[L]):
    """How one thing is reached. start: where it begins; empty where several things lead there together: those are in
    `parts`. links: from the start (or from the parts) on, in order. cap: the proficiency it counts for at most."""

    start: str
    at: str
    links: tuple[L, ...]
    cap: int | None = None
    parts: tuple["Way[L]", ...] = ()

    @property
    def every_link(self) -> tuple[L, ...]:
        """All links it rests on, those of the parts first, each once."""
        below = [link for part in self.parts for link in part.every_link]
        return tuple(dict.fromkeys([*below, *self.links]))


Steps = Mapping[str, tuple[tuple[str, L], ...]]
_Entry = tuple[int, int, tuple[str, ...], str, int, Way[L]]


def forward(edges: Iterable[Edge[L]]) -> Steps[L]:
    """By what one has: what it gives, and by which link."""
    found: dict[str, list[tuple[str, L]]] = defaultdict(list)
    for edge in edges:
        found[edge.has].append((edge.gives, edge.link))
    return {at: tuple(steps) for at, steps in found.items()}


def backward(edges: Iterable[Edge[L]]) -> Steps[L]:
    """By what is asked for: what gives it, and by which link."""
    return forward(Edge(edge.gives, edge.has, edge.link) for edge in edges)


def reached(starts: Iterable[str], steps: Steps[L], joins: Sequence[Join[L]] = ()) -> dict[str, Way[L]]:
    """Everything that the starts lead to, themselves included, each by its best chain."""
    done: dict[str, Way[L]] = {}
    numbers = count()
    waiting, missing = _waiting(joins)
    queue: list[_Entry[L]] = []
    for at in sorted(set(starts)):
        heappush(queue, (-NO_CAP, 0, (), at, next(numbers), Way(at, at, ())))
    while queue:
        negative, length, names, at, _, way = heappop(queue)
        if at in done:
            continue
        done[at] = way
        for following, link in steps.get(at, ()):
            if following not in done:
                cap = min(-negative, _cap(link))
                onward = Way(way.start, following, (*way.links, link), _limit(cap), way.parts)
                heappush(queue, (-cap, length + 1, (*names, link.id), following, next(numbers), onward))
        for number in waiting.get(at, ()):
            missing[number] -= 1
            if not missing[number] and joins[number].gives not in done:
                heappush(queue, _joined(joins[number], done, next(numbers)))
    return done


def _waiting(joins: Sequence[Join[L]]) -> tuple[Mapping[str, list[int]], list[int]]:
    waiting: dict[str, list[int]] = defaultdict(list)
    for number, join in enumerate(joins):
        for part in dict.fromkeys(join.has):
            waiting[part].append(number)
    return waiting, [len(set(join.has)) for join in joins]


def _joined(join: Join[L], done: Mapping[str, Way[L]], number: int) -> _Entry[L]:
    parts = tuple(done[part] for part in dict.fromkeys(join.has))
    cap = min([_cap(join.link), *(NO_CAP if part.cap is None else part.cap for part in parts)])
    names = tuple(link.id for part in parts for link in part.every_link)
    way = Way("", join.gives, (join.link,), _limit(cap), parts)
    return (-cap, len(names) + 1, (*names, join.link.id), join.gives, number, way)


def _cap(link: Named) -> int:
    return NO_CAP if link.level is None else link.level


def _limit(cap: int) -> int | None:
    return None if cap == NO_CAP else cap
