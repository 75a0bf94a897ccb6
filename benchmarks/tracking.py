"""How much planted sorting the tracking monitors find, and how often they cry wolf: the figures of `core.equity.power`.

Run: `python -m benchmarks.tracking [states]` (40 unless told). Each figure rests on that many made-up states
(`core.equity.trials`), drawn from seeds from 0 on; the tests measure again on seeds from 1000 on.
"""

import sys
from time import process_time

from throughline.core.equity.looking import Method
from throughline.core.equity.trials import SIZES, Plan, measured

LOOKS = (("first look", Method(spent=(0.1,))), ("last look", Method(spent=(0.4,))))
"""What the first and the last look of a year may spend (`Method.spent`)."""


def main() -> None:
    """Measure, and print what is to be published."""
    seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
    began = process_time()
    for odds in SIZES:
        for name, method in LOOKS:
            found = measured(Plan(odds=odds), method, seeds=seeds)
            print(
                f"odds {odds}, {name}: found {found.power:.3f} of places that sort, {found.false:.4f} of findings chance"
            )
    for name, method in LOOKS:
        found = measured(Plan(), method, seeds=seeds)
        print(f"nobody sorts, {name}: {found.alarms:.4f} of looks of one monitor found anything")
    print(f"{process_time() - began:.0f} s")


if __name__ == "__main__":
    main()
