"""`throughline keys`"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from throughline.project.problem import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what to do, with whose keys."""
    todo = parser.add_subparsers(dest="todo", required=True, metavar="WHAT")
    todo.add_parser("secret", help="print a new secret for THROUGHLINE_KEYS_SECRET; needs no database")
    listed = todo.add_parser("list", help="every key of an issuer")
    rotated = todo.add_parser(
        "rotate", help="sign with a new key from now on; what the old one signed stands"
    )
    retired = todo.add_parser("retire", help="a key signs nothing more; what it signed stands")
    stolen = todo.add_parser("stolen", help="a key was lost: only what the public log held before stands")
    for each in (listed, rotated, retired, stolen):
        each.add_argument("issuer", metavar="ISSUER", help="an organization by its id in the state's folder")
    rotated.add_argument("--kind", choices=("Ed25519", "RSA"), default="Ed25519")
    for each in (retired, stolen):
        each.add_argument("name", metavar="KEY", help="for example key-1")
    for each in (rotated, retired, stolen):
        each.add_argument("--reason", required=True, help="in words; it is kept")
    stolen.add_argument("--at", type=datetime.fromisoformat, help="since when, e.g. 2026-11-20T08:00+00:00")
    stolen.add_argument("--issue-anew", action="store_true", help="issue anew what does not survive")


def run(arguments: argparse.Namespace) -> int:
    """Does it, and says what was done."""
    if arguments.todo == "secret":
        from cryptography.fernet import Fernet

        print(Fernet.generate_key().decode())
        return 0
    from throughline.cli import installation

    installation.begin()
    from throughline.apps.directory.actor import Refused

    try:
        return _done(arguments)
    except Refused as refused:
        raise Problem(
            "The keys are as they were.", where=arguments.issuer, why=refused.why, next_step=refused.fix
        ) from None


def _done(arguments: argparse.Namespace) -> int:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.records import actions

    now, issuer = datetime.now(UTC), arguments.issuer
    if arguments.todo == "list":
        return _list(issuer)
    if arguments.todo == "rotate":
        made = actions.rotate(by=HOUSE, issuer=issuer, kind=arguments.kind, reason=arguments.reason, now=now)
        print(f"{issuer} signs with {made.name} from now on.")
    elif arguments.todo == "retire":
        actions.retire_key(by=HOUSE, issuer=issuer, name=arguments.name, reason=arguments.reason, now=now)
        print(f"{arguments.name} signs nothing more.")
    else:
        _stolen(arguments, now)
    return 0


def _list(issuer: str) -> int:
    from throughline.apps.records import queries

    for key in queries.issuer_keys(issuer):
        ended = f"{key.ended} {key.at:%Y-%m-%d}" if key.at else "in use"
        print(f"{key.name:10} {key.kind:8} {key.created_at:%Y-%m-%d}  {ended}")
    return 0


def _stolen(arguments: argparse.Namespace, now: datetime) -> None:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.opportunities.actions import opening
    from throughline.apps.records import actions, queries

    issuer, name = arguments.issuer, arguments.name
    at = arguments.at.astimezone(UTC) if arguments.at else now
    made = actions.report_stolen(by=HOUSE, issuer=issuer, name=name, at=at, reason=arguments.reason, now=now)
    found = queries.after_theft(HOUSE, issuer, name)
    lost = [each for each in found if each.survives != "survives"]
    print(
        f"{issuer} signs with {made.name} from now on. {len(found) - len(lost)} of {len(found)} credentials survive."
    )
    if arguments.issue_anew and lost:
        with opening(now=now):
            anew = actions.issue_after_theft(by=HOUSE, issuer=issuer, name=name, now=now)
        print(f"{len(anew)} were issued anew.")
    elif lost:
        print("Issue the others anew: the same command with --issue-anew, or one by one.")
