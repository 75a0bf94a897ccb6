"""`throughline import`"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from throughline.cli import importing_framework, importing_labor, installation
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.apps.records.queries import Look


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what is brought, each with its own arguments."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    _record(kinds.add_parser("record", help="everything of one learner's, as another house gave it"))
    importing_labor.arguments(kinds)
    importing_framework.arguments(
        kinds.add_parser(
            "framework", help="any document of a registry: framework, pathway, credential, skills ..."
        )
    )


def _record(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the zip file that was downloaded there")
    parser.add_argument(
        "--learner", type=UUID, required=True, metavar="ID", help="whose record it is, by their id here"
    )
    parser.add_argument(
        "--yes", action="store_true", help="do it; without it, only what would come in is said"
    )


def run(arguments: argparse.Namespace) -> int:
    """Brings it in, whole or not at all; a record only with `--yes`, else it is said what would come in."""
    installation.begin()
    if arguments.what in importing_labor.KINDS:
        return importing_labor.run(arguments)
    if arguments.what == "framework":
        return importing_framework.run(arguments)
    from throughline.apps.directory.actor import Refused

    try:
        with arguments.file.open("rb") as data:
            return _run(arguments, data)
    except OSError as error:
        raise Problem(
            "The file cannot be read.", where=str(arguments.file), why=f"{error.strerror}.", next_step="Check its name."
        ) from None  # fmt: skip
    except Refused as refused:
        raise Problem(
            "Nothing came in.", where=str(arguments.file), why=f"{refused.what}: {refused.why}", next_step=refused.fix
        ) from None  # fmt: skip


def _run(arguments: argparse.Namespace, data: BinaryIO) -> int:
    from throughline.apps.advising import actions as advising
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.records import queries as records

    now = datetime.now(UTC)
    found = records.looked_at(HOUSE, arguments.learner, records.opened_bundle(data), now=now)
    _print(found)
    if not arguments.yes:
        print("Nothing came in. With --yes it does.")
        return 0
    came = advising.bring_record(by=HOUSE, learner=arguments.learner, data=data, now=now)
    print("It came in, all of it." if came.new else "It was here already. Nothing changed.")
    return 0


def _print(found: Look) -> None:
    print(f"The record of {found.holder}, made on {found.made_at:%Y-%m-%d %H:%M %Z}: {found.rows:,} rows, "
          f"{found.files:,} files.")  # fmt: skip
    print(f"{found.counted:,} facts count here, because a known issuer signed them; {found.told:,} are told.")
    for each in found.credentials:
        if each.place == "own":
            known = "" if each.known else ", not known here"
            print(f"{each.title}: {each.answer.replace('_', ' ')} ({each.issuer or 'no issuer'}{known})")
