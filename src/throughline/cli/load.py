"""`throughline load`"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.cli import installation
from throughline.cli.progress import say
from throughline.project import zone
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.core.catalogue.catalogue import Catalogue
    from throughline.core.formats.state_pack.pack import Pack

SHOWN = 40


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the folder and `--preview`."""
    parser.add_argument("directory", type=Path, metavar="DIR", help="folder of a state, e.g. states/meridian")
    parser.add_argument("--preview", action="store_true", help="say what would change, and write nothing")


def run(arguments: argparse.Namespace) -> int:
    """Publishes a state that passes its checks: all of it or nothing. The same folder twice writes nothing."""
    pack = sound(arguments.directory).catalogue
    installation.begin()
    installation.migrate()
    return publish(pack, preview=arguments.preview)


def sound(directory: Path) -> Pack:
    """What stands in the folder, if every check passes and every case comes out as written.

    :raises Problem: something is wrong with it; what, is printed.
    """
    from throughline.core.formats.state_pack.check import check
    from throughline.core.formats.state_pack.check_report import render_text

    report = check([directory], zone.today())
    if len(report.packs) > 1:
        raise Problem(
            "Nothing was loaded.",
            where=str(directory),
            why=f"it holds {len(report.packs)} states, a folder each, and one is loaded at a time.",
            next_step=f"Name one of them, for example `throughline load {report.packs[0].directory}`.",
        )
    pack = report.packs[0].pack
    if report.exit_code or pack is None:
        print(render_text(report))
        raise Problem(
            "The state was not loaded.",
            where=str(directory),
            why="it does not pass its checks; they are listed above.",
            next_step=f"Mend them, try `throughline check {directory}`, and load it again. Nothing was written.",
        )
    return pack


def publish(pack: Catalogue, *, preview: bool = False, shown: int = SHOWN) -> int:
    """Says what the documents change, in `shown` sentences at most, and publishes them unless it is only a preview."""
    from throughline.apps.advising.actions import run_checks
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.frameworks import actions, queries
    from throughline.apps.registry import own

    changes = queries.preview(pack)
    for sentence in changes[:shown]:
        print(f"  {sentence.words}")
    if shown and len(changes) > shown:
        print(f"  and {len(changes) - shown} more.")
    if not changes:
        say("Nothing has changed since it was last loaded.")
    elif preview:
        say(f"{len(changes)} changes. Nothing was written.")
    else:
        actions.publish(by=HOUSE, pack=pack, now=datetime.now(UTC))
        # Else whoever opens the registry first would wait for it.
        own.follow(now=datetime.now(UTC))
        run_checks(by=HOUSE, now=datetime.now(UTC))
        say(f"Published: {len(changes)} documents.")
    return 0
