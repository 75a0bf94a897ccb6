"""What a state asks of those who judge: how they compare themselves with agreed levels, and for how long that holds."""

from dataclasses import dataclass
from decimal import Decimal

from throughline.core.requirements.nodes import Cite


@dataclass(frozen=True, slots=True)
class CalibrationRule:
    """How a state calibrates its judges.

    works: anchors rated in one sitting, at least. band: how far the mean of a judge's levels may lie from the agreed ones,
    in levels. adjacent: the share of levels that lie at most one from the agreed one. days: how long it holds.
    target: the share of those who certify that should be calibrated. second_share: of decided work that is marked again.
    smallest: fewer works or people than these are not shown in a figure.
    """

    works: int = 10
    band: Decimal = Decimal("0.5")
    adjacent: Decimal = Decimal("0.8")
    days: int = 365
    target: Decimal = Decimal("0.8")
    second_share: Decimal = Decimal("0.1")
    smallest: int = 10
    cite: Cite | None = None
