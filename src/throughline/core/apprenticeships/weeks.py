"""What an apprentice's weeks come to: hours that a journeyworker signed, the wage they stand at, and what is still open.

Source: 29 CFR 29.5(b)(2) and (5). Hours inform; only where the standards count time are they asked for, as that law says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from throughline.core.apprenticeships.standards import Standards

MOST_HOURS = Decimal(60)
"""More hours in one week are taken for a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Week:
    """One week: hours at work, hours of lessons, dollars paid an hour (None: not said), and whether it was signed."""

    monday: date
    hours: Decimal
    instruction: Decimal
    paid: Decimal | None
    signed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an apprentice stands. hours, instruction: signed; open_hours: not signed yet. step: the wage step, from 1;
    wage: dollars an hour agreed for it. shown, to_show: of what the standards ask. hours_left: what the law still
    asks, 0 where time does not count. underpaid: Mondays of weeks that were paid below what was agreed."""

    hours: Decimal
    instruction: Decimal
    open_hours: Decimal
    step: int
    wage: Decimal
    shown: tuple[str, ...]
    to_show: tuple[str, ...]
    hours_left: Decimal
    underpaid: tuple[date, ...]

    @property
    def complete(self) -> bool:
        """Whether all is done that the form of the standards asks."""
        return not self.to_show and self.hours_left == 0


def standing(standards: Standards, weeks: Iterable[Week], held: frozenset[str]) -> Standing:
    """Where an apprentice stands after these weeks. held: what stands in their record or follows from it."""
    known = sorted(weeks, key=lambda each: each.monday)
    signed = [each for each in known if each.signed]
    hours = sum((each.hours for each in signed), Decimal(0))
    shown = tuple(each for each in standards.asks if each in held)
    counts_time = standards.form in ("time", "hybrid")
    asked = standards.asks if standards.form in ("competency", "hybrid") else ()
    reached = int(hours) if counts_time else len(shown)
    step = step_at(standards, reached)
    return Standing(
        hours, sum((each.instruction for each in signed), Decimal(0)),
        sum((each.hours for each in known if not each.signed), Decimal(0)), step, wage_of(standards, step), shown,
        tuple(each for each in asked if each not in held),
        max(standards.hours - hours, Decimal(0)) if counts_time else Decimal(0), _underpaid(standards, known),
    )  # fmt: skip


def step_at(standards: Standards, reached: int) -> int:
    """The number of the wage step, from 1, that holds after so many hours, or so much that is shown."""
    return max(1, sum(1 for each in standards.steps if each.after <= reached))


def wage_of(standards: Standards, step: int) -> Decimal:
    """Dollars an hour that are agreed for a step."""
    agreed = standards.rate * standards.steps[step - 1].percent / 100
    return agreed.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _underpaid(standards: Standards, weeks: list[Week]) -> tuple[date, ...]:
    """Mondays of weeks paid below the step that held when they began; where what is shown counts, the first step at
    least, since a week does not say what was shown by then."""
    found, hours = [], Decimal(0)
    for each in weeks:
        step = step_at(standards, int(hours)) if standards.form in ("time", "hybrid") else 1
        if each.paid is not None and each.paid < wage_of(standards, step):
            found.append(each.monday)
        hours += each.hours if each.signed else Decimal(0)
    return tuple(found)
