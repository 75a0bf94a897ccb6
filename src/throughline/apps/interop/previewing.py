"""What taking a document in would change, seen without writing anything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from throughline.apps.interop.beating import Watch, unwatched
from throughline.apps.registry import own
from throughline.apps.registry.actions import key_of, source_named
from throughline.apps.registry.digests import Rolling
from throughline.apps.registry.queries.documents import DocumentLine, document, source_of, versions
from throughline.apps.registry.queries.exporting import package as standing_package
from throughline.apps.registry.queries.waiting import held_among, waiting_for
from throughline.core.formats.comparing import Difference, compare, members
from throughline.core.formats.packages import Association, Document, Item, Package, Unreadable

FIRST = 5
"""Rows of each kind of change that are shown."""
LONGEST = 240


@dataclass(slots=True)
class Preview:
    """What stands, and what would become of it. outcome: new, changed or same; own: of the state's own catalogue. The rest
    as in `models.ImportPart`."""

    key: UUID
    digest: str = ""
    outcome: str = "new"
    own: bool = False
    before: int = 0
    was_withdrawn: bool = False
    items: int = 0
    associations: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
    moved: int = 0
    resolves: int = 0
    outside: int = 0
    firsts: list[dict[str, Any]] = field(default_factory=list)


def preview(package: Package, watch: Watch = unwatched) -> Preview:
    """What taking this document in would change. watch: sees the rows as they are gone through.

    Raises `Unreadable` where a text of it cannot be kept at all.
    """
    found = Preview(key_of(package.document.identifier))
    standing = document(found.key)
    if standing is not None and _as_it_stands(package, standing, found):
        return found
    identifiers, ends = _walk(watch(package), found)
    # What is at our address is ours, also where it travels as a document of its own and is a part of one here.
    found.own = package.document.uri.startswith(f"{own.places().registry}/")
    if standing is not None:
        found.own, found.before = found.own or standing.own, standing.number
        found.was_withdrawn = standing.withdrawn_at is not None
        newest = versions(found.key)[0]
        found.outcome = "same" if newest.digest == found.digest and not found.was_withdrawn else "changed"
    if found.outcome == "new":
        found.added = found.items + found.associations
        found.firsts = list(_first_items(package.items))
    elif found.outcome == "changed":
        _compare(found, package)
    if found.outcome != "same":
        found.resolves = waiting_for(identifiers)
        found.outside = len(ends - identifiers - held_among(ends - identifiers))
    return found


def _as_it_stands(package: Package, standing: DocumentLine, found: Preview) -> bool:
    """Whether the file is byte for byte the one that the document was read from, by this release: then its rows are the
    same, and nothing need be gone through."""
    source, digest = source_of(found.key)
    if not package.source or source != source_named(package) or standing.withdrawn_at is not None:
        return False
    found.outcome, found.digest, found.before, found.own = "same", digest, standing.number, standing.own
    found.items, found.associations = standing.items, standing.associations
    return True


def _keepable(row: Document | Item | Association) -> None:
    """Raises `Unreadable` where a text of a row holds what no database can keep."""
    if any(
        isinstance(text, str) and "\x00" in text for text in (getattr(row, name) for name in row.__slots__)
    ):
        why = f"A text of {row.identifier!r} holds the character U+0000, which no database can keep."
        raise Unreadable("", 0, why, "Take it out of the file.")


def _walk(package: Package, found: Preview) -> tuple[set[str], set[str]]:
    """Counts and digests the rows; gives what they are called and what they link."""
    _keepable(package.document)
    rolling = Rolling(package.document)
    identifiers, ends = {package.document.identifier}, set[str]()
    for item in package.items:
        _keepable(item)
        rolling.item(item)
        identifiers.add(item.identifier)
        found.items += 1
    for link in package.associations:
        _keepable(link)
        rolling.association(link)
        ends.update((link.origin, link.destination))
        found.associations += 1
    found.digest = rolling.hex
    return identifiers, ends


def _compare(found: Preview, package: Package) -> None:
    before = standing_package(found.key, found.before)
    if before is None:
        return
    difference = compare(before, package)
    for rows in (difference.items, difference.associations):
        found.added += len(rows.added)
        found.changed += len(rows.changed)
        found.removed += len(rows.removed)
        found.moved += len(set(rows.moved) - set(rows.changed))
    found.firsts = list(_first_changes(before, package, difference))


def _first_items(items: Iterable[Item]) -> Iterator[dict[str, Any]]:
    for item in islice((each for each in items if each.statement), FIRST):
        yield _told("added", item.code, "", item.statement)


def _first_changes(before: Package, after: Package, difference: Difference) -> Iterator[dict[str, Any]]:
    for member in difference.document[:FIRST]:
        yield _told("document", member.member, _text(member.before), _text(member.after))
    for change in ("added", "changed", "removed", "moved"):
        wanted: tuple[str, ...] = getattr(difference.items, change)[:FIRST]
        old, new = _picked(before.items, wanted), _picked(after.items, wanted)
        yield from (_item(change, old.get(each), new.get(each)) for each in wanted)
    for change in ("added", "changed", "removed"):
        named: tuple[str, ...] = getattr(difference.associations, change)[:FIRST]
        links = _picked(before.associations if change == "removed" else after.associations, named)
        yield from (_link(change, links[each]) for each in named if each in links)


def _picked(rows: Any, wanted: tuple[str, ...]) -> dict[str, Any]:
    """The rows with these identifiers; walks no further than it must."""
    left, found = set(wanted), dict[str, Any]()
    for row in rows if left else ():
        if row.identifier in left:
            found[row.identifier] = row
            left.discard(row.identifier)
            if not left:
                break
    return found


def _item(change: str, old: Item | None, new: Item | None) -> dict[str, Any]:
    shown = new or old
    told = _told(
        change, shown.code if shown else "", old.statement if old else "", new.statement if new else ""
    )
    if old and new:
        told["members"] = [each.member for each in members(old.body, new.body)][:20]
    return told


def _link(change: str, link: Association) -> dict[str, Any]:
    said = f"{link.kind}: {link.destination_title or link.destination_uri or link.destination}"
    return {**_told(change, "", "", said), "link": True}


def _told(change: str, code: str, before: str, after: str) -> dict[str, Any]:
    said = {"change": change, "code": code, "before": before[:LONGEST], "after": after[:LONGEST]}
    # What a version has said before is kept in its record, where it may hold what a text here cannot.
    return {name: text.replace("\x00", "") for name, text in said.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
