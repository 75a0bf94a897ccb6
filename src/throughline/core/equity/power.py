"""What the method was measured to find, and how often it cried wolf: published beside every finding.

Worked out by `benchmarks/tracking` on made-up states (`core.equity.trials`), and measured again by its tests on others.
"""

from dataclasses import dataclass

VERSION = 1
"""Of the method that these figures are for (`looking.Method.version`)."""
PLACES, LEARNERS, STATES = 40, 300, 40
"""Places of each made-up state, learners at each (on average), and how many states each figure rests on."""


@dataclass(frozen=True, slots=True)
class Power:
    """For one size of planted sorting. odds: of the group, against others who started alike. found: of 100 places that
    sort, how many a year's last look finds, and how many its first."""

    odds: float
    found_last: int
    found_first: int


POWER = (Power(0.5, 11, 3), Power(0.35, 40, 25), Power(0.2, 85, 75))
NOBODY_SORTS = 1.5
"""Of 100 made-up states in which nobody sorts, in how many a monitor's last look finds anything."""
FALSE_FINDINGS = 2
"""Of 100 findings of a last look in states where some places sort, how many are chance, for the worst of the sizes."""
