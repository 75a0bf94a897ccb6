"""What the children of an exclusive `choose` ask of their shared pool, and the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

from throughline.core.requirements.nodes import CapPer


@dataclass(frozen=True, slots=True)
class Demand:
    """What one child asks of the shared pool.

    need: how much. offers: by item, what it adds here. groups: by item, its group; in a unit demand one
    group fills one place only (a day, a name), in a sum `cap` limits each group. unit: every item adds one
    place. counted: what is missing is told in items; else a whole sum is one step.
    """

    child: str
    need: Decimal
    offers: Mapping[str, Decimal]
    groups: Mapping[str, str | None] = field(default_factory=dict)
    unit: bool = True
    cap: CapPer | None = None
    counted: bool = False

    @property
    def steps(self) -> int:
        """The steps that are missing where nothing is placed (`totals.steps_left` of nothing done)."""
        return int(self.need.to_integral_value(ROUND_CEILING)) if self.unit or self.counted else 1


@dataclass(frozen=True, slots=True)
class Placement:
    """Which items serve which child, and how many steps are missing (a place in a unit demand, an
    item in a counted one, or a whole sum)."""

    items: Mapping[str, tuple[str, ...]]
    missing: int


def in_order(demands: Sequence[Demand]) -> list[str]:
    """The items of all demands: those that fit fewer children first, then by id."""
    fits: dict[str, int] = {}
    for demand in demands:
        for item in demand.offers:
            fits[item] = fits.get(item, 0) + 1
    return sorted(fits, key=lambda item: (fits[item], item))
