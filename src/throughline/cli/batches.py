"""What `throughline issue` and `throughline revoke` have in common: a file is looked at, and done after a yes."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from throughline.cli import installation
from throughline.cli.progress import say
from throughline.project import zone
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.apps.directory.actor import Actor

SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the file, in whose name, on whose behalf, and `--yes`."""
    parser.add_argument("--file", type=Path, required=True, metavar="CSV", help="one line for each")
    parser.add_argument("--in-the-name-of", required=True, metavar="ISSUER", help="an organization by its id")
    parser.add_argument(
        "--by", type=UUID, metavar="ID", help="the person who acts (default: this house's operator)"
    )
    parser.add_argument(
        "--yes", action="store_true", help="do it; without it, only what would be done is said"
    )


def run(arguments: argparse.Namespace, kind: Literal["issue", "revoke"]) -> int:
    """Looks at a file and, with `--yes`, does what it says; 1 where a line has a fault. Cut off, the worker goes on."""
    installation.begin()
    from throughline.apps.directory.actor import Refused

    try:
        return _run(arguments, kind)
    except OSError as error:
        raise Problem(
            "The file cannot be read.", where=str(arguments.file), why=f"{error.strerror}.", next_step="Check its name."
        ) from None  # fmt: skip
    except Refused as refused:
        raise Problem(
            "Nothing was done.", where=str(arguments.file), why=f"{refused.what}: {refused.why}", next_step=refused.fix
        ) from None  # fmt: skip


def _run(arguments: argparse.Namespace, kind: Literal["issue", "revoke"]) -> int:
    from throughline.apps.opportunities.tasks import go_on
    from throughline.apps.records import actions

    by, now = _actor(arguments.by), datetime.now(UTC)
    batch = actions.bring(
        by=by, organization=arguments.in_the_name_of, kind=kind, data=arguments.file.read_bytes(),
        file_name=arguments.file.name, now=now,
    )  # fmt: skip
    if arguments.yes and _print(by, batch):
        actions.confirm(by=by, batch=batch, now=now)
        done = 0
        while many := go_on(batch):
            done += many
            say(f"{done:,} lines ...")
    elif arguments.yes:
        return 1
    ready = _print(by, batch)
    if ready and not arguments.yes:
        print("Nothing was done. With --yes it is.")
    return _code(by, batch)


def _actor(person: UUID | None) -> Actor:
    from throughline.apps.directory import queries as directory
    from throughline.apps.directory.actor import HOUSE

    return HOUSE if person is None else directory.actor_of(person, on=zone.today())


def _print(by: Actor, batch: UUID) -> int:
    from throughline.apps.records import queries

    found = queries.batch(by, batch)
    for row in queries.rows(by, batch, faulty=True, many=SHOWN):
        print(f"line {row.line}, {row.column}: {row.why}. {row.fix}")
    print(f"{found.done:,} done, {found.ready:,} to do, {found.refused + found.stopped:,} with a fault.")
    return found.ready


def _code(by: Actor, batch: UUID) -> int:
    from throughline.apps.records import queries

    found = queries.batch(by, batch)
    return 1 if found.refused or found.stopped else 0
