"""Rows of the registry as records of CASE: their own record where they came as CASE, else one made of the row.

What came in another format goes out as CASE with its statement, code, kind, links and order; the record of its own format
stays where it is, under the thing's own address.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from throughline.core.formats.case.classes import ASSOCIATION_TYPES, association_type
from throughline.core.formats.packages import Association, Document, Item

FRAMEWORK_TYPES = {
    "pathway": "Pathways", "pathway_set": "Pathways", "qualification_framework": "QualificationFramework",
    "rubric": "Rubrics",
}  # fmt: skip
_STATUS = {"draft": "Draft", "active": "Implemented", "published": "Implemented", "deprecated": "Retired"}
_SAME = {
    "exactalignment": "exactMatchOf", "ispartof": "isPartOf", "precedes": "precedes", "haspart": "isPartOf",
    "haschild": "isChildOf", "ischildof": "isChildOf",
}  # fmt: skip
_TURNED = frozenset({"haspart", "haschild"})


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
    name = row.kind.rpartition(":")[2].lower()
    here = {"title": "", "identifier": row.origin, "uri": row.origin_uri}
    there = {"title": row.destination_title, "identifier": row.destination, "uri": row.destination_uri}
    origin, destination = (there, here) if name in _TURNED else (here, there)
    kind = association_type(_SAME.get(name, row.kind))
    record = {
        "identifier": row.identifier, "uri": row.uri, "sequenceNumber": row.position, "originNodeURI": origin,
        "associationType": kind if kind in ASSOCIATION_TYPES else f"ext:{row.kind.removeprefix('ext:')}",
        "destinationNodeURI": destination,
    }  # fmt: skip
    return {key: value for key, value in record.items() if value not in (None, "")}
