"""Makes the term tables anew: `python -m throughline.core.credentials.linked_data.terms FOLDER [OUT]`.

FOLDER holds the contexts as published, and an `index.json` that maps each address to its file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from throughline.core.credentials.linked_data.terms.making import write_tables

if __name__ == "__main__":
    arguments = sys.argv[1:]
    if not 1 <= len(arguments) <= 2:
        sys.exit(
            "Name the folder of contexts: python -m throughline.core.credentials.linked_data.terms FOLDER [OUT]"
        )
    home = Path(__file__).parent / "tables"
    made = write_tables(Path(arguments[0]), Path(arguments[1]) if arguments[1:] else home)
    sys.stdout.write(f"{made} term tables written.\n")
