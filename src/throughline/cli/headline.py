"""`throughline headline`"""

from __future__ import annotations

import argparse
import json
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds where the events go."""
    parser.add_argument(
        "--events", type=Path, metavar="FILE", help="where the events go that it is counted from"
    )


def run(arguments: argparse.Namespace) -> int:
    """Counts the headline, keeps it, and prints the counts; they hold everyone, so they are for the house alone."""
    from throughline.cli import installation

    installation.begin()
    from django.utils import timezone

    from throughline.apps.advising.actions import count_headline
    from throughline.apps.directory.actor import HOUSE

    if arguments.events is None:
        found = count_headline(by=HOUSE, now=timezone.now())
    else:
        with arguments.events.open("w", encoding="utf-8") as lines:
            found = count_headline(by=HOUSE, now=timezone.now(), write=lines.write)
    print(json.dumps(found.plain(), indent=2))
    return 0
