"""The digests of what the registry keeps: over canonical JSON, so that neither the order of members nor white space counts.

Of a row: sha256 over its own fields as a JSON array, a line feed, and its record; all of it canonical JSON (RFC 8785).
Of a package: sha256 over the row digest of its document, then of each item and each association in the file's order;
each item's is followed by the identifier it stands under, a tab, its position, and a line feed.
"""

import json
from hashlib import sha256
from typing import Any, Final

import rfc8785

from throughline.core.formats.packages import Association, Document, Item, Package

SIMPLE: Final = 2**53


class _Otherwise(Exception):
    """A number whose canonical form Python's own writer does not give."""


def _number(text: str) -> Any:
    raise _Otherwise(text)


def _whole(text: str) -> int:
    value = int(text)
    if not -SIMPLE < value < SIMPLE:
        raise _Otherwise(text)
    return value


# Python's writer agrees with RFC 8785 as long as there is no fraction, and it takes a fiftieth of the time; names of
# members beyond the basic plane would sort otherwise, and none of the field's formats has any.
_READER: Final = json.JSONDecoder(parse_float=_number, parse_int=_whole, parse_constant=_number)
_WRITER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(body: bytes) -> bytes:
    """A JSON record in its canonical form; what is no JSON, or has numbers beyond it, stays as it is."""
    try:
        return _WRITER.encode(_READER.decode(body.decode())).encode()
    except _Otherwise:
        return _slowly(body)
    except ValueError:
        return body


def _slowly(body: bytes) -> bytes:
    try:
        return rfc8785.dumps(json.loads(body))
    except ValueError:
        return body


def head_of(document: Document) -> dict[str, str]:
    """A document's own fields, without its body."""
    return {
        "identifier": document.identifier, "uri": document.uri, "kind": document.kind, "format": document.format,
        "title": document.title, "language": document.language, "publisher": document.publisher,
        "version": document.version, "status": document.status,
    }  # fmt: skip


def _row(fields: Any, body: bytes) -> bytes:
    return sha256(_WRITER.encode(fields).encode() + b"\n" + canonical(body)).digest()


def document_digest(document: Document) -> bytes:
    """The digest of a document without its items and associations."""
    return _row(head_of(document), document.body)


def item_digest(item: Item) -> bytes:
    """The digest of what an item says, wherever it stands."""
    return _row(
        [item.identifier, item.uri, item.kind, item.code, item.statement, item.level, item.language],
        item.body,
    )


def association_digest(link: Association) -> bytes:
    """The digest of what an association says."""
    said = [
        link.identifier, link.uri, link.kind, link.origin, link.origin_uri, link.destination, link.destination_uri,
        link.destination_title, link.position, link.group,
    ]  # fmt: skip
    return _row(said, link.body)


class Rolling:
    """The digest of a package while its rows go by."""

    def __init__(self, document: Document) -> None:
        self._so_far = sha256(document_digest(document))

    def item(self, digest: bytes, parent: str, position: int) -> None:
        """The next item."""
        self._so_far.update(digest + f"{parent}\t{position}\n".encode())

    def association(self, digest: bytes) -> None:
        """The next association."""
        self._so_far.update(digest)

    @property
    def hex(self) -> str:
        """The digest of all that went by."""
        return self._so_far.hexdigest()


def package_digest(package: Package) -> str:
    """The digest of a whole package, hex; walks it once and keeps nothing of it."""
    rolling = Rolling(package.document)
    for item in package.items:
        rolling.item(item_digest(item), item.parent, item.position)
    for link in package.associations:
        rolling.association(association_digest(link))
    return rolling.hex
