"""`throughline registry`"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from throughline.cli import installation
from throughline.cli.progress import say
from throughline.project.problem import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what is done: list, show, undo or bundle."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="list|show|undo|imports|bundle")
    listing = doing.add_parser("list", help="documents that stand")
    listing.add_argument("--kind", default="", help="only of this kind: framework, pathway, credential ...")
    listing.add_argument("--format", default="", help="only of this format: case-1.1, ctdl, asn ...")
    doing.add_parser("show", help="one document with its versions").add_argument(
        "document", metavar="DOCUMENT"
    )
    undo = doing.add_parser("undo", help="go back: of an import, or of one document to an earlier version")
    undo.add_argument("what", metavar="IMPORT|DOCUMENT")
    undo.add_argument("--to", type=int, metavar="N", help="the version of a document that is to stand again")
    doing.add_parser("imports", help="the newest imports")
    bundle = doing.add_parser("bundle", help="the whole registry in one signed file, for another house")
    bundle.add_argument("--out", type=Path, required=True, metavar="FILE", help="where it goes")


def run(arguments: argparse.Namespace) -> int:
    """Does it; 2 where it cannot be."""
    installation.begin()
    from throughline.apps.directory.actor import Refused

    try:
        return _DOING[arguments.doing](arguments)
    except Refused as refused:
        raise Problem(
            "Nothing was changed.", where="the registry", why=f"{refused.what}: {refused.why}", next_step=refused.fix
        ) from None  # fmt: skip


def _list(arguments: argparse.Namespace) -> int:
    from throughline.apps.registry.queries.documents import Filters, documents

    for each in documents(Filters(kind=arguments.kind, format=arguments.format)):
        own = " (own)" if each.own else ""
        print(
            f"{each.key}  {each.format:12} {each.kind:24} {each.items:7,} items  v{each.number}  {each.title}{own}"
        )
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from throughline.apps.interop.queries import claimed_by
    from throughline.apps.registry.actions import key_of
    from throughline.apps.registry.queries.documents import document, versions

    found = document(key_of(arguments.document))
    if found is None:
        raise Problem(
            "There is no such document.", where=arguments.document, why="nothing in the registry has that name.",
            next_step="See `throughline registry list`.",
        )  # fmt: skip
    print(
        f"{found.title}\n  {found.kind}, {found.format}, by {found.publisher or 'nobody named'}; {found.status}"
    )
    house = claimed_by(found.key)
    if house:
        print(f"  From the signed bundle of {house}; what it says of being certified is the word of {house}.")
    print(f"  {found.items:,} items, {found.associations:,} associations")
    for each in versions(found.key):
        of = f" of {each.of}" if each.of else ""
        changes = f"{each.added:,} new, {each.changed:,} changed, {each.removed:,} removed"
        print(f"  version {each.number}: {each.act}{of}, {each.imported_at:%Y-%m-%d %H:%M}, {changes}")
    return 0


def _undo(arguments: argparse.Namespace) -> int:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.interop import actions
    from throughline.apps.registry import actions as registry

    now = datetime.now(UTC)
    if arguments.to is not None:
        key = registry.key_of(arguments.what)
        taken = registry.undo(by=HOUSE, document=key, to=arguments.to, now=now)
        say(f"Version {arguments.to} stands again, as version {taken.number}.")
        return 0
    try:
        run = UUID(arguments.what)
    except ValueError:
        raise Problem(
            "Nothing was changed.", where=arguments.what, why="it is no import's id.",
            next_step="See `throughline registry imports`, or name a document with --to N.",
        ) from None  # fmt: skip
    actions.undo(by=HOUSE, run=run, now=now)
    say("The import was undone: what stood before it stands again, as new versions.")
    return 0


def _imports(arguments: argparse.Namespace) -> int:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.interop import queries

    for each in queries.runs(HOUSE):
        counts = ", ".join(f"{each.counts.get(name, 0):,} {name}" for name in ("new", "changed", "same"))
        print(
            f"{each.id}  {each.looked_at:%Y-%m-%d %H:%M}  {each.state:10} {each.name}: {counts}, {each.refused:,} refused"
        )
    return 0


def _bundle(arguments: argparse.Namespace) -> int:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.interop.bundling import write_bundle

    with arguments.out.open("wb") as out:
        listing = write_bundle(HOUSE, out, now=datetime.now(UTC))
    say(f"{len(listing.documents):,} documents, signed by {listing.log}.")
    return 0


_DOING = {"list": _list, "show": _show, "undo": _undo, "imports": _imports, "bundle": _bundle}
