"""`throughline import onet|soc|cip|crosswalk|wages|projections|living-wage|labor`: occupations and labor data."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from throughline.cli import installation
from throughline.core.formats.labor import Edition, Kind, Terms, Unreadable, editions_of
from throughline.core.formats.labor.editions import day_of
from throughline.project.problem import Problem

KINDS: Final[dict[str, str]] = {
    "onet": "the O*NET database: the folder of its texts",
    "soc": "the groups and occupations of SOC 2018",
    "soc-2010": "what the occupations of SOC 2010 became",
    "cip": "the programs of study of CIP 2020",
    "crosswalk": "which programs of study prepare for which occupation (CIP to SOC)",
    "wages": "wages by area (OEWS)",
    "projections": "employment projections",
    "nem": "which code of the National Employment Matrix speaks for an occupation",
    "living-wage": "what a household needs to live on, by area",
    "labor": "any of these: what each file is, is told from its head line",
}


def arguments(kinds: Any) -> None:
    """Adds a command for each kind of labor data."""
    for name, words in KINDS.items():
        parser = kinds.add_parser(name, help=words, description=words)
        parser.add_argument(
            "path", type=Path, metavar="PATH", help="a file (CSV, text, XLSX, also .gz) or a folder"
        )
        parser.add_argument(
            "--preview", action="store_true", help="say what would come in, and write nothing"
        )
        parser.add_argument("--label", default="", help="what to call the edition, such as 'OEWS May 2021'")
        parser.add_argument(
            "--period", default="", metavar="DATE", help="the time its figures are of: 2021, 2021-05"
        )
        parser.add_argument("--publisher", default="", help="who publishes it")
        parser.add_argument("--licence", default="", help="on what terms its words may be shown")
        parser.add_argument("--attribution", default="", help="what must be said where it is shown")


def run(arguments: argparse.Namespace) -> int:
    """Loads every edition that is found, all of them or none."""
    only: Kind | None = None if arguments.what == "labor" else arguments.what
    try:
        period = day_of(arguments.period, "--period") if arguments.period else None
        terms = Terms(arguments.label, period, arguments.publisher, arguments.licence, arguments.attribution)
        editions, left = editions_of(files_of(arguments.path), only=only, terms=terms)
    except Unreadable as error:
        raise Problem(
            "Nothing came in.", where=str(arguments.path), why=f"\n{error}",
            next_step="Mend them, or fetch the files again from their publisher.",
        ) from None  # fmt: skip
    installation.migrate()
    for name in left:
        print(f"  left: {name}")
    return _load(editions, preview=arguments.preview)


def files_of(path: Path) -> dict[str, bytes]:
    """The file, or every file of the folder and the folders in it, by name."""
    if path.is_dir():
        found = [each for each in sorted(path.rglob("*")) if each.is_file()]
        return {each.relative_to(path).as_posix(): each.read_bytes() for each in found}
    beside = path.with_name("edition.json")
    return {each.name: each.read_bytes() for each in (path, beside) if each == path or each.is_file()}


def _load(editions: Sequence[Edition], *, preview: bool) -> int:
    from django.db import transaction

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.occupations import actions, queries

    for edition, new in queries.preview(editions):
        for note in edition.notes:
            print(f"  note: {note}")
        state = "new" if new else "here already"
        print(f"  {edition.kind}: {edition.terms.label}, {len(edition.rows):,} rows, {state}")
    if preview:
        print("Nothing was written.")
        return 0
    with transaction.atomic():
        loaded = [actions.load(by=HOUSE, edition=each, now=datetime.now(UTC)) for each in editions]
    written = sum(each.new for each in loaded)
    print(f"Loaded: {written} of {len(loaded)}." if written else "Nothing has changed.")
    return 0
