"""What one variable for one person costs in OpenFisca. Run in a Python environment of its own (`benchmarks.peers`).

Run: `python openfisca.py PEOPLE`. Prints the nanoseconds of processor time of one variable for one person, as JSON: every
variable with a formula that five questions about each person need is counted, what is given is not.
"""

import json
import sys
from time import process_time

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder  # type: ignore[import-not-found]
from openfisca_country_template import CountryTaxBenefitSystem  # type: ignore[import-not-found]

MONTH = "2024-01"
ASKED = ("income_tax", "social_security_contribution", "basic_income", "pension", "age")


def main(people: int) -> None:
    """Prints the figure."""
    dice = np.random.default_rng(3)
    simulation = SimulationBuilder().build_default_simulation(CountryTaxBenefitSystem(), people)
    births = np.datetime64("1950-01-01") + dice.integers(0, 20_000, people)
    simulation.set_input("birth", "eternity", births)
    simulation.set_input("salary", MONTH, dice.uniform(0, 8_000, people))
    begun = process_time()
    for name in ASKED:
        simulation.calculate(name, MONTH)
    spent = process_time() - begun
    entity = simulation.persons
    worked = [name for name, holder in entity._holders.items() if holder.get_known_periods()]
    worked = [name for name in worked if name not in ("birth", "salary")]
    print(json.dumps({"nanoseconds": spent / people / max(len(worked), 1) * 1e9, "variables": len(worked)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
