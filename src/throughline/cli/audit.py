"""`throughline audit --record FILE --pathway P --state DIR`"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.catalogue.catalogue import Catalogue
    from throughline.core.formats.state_pack.record_file import RecordFile


def arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the pathway, and the form of the answer. No database is needed."""
    parser.add_argument("--record", type=Path, required=True, metavar="FILE", help="facts, as YAML or JSON")
    parser.add_argument("--state", type=Path, required=True, metavar="DIR", help="the folder of the state")
    parser.add_argument("--pathway", metavar="P", help="one pathway by id (default: all of the state)")
    parser.add_argument("--language", default="en", help="the language of titles (default: en)")
    parser.add_argument(
        "--on", type=date.fromisoformat, help="the day (default: the record's own, else today)"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints where the record stands on each pathway asked for."""
    from throughline.core.formats.state_pack import PackErrors, read_pack
    from throughline.core.formats.state_pack.record_file import read_record

    today = arguments.on or date.today()  # noqa: DTZ011 -- the day here, not in UTC
    try:
        catalogue = read_pack(arguments.state).catalogue
        record = read_record(arguments.record, today)
    except PackErrors as errors:
        print(errors, file=sys.stderr)
        return 1
    names = [arguments.pathway] if arguments.pathway else sorted(catalogue.pathways)
    if arguments.pathway and arguments.pathway not in catalogue.pathways:
        raise _unknown(arguments, catalogue)
    _print(names, record, catalogue, today, arguments)
    return 0


def _unknown(arguments: argparse.Namespace, catalogue: Catalogue) -> Problem:
    return Problem(
        f"There is no pathway '{arguments.pathway}'.",
        where=str(arguments.state),
        why="the state publishes no pathway of that id",
        next_step=f"name one of {', '.join(sorted(catalogue.pathways)) or 'none: it holds rules only'}",
    )


def _print(
    names: list[str], record: RecordFile, catalogue: Catalogue, today: date, arguments: argparse.Namespace
) -> None:
    from throughline.core.formats.state_pack.audit_report import render_json, render_text
    from throughline.core.progress.audit import audit
    from throughline.core.progress.standing import stand
    from throughline.core.requirements.rulebook import RuleBook

    rules = RuleBook(catalogue, began=record.began)
    standing = stand(record.record, rules, arguments.on or record.as_of or today, pathways=names)
    audits = [audit(name, standing) for name in names]
    if arguments.json:
        bodies = ",\n".join(render_json(each).rstrip() for each in audits)
        sys.stdout.write(f"[{bodies}]\n" if len(audits) != 1 else f"{bodies}\n")
    else:
        sys.stdout.write("\n".join(render_text(each, catalogue, arguments.language) for each in audits))
