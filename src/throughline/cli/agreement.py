"""`throughline agreement`"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.project import zone
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from throughline.core.agreements.counting import Counted
    from throughline.core.catalogue.documents import Agreement


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds which agreement, whose record, and how to print what it gives."""
    parser.add_argument(
        "agreement", nargs="?", metavar="ID", help="one agreement (default: all with sets that count)"
    )
    parser.add_argument(
        "--record", type=Path, metavar="FILE", required=True, help="a record in a file (YAML or JSON)"
    )
    parser.add_argument("--state", type=Path, metavar="DIR", required=True, help="the folder of the state")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DAY", help="on which day, e.g. 2027-06-01"
    )
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    """Executes agreements on a record: whether each opens, what counts for what, with how many credits."""
    from throughline.core.agreements.counting import executed, executed_json
    from throughline.core.catalogue.rulebook import RuleBook
    from throughline.core.formats.record_file import read_record
    from throughline.core.formats.state_pack import PackErrors, read_pack
    from throughline.core.progress.standing import stand

    today = zone.today()
    try:
        found, kept = read_record(arguments.record, today), read_pack(arguments.state).catalogue
    except PackErrors as errors:
        print(errors)
        return 1
    wanted = _wanted(arguments.agreement, kept.agreements)
    standing = stand(found.record, RuleBook(kept, began=found.began), arguments.as_of or found.as_of or today)
    done = [executed(kept.agreements[name], standing) for name in wanted]
    if arguments.json:
        print(json.dumps([executed_json(each) for each in done], indent=2))
        return 0
    for each in done:
        print(f"agreement:{each.agreement}: {WORDS[each.opens]}")
        for one in each.counts:
            print(f"  {_line(one)}")
    return 0


WORDS = {"met": "opens", "not_met": "does not open yet", "cannot_tell": "nobody can tell yet"}


def _line(one: Counted) -> str:
    if not one.whole:
        return f"{one.set} at {one.at}: {one.needed} more of {', '.join(one.open)}"
    credits = ", ".join(f"{n} {unit}" for unit, n in one.credits.items())
    return f"{one.set} at {one.at}: counts as {', '.join(one.counts_as)}" + (
        f", {credits}" if credits else ""
    )


def _wanted(name: str | None, known: Mapping[str, Agreement]) -> list[str]:
    if name is None:
        return sorted(each for each, held in known.items() if held.sets)
    plain = name.removeprefix("agreement:")
    if plain not in known:
        raise Problem(
            "The agreement was not executed.", where=name, why="the state has no agreement of that name.",
            next_step="Leave the name out to see those there are.",
        )  # fmt: skip
    return [plain]
