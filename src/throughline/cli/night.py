"""`throughline night`"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.cli import installation

if TYPE_CHECKING:
    from throughline.apps.population.queries import LastNight


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what to do: work out everyone now, or show what came of the last times."""
    parser.add_argument(
        "--show", action="store_true", help="what came of the last fourteen, and nothing else"
    )
    parser.add_argument(
        "--columns",
        type=Path,
        metavar="DIR",
        help="also keep everyone's answers as mapped arrays in this folder",
    )
    parser.add_argument(
        "--at-once", type=int, default=65_536, metavar="N", help="so many people in one transaction (65536)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Holds everyone's rows against the records, now. Gives 1 where a row was not what it should be."""
    installation.begin()
    from django.utils import timezone

    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.population import actions, queries

    if arguments.show:
        for each in queries.nights():
            print(_line(each))
        return 0
    actions.work_out(by=HOUSE, now=timezone.now(), at_once=arguments.at_once)
    found = queries.nights(1)[0]
    if arguments.columns:
        from throughline.apps.population.columns import keep_columns

        keep_columns(by=HOUSE, folder=arguments.columns, as_of=found.as_of)
    print(_line(found))
    return 1 if found.differences else 0


def _line(night: LastNight) -> str:
    begun = f"{night.begun_at:%Y-%m-%d %H:%M}"
    ended = f"{night.ended_at:%H:%M:%S}" if night.ended_at else "not at its end yet"
    compared = f"{night.compared:,} rows compared, {night.differences:,} not right and mended"
    if not night.compares:
        compared = f"{night.renewed:,} rows written anew, none to compare with"
    often = f"; cut off and taken up {night.taken_up} times" if night.taken_up else ""
    return (
        f"{begun} to {ended}: {night.learners:,} learners as of {night.as_of}; {compared}; "
        f"{night.added:,} added, {night.removed:,} removed{often}"
    )
