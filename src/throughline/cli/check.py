"""`throughline check`"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the folders and `--json`."""
    parser.add_argument("directories", nargs="+", type=Path, metavar="DIR", help="folder of a state, e.g. states/meridian")
    parser.add_argument("--json", action="store_true", help="the report for programs")


def run(arguments: argparse.Namespace) -> int:
    """Reads each folder, runs every certification check and the state's own cases. 0: all sound; 1: something is not."""
    from throughline.core.formats.state_pack.check import check
    from throughline.core.formats.state_pack.check_report import render_json, render_text

    report = check(arguments.directories, datetime.now(UTC).date())
    print(render_json(report) if arguments.json else render_text(report))
    return report.exit_code
