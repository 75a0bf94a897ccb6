"""`throughline django`"""

from __future__ import annotations

import argparse

from throughline.cli import installation


def arguments(parser: argparse.ArgumentParser) -> None:
    """Takes what Django's own command takes."""
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="...", help="for example: shell, makemigrations"
    )


def run(arguments: argparse.Namespace) -> int:
    """Runs a command of Django's."""
    installation.begin()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["throughline django", *arguments.words])
    return 0
