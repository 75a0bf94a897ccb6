"""A package of CASE 1.1 made from plain values: what a state publishes of its own, and what a spreadsheet holds.

Identifiers of what has none are made from the document's and from what it says, so that building again gives the same.
Sources: information model 1.1, section 7.1; implementation guide 1.1, sections 3.3 (required members), 4.6 (item types).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from throughline.core.formats.case import rows
from throughline.core.formats.case.classes import CHILD_OF, V1P1
from throughline.core.formats.case.tree import ROOT, Tree
from throughline.core.formats.identifiers import derived
from throughline.core.formats.packages import Item, Package

_LICENCE = "Licence"


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What a package is about. changed: instant in ISO 8601; service: address under which its records are answered
    (`https://…/ims/case/v1p1`), for those without an address of their own; status: Draft, Pending Implementation,
    Implemented or Retired (guide 1.1, 4.2)."""

    identifier: str
    title: str
    creator: str
    changed: str
    uri: str = ""
    service: str = ""
    framework_type: str = ""
    publisher: str = ""
    description: str = ""
    language: str = ""
    version: str = ""
    status: str = ""
    subjects: tuple[str, ...] = ()
    source: str = ""
    notes: str = ""
    status_start: str = ""
    status_end: str = ""
    licence: str = ""
    licence_title: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewItem:
    """A statement. under: identifier of the item above it, empty for the top; siblings stand in the order of their
    sequence, else as they are given. link: identifier of its isChildOf association, made where empty."""

    identifier: str
    statement: str
    uri: str = ""
    kind: str = ""
    code: str = ""
    short: str = ""
    notes: str = ""
    language: str = ""
    levels: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    enumeration: str = ""
    status_start: str = ""
    status_end: str = ""
    changed: str = ""
    under: str = ""
    link: str = ""
    sequence: int | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewLink:
    """An association besides isChildOf of the tree. origin, destination: identifiers, of items here or elsewhere."""

    kind: str
    origin: str
    destination: str
    origin_uri: str = ""
    origin_title: str = ""
    destination_uri: str = ""
    destination_title: str = ""
    target_type: str = ""
    identifier: str = ""
    sequence: int | None = None
    group: str = ""
    notes: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A grouping of associations."""

    identifier: str
    title: str
    description: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)


def build(
    document: NewDocument,
    items: Sequence[NewItem],
    links: Iterable[NewLink] = (),
    groups: Sequence[NewGroup] = (),
) -> Package:
    """The package of these values. Raises ValueError where two items have one identifier or a parent is missing."""
    book = _Book(document, {each.identifier: place for place, each in enumerate(items)}, items, groups)
    if len(book.places) != len(items):
        raise ValueError("Two items have one identifier; give each its own.")
    for each in items:
        if each.under and each.under not in book.places:
            raise ValueError(f"Item {each.identifier} stands under {each.under}, which is not here; add it.")
    records = [*book.tree_links(), *map(book.link, links)]
    body = msgspec.json.encode(book.package())
    found = rows.document(book.document(), V1P1, body)
    associations = tuple(
        rows.association(msgspec.json.encode(each), place, {}) for place, each in enumerate(records)
    )
    return Package(found, tuple(book.items()), associations)


@dataclass(frozen=True, slots=True)
class _Book:
    new: NewDocument
    places: Mapping[str, int]
    given: Sequence[NewItem]
    groups: Sequence[NewGroup]

    def document(self) -> dict[str, Any]:
        new = self.new
        return _filled(
            identifier=new.identifier, uri=self._uri("CFDocuments", new.identifier, new.uri),
            frameworkType=new.framework_type, caseVersion="1.1", creator=new.creator or new.publisher or new.title,
            title=new.title, lastChangeDateTime=new.changed, officialSourceURL=new.source, publisher=new.publisher,
            description=new.description, subject=new.subjects, language=new.language, version=new.version,
            adoptionStatus=new.status, statusStartDate=new.status_start, statusEndDate=new.status_end,
            licenseURI=self._defined("CFLicenses", new.licence_title or _LICENCE) if new.licence else None, notes=new.notes,
            extensions=new.extensions,
        )  # fmt: skip

    def package(self) -> dict[str, Any]:
        kinds = {each.kind: None for each in self.given if each.kind}
        definitions = _filled(
            CFItemTypes=[self._item_type(kind) for kind in kinds], CFLicenses=self._licence(),
            CFAssociationGroupings=[self._group(each) for each in self.groups],
        )  # fmt: skip
        return {
            "CFDocument": self.document(), "CFItems": [], "CFAssociations": [], "CFDefinitions": definitions,
        }  # fmt: skip

    def items(self) -> Iterator[Item]:
        tree = Tree(len(self.given))
        for place, each in enumerate(self.given):
            tree.hang(place, self.places[each.under] if each.under else ROOT, each.sequence, grouped=False)
        positions = tree.positions()
        for place, each in enumerate(self.given):
            stands = rows.Standing(place, each.under, positions[place])
            yield rows.item(msgspec.json.encode(self._item(each)), each.identifier, stands, self.new.language)

    def tree_links(self) -> Iterator[dict[str, Any]]:
        """An isChildOf association for each item, numbered among its siblings."""
        counted: dict[str, int] = {}
        for each in self.given:
            counted[each.under] = counted.get(each.under, 0) + 1
            above = each.under or self.new.identifier
            nth = counted[each.under] if each.sequence is None else each.sequence
            hung = NewLink(CHILD_OF, each.identifier, above, identifier=each.link, sequence=nth)
            yield self.link(hung, changed=each.changed)

    def link(self, new: NewLink, changed: str = "") -> dict[str, Any]:
        own = new.identifier or derived(
            self.new.identifier, f"{new.origin} {new.kind} {new.destination} {new.group}"
        )
        target = {"targetType": new.target_type} if new.target_type else {}
        return _filled(
            identifier=own, associationType=new.kind, sequenceNumber=new.sequence,
            uri=self._uri("CFAssociations", own),
            originNodeURI=self._node(new.origin, new.origin_uri, new.origin_title),
            destinationNodeURI=self._node(new.destination, new.destination_uri, new.destination_title) | target,
            CFAssociationGroupingURI=self._grouping(new.group), lastChangeDateTime=changed or self.new.changed,
            notes=new.notes, extensions=new.extensions,
        )  # fmt: skip

    def _item(self, new: NewItem) -> dict[str, Any]:
        return _filled(
            identifier=new.identifier, fullStatement=new.statement, CFItemType=new.kind,
            uri=self._uri("CFItems", new.identifier, new.uri), humanCodingScheme=new.code,
            listEnumeration=new.enumeration, abbreviatedStatement=new.short, conceptKeywords=new.keywords,
            notes=new.notes, subject=new.subjects, language=new.language, educationLevel=new.levels,
            CFItemTypeURI=self._defined("CFItemTypes", new.kind) if new.kind else None,
            statusStartDate=new.status_start, statusEndDate=new.status_end,
            lastChangeDateTime=new.changed or self.new.changed, extensions=new.extensions,
        ) | {"fullStatement": new.statement}  # fmt: skip

    def _item_type(self, kind: str) -> dict[str, Any]:
        words = {"description": kind, "hierarchyCode": "1", "typeCode": kind}
        return self._defined("CFItemTypes", kind) | words | {"lastChangeDateTime": self.new.changed}

    def _licence(self) -> list[dict[str, Any]]:
        if not self.new.licence:
            return []
        words = {"licenseText": self.new.licence, "lastChangeDateTime": self.new.changed}
        return [self._defined("CFLicenses", self.new.licence_title or _LICENCE) | words]

    def _group(self, new: NewGroup) -> dict[str, Any]:
        return _filled(
            identifier=new.identifier, uri=self._uri("CFAssociationGroupings", new.identifier), title=new.title,
            description=new.description, lastChangeDateTime=self.new.changed, extensions=new.extensions,
        )  # fmt: skip

    def _grouping(self, group: str) -> dict[str, str] | None:
        for each in self.groups:
            if each.identifier == group:
                uri = self._uri("CFAssociationGroupings", group)
                return {"title": each.title, "identifier": group, "uri": uri}
        return None

    def _defined(self, kind: str, title: str) -> dict[str, Any]:
        own = derived(self.new.identifier, f"{kind} {title}")
        return {"title": title, "identifier": own, "uri": self._uri(kind, own)}

    def _node(self, identifier: str, uri: str, title: str) -> dict[str, str]:
        if identifier == self.new.identifier:
            return {
                "title": self.new.title, "identifier": identifier,
                "uri": self._uri("CFDocuments", identifier, self.new.uri),
            }  # fmt: skip
        place = self.places.get(identifier)
        if place is not None:
            here = self.given[place]
            title, uri = title or here.code or here.statement[:60], uri or here.uri
        return {"title": title, "identifier": identifier, "uri": self._uri("CFItems", identifier, uri)}

    def _uri(self, kind: str, identifier: str, own: str = "") -> str:
        if own or not self.new.service:
            return own or f"urn:uuid:{identifier}"
        return f"{self.new.service}/{kind}/{identifier}"


def _filled(**members: Any) -> dict[str, Any]:
    """Members that say something."""
    return {name: value for name, value in members.items() if value not in (None, "", (), [], {})}
