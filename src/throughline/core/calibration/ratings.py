"""Ratings: one judge's level for one criterion of one piece of work; and which of them can be compared at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rating:
    """One level that one judge gave one criterion of one piece of work. level: 0 up, a step of the rubric's scale."""

    work: str
    criterion: str
    judge: str
    level: int


@dataclass(frozen=True, slots=True)
class Incomparable(Exception):
    """The ratings do not allow what was asked."""

    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.why} {self.fix}"


def connected_judges(ratings: Iterable[Rating]) -> tuple[frozenset[str], ...]:
    """The groups of judges whose severities can be compared, largest first.

    Two judges are linked where they rated the same work, or are both linked to a third. Between groups nobody can tell
    a severe judge from work that shows less (Linacre, Many-Facet Rasch Measurement, on connectedness).
    """
    of_work: dict[str, str] = {}
    parent: dict[str, str] = {}
    for rating in ratings:
        parent.setdefault(rating.judge, rating.judge)
        other = of_work.setdefault(rating.work, rating.judge)
        parent[_root(parent, rating.judge)] = _root(parent, other)
    groups: dict[str, set[str]] = {}
    for judge in parent:
        groups.setdefault(_root(parent, judge), set()).add(judge)
    return tuple(sorted(map(frozenset, groups.values()), key=lambda group: (-len(group), min(group))))


def _root(parent: dict[str, str], judge: str) -> str:
    while parent[judge] != judge:
        parent[judge] = parent[parent[judge]]
        judge = parent[judge]
    return judge


def once_each(ratings: Sequence[Rating]) -> None:
    """Raise `Incomparable` where a judge rated the same criterion of the same work twice."""
    seen: set[tuple[str, str, str]] = set()
    for rating in ratings:
        key = (rating.work, rating.criterion, rating.judge)
        if key in seen:
            raise Incomparable(
                f"{rating.judge} rated {rating.criterion} of {rating.work} twice.",
                "Keep the judge's latest rating only.",
            )
        seen.add(key)
