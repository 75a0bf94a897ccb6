"""The first pass over a package: every record has one meaning or the file is refused, and where each item stands.

Tolerant of shape, strict about meaning: two records of one GUID that say different things are refused; a second one that
says the same is kept for the way back and told. Sources: information model 1.1, section 7.1; implementation guide 1.1, 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from throughline.core.formats import json_files
from throughline.core.formats.case import rows
from throughline.core.formats.case.classes import ASSOCIATION_TYPES, RELATED, association_type
from throughline.core.formats.case.tree import ROOT, Tree
from throughline.core.formats.identifiers import guid, is_guid
from throughline.core.formats.json_files import Spans
from throughline.core.formats.noting import Tally
from throughline.core.formats.plain_text import plain

_KEPT = "Kept as it is written, and written back."
_NEW_MEMBERS = frozenset({"extensions", "subjectURI", "targetType"})
_DRAFT_MEMBERS = frozenset({"educationalLevel", "CFItemAssociationURI", "originNodeIdentifier"})


@dataclass(slots=True)
class Checked:
    """What the first pass found. identifiers: by place, empty for a record that is there twice; known: identifiers of
    the file that are no UUID, with the UUID they stand for; twice: second records by place."""

    document: str
    tally: Tally = field(default_factory=Tally)
    identifiers: list[str] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=dict)
    items_twice: dict[int, bytes] = field(default_factory=dict)
    links_twice: dict[int, bytes] = field(default_factory=dict)
    draft: bool = False
    new: bool = False
    tree: Tree = field(default_factory=lambda: Tree(0))
    _places: dict[str, int] = field(default_factory=dict)
    _links: dict[str, int] = field(default_factory=dict)


def items(found: Checked, spans: Spans) -> None:
    """Reads every item. Raises Unreadable."""
    for place, (begin, raw) in enumerate(spans.read()):
        record = _record(spans, begin, raw, "item")
        _generation(found, record)
        identifier = _identity(record)
        if not identifier:
            raise _nameless(spans, begin, "item")
        if identifier == found.document:
            why = f"An item and the document have one GUID, {identifier}."
            raise spans.source.refuse(begin, why, "Give the item a GUID of its own.")
        found.identifiers.append(_once(found, spans, place, raw, identifier))
        _describe(found.tally, record, identifier)
        written = rows.text(record.get("identifier"))
        if not is_guid(written):
            found.known[written] = identifier
    found.tree = Tree(len(found.identifiers))


def associations(found: Checked, spans: Spans) -> None:
    """Reads every association and hangs the items. Raises Unreadable."""
    for place, (begin, raw) in enumerate(spans.read()):
        record = _record(spans, begin, raw, "association")
        _generation(found, record)
        read = rows.as_read(record)
        origin, destination = rows.ends(read, found.known)
        if not (origin.identifier and destination.identifier):
            which = "destination" if origin.identifier else "origin"
            raise spans.source.refuse(
                begin, f"An association has no {which}.", "Name both ends, or take it out."
            )
        identifier = _identity(record)
        if not identifier:
            raise _nameless(spans, begin, "association")
        if _once_linked(found, spans, place, raw, identifier):
            _kind(found.tally, rows.text(read.associationType), identifier)
            if rows.child_of(record):
                _hang(found, origin, destination, read)


def close(found: Checked) -> None:
    """Cuts circles, and tells what stands nowhere."""
    for place in found.tree.cut_circles():
        found.tally.add(
            found.identifiers[place], "An item stands under itself.", "Placed under the document."
        )
    for place, identifier in enumerate(found.identifiers):
        if identifier and not found.tree.hung[place]:
            found.tally.add(
                identifier, "An item stands under nothing (no isChildOf).", "Placed under the document."
            )


def _record(spans: Spans, begin: int, raw: bytes, what: str) -> dict[str, Any]:
    record = json_files.decoded(spans.source, begin, raw)
    if not isinstance(record, dict):
        raise spans.source.refuse(begin, f"An {what} is no object.", "Write each record as an object.")
    return record


def _generation(found: Checked, record: Mapping[str, Any]) -> None:
    names = record.keys()
    if not found.draft and (
        isinstance(record.get("CFDocumentURI"), str) or not _DRAFT_MEMBERS.isdisjoint(names)
    ):
        found.draft = True
    if not found.new and not _NEW_MEMBERS.isdisjoint(names):
        found.new = True


def _identity(record: Mapping[str, Any]) -> str:
    return guid(rows.text(record.get("identifier")), rows.text(record.get("uri")))


def _nameless(spans: Spans, begin: int, what: str) -> Exception:
    return spans.source.refuse(begin, f"An {what} has neither identifier nor uri.", "Give it its GUID.")


def _once(found: Checked, spans: Spans, place: int, raw: bytes, identifier: str) -> str:
    """The identifier, or nothing where the item is there for the second time. Raises Unreadable."""
    first = found._places.setdefault(identifier, place)
    if first == place:
        return identifier
    was, now = rows.item(spans.raw(first), "", _NOWHERE, ""), rows.item(raw, "", _NOWHERE, "")
    if was.statement != now.statement:
        line = spans.source.line(spans.at(first)[0])
        why = (
            f"Two items have the GUID {identifier} and say different things; the first stands in line {line}."
        )
        raise spans.source.refuse(spans.at(place)[0], why, "Give one of them a GUID of its own.")
    found.items_twice[place] = raw
    found.tally.add(identifier, "An item is there twice, with one statement.", f"The first is read. {_KEPT}")
    return ""


_NOWHERE = rows.Standing(0, "", 0)


def _once_linked(found: Checked, spans: Spans, place: int, raw: bytes, identifier: str) -> bool:
    """Whether the association is there for the first time. Raises Unreadable."""
    first = found._links.setdefault(identifier, place)
    if first == place:
        return True
    was, now = (rows.association(each, 0, found.known) for each in (spans.raw(first), raw))
    if (was.kind, was.origin, was.destination) != (now.kind, now.origin, now.destination):
        line = spans.source.line(spans.at(first)[0])
        why = f"Two associations have the GUID {identifier} and link different things; the first is in line {line}."
        raise spans.source.refuse(spans.at(place)[0], why, "Give one of them a GUID of its own.")
    found.links_twice[place] = raw
    found.tally.add(identifier, "An association is there twice.", f"The first is read. {_KEPT}")
    return False


def _describe(tally: Tally, record: Mapping[str, Any], identifier: str) -> None:
    statement = record.get("fullStatement")
    if not isinstance(statement, str) or not statement.strip():
        other = rows.text(record.get("abbreviatedStatement"))
        tally.add(
            identifier, "An item has no fullStatement.", f"Shown by its {'short one' if other else 'code'}."
        )
    elif plain(statement) != statement:
        tally.add(identifier, "A statement has HTML or entities in it.", f"Shown as plain text. {_KEPT}")
    if "lastChangeDateTime" not in record:
        tally.add(identifier, "A record does not say when it was changed last.", _KEPT)


def _kind(tally: Tally, written: str, identifier: str) -> None:
    kind = association_type(written)
    if kind not in ASSOCIATION_TYPES and not kind.startswith("ext:"):
        tally.add(
            identifier, f"The association type {written!r} is none of CASE.", f"Read as {RELATED}. {_KEPT}"
        )


def _hang(found: Checked, origin: rows.Node, destination: rows.Node, read: rows.AssociationRead) -> None:
    child = found._places.get(origin.identifier)
    if child is None:
        return
    parent = ROOT if destination.identifier == found.document else found._places.get(destination.identifier)
    if parent is None:
        found.tally.add(origin.identifier, "An item stands under an item of another framework.", _KEPT)
    elif not found.tree.hang(child, parent, rows.whole(read.sequenceNumber), grouped=bool(rows.group(read))):
        found.tally.add(
            origin.identifier, "An item stands under several items.", f"Shown under the first. {_KEPT}"
        )
