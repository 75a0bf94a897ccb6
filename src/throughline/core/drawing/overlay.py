"""A map drawn once and kept in pieces, so that a learner's own states are laid over it without drawing it again.

What a learner changes on a map is what stands in its slots: a station's mark and full text name, and how loud a line
is. A drawing marks its slots (`slot`) in characters that no text of it can hold; `prepared` draws it once for each
state and keeps every slot's writing; `overlaid` joins the pieces. The result is byte for byte what drawing afresh
gives (tests/core/drawing/test_overlay.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from throughline.core.drawing.network import Network, State

EDGE, NAMED = "\x00", "\x01"
"""XML forbids both, so `escaped` takes them out of every name: none can pass for a slot."""
_MARKS = re.compile(f"{EDGE}[0-9a-f]+{NAMED}|{EDGE}")

Draw = Callable[[Mapping[str, State] | None, Collection[str] | None], str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a drawing that a learner changes. station: whose state it shows (empty: none's); lines: the ids of
    those it belongs to. drawn: what stands there, by state (None: the map's own) and whether it is quiet."""

    station: str
    lines: frozenset[str]
    drawn: Mapping[tuple[State | None, bool], str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map in pieces: `fixed[0]`, what stands in `slots[0]`, `fixed[1]` and so on."""

    fixed: tuple[str, ...]
    slots: tuple[Slot, ...]


def slot(station: str, lines: Sequence[str], drawn: str) -> str:
    """A part of a drawing, marked as a slot; slots do not stand in one another."""
    return f"{EDGE}{json.dumps([station, *lines]).encode().hex()}{NAMED}{drawn}{EDGE}"


def plain(drawn: str) -> str:
    """A drawing without the marks of its slots, ready to be shown."""
    return _MARKS.sub("", drawn)


def prepared(network: Network, draw: Draw, *, own: bool = False) -> Drawing:
    """A drawing in pieces. `draw` gives it, slots marked, for states by station id and own lines (None: without a
    learner); `own`: it has lines that can be quiet."""
    pieces: dict[tuple[State | None, bool], list[str]] = {}
    for state in (None, *State):
        states = None if state is None else dict.fromkeys((s.id for s in network.stations), state)
        for quiet in (False, True) if own else (False,):
            pieces[state, quiet] = draw(states, () if quiet else None).split(EDGE)
    first = pieces[None, False]
    inside = [_slot({key: each[place] for key, each in pieces.items()}) for place in range(1, len(first), 2)]
    return Drawing(tuple(first[::2]), tuple(inside))


def _slot(written: Mapping[tuple[State | None, bool], str]) -> Slot:
    parted = {key: each.partition(NAMED) for key, each in written.items()}
    station, *lines = json.loads(bytes.fromhex(parted[None, False][0]))
    return Slot(station, frozenset(lines), {key: drawn for key, (_, _, drawn) in parted.items()})


def overlaid(
    drawing: Drawing, states: Mapping[str, State] | None = None, own_lines: Collection[str] | None = None
) -> str:
    """The map with a learner's states by station id, and their own lines full and the rest quiet."""
    found = states or {}
    own = None if own_lines is None else frozenset(own_lines)
    inside = (
        each.drawn[found.get(each.station), own is not None and own.isdisjoint(each.lines)]
        for each in drawing.slots
    )
    return "".join(chain.from_iterable(zip_longest(drawing.fixed, inside, fillvalue="")))
