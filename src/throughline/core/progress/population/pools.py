"""Exclusive choices for many learners: exactly, by the deficiency of sets of children where items fill one place each.

With unit items the steps that remain are, over all sets S of children, the most of need(S) less the items that serve any
child of S (Hall 1935; König and Ore); with fewer children asked than listed, the least of that over every choice of
them. Sums of whole credits, and items of which two would fill the same place, are placed learner by learner, each
situation once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING
from itertools import combinations

import numpy as np
import numpy.typing as npt

from throughline.core.progress.demands import Demand
from throughline.core.progress.evidence import Evidence
from throughline.core.progress.exceptions import Exceptions
from throughline.core.progress.exclusive import place
from throughline.core.progress.leaves import Leaf, is_plain
from throughline.core.progress.pool import child_of, leaves, wanted_of
from throughline.core.progress.program import Program
from throughline.core.progress.record import Fact
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Choose, Have, Node

Ints = npt.NDArray[np.int64]
MOST_CHILDREN = 8


def children_of(node: Choose) -> list[Leaf]:
    """The children that count, in order of id."""
    return sorted((leaf for leaf in leaves(node) if not leaf.advisory), key=lambda leaf: leaf.id)


def pool_most(node: Choose, taken: Sequence[str], program: Program) -> int:
    """What remains without any fact, when these names follow."""
    return missing_of(node, demands_of(node, taken, (), date.max, (), program))


def demands_of(
    node: Choose,
    taken: Sequence[str],
    facts: Iterable[Fact],
    as_of: date,
    tags: Sequence[str],
    program: Program,
) -> list[Demand]:
    """What the children ask of a learner's facts; `taken` follow without a fact of their own."""
    evidence = Evidence(facts, as_of)
    for tag in tags:
        evidence = evidence.carrying(tag)
    world = World(evidence, Exceptions((), as_of), {}, _nobody_decided, taken)
    return [child_of(leaf, world, program).demand for leaf in children_of(node)]


def missing_of(node: Choose, demands: Sequence[Demand]) -> int:
    """The steps that remain, with the best placement."""
    wanted = wanted_of(node, children_of(node))
    if not any(demand.offers for demand in demands):
        return sum(sorted(demand.steps for demand in demands)[:wanted])
    return place(demands, wanted).missing


def situation(demands: Sequence[Demand]) -> tuple[object, ...]:
    """What of the demands matters: the same for learners whose facts differ in name and day only."""
    items = {item for demand in demands for item in demand.offers}
    shape = {item: tuple(str(demand.offers.get(item)) for demand in demands) for item in items}
    together = {item: tuple(_crowd(demand, item) for demand in demands) for item in items}
    ordered = sorted(items, key=lambda item: (shape[item], together[item], item))
    number: dict[tuple[int, str | None], int] = {}
    named = []
    for item in ordered:
        groups = [
            number.setdefault((place, demand.groups[item]), len(number))
            if demand.groups.get(item) is not None and item in demand.offers else -1
            for place, demand in enumerate(demands)
        ]  # fmt: skip
        named.append((shape[item], tuple(groups)))
    return tuple(named)


def _crowd(demand: Demand, item: str) -> int:
    group = demand.groups.get(item)
    return 0 if group is None else sum(1 for other in demand.offers if demand.groups.get(other) == group)


def _nobody_decided(world: World, node: Node, owner: str) -> int:
    raise AssertionError("no decision is in force in a pool that is read for everyone")


@dataclass(frozen=True, slots=True)
class Pool:
    """An exclusive choice that can be answered by sets of children: needs by child, and those of which two items on one
    day, or of one name, fill one place."""

    node: Choose
    needs: tuple[int, ...]
    crowded: tuple[bool, ...]
    wanted: int

    @property
    def size(self) -> int:
        """How many children share it."""
        return len(self.needs)


def pool_of(node: Choose) -> Pool | None:
    """The choice as a pool; None where it must be placed learner by learner."""
    children = children_of(node)
    if len(children) > MOST_CHILDREN or not all(_by_places(leaf) for leaf in children):
        return None
    needs = tuple(map(_places, children))
    crowded = tuple(
        need > 1 and (isinstance(leaf, Have) or leaf.measure == "distinct")
        for leaf, need in zip(children, needs, strict=True)
    )
    return Pool(node, needs, crowded, wanted_of(node, children))


def _places(leaf: Leaf) -> int:
    return leaf.times if isinstance(leaf, Have) else int(leaf.min.to_integral_value(ROUND_CEILING))


def _by_places(leaf: Leaf) -> bool:
    if isinstance(leaf, Have):
        return leaf.attempt == "best"
    return leaf.measure in ("count", "distinct") and leaf.cap_per is None


def remaining(pool: Pool, counts: Ints) -> Ints:
    """The steps that remain for each learner. counts: how many items each has, by the set of children they serve
    (a bit a child): one row a learner, 2**size columns."""
    every = np.arange(1 << pool.size)
    held = counts @ ((every[:, None] & every[None, :]) != 0).astype(np.int64)
    needs = sum(np.where(every >> child & 1, need, 0) for child, need in enumerate(pool.needs))
    short = needs - held
    chosen = [sum(1 << child for child in some) for some in combinations(range(pool.size), pool.wanted)]
    least: Ints = np.min(
        [short[:, [part for part in every if part | whole == whole]].max(axis=1) for whole in chosen], axis=0
    )
    return least


def masks_of_taken(node: Choose, taken: Sequence[str], program: Program) -> Mapping[str, int]:
    """Which children each name that follows can serve."""
    found = dict.fromkeys(taken, 0)
    for child, leaf in enumerate(children_of(node)):
        if not isinstance(leaf, Have) or not is_plain(leaf):
            continue
        for name in dict.fromkeys([leaf.what, *_stand_ins(leaf, program)]):
            if name in found:
                found[name] |= 1 << child
    return found


def _stand_ins(leaf: Have, program: Program) -> list[str]:
    return [step.what for step in program.steps(leaf.what, leaf.via)]
