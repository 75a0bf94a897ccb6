"""`throughline evidence`"""

from __future__ import annotations

import argparse
import json
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what to do."""
    todo = parser.add_subparsers(dest="todo", required=True, metavar="WHAT")
    check = todo.add_parser("check", help="read every stored file and name what was changed or is gone")
    check.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    """Holds every stored file against the digest it was stored by: 0 all are as they were, 1 some are not."""
    from throughline.cli import installation

    installation.begin()
    from throughline.apps.records import queries

    found = queries.stored_files()
    if arguments.json:
        faults = [
            {"digest": each.digest, "fault": each.fault, "pieces": [str(piece) for piece in each.pieces]}
            for each in found.faults
        ]
        print(json.dumps({"files": found.files, "faults": faults}, indent=2))
        return 1 if found.faults else 0
    for each in found.faults:
        print(
            f"{each.digest}  {each.fault:7}  {', '.join(map(str, each.pieces)) or 'in no kept piece of work'}"
        )
    print(_told(found.files, len(found.faults)), file=sys.stderr if found.faults else sys.stdout)
    return 1 if found.faults else 0


def _told(files: int, faults: int) -> str:
    if not faults:
        return f"{files} files are as they were stored."
    return (
        f"{faults} of {files} files are not as they were stored. None of them is served. Put each back from a backup: "
        "its name is the SHA-256 of what it must hold."
    )
