"""How long a round takes: learners who rank places near them, reserves, one lottery; plain, with Numba, and beside a peer.

Run: `python -m benchmarks.matching [learners]` (100,000 unless told; a twentieth as many openings). Learners and openings
lie at random in a square of 300 km; each learner ranks 15 openings within 60 km, those that many like first; there are
seats for three quarters of them, 30 of 100 reserved for a group that 36 of 100 count in; two bands. Goals for 100,000: 5 s
in plain Python, 0.2 s with Numba, no blocking pair. The peer is `matching` (MIT; `pip install matching`), which knows no
reserves: it is run beside ours in the same minute on rounds of sizes it can do.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from random import Random
from time import perf_counter, process_time
from typing import Any

from throughline.core.matching.checking import blocking, overfull
from throughline.core.matching.deferred import in_python, settled
from throughline.core.matching.ranking import Opening, Ranking, Reserve, Table, Wish, table

SEED = "a seed that was bound before the ranking closed"
SIDE, NEAR, RANKED = 300.0, 60.0, 15
PEER_SIZES = ((500, 25), (1_000, 50), (2_000, 100))


def made(learners: int, openings: int, *, reserves: bool = True) -> tuple[list[Opening], list[Ranking]]:
    """A round of this size."""
    dice = Random(7)
    where = [(dice.uniform(0, SIDE), dice.uniform(0, SIDE)) for _ in range(openings)]
    liked = [dice.gauss(0, 1) for _ in range(openings)]
    cells: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(where):
        cells.setdefault((int(x // NEAR), int(y // NEAR)), []).append(number)
    each, more = divmod(learners * 3 // 4, openings)
    seats = [each + (number < more) for number in range(openings)]
    places = [
        Opening(f"o{n:05}", many, (Reserve("group", many * 3 // 10),) if reserves and many * 3 // 10 else ())
        for n, many in enumerate(seats)
    ]
    people = []
    for number in range(learners):
        x, y = dice.uniform(0, SIDE), dice.uniform(0, SIDE)
        near = _near(cells, where, x, y)
        some = dice.sample(near, min(len(near), 2 * RANKED))
        ranked = sorted(some, key=lambda place: -liked[place] - dice.gauss(0, 1))[:RANKED]
        wishes = tuple(Wish(places[place].id, 1 + (dice.random() < 0.3)) for place in ranked)
        people.append(Ranking(f"l{number:07}", wishes, frozenset({"group"} if dice.random() < 0.36 else ())))
    return places, people


def _near(
    cells: dict[tuple[int, int], list[int]], where: list[tuple[float, float]], x: float, y: float
) -> list[int]:
    column, row = int(x // NEAR), int(y // NEAR)
    around = [cells.get((column + a, row + b), ()) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    return [
        place
        for cell in around
        for place in cell
        if (where[place][0] - x) ** 2 + (where[place][1] - y) ** 2 <= NEAR**2
    ]


def timed(run: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, and seconds of processor time and by the clock."""
    clock, processor = perf_counter(), process_time()
    found = run()
    return found, process_time() - processor, perf_counter() - clock


def line(name: str, processor: float, clock: float, more: str = "") -> None:
    """One line of the table."""
    print(f"{name:44} {processor:8.3f} s CPU {clock:8.3f} s clock  {more}")


def whole(learners: int) -> None:
    """The round as large as it is to be."""
    openings, people = made(learners, max(learners // 20, 1))
    given, *took = timed(lambda: table(openings, people, SEED))
    print(f"{learners:,} learners, {len(openings):,} openings, {len(given.at):,} wishes")
    line("drawing the lottery, numbers of the round", *took)
    plain, *took = timed(lambda: in_python(given))
    line("matching in plain Python", *took, "goal 5 s")
    result, *took = timed(lambda: settled(given, lambda _: plain))
    line("reserved and open seats, for the reasons", *took)
    fast(given, plain)
    wrong, *took = timed(
        lambda: len(list(blocking(given, result.places))) + len(overfull(given, result.places))
    )
    line("looking for blocking pairs", *took, f"{wrong} found")
    placed = [place for place in result.places.values() if place]
    first = sum(person.wishes[0].opening == result.places[person.id] for person in people if person.wishes)
    print(f"placed {len(placed) / learners:.1%}; first choice {first / learners:.1%}")


def fast(given: Table, plain: list[list[int]]) -> None:
    """The same with Numba, once it is compiled."""
    try:
        from throughline.core.matching.deferred_fast import arrays, kept_of, matched
    except ImportError:
        print("Numba is not installed: pip install 'throughline[population]'")
        return
    ready, *took = timed(lambda: arrays(given))
    line("arrays for Numba", *took)
    matched(*ready)
    found, *took = timed(lambda: matched(*ready))
    same = [sorted(each) for each in kept_of(ready, found)] == [sorted(each) for each in plain]
    line("matching with Numba", *took, f"goal 0.2 s; {'the same result' if same else 'ANOTHER RESULT'}")


def peer() -> None:
    """`matching` beside ours on the same rounds, without reserves; the ratio of creating and solving together."""
    try:
        game = import_module("matching.games").HospitalResident
    except ImportError:
        print("The peer is not installed: pip install matching")
        return
    sys.setrecursionlimit(1_000_000)
    for learners, openings in PEER_SIZES:
        places, people = made(learners, openings, reserves=False)
        given = table(places, people, SEED)
        ours, *mine = timed(lambda places=places, people=people: settled(table(places, people, SEED)))
        theirs, *took = timed(lambda given=given: _solved(game, given))
        same = all(theirs.get(name, "") == place for name, place in ours.places.items())
        line(f"ours, {learners:,} x {openings}", *mine)
        line(
            f"matching, {learners:,} x {openings}",
            *took,
            f"{took[0] / mine[0]:.0f} times ours; {'the same result' if same else 'another result'}",
        )


def _solved(game: Any, given: Table) -> dict[str, str]:
    wishes: dict[str, list[str]] = {}
    asked: dict[str, list[int]] = {name: [] for name in given.openings}
    for number, learner in enumerate(given.learners):
        for wish in range(given.starts[number], given.starts[number + 1]):
            wishes.setdefault(learner, []).append(given.openings[given.at[wish]])
            asked[given.openings[given.at[wish]]].append(given.keys[wish])
    order = {
        name: [given.learners[given.learner(key)] for key in sorted(keys)]
        for name, keys in asked.items()
        if keys
    }
    seats = {name: given.seats[number] for number, name in enumerate(given.openings) if name in order}
    found = game.create_from_dictionaries(wishes, order, seats).solve(optimal="resident")
    return {resident.name: hospital.name for hospital, residents in found.items() for resident in residents}


if __name__ == "__main__":
    whole(int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else 100_000)
    peer()
