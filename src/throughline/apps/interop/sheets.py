"""Tables that do not say themselves what they are: what a person said about them, remembered for the next one."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any, TypeVar
from uuid import UUID

from throughline.apps.interop.models import ColumnMapping
from throughline.apps.registry.queries.documents import document as standing_document
from throughline.apps.registry.queries.exporting import package as standing_package
from throughline.core.formats.case.building import NewDocument
from throughline.core.formats.detecting import SheetSaid
from throughline.core.formats.identifiers import derived
from throughline.core.formats.packages import Association, Document, Item, Package
from throughline.core.formats.spreadsheets.mapping import Mapping
from throughline.core.formats.spreadsheets.tables import Table

Row = TypeVar("Row", Document, Item, Association)


def signature(headings: tuple[str, ...]) -> str:
    """What tables with the same headings have in common, whatever their order."""
    return sha256(json.dumps(sorted(headings)).encode()).hexdigest()


def remembered(table: Table, organization: str, file: str) -> dict[str, Any] | None:
    """What an organization said about the last table with these headings, for a file of that name; None where nothing."""
    found = ColumnMapping.objects.filter(
        signature=signature(table.headings), organization=organization
    ).first()
    if found is None:
        return None
    same = found.said.get("file") == PurePosixPath(file).name
    title = found.said["title"] if same else title_of(file)
    said = {**found.said, "title": title, "columns": found.columns, "hierarchy": found.hierarchy}
    return said if same else {**said, "identifier": ""}


def remember(
    table_headings: tuple[str, ...],
    organization: str,
    said: dict[str, Any],
    file: str,
    by: UUID | None,
    now: datetime,
) -> None:
    """Keeps what was said about a table for the next one with these headings."""
    kept = {name: said[name] for name in ("title", "creator", "identifier", "language")}
    ColumnMapping.objects.update_or_create(
        signature=signature(table_headings), organization=organization,
        defaults={
            "columns": said["columns"], "hierarchy": said["hierarchy"], "kept_by": by, "kept_at": now,
            "said": {**kept, "file": PurePosixPath(file).name},
        },
    )  # fmt: skip


def title_of(file: str) -> str:
    """A title for a framework of which only the name of its file is known."""
    return PurePosixPath(file).stem.replace("_", " ").replace("-", " ").strip() or file


def as_said(said: dict[str, Any], changed: str) -> SheetSaid:
    """What a person said, as the reader of tables takes it."""
    identifier = said.get("identifier") or derived(said["creator"], said["title"])
    document = NewDocument(
        identifier=identifier, title=said["title"], creator=said["creator"], changed=changed,
        language=said.get("language", ""),
    )  # fmt: skip
    return SheetSaid(document, Mapping(said["columns"], said["hierarchy"]))


def carried(package: Package, key: UUID, changed: str) -> Package:
    """The package of a table, with the date of every row that says what it said before: only a row that says something
    else was changed now. changed: the instant that the reader gave to rows without a date."""
    standing = standing_document(key)
    before = standing_package(key, standing.number) if standing is not None else None
    if before is None:
        return package
    old = {each.identifier: each.body for rows in (before.items, before.associations) for each in rows}
    old[before.document.identifier] = before.document.body
    return replace(
        package, document=_carried(package.document, old, changed),
        items=tuple(_all(package.items, old, changed)), associations=tuple(_all(package.associations, old, changed)),
    )  # fmt: skip


def _all(rows: Any, old: dict[str, bytes], changed: str) -> Iterator[Any]:
    return (_carried(each, old, changed) for each in rows)


def _carried(row: Row, old: dict[str, bytes], changed: str) -> Row:
    before = old.get(row.identifier)
    if before is None or changed.encode() not in row.body:
        return row
    was, now = json.loads(before), json.loads(row.body)
    return replace(row, body=before) if _undated(was, "") == _undated(now, changed) else row


def _undated(value: Any, changed: str) -> Any:
    """A record without its dates of change; `changed`: only without that one."""
    if isinstance(value, dict):
        return {
            name: _undated(inner, changed)
            for name, inner in value.items()
            if not (name == "lastChangeDateTime" and changed in ("", inner))
        }
    return [_undated(each, changed) for each in value] if isinstance(value, list) else value
