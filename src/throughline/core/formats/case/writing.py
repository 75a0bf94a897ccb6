"""A package written as CASE, in pieces, so that 100,000 items are never in memory at once.

As it came: the very records of the file, equal to it but for spaces, unknown members and records that are there twice
included. As 1.0 or 1.1: what the official JSON Schema of that version allows, and `losses` tells what it has no place for.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from throughline.core.formats.case.classes import (
    ASSOCIATION,
    DEFINITION,
    DOCUMENT,
    ITEM,
    RUBRIC,
    V1P1,
    Class,
    Version,
)
from throughline.core.formats.case.converting import Converter
from throughline.core.formats.case.recasting import links_of, recorded
from throughline.core.formats.packages import Association, Item, Note, Package

_ROWS = {"CFItems": ITEM, "CFAssociations": ASSOCIATION}


def as_it_came(package: Package) -> Iterator[bytes]:
    """The package as the file had it. Only for one that came in as CASE; spaces between records may differ."""
    body: dict[str, msgspec.Raw] = msgspec.json.decode(package.document.body, type=dict[str, msgspec.Raw])
    rows: Mapping[str, Iterable[Item | Association]] = {
        "CFItems": package.items, "CFAssociations": package.associations,
    }  # fmt: skip
    separator = b"{"
    for key, raw in body.items():
        yield separator + msgspec.json.encode(key) + b":"
        if key in rows and bytes(raw).startswith(b"["):
            yield from _list(_in_place(rows[key], msgspec.json.decode(raw, type=list[_Kept])))
        else:
            yield bytes(raw)
        separator = b","
    yield b"}"


def write(package: Package, version: Version, *, changed: str) -> Iterator[bytes]:
    """The package as one version of CASE, whatever format it came in.

    changed: the instant, in ISO 8601, for records that do not say when they were changed last.
    """
    return _write(package, Converter(version, package.document.identifier, changed))


def losses(package: Package, version: Version) -> tuple[Note, ...]:
    """What that version has no place for, and what becomes of it: nothing where all of it goes."""
    converter = Converter(version, package.document.identifier, "1970-01-01T00:00:00+00:00")
    for _ in _write(package, converter):
        pass
    return converter.losses.notes()


class _Kept(msgspec.Struct):
    place: int
    record: msgspec.Raw


def _in_place(rows: Iterable[Item | Association], twice: list[_Kept]) -> Iterator[bytes]:
    """Rows, and between them the records that are there twice, where they stood."""
    waiting = sorted(twice, key=lambda each: each.place, reverse=True)
    for row in rows:
        while waiting and waiting[-1].place < row.place:
            yield bytes(waiting.pop().record)
        yield row.body
    for each in reversed(waiting):
        yield bytes(each.record)


def _list(records: Iterable[bytes]) -> Iterator[bytes]:
    separator = b"["
    for record in records:
        yield separator + record
        separator = b",\n"
    yield b"]" if separator != b"[" else b"[]"


def _write(package: Package, converter: Converter) -> Iterator[bytes]:
    format = package.document.format
    whole = recorded(package.document, format)
    document = whole.get("CFDocument", whole)
    converter.changed = converter.record(document, DOCUMENT)["lastChangeDateTime"]
    yield b'{"CFDocument":' + msgspec.json.encode(converter.record(document, DOCUMENT))
    for key, rows in (("CFItems", package.items), ("CFAssociations", links_of(package))):
        for twice in whole.get(key) or ():
            converter.losses.add(
                f"{key}, place {twice['place']}", "A record is there twice.", "The first is written."
            )
        yield b',\n"%s":' % key.encode()
        yield from _list(_converted(converter, rows, _ROWS[key], format))
    yield from _ending(whole, converter)
    yield b"}"


def _converted(
    converter: Converter, rows: Iterable[Item | Association], of: Class, format: str
) -> Iterator[bytes]:
    for row in rows:
        yield msgspec.json.encode(converter.record(recorded(row, format), of))


def _ending(whole: Mapping[str, Any], converter: Converter) -> Iterator[bytes]:
    definitions, rubrics = whole.get("CFDefinitions"), whole.get("CFRubrics")
    if isinstance(definitions, dict):
        yield b',\n"CFDefinitions":' + msgspec.json.encode(converter.record(definitions, DEFINITION))
    if isinstance(rubrics, list):
        written = [converter.record(each, RUBRIC) for each in rubrics if isinstance(each, dict)]
        yield b',\n"CFRubrics":' + msgspec.json.encode(written)
    extensions = _outside(whole)
    if extensions and converter.version == V1P1:
        yield b',\n"extensions":' + msgspec.json.encode(extensions)
    elif extensions:
        for name in extensions:
            converter.losses.add("CFPackage", f"{name} has no place in {converter.version}.", "Left out.")


def _outside(whole: Mapping[str, Any]) -> dict[str, Any]:
    """Members of the package that are none of CASE, with its extensions."""
    if "CFDocument" not in whole:
        return {}
    known = {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions"}
    own = whole.get("extensions")
    rest = {name: value for name, value in whole.items() if name not in known and value is not None}
    return rest | (own if isinstance(own, dict) else {})
