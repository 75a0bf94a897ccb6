"""The order of the tracks from top to bottom: lines that share stations lie side by side.

One order holds from the left edge to the right, so no two tracks ever cross; what is left to choose is which lines
lie side by side. A station is one capsule when its lines are neighbours and several linked capsules when they are
not, so the best order has the fewest capsules, then the shortest links, then the nearest to the order before it (or
to the order of ids). Finding the very best is the travelling salesman's path; the lines are joined into chains by
average sharing, then improved by moving and turning stretches until nothing gets better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

Groups = tuple[frozenset[int], ...]
SWEEPS = 4


@dataclass(frozen=True, slots=True)
class Sharing:
    """Lines as numbers in their tie order, the groups that share a station, and how often each pair shares."""

    size: int
    groups: Groups
    weight: tuple[tuple[int, ...], ...]


def line_order(
    ids: Sequence[str], served: Sequence[frozenset[str]], previous: Sequence[str] = ()
) -> tuple[str, ...]:
    """The ids in the order to draw them.

    `served` holds, for each station, the ids of its lines. With `previous`, the order of an earlier version, lines
    keep their places and new ones are put where they fit best.
    """
    tie_order = _tie_order(ids, previous)
    place = {line: number for number, line in enumerate(tie_order)}
    sharing = _sharing(len(tie_order), [frozenset(place[line] for line in lines) for lines in served])
    kept = [place[line] for line in previous if line in place]
    best = _improved(_joined(sharing), sharing) if not kept else _inserted(kept, sharing)
    return tuple(tie_order[number] for number in best)


def _tie_order(ids: Sequence[str], previous: Sequence[str]) -> list[str]:
    known = set(ids)
    kept = [line for line in dict.fromkeys(previous) if line in known]
    return kept + sorted(known - set(kept))


def _sharing(size: int, served: Sequence[frozenset[int]]) -> Sharing:
    groups = tuple(sorted((group for group in served if 1 < len(group) < size), key=sorted))
    weight = [[0] * size for _ in range(size)]
    for group in groups:
        for one, other in combinations(sorted(group), 2):
            weight[one][other] += 1
            weight[other][one] += 1
    return Sharing(size, groups, tuple(tuple(row) for row in weight))


def _joined(sharing: Sharing) -> list[int]:
    """Chains joined two by two, those that share most on average first; at each join the best ends meet."""
    chains = [[line] for line in range(sharing.size)]
    while len(chains) > 1:
        one, other = max(
            combinations(range(len(chains)), 2),
            key=lambda pair: (_average(chains[pair[0]], chains[pair[1]], sharing), -pair[0], -pair[1]),
        )
        joined = _meeting(chains[one], chains[other], sharing)
        chains = [chain for number, chain in enumerate(chains) if number not in (one, other)]
        chains.append(joined)
        chains.sort(key=min)
    return chains[0] if chains else []


def _average(one: list[int], other: list[int], sharing: Sharing) -> float:
    total = sum(sharing.weight[a][b] for a in one for b in other)
    return total / (len(one) * len(other))


def _meeting(one: list[int], other: list[int], sharing: Sharing) -> list[int]:
    ways = [(first, second) for first in (one, one[::-1]) for second in (other, other[::-1])]
    ways += [(second, first) for first, second in ways]
    best = max(ways, key=lambda way: (sharing.weight[way[0][-1]][way[1][0]], [-n for n in way[0] + way[1]]))
    return best[0] + best[1]


def capsules(order: Sequence[int], sharing: Sharing) -> int:
    """How many capsules the order needs beyond one for each shared station."""
    beside = sum(sharing.weight[a][b] for a, b in pairwise(order))
    return sum(len(group) for group in sharing.groups) - beside - len(sharing.groups)


def _passed_over(order: Sequence[int], sharing: Sharing) -> int:
    """How many tracks the links between capsules pass over."""
    place = [0] * sharing.size
    for position, line in enumerate(order):
        place[line] = position
    passed = 0
    for group in sharing.groups:
        places = [place[line] for line in group]
        passed += max(places) - min(places) + 1 - len(places)
    return passed


def _turned(order: Sequence[int]) -> int:
    """How many pairs stand against the tie order."""
    return sum(1 for one, other in combinations(order, 2) if one > other)


def _improved(order: list[int], sharing: Sharing) -> list[int]:
    """First stretches are moved and turned while capsules get fewer; then ties are settled."""
    order = _fewer_capsules(order, sharing)
    order = min(order, order[::-1], key=lambda way: (_turned(way), way))
    return _settled(order, sharing)


def _fewer_capsules(order: list[int], sharing: Sharing) -> list[int]:
    size = len(order)
    better = True
    while better:
        better = False
        for first in range(size):
            for last in range(first + 1, size + 1):
                moved = _best_move(order, first, last, sharing)
                if moved is not None:
                    order, better = moved, True
    return order


def _best_move(order: list[int], first: int, last: int, sharing: Sharing) -> list[int] | None:
    """The stretch `first` to `last` moved, as it is or turned, to where most is gained; `None` if nothing is."""
    weight = sharing.weight
    stretch, rest = order[first:last], order[:first] + order[last:]
    if not rest or len(stretch) > len(rest) + 1:
        return None

    def between(before: int | None, after: int | None) -> int:
        return 0 if before is None or after is None else weight[before][after]

    def gain(at: int, head: int, tail: int) -> int:
        before = rest[at - 1] if at else None
        after = rest[at] if at < len(rest) else None
        return between(before, head) + between(tail, after) - between(before, after)

    head, tail = stretch[0], stretch[-1]
    now = gain(first, head, tail)
    best, best_gain = None, now
    for at in range(len(rest) + 1):
        for turned in (False, True):
            gained = gain(at, tail, head) if turned else gain(at, head, tail)
            if gained > best_gain:
                best, best_gain = (at, turned), gained
    if best is None:
        return None
    at, turned = best
    return rest[:at] + (stretch[::-1] if turned else stretch) + rest[at:]


def _settled(order: list[int], sharing: Sharing) -> list[int]:
    """Neighbouring stretches change places, or turn, while links get shorter or the tie order is kept better."""
    better = True
    sweeps = 0
    while better and sweeps < SWEEPS:
        better = False
        sweeps += 1
        for first, middle, last in _stretches(len(order)):
            trial = _settling_change(order, first, middle, last, sharing)
            if trial is not None:
                order, better = trial, True
    return order


def _stretches(size: int) -> list[tuple[int, int, int]]:
    """Cuts of the order: the stretches `first` to `middle` and `middle` to `last`; without a middle, one stretch."""
    turns = [(first, last, last) for first in range(size) for last in range(first + 2, size + 1)]
    return turns + list(combinations(range(size + 1), 3))


def _settling_change(
    order: list[int], first: int, middle: int, last: int, sharing: Sharing
) -> list[int] | None:
    """The order with that change if it costs no capsule and settles a tie; else `None`."""
    left, right = order[first:middle], order[middle:last]
    changed = right + left if right else left[::-1]
    if _beside(order, first, last, order[first:last], sharing) > _beside(
        order, first, last, changed, sharing
    ):
        return None
    trial = order[:first] + changed + order[last:]
    now = (capsules(order, sharing), _passed_over(order, sharing), _turned(order[first:last]))
    then = (capsules(trial, sharing), _passed_over(trial, sharing), _turned(changed))
    return trial if then < now else None


def _beside(order: list[int], first: int, last: int, stretch: list[int], sharing: Sharing) -> int:
    around = order[max(first - 1, 0) : first] + stretch + order[last : last + 1]
    return sum(sharing.weight[a][b] for a, b in pairwise(around))


def _inserted(kept: list[int], sharing: Sharing) -> list[int]:
    """The kept lines in their order, each new line put where it costs least; ties go to the lower place."""
    order = list(dict.fromkeys(kept))
    for line in sorted(set(range(sharing.size)) - set(order)):
        ways = [[*order[:at], line, *order[at:]] for at in range(len(order) + 1)]
        order = min(ways, key=lambda way: _insertion_cost(way, sharing))
    return order


def _insertion_cost(order: list[int], sharing: Sharing) -> tuple[int, int, int]:
    present = set(order)
    beside = sum(sharing.weight[a][b] for a, b in pairwise(order))
    place = {line: position for position, line in enumerate(order)}
    passed = 0
    for group in sharing.groups:
        places = [place[line] for line in group & present]
        passed += max(places) - min(places) + 1 - len(places) if places else 0
    return -beside, passed, -order.index(max(order)) if order else 0
