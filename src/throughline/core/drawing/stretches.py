"""Cutting the map into stretches, and saying which tracks run side by side in each.

Within a band, what more lines share comes first: a group stands in a later stretch than any larger group that holds
it, and what is a line's own comes last. So bundles only part on the way through a band, and meet again, where they
must, at its start. A line's own order holds among stations of one stretch.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from throughline.core.drawing.network import Network

Run = tuple[int, int]
NEAR = 2


@dataclass(frozen=True, slots=True)
class Stop:
    """A station on the tracks: the places of its lines from the top, and the runs of neighbours among them.

    A run may pass over a track or two that do not stop; a longer way between lines parts two runs.
    """

    station: str
    places: tuple[int, ...]
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a band. `blocks` are the tracks from the top, grouped where they run side by side."""

    band: int
    stops: tuple[Stop, ...]
    blocks: tuple[tuple[int, ...], ...]


def stretches(network: Network, order: Sequence[str]) -> tuple[Stretch, ...]:
    """The stretches from left to right, ending with one of band -1 where every track lies alone at its terminal."""
    place = {line: position for position, line in enumerate(order)}
    trunk = {line.id: line.stations for line in network.lines}
    bands = network.band_index()
    band_of = {station.id: bands[station.band] for station in network.stations}
    served = _served(trunk, place)
    begins = _begins(trunk, band_of, place)
    pieces: list[Stretch] = []
    for band in sorted({band_of[station] for station in served}):
        active = [position for position in range(len(order)) if begins[position] <= band]
        stops = [
            Stop(station, served[station], _runs(served[station], active))
            for station in sorted(served)
            if band_of[station] == band
        ]
        pieces += [Stretch(band, tuple(part), ()) for part in _parted(stops)]
    pieces.append(Stretch(-1, (), ()))
    ranks = _ranks(network, order)
    pieces = [replace(p, stops=tuple(sorted(p.stops, key=lambda s: ranks[s.station]))) for p in pieces]
    return tuple(_with_blocks(pieces, len(order)))


def _served(trunk: dict[str, tuple[str, ...]], place: dict[str, int]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for line, position in place.items():
        for station in trunk[line]:
            found.setdefault(station, []).append(position)
    return {station: tuple(sorted(places)) for station, places in found.items()}


def _begins(trunk: dict[str, tuple[str, ...]], band_of: dict[str, int], place: dict[str, int]) -> list[int]:
    return [
        min(band_of[station] for station in trunk[line]) for line in sorted(place, key=lambda k: place[k])
    ]


def _runs(places: tuple[int, ...], active: list[int]) -> tuple[Run, ...]:
    """Neighbours among the tracks there; up to two tracks are passed over where at least as many stop above."""
    at = {position: number for number, position in enumerate(active)}
    runs = [[places[0], places[0], 1]]
    for position in places[1:]:
        gap = at[position] - at[runs[-1][1]] - 1
        if gap <= min(NEAR, runs[-1][2]):
            runs[-1][1] = position
            runs[-1][2] += 1
        else:
            runs.append([position, position, 1])
    return tuple((first, last) for first, last, _ in runs)


def _parted(stops: list[Stop]) -> list[list[Stop]]:
    depth: dict[str, int] = {}
    by_size = sorted(stops, key=lambda stop: (-len(stop.places), stop.station))
    for stop in by_size:
        around = [depth[o.station] for o in by_size if o.station in depth and _within(stop, o)]
        depth[stop.station] = 1 + max(around, default=-1)
    last = max(depth.values())
    for stop in stops:
        if len(stop.places) == 1:
            depth[stop.station] = last
    parts = [[stop for stop in stops if depth[stop.station] == level] for level in range(last + 1)]
    return [part for part in parts if part]


def _within(stop: Stop, other: Stop) -> bool:
    """Whether a run of `stop` lies inside a longer run of the larger group `other`."""
    return len(other.places) > len(stop.places) and any(
        out[0] <= run[0] and run[1] <= out[1] and out != run for run in stop.runs for out in other.runs
    )


def _ranks(network: Network, order: Sequence[str]) -> dict[str, tuple[int, str]]:
    """How far along its lines each station lies; where lines disagree, the map takes the lesser number of turns."""
    after: dict[str, set[str]] = {}
    for line in network.lines:
        for one, other in zip(line.stations, line.stations[1:], strict=False):
            after.setdefault(one, set()).add(other)
            after.setdefault(other, set())
        after.setdefault(line.stations[0], set())
    mean = _mean_places(network)
    before = dict.fromkeys(after, 0)
    for nexts in after.values():
        for station in nexts:
            before[station] += 1
    ranks: dict[str, tuple[int, str]] = {}
    waiting = set(after)
    while waiting:
        free = [station for station in waiting if before[station] <= 0] or list(waiting)
        chosen = min(free, key=lambda s: (before[s], mean[s], s))
        ranks[chosen] = (len(ranks), chosen)
        waiting.remove(chosen)
        for station in after[chosen]:
            before[station] -= 1
    return ranks


def _mean_places(network: Network) -> dict[str, float]:
    places: dict[str, list[int]] = {}
    for line in network.lines:
        for position, station in enumerate(line.stations):
            places.setdefault(station, []).append(position)
    return {station: sum(found) / len(found) for station, found in places.items()}


def _with_blocks(pieces: list[Stretch], size: int) -> list[Stretch]:
    first: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        for stop in piece.stops:
            for position in stop.places:
                first.setdefault(position, number)
    done: list[Stretch] = []
    beside: set[tuple[int, int]] = set()
    for number, piece in enumerate(pieces):
        active = [position for position in range(size) if first[position] <= number]
        later = {run for other in pieces[number + 1 :] for stop in other.stops for run in stop.runs}
        beside = _beside(piece, active, beside, later)
        done.append(replace(piece, blocks=_grouped(active, beside)))
    return done


def _beside(
    piece: Stretch, active: list[int], before: set[tuple[int, int]], later: set[Run]
) -> set[tuple[int, int]]:
    """Neighbours that run together here: a station holds them; or they came together and nothing parts them, which
    a station of one alone does, and a shared one that one of them misses does unless they meet again."""
    held = {run for stop in piece.stops for run in stop.runs}
    stopping = {position for stop in piece.stops for position in stop.places}
    alone = {stop.places[0] for stop in piece.stops if len(stop.places) == 1}
    together: set[tuple[int, int]] = set()
    for pair in itertools.pairwise(active):
        stays = not stopping & set(pair) or (not alone & set(pair) and _holds(later, pair))
        if _holds(held, pair) or (pair in before and stays and piece.band >= 0):
            together.add(pair)
    return together


def _holds(runs: set[Run], pair: tuple[int, int]) -> bool:
    return any(run[0] <= pair[0] and pair[1] <= run[1] for run in runs)


def _grouped(active: list[int], beside: set[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    blocks: list[list[int]] = []
    for position in active:
        if blocks and (blocks[-1][-1], position) in beside:
            blocks[-1].append(position)
        else:
            blocks.append([position])
    return tuple(tuple(block) for block in blocks)
