"""One item of evidence serves one child only: the best placement, exactly.

Unit children (so many days, facts or different things) are a maximum flow by augmenting paths; children
that sum whole credits are a small integer program (HiGHS). Of equally good placements always the same one
is given: items that fit fewer children go first, then by id; the input is put in order, so no order of the
record is seen. Method: docs/reference/audit.md, "Exclusive".
"""

from collections.abc import Sequence
from itertools import combinations

from throughline.core.progress.demands import Demand, Placement, in_order


def place(demands: Sequence[Demand], wanted: int) -> Placement:
    """The placement that leaves the least missing over the best `wanted` of the demands."""
    ordered = sorted(demands, key=lambda demand: demand.child)
    if wanted <= 0 or not ordered:
        return Placement({}, 0)
    if all(demand.unit for demand in ordered):
        return _place_units(ordered, min(wanted, len(ordered)))
    # scipy takes a third of a second to load, and few rules sum whole credits exclusively.
    from throughline.core.progress.exclusive_sums import place_sums

    return place_sums(ordered, min(wanted, len(ordered)))


def _place_units(demands: Sequence[Demand], wanted: int) -> Placement:
    whole = _flow(demands)
    if whole.missing == 0 or wanted == len(demands):
        return whole
    best: Placement | None = None
    for some in combinations(demands, wanted):
        placement = _flow(some)
        if best is None or placement.missing < best.missing:
            best = placement
        if best.missing == 0:
            break
    assert best is not None
    return best


class _Flow:
    """Items into places, one path at a time; a place is a child and, in it, a group."""

    def __init__(self, demands: Sequence[Demand]) -> None:
        self.demands = {demand.child: demand for demand in demands}
        self.inside: dict[str, dict[str, str]] = {demand.child: {} for demand in demands}

    def settle(self, item: str, seen_groups: set[tuple[str, str]], seen_children: set[str]) -> bool:
        """Finds a place for the item, moving others where that helps."""
        for child, demand in self.demands.items():
            if item not in demand.offers:
                continue
            group = str(demand.groups.get(item, item))
            if (child, group) in seen_groups:
                continue
            seen_groups.add((child, group))
            if self._enter(item, child, group, seen_groups, seen_children):
                return True
        return False

    def _enter(
        self, item: str, child: str, group: str, seen_groups: set[tuple[str, str]], seen_children: set[str]
    ) -> bool:
        places = self.inside[child]
        if group in places:
            return self._move(places, group, item, group, seen_groups, seen_children)
        if len(places) < int(self.demands[child].need):
            places[group] = item
            return True
        if child in seen_children:
            return False
        seen_children.add(child)
        for other in sorted(places):
            if (child, other) in seen_groups:
                continue
            seen_groups.add((child, other))
            if self._move(places, other, item, group, seen_groups, seen_children):
                return True
        return False

    def _move(
        self,
        places: dict[str, str],
        leaves: str,
        item: str,
        group: str,
        seen_groups: set[tuple[str, str]],
        seen_children: set[str],
    ) -> bool:
        if not self.settle(places[leaves], seen_groups, seen_children):
            return False
        del places[leaves]
        places[group] = item
        return True


def _flow(demands: Sequence[Demand]) -> Placement:
    flow = _Flow(demands)
    for item in in_order(demands):
        flow.settle(item, set(), set())
    missing = sum(int(demand.need) - len(flow.inside[demand.child]) for demand in demands)
    return Placement({child: tuple(sorted(its.values())) for child, its in flow.inside.items()}, missing)
