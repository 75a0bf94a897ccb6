"""Small documents of the registry, made up, for tests of how they are kept and shown."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from throughline.core.formats.packages import Association, Document, Item, Package


def guid(name: str) -> str:
    """The identifier of something with this name, the same every time."""
    return str(uuid5(NAMESPACE_URL, f"https://standards.example/{name}"))


def key(name: str) -> UUID:
    """The same as a UUID."""
    return UUID(guid(name))


def uri(name: str) -> str:
    """The address its publisher gives it."""
    return f"https://standards.example/{guid(name)}"


def document(name: str = "science", **changes: str) -> Document:
    """A document with this name."""
    said = {
        "identifier": guid(name),
        "title": name.title(),
        "creator": "Standards Board",
        "subject": ["Physics"],
    }
    body = json.dumps(
        {"CFDocument": said, "CFDefinitions": {"CFSubjects": [{"identifier": guid("Physics")}]}}
    )
    fields = {
        "identifier": guid(name), "uri": uri(name), "kind": "framework", "format": "case-1.1", "title": name.title(),
        "language": "en", "publisher": "Standards Board", "status": "Implemented", "version": "", **changes,
    }  # fmt: skip
    return Document(body=body.encode(), **fields)


def item(
    name: str, place: int, parent: str = "", statement: str = "", code: str = "", position: int = 0
) -> Item:
    """An item with this name; parent: the name of the one it stands under."""
    words = statement or f"Explains {name}."
    said = {
        "identifier": guid(name),
        "uri": uri(name),
        "fullStatement": words,
        "x-kept": [1, {"b": 2, "a": name}],
    }
    return Item(
        identifier=guid(name), uri=uri(name), place=place, statement=words, body=json.dumps(said).encode(),
        kind="Standard", code=code, language="en", parent=guid(parent) if parent else "", position=position,
    )  # fmt: skip


def link(kind: str, origin: str, destination: str, place: int, title: str = "") -> Association:
    """An association between two items by their names."""
    name = f"{kind} {origin} {destination}"
    said = {
        "identifier": guid(name), "uri": uri(name), "associationType": kind,
        "originNodeURI": {"title": origin, "identifier": guid(origin), "uri": uri(origin)},
        "destinationNodeURI": {"title": title, "identifier": guid(destination), "uri": uri(destination)},
    }  # fmt: skip
    return Association(
        identifier=guid(name), uri=uri(name), place=place, kind=kind, origin=guid(origin), origin_uri=uri(origin),
        destination=guid(destination), destination_uri=uri(destination), body=json.dumps(said).encode(),
        destination_title=title or destination.title(),
    )  # fmt: skip


def package(
    name: str = "science", items: Iterable[Item] = (), links: Iterable[Association] = (), **changes: str
) -> Package:
    """A document with these items and associations."""
    return Package(document(name, **changes), tuple(items), tuple(links))


def tree(*names: str, root: str = "matter") -> list[Item]:
    """One item, and the others under it."""
    return [item(root, 0), *(item(n, at, parent=root, position=at) for at, n in enumerate(names, start=1))]


@dataclass(frozen=True)
class Rows:
    """Rows that are made as they are walked and never all there."""

    count: int
    make: object

    def __iter__(self) -> Iterator[object]:
        return (self.make(at) for at in range(self.count))  # type: ignore[operator]
