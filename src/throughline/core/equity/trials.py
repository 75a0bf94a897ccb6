"""What the method finds where it is known what is there: invented learners, sorted by group on purpose, or not.

Groups start unlike in evidence, as they do where schools before were unlike, and interests differ: a method that took
that for sorting would cry wolf.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import log

import numpy as np

from throughline.core.equity.counting import MONITORS, STATE, Line, Monitor, counted
from throughline.core.equity.looking import Method, look

SIZES = (0.5, 0.35, 0.2)
"""Three sizes of planted sorting: the odds of the group against others who started alike."""
INTERESTS = ("making", "caring", "telling")
BASE: Mapping[Monitor, float] = {
    "access": 0.9, "advice": 0.0, "placement": -0.2, "course": -0.5, "outcome": 0.8,
}  # fmt: skip
"""How many get it where a learner is in the middle of everything, as log odds."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A made-up state. sorting: how many of its places sort, in which monitor, at which odds (1: none does). drawn: the
    group that gets less there."""

    places: int = 40
    learners: int = 300
    sorting: int = 8
    monitor: Monitor = "placement"
    odds: float = 1.0
    drawn: str = "b"
    shares: Mapping[str, float] = field(default_factory=lambda: {"a": 0.5, "b": 0.35, "c": 0.1, "d": 0.05})


def lines_of(plan: Plan, seed: int) -> Iterator[Line]:
    """Every learner of a made-up state; the first places are those that sort."""
    chance = np.random.default_rng(seed)
    for nth in range(plan.places):
        size, base = int(plan.learners * chance.uniform(0.7, 1.3)), float(chance.normal(0, 0.4))
        yield from _place(plan, nth, size, base, chance)


def _place(plan: Plan, nth: int, size: int, base: float, chance: np.random.Generator) -> Iterator[Line]:
    groups = chance.choice(list(plan.shares), size, p=list(plan.shares.values()))
    first = groups == next(iter(plan.shares))
    ready = chance.normal(np.where(first, 0.0, -0.25), 1)
    # The first group likes the first thing more often.
    likes = (chance.random(size) > np.where(first, 0.5, 0.35)).astype(int) * chance.integers(1, 3, size)
    odds = base + 0.7 * ready + 0.3 * (1 - likes)
    held = (groups == plan.drawn) & (nth < plan.sorting)
    got = {}
    for monitor in MONITORS:
        less = log(plan.odds) * held if monitor == plan.monitor else 0.0
        got[monitor] = chance.random(size) < 1 / (1 + np.exp(-(BASE[monitor] + odds + less)))
    for each in range(size):
        told: dict[Monitor, bool] = {"access": bool(got["access"][each])}
        if told["access"]:
            told |= {monitor: bool(got[monitor][each]) for monitor in MONITORS}
        yield Line(
            f"place-{nth:02}",
            frozenset({str(groups[each])}),
            float(ready[each]),
            INTERESTS[likes[each]],
            told,
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """What a method found over many made-up states. power: of the places that sort, the share it found. false: of the
    findings of the monitor in which they sort, the share that was chance, on average over states (a state without findings
    counts as none). alarms: of the looks of monitors in which nobody sorts, the share that found anything."""

    power: float
    false: float
    alarms: float
    states: int


def measured(plan: Plan, method: Method, *, seeds: range) -> Measured:
    """One look at each of many made-up states, each drawn from its seed."""
    power, false, alarms, quiet = 0.0, 0.0, 0, 0
    for seed in seeds:
        for monitor, one in look(counted(lines_of(plan, seed)), method=method, nth=1).items():
            found = {(each.place, each.group) for each in one.outliers if each.place != STATE}
            if plan.odds < 1 and monitor == plan.monitor:
                true = {each for each in found if _planted(plan, *each)}
                power += len(true) / plan.sorting
                false += len(found - true) / len(found) if found else 0.0
            else:
                # Nobody sorts here: whatever is found is chance, in one place or in all together.
                alarms, quiet = alarms + bool(one.outliers), quiet + 1
    return Measured(power / len(seeds), false / len(seeds), alarms / quiet, len(seeds))


def _planted(plan: Plan, place: str, group: str) -> bool:
    return group == plan.drawn and int(place.removeprefix("place-")) < plan.sorting
