"""The order of a file's rows over its versions: what keeps its place keeps its row, and new rows go between."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence


def new_places(kept: Sequence[tuple[int, float]], total: int) -> Iterator[tuple[int, float]]:
    """For each of `total` rows (0 up) that needs a new row in the table, its number and the place it gets.

    kept: number and old place of those that say the same as before, by number. As many of them as can keep their old
    place; the rest count as moved. Where there is no room left between two places, every row gets a new one.
    """
    fixed = _longest_rising(kept)
    found = list(_between(fixed, total))
    return iter(found) if _rising(fixed, found) else ((number, float(number)) for number in range(total))


def _longest_rising(kept: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    ends: list[float] = []
    at: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(kept):
        length = bisect_left(ends, place)
        ends[length : length + 1] = [place]
        at[length : length + 1] = [index]
        before.append(at[length - 1] if length else -1)
    found: list[tuple[int, float]] = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(kept[index])
        index = before[index]
    return found[::-1]


def _between(fixed: Sequence[tuple[int, float]], total: int) -> Iterator[tuple[int, float]]:
    low: tuple[int, float | None] = (-1, None)
    for number, place in fixed:
        yield from _gap(low, (number, place))
        low = (number, place)
    yield from _gap(low, (total, None))


def _gap(low: tuple[int, float | None], high: tuple[int, float | None]) -> Iterator[tuple[int, float]]:
    missing = range(low[0] + 1, high[0])
    for number in missing:
        if low[1] is None and high[1] is None:
            yield number, float(number)
        elif low[1] is None:
            yield number, float(high[1] or 0) - (high[0] - number)
        elif high[1] is None:
            yield number, low[1] + (number - low[0])
        else:
            yield number, low[1] + (high[1] - low[1]) * (number - low[0]) / (len(missing) + 1)


def _rising(fixed: Sequence[tuple[int, float]], found: Sequence[tuple[int, float]]) -> bool:
    every = sorted([*fixed, *found])
    return all(one[1] < next_[1] for one, next_ in zip(every, every[1:]))


def cut(parents: Mapping[str, str]) -> set[str]:
    """Which items cannot stand under the one they name, by identifier: it is not in the document, or leads back to them.
    They stand under the document itself, so that every item is reached from the top."""
    cut = {each for each, parent in parents.items() if parent and parent not in parents}
    sound: set[str] = set()
    for start in parents:
        way: dict[str, None] = {}
        at = start
        while at and at not in sound and at not in way and at not in cut:
            way[at] = None
            at = parents[at]
        if at in way:
            cut.add(at)
        sound.update(way)
    return cut
