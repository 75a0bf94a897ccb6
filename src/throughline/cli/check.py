"""`throughline check DIR...`"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """The folders, and the form of the answer."""
    parser.add_argument(
        "directories", nargs="+", type=Path, metavar="DIR", help="a folder that holds a state"
    )
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument(
        "--menus", action="store_true", help="show local variations of the state's rules side by side instead"
    )
    parser.add_argument(
        "--on", type=date.fromisoformat, help="the day reviews are due against (default: today)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads each folder, runs every check and the states' own cases; 0 where nothing is to be mended, else 1."""
    if arguments.menus:
        return _menus(arguments.directories)
    from throughline.core.formats.state_pack.check import check
    from throughline.core.formats.state_pack.check_report import render_json, render_text

    report = check(arguments.directories, arguments.on or date.today())  # noqa: DTZ011 -- the day here, not in UTC
    sys.stdout.write(render_json(report) if arguments.json else render_text(report))
    return report.exit_code


def _menus(directories: list[Path]) -> int:
    from throughline.core.formats.state_pack import read_pack
    from throughline.core.formats.state_pack.menus import menus_text

    for each in directories:
        found = menus_text(read_pack(each).catalogue)
        sys.stdout.write(f"{each}\n{found or 'Nothing is varied locally.'}\n")
    return 0
