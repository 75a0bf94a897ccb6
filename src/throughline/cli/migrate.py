"""`throughline migrate`"""

from __future__ import annotations

import argparse

from throughline.cli import installation
from throughline.cli.progress import say


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none."""


def run(arguments: argparse.Namespace) -> int:
    """Brings the database to this version."""
    installation.begin()
    installation.migrate()
    say("The database is at this version.")
    return 0
