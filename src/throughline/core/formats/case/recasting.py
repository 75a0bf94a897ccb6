"""Rows of the registry as records of CASE: their own record where they came as CASE, else one made of the row.

What came in another format goes out as CASE with its statement, code, kind, links and order; the record of its own format
stays where it is, under the thing's own address.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from throughline.core.formats.case.classes import ASSOCIATION_TYPES, association_type
from throughline.core.formats.identifiers import derived
from throughline.core.formats.packages import Association, Document, Item, Package

FRAMEWORK_TYPES = {
    "pathway": "Pathways", "pathway_set": "Pathways", "qualification_framework": "QualificationFramework",
    "rubric": "Rubrics",
}  # fmt: skip
_STATUS = {"draft": "Draft", "active": "Implemented", "published": "Implemented", "deprecated": "Retired"}
_CHILD = "isChildOf"
_SAME = {
    "exactalignment": "exactMatchOf", "ispartof": "isPartOf", "precedes": "precedes", "haspart": "isPartOf",
    "haschild": _CHILD, "hastopchild": _CHILD, "ischildof": _CHILD,
}  # fmt: skip
_TURNED = frozenset({"haspart", "haschild", "hastopchild"})


def links_of(package: Package) -> Iterable[Association]:
    """The associations of a package with CASE's kinds and directions. Where it came in another format, an item also says
    what it stands under: CASE has no other word for its place."""
    if package.document.format.startswith("case-"):
        return package.associations
    return _links(package)


def _links(package: Package) -> Iterator[Association]:
    hung = set[str]()
    for each in package.associations:
        row = _cast(each)
        if row.kind == _CHILD:
            hung.add(row.origin)
        yield row
    for item in package.items:
        if item.identifier not in hung:
            yield _under(item, package.document)


def _under(item: Item, document: Document) -> Association:
    parent = item.parent or document.identifier
    return Association(
        identifier=derived(document.identifier, f"{item.identifier} {_CHILD} {parent}"), uri="", place=item.place,
        kind=_CHILD, origin=item.identifier, origin_uri=item.uri, destination=parent,
        destination_uri="" if item.parent else document.uri, body=b"{}", position=item.position,
    )  # fmt: skip


def _cast(row: Association) -> Association:
    name = row.kind.rpartition(":")[2].lower()
    kind = association_type(_SAME.get(name, row.kind))
    kind = kind if kind in ASSOCIATION_TYPES else f"ext:{row.kind.removeprefix('ext:')}"
    if name not in _TURNED:
        return replace(row, kind=kind)
    return replace(
        row, kind=kind, origin=row.destination, origin_uri=row.destination_uri, destination=row.origin,
        destination_uri=row.origin_uri, destination_title="",
    )  # fmt: skip


def recorded(row: Document | Item | Association, format: str) -> Mapping[str, Any]:
    """The record of a row; `format` is its document's. Of a document that came as CASE: the whole package, its lists
    holding only what is there twice."""
    if format.startswith("case-"):
        return msgspec.json.decode(row.body, type=dict[str, Any])
    if isinstance(row, Document):
        return _document(row)
    return _item(row) if isinstance(row, Item) else _association(row)


def _document(row: Document) -> dict[str, Any]:
    given = {
        "identifier": row.identifier, "uri": row.uri, "frameworkType": FRAMEWORK_TYPES.get(row.kind),
        "creator": row.publisher, "title": row.title, "publisher": row.publisher, "language": row.language,
        "version": row.version, "adoptionStatus": _STATUS.get(row.status.lower(), row.status),
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


def _item(row: Item) -> dict[str, Any]:
    given = {
        "identifier": row.identifier, "uri": row.uri, "fullStatement": row.statement, "CFItemType": row.kind,
        "humanCodingScheme": row.code, "language": row.language,
        "educationLevel": [each for each in row.level.split(",") if each],
    }  # fmt: skip
    return {name: value for name, value in given.items() if value}


def _association(row: Association) -> dict[str, Any]:
    cast = _cast(row)
    record = {
        "identifier": cast.identifier, "uri": cast.uri, "sequenceNumber": cast.position,
        "originNodeURI": {"title": "", "identifier": cast.origin, "uri": cast.origin_uri},
        "associationType": cast.kind,
        "destinationNodeURI": {
            "title": cast.destination_title, "identifier": cast.destination, "uri": cast.destination_uri,
        },
    }  # fmt: skip
    return {key: value for key, value in record.items() if value not in (None, "")}
