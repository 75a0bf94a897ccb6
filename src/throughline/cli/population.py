"""`throughline population`"""

from __future__ import annotations

import argparse
from pathlib import Path

from throughline.cli import installation
from throughline.project.problem import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the folder, and how many learners."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder of the state, loaded before")
    parser.add_argument(
        "--learners", type=int, metavar="N", help="how many learners (default: as the state's folder says)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Settles the named people and invented learners of a fictional state; those who are there already stay."""
    installation.begin("demo")
    from throughline.apps.frameworks import queries
    from throughline.demo import populate

    state = queries.catalogue().state
    if not state.invented:
        raise Problem(
            "Nobody was invented.",
            where=f"state '{state.id}'",
            why="it is a real state, and its people are real.",
            next_step="use an installation of a fictional state, such as the demo.",
        )
    populate(arguments.folder, size=arguments.learners)
    return 0
