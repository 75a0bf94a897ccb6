"""What one audit costs in the UTD validator (github.com/UTDNebula/planner, MIT). Run in an environment of its own.

Run: `python utd.py VALIDATOR_FOLDER TIMES`. Asks as its own API does, with the transcript that it brings for trying; prints
the milliseconds of processor time of each audit, loading of its rules included, as JSON.
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from time import process_time


def main(folder: str, times: int) -> None:
    """Prints the figures."""
    os.chdir(folder)
    sys.path.insert(0, folder)
    import degree_solver as asked  # type: ignore[import-not-found]

    given = json.loads(Path("core/mock_data/sguan.json").read_text())
    courses = [each["name"] for each in given["courses"]]
    spent = []
    for _ in range(times):
        begun = process_time()
        with contextlib.redirect_stdout(io.StringIO()):
            wanted = asked.DegreeRequirementsInput(2022, ["Computer Science(BS)"], [], [])
            asked.DegreeRequirementsSolver(
                courses, wanted, asked.BypassInput([], {"Computer Science(BS)": []})
            ).solve()
        spent.append((process_time() - begun) * 1000)
    print(json.dumps(spent))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
