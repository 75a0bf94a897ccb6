"""A record of any generation of CASE as 1.0 or 1.1 allow it, and what of it found no place.

1.1 keeps unknown members in `extensions`, where it wants them (guide 1.1, section 3.3.3); 1.0 forbids them and has no
extensions, so they stay behind and the loss is told. Which members there are: `classes`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from throughline.core.formats.case.classes import (
    ASSOCIATION_TYPES,
    RELATED,
    SINCE_1P1_TYPES,
    V1P1,
    Class,
    Shape,
    Version,
    association_type,
)
from throughline.core.formats.case.rows import text, whole
from throughline.core.formats.identifiers import guid
from throughline.core.formats.noting import Tally

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?\s*(Z|[+-]\d{2}:?\d{2})?"
)
_NOT_IN_A_TYPE = re.compile(r"[^A-Za-z0-9._-]+")
_LEFT_OUT, _CHANGED = "Left out.", "Written as"


@dataclass(slots=True)
class Converter:
    """Writes records as one version of CASE. document: identifier of the package's; changed: the instant (ISO 8601)
    for what does not say when it was changed last. What is lost goes into `losses`."""

    version: Version
    document: str
    changed: str
    losses: Tally = field(default_factory=Tally)

    def record(self, record: Mapping[str, Any], of: Class) -> dict[str, Any]:
        """The record with exactly the members that the version allows, in the order of the information model."""
        written, rest = self._known(record, of)
        for name in of.required:
            if name not in written:
                written[name] = self._missing(name, written)
        self._place_rest(written, rest, of)
        made = {name: written[name] for name in of.members if name in written}
        for name, inner in (of.nested or {}).items():
            if isinstance(record.get(name), list):
                made[name] = [self.record(each, inner) for each in record[name] if isinstance(each, dict)]
        return made

    def _known(self, record: Mapping[str, Any], of: Class) -> tuple[dict[str, Any], dict[str, Any]]:
        """Members in their places, and those that have none."""
        written: dict[str, Any] = {}
        rest: dict[str, Any] = {}
        for given, value in record.items():
            name = (of.older or {}).get(given, given)
            if value is None or name in (of.nested or {}) or self._said_elsewhere(of, name, value):
                continue
            allowed = name in of.members and (self.version == V1P1 or name not in of.since_1p1)
            shaped = self._shaped(of.members[name], value, of, record) if allowed else None
            if shaped is None:
                rest[given] = value
            elif name not in written or given == name:
                written[name] = shaped
        if self.version == V1P1 and "caseVersion" in of.members:
            written["caseVersion"] = "1.1"
        return written, rest

    def _said_elsewhere(self, of: Class, name: str, value: Any) -> bool:
        if name == "CFDocumentURI" and isinstance(value, dict):
            return guid(text(value.get("identifier")), text(value.get("uri"))) == self.document
        return name in of.said_twice

    def _place_rest(self, written: dict[str, Any], rest: Mapping[str, Any], of: Class) -> None:
        keeps = self.version == V1P1 and of.members.get("extensions") == "extensions"
        for name, value in rest.items():
            if name == "caseVersion":
                continue
            if keeps:
                written.setdefault("extensions", {}).setdefault(name, value)
                self._tell(of, name, written, f"{_CHANGED} extensions.{name}.")
            else:
                self._tell(of, name, written, _LEFT_OUT)

    def _tell(self, of: Class, name: str, written: Mapping[str, Any], done: str) -> None:
        self.losses.add(
            text(written.get("identifier")), f"{of.name}.{name} has no place in {self.version}.", done
        )

    def _missing(self, name: str, written: Mapping[str, Any]) -> Any:
        if name == "lastChangeDateTime":
            return self.changed
        if name == "uri":
            return f"urn:uuid:{written.get('identifier', self.document)}"
        return guid(text(written.get("uri"))) if name == "identifier" else ""

    def _shaped(self, shape: Shape, value: Any, of: Class, record: Mapping[str, Any]) -> Any:
        if shape == "type":
            return self._type(text(value), text(record.get("identifier")))
        if shape == "node":
            return self._node(value)
        if shape == "uuid":
            return guid(text(value), text(record.get("uri"))) or None
        return _SHAPES[shape](value)

    def _type(self, written: str, identifier: str) -> str:
        kind = association_type(written)
        if self.version == V1P1:
            known = kind in ASSOCIATION_TYPES or (
                kind.startswith("ext:") and not _NOT_IN_A_TYPE.search(kind[4:])
            )
            new = kind if known else "ext:" + _NOT_IN_A_TYPE.sub("_", kind.removeprefix("ext:") or RELATED)
        else:
            new = kind if kind in ASSOCIATION_TYPES and kind not in SINCE_1P1_TYPES else RELATED
        if new != written:
            self.losses.add(
                identifier,
                f"The association type {written!r} is none of {self.version}.",
                f"{_CHANGED} {new}.",
            )
        return new

    def _node(self, value: Any) -> dict[str, Any] | None:
        """One end of an association, whose identifier need be no UUID (LinkGenURI)."""
        if isinstance(value, str):
            value = {"uri": value}
        if not isinstance(value, dict):
            return None
        uri = text(value.get("uri"))
        identifier = text(value.get("identifier")) or guid(uri)
        link = {
            "title": text(value.get("title")),
            "identifier": identifier,
            "uri": uri or _address(identifier),
        }
        target = text(value.get("targetType"))
        if target and self.version == V1P1:
            link["targetType"] = target if target == "CASE" or target.startswith("ext:") else f"ext:{target}"
        elif target:
            self.losses.add(identifier, f"LinkGenURI.targetType has no place in {self.version}.", _LEFT_OUT)
        return link


def _address(identifier: str) -> str:
    return identifier if ":" in identifier else f"urn:uuid:{guid(identifier)}"


def _text(value: Any) -> str | None:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "; ".join(value)
    return text(value) if not isinstance(value, dict | list) else None


def _texts(value: Any) -> list[str] | None:
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    return [text(each) for each in value if text(each)] if isinstance(value, list) else None


def _link(value: Any) -> dict[str, str] | None:
    if isinstance(value, str):
        value = {"uri": value}
    if not isinstance(value, dict):
        return None
    identifier, uri = text(value.get("identifier")), text(value.get("uri"))
    one = guid(identifier, uri)
    return (
        {"title": text(value.get("title")), "identifier": one, "uri": uri or _address(identifier)}
        if one
        else None
    )


def _links(value: Any) -> list[dict[str, str]] | None:
    found = [_link(each) for each in (value if isinstance(value, list) else [value])]
    return [each for each in found if each is not None] or None


def _date(value: Any) -> str | None:
    found = _DATE.match(text(value))
    return found[0] if found else None


def instant(value: Any) -> str | None:
    """A date and time as RFC 3339 writes it; in UTC where the file gives no zone (guide 1.1, A.2)."""
    found = _INSTANT.fullmatch(text(value).strip())
    if not found:
        return None
    time, zone = found[2] or "00:00:00", (found[3] or "+00:00").replace("Z", "+00:00")
    time = time if time.count(":") == 2 else f"{time}:00"
    return f"{found[1]}T{time}{zone if ':' in zone else f'{zone[:3]}:{zone[3:]}'}"


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _extensions(value: Any) -> dict[str, Any] | None:
    return dict(value) if isinstance(value, dict) else None


def _extension_list(value: Any) -> list[Any] | None:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else None


_SHAPES: Mapping[Shape, Callable[[Any], Any]] = {
    "text": _text, "texts": _texts, "uri": _text, "date": _date, "instant": instant, "whole": whole, "number": _number,
    "link": _link, "links": _links, "extensions": _extensions, "extension_list": _extension_list, "version": text,
}  # fmt: skip
