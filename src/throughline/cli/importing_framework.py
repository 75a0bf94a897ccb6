"""`throughline import framework`"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from throughline.cli.progress import say
from throughline.project.problem import Problem

if TYPE_CHECKING:
    from throughline.apps.interop.actions import Brought
    from throughline.apps.interop.queries import Quarantined, RunShown

SHOWN = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Adds what is brought, `--preview`, `--json`, and what a table does not say itself."""
    parser.add_argument(
        "source",
        metavar="PATH|URL|-",
        help="file, folder, ZIP, address of a file or CASE provider, or - for standard input",
    )
    parser.add_argument("--preview", action="store_true", help="say what would change, and take nothing in")
    parser.add_argument("--json", action="store_true", help="say it as JSON")
    table = parser.add_argument_group("tables", "what a spreadsheet does not say itself")
    table.add_argument("--title", help="title of the framework")
    table.add_argument("--creator", help="who made it")
    table.add_argument(
        "--column", action="append", default=[], metavar="HEADING=MEMBER", help="what a column is"
    )
    table.add_argument(
        "--hierarchy",
        choices=("none", "parent", "smartLevel", "code", "levels"),
        help="what the tree is made of",
    )


def run(arguments: argparse.Namespace) -> int:
    """Looks at it and, without `--preview`, takes it in; 1 where anything was refused, 2 where nothing could be read."""
    from throughline.apps.directory.actor import Refused

    try:
        return _run(arguments)
    except Refused as refused:
        raise Problem(
            "Nothing came in.", where=arguments.source, why=f"{refused.what}: {refused.why}", next_step=refused.fix
        ) from None  # fmt: skip


def _run(arguments: argparse.Namespace) -> int:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.interop import actions, queries

    run = actions.look(by=HOUSE, brought=_brought(arguments.source), now=datetime.now(UTC))
    _settle(arguments, run)
    shown = queries.run(HOUSE, run)
    if not arguments.preview and shown.line.to_write and not any(each.unmapped for each in shown.files):
        _apply(run, quiet=arguments.json)
        shown = queries.run(HOUSE, run)
    refused = queries.quarantined(HOUSE, run=run)
    if arguments.json:
        print(json.dumps(_told(shown, refused), ensure_ascii=False, indent=1))
    else:
        _print(shown, refused, preview=arguments.preview)
    return 1 if refused or any(each.unmapped for each in shown.files) else 0


def _brought(source: str) -> Brought:
    from throughline.apps.interop.actions import Brought

    if source == "-":
        return Brought(name="standard input", data=sys.stdin.buffer.read(), kind="command")
    if "://" in source:
        return Brought(name=source, address=source, kind="command")
    path = Path(source)
    try:
        if path.is_dir():
            return Brought(name=str(path), folder=_files(path), kind="command")
        return Brought(name=path.name, data=path.read_bytes(), kind="command")
    except OSError as error:
        raise Problem(
            "The file cannot be read.", where=source, why=f"{error.strerror}.", next_step="Check its name."
        ) from None  # fmt: skip


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield str(path.relative_to(folder)), path.read_bytes()


def _settle(arguments: argparse.Namespace, run: UUID) -> None:
    """Says of each table that waits what the command says."""
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.interop import actions, queries

    if not (arguments.title or arguments.creator or arguments.column or arguments.hierarchy):
        return
    for each in (file for file in queries.run(HOUSE, run).files if file.format == "table"):
        table = queries.table_of(HOUSE, each.id)
        columns = {column.heading: column.target for column in table.columns}
        columns.update(said.split("=", 1) for said in arguments.column if "=" in said)
        said = {
            "title": arguments.title or table.title, "creator": arguments.creator or table.creator, "columns": columns,
            "hierarchy": arguments.hierarchy or table.hierarchy,
        }  # fmt: skip
        for fault in actions.map_columns(by=HOUSE, file=each.id, said=said, now=datetime.now(UTC)):
            print(f"{each.path}, line {fault.line}, {fault.column}: {fault.why} {fault.fix}", file=sys.stderr)


def _apply(run: UUID, *, quiet: bool) -> None:
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.interop import actions, queries

    actions.apply(by=HOUSE, run=run, now=datetime.now(UTC))
    done = 0
    while actions.go_on(run=run, now=datetime.now(UTC)):
        done += 1
        if not quiet and done % 10 == 0:
            line = queries.run(HOUSE, run).line
            say(f"{line.rows_done:,} of {line.rows_all:,} rows ...")


def _print(shown: RunShown, refused: list[Quarantined], *, preview: bool) -> None:
    for note in shown.line.notes:
        print(f"{note['where']}: {note['what']} {note['done']}")
    for part in shown.parts:
        version = f", version {part.after}" if part.after is not None and part.stage == "done" else ""
        changes = f"{part.added:,} new, {part.changed + part.moved:,} changed, {part.removed:,} removed"
        print(f"{part.title} ({part.format}): {part.outcome}{version}; {part.items:,} items; {changes}")
        for note in part.notes[:SHOWN]:
            print(f"  {note['where']}: {note['what']} {note['done']}")
    if shown.more:
        print(f"and {shown.more:,} more documents.")
    for each in shown.files:
        if each.unmapped:
            print(
                f"{each.path}: a table that does not say what it is. Say it with --title, --creator and --column."
            )
        for rule in each.edited:
            print(
                f"{each.path}: the rule of {rule['node']} was changed outside: {'; '.join(rule['difference'])}"
            )
    for file in refused:
        line = f", line {file.line}" if file.line else ""
        print(f"Refused: {file.path}{line}: {file.why} {file.fix}")
    _sum_up(shown, refused, preview=preview)


def _sum_up(shown: RunShown, refused: list[Quarantined], *, preview: bool) -> None:
    counts = shown.line.counts
    told = ", ".join(f"{counts.get(each, 0):,} {each}" for each in ("new", "changed", "same"))
    ending = "Nothing was taken in." if preview or not counts.get("done") else f"{counts['done']:,} taken in."
    say(f"Documents: {told}, {len(refused):,} refused. {ending} Import {shown.line.id}.")


def _told(shown: RunShown, refused: list[Quarantined]) -> dict[str, Any]:
    parts = ("document", "title", "format", "file", "outcome", "stage", "items", "associations", "added", "changed",
             "removed", "moved", "resolves", "outside", "before", "after", "firsts", "notes", "why")  # fmt: skip
    return {
        "import": str(shown.line.id), "state": shown.line.state, "counts": shown.line.counts, "notes": shown.line.notes,
        "documents": [{name: _plain(getattr(part, name)) for name in parts} for part in shown.parts],
        "more": shown.more,
        "tables": [each.path for each in shown.files if each.unmapped],
        "edited": [rule for each in shown.files for rule in each.edited],
        "refused": [{"file": each.path, "line": each.line, "why": each.why, "fix": each.fix} for each in refused],
    }  # fmt: skip


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
