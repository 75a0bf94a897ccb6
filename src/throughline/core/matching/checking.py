"""A result held to what it must be: nobody and no opening would both rather have each other, and no seat is given twice."""

from collections.abc import Iterator, Mapping

from throughline.core.matching.choosing import chosen
from throughline.core.matching.ranking import Table


def blocking(given: Table, places: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of a learner and an opening that the learner prefers to their place and that would take the learner."""
    kept = _kept(given, places)
    for number, learner in enumerate(given.learners):
        for wish in range(given.starts[number], given.starts[number + 1]):
            opening = given.at[wish]
            if given.openings[opening] == places[learner]:
                break
            if _would_take(given, opening, kept[opening], given.keys[wish]):
                yield learner, given.openings[opening]


def overfull(given: Table, places: Mapping[str, str]) -> list[str]:
    """Openings with more learners than seats."""
    kept = _kept(given, places)
    return [name for number, name in enumerate(given.openings) if len(kept[number]) > given.seats[number]]


def _kept(given: Table, places: Mapping[str, str]) -> list[list[int]]:
    kept: list[list[int]] = [[] for _ in given.openings]
    for number, learner in enumerate(given.learners):
        for wish in range(given.starts[number], given.starts[number + 1]):
            if given.openings[given.at[wish]] == places[learner]:
                kept[given.at[wish]].append(given.keys[wish])
    return kept


def _would_take(given: Table, opening: int, kept: list[int], key: int) -> bool:
    seats, reserves = given.seats[opening], given.reserves[opening]
    if len(kept) < seats:
        return True
    if not reserves:
        return bool(kept) and key < max(kept)
    reserved, rest = chosen([*kept, key], given.groups, seats, reserves)
    return key in reserved or key in rest
