"""Documents as JSON bodies and back, exactly, with a digest that anyone can recompute.

A body has the shape of the pack: what equals its default is left out, whole numbers are numbers, other
decimals, shares and days are texts, so that no reader of JSON rounds them. The digest is SHA-256 over the canonical
form of RFC 8785.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import Any

import rfc8785

from throughline.core.catalogue import documents as d
from throughline.core.formats.state_pack import shape
from throughline.core.formats.state_pack.errors import PackError, PackErrors
from throughline.core.formats.state_pack.values import BROKEN
from throughline.core.formats.state_pack.values import document as read_document
from throughline.core.requirements.reading import write as write_rule

SAFE_WHOLE = 2**53 - 1
"""The largest whole number every reader of JSON keeps."""


def document_to_json(kind: str, document: Any) -> dict[str, Any]:
    """The body of a document of that kind (`milestone`, `pathway`, `state` ...). Raises `TypeError` for
    another."""
    expected = shape.DOCUMENT_OF[kind]
    if type(document) is not expected:
        raise TypeError(f"a {kind} is a {expected.__name__}, not a {type(document).__name__}")
    return _body(document)


def document_from_json(kind: str, body: Mapping[str, Any]) -> Any:
    """The document of a body. Raises `PackErrors` that name the path of whatever the format does not know."""
    errors: list[PackError] = []

    def note(path: str, reason: str, fix: str) -> None:
        errors.append(PackError(kind, 1, path, reason, fix))

    document = read_document(shape.DOCUMENT_OF[kind], body, kind, note)
    if document is BROKEN:
        raise PackErrors(tuple(errors))
    return document


def digest(kind: str, document: Any) -> str:
    """SHA-256 of the document's body, in hexadecimal: the same for equal documents, on every machine."""
    return sha256(rfc8785.dumps({"kind": kind, "body": document_to_json(kind, document)})).hexdigest()


def _body(value: Any) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if isinstance(value, d.Rule) and [(each.label, each.starts) for each in value.editions] == [("", None)]:
        body["rule"] = write_rule(value.editions[0].root)
    for written, field in shape.declared(value.__class__).items():
        held = getattr(value, field.name)
        if written == "editions" and "rule" in body:
            continue
        if field.required or held != field.default:
            body[written] = _plain(held, shape.optional(field.type)[0])
    return body


def _plain(value: Any, hint: Any) -> Any:
    if value is None or isinstance(value, (str, bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) <= SAFE_WHOLE else str(value)
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if shape.is_node(hint):
        return write_rule(value)
    if is_dataclass(value):
        return _body(value)
    if isinstance(value, Mapping):
        return {name: _plain(each, type(each)) for name, each in value.items()}
    return [_plain(each, type(each)) for each in value]


def _number(value: Decimal) -> int | str:
    if value == value.to_integral_value() and abs(value) <= SAFE_WHOLE:
        return int(value)
    return format(value.normalize(), "f")
