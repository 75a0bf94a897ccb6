"""The same matching with Numba, where it is installed, for openings with one reserve at most; others go the plain way.

Compiled code is kept in `NUMBA_CACHE_DIR`; in a container that folder must be named and writable.
"""

from importlib import import_module
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from throughline.core.matching.deferred import in_python
from throughline.core.matching.ranking import Table

compiled: Any = import_module("numba").njit(nogil=True, cache=True)


Arrays: TypeAlias = tuple[npt.NDArray[Any], ...]


def with_numba(given: Table) -> list[list[int]]:
    """By opening, the priorities it takes: the same as `in_python`."""
    if any(len(reserves) > 1 for reserves in given.reserves) or not given.learners:
        return in_python(given)
    ready = arrays(given)
    return kept_of(ready, matched(*ready))


def arrays(given: Table) -> Arrays:
    """What `matched` takes; the last is where each opening's part of the result begins."""
    seats = np.array(given.seats, np.int64)
    reserve = np.array([each[0] if each else (0, 0) for each in given.reserves], np.int64).reshape(-1, 2)
    return (
        np.array(given.starts, np.int64), np.array(given.at, np.int32), np.array(given.keys, np.int64),
        np.array(given.groups, np.int64), seats, reserve[:, 0].copy(), reserve[:, 1].copy(),
        np.concatenate([[0], np.cumsum(seats + 1)]).astype(np.int64),
    )  # fmt: skip


def kept_of(ready: Arrays, found: tuple[npt.NDArray[Any], npt.NDArray[Any]]) -> list[list[int]]:
    """By opening, the priorities it takes."""
    kept, counts = found
    return [kept[at : at + many].tolist() for at, many in zip(ready[-1][:-1], counts, strict=True)]


@compiled
def _rises(heap, begin, place):  # type: ignore[no-untyped-def]
    while place > 0:
        above = (place - 1) >> 1
        if heap[begin + above] >= heap[begin + place]:
            return
        heap[begin + above], heap[begin + place] = heap[begin + place], heap[begin + above]
        place = above


@compiled
def _sinks(heap, begin, many):  # type: ignore[no-untyped-def]
    place = 0
    while True:
        below = 2 * place + 1
        if below >= many:
            return
        if below + 1 < many and heap[begin + below + 1] > heap[begin + below]:
            below += 1
        if heap[begin + place] >= heap[begin + below]:
            return
        heap[begin + place], heap[begin + below] = heap[begin + below], heap[begin + place]
        place = below


@compiled
def _asked(heap, begin, counts, opening, room, key):  # type: ignore[no-untyped-def]
    """Takes a priority into a heap whose last is on top; gives what it lets go, -1 where nothing is."""
    many = counts[opening]
    if many < room:
        heap[begin + many] = key
        counts[opening] = many + 1
        _rises(heap, begin, many)
        return -1
    if many == 0 or key > heap[begin]:
        return key
    out = heap[begin]
    heap[begin] = key
    _sinks(heap, begin, many)
    return out


@compiled
def matched(starts, at, keys, groups, seats, bits, reserved, begins):  # type: ignore[no-untyped-def]
    """What each opening keeps, from `begins` on, and how many."""
    learners, openings = len(starts) - 1, len(seats)
    first = np.empty(begins[-1], np.int64)
    others = np.empty(begins[-1], np.int64)
    many_first, many = np.zeros(openings, np.int64), np.zeros(openings, np.int64)
    following = starts[:-1].copy()
    for one in range(learners):
        learner = one
        while learner >= 0 and following[learner] < starts[learner + 1]:
            wish = following[learner]
            following[learner] = wish + 1
            opening, out = at[wish], keys[wish]
            begin = begins[opening]
            if groups[learner] & bits[opening]:
                before = many_first[opening]
                out = _asked(first, begin, many_first, opening, reserved[opening], out)
                if many_first[opening] > before and many_first[opening] + many[opening] > seats[opening]:
                    out = others[begin]
                    many[opening] -= 1
                    others[begin] = others[begin + many[opening]]
                    _sinks(others, begin, many[opening])
                    learner = out % learners
                    continue
            if out >= 0:
                out = _asked(others, begin, many, opening, seats[opening] - many_first[opening], out)
            learner = out % learners if out >= 0 else -1
    for opening in range(openings):
        begin, done = begins[opening], many_first[opening]
        for place in range(many[opening]):
            first[begin + done + place] = others[begin + place]
    return first, many_first + many
