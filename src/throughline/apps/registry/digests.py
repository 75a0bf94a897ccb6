"""The digests of what the registry keeps: over canonical JSON, so that neither the order of members nor white space counts.

Of a row: sha256 over its own fields as a JSON array, a line feed, and its record; all of it canonical JSON (RFC 8785).
Of a package: sha256 over the row digest of its document, then of each item and each association in the file's order;
each item's is followed by the identifier it stands under, a tab, its position, and a line feed. Where the places of items
or of associations are not 0, 1, 2, ..., they follow at the end, each list as a JSON array.
"""

import json
from array import array
from collections.abc import Iterator
from hashlib import sha256
from itertools import accumulate, count
from typing import Any, Final
from zlib import compress, decompress

import msgspec
import rfc8785

from throughline.core.formats.packages import Association, Document, Item, Package


class _Fraction(Exception):
    """A number whose canonical form the quick writer does not give."""


def _fraction(text: str) -> Any:
    raise _Fraction(text)


# The quick writer agrees with RFC 8785 on records without fractions and takes a hundredth of the time. Names of members
# beyond the basic plane would sort otherwise, and none of the field's formats has any.
_DECODE: Final = msgspec.json.Decoder(float_hook=_fraction).decode
_ENCODE: Final = msgspec.json.Encoder(order="sorted").encode


def canonical(body: bytes) -> bytes:
    """A JSON record in its canonical form; what is no JSON stays as it is."""
    try:
        return _ENCODE(_DECODE(body))
    except _Fraction:
        return _slowly(body)
    except msgspec.DecodeError:
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
    return sha256(_ENCODE(fields) + b"\n" + canonical(body)).digest()


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
    """The digest of a package while its rows go by, and the place of each in its file."""

    def __init__(self, document: Document) -> None:
        self._so_far = sha256(document_digest(document))
        self._items, self._associations = Places(), Places()

    def item(self, item: Item) -> bytes:
        """The next item; gives its digest."""
        digest = item_digest(item)
        self._so_far.update(digest + f"{item.parent}\t{item.position}\n".encode())
        self._items.add(item.place)
        return digest

    def association(self, link: Association) -> bytes:
        """The next association; gives its digest."""
        digest = association_digest(link)
        self._so_far.update(digest)
        self._associations.add(link.place)
        return digest

    @property
    def places(self) -> tuple[bytes, bytes]:
        """The places of the items and of the associations, packed (`Places`)."""
        return self._items.packed, self._associations.packed

    @property
    def hex(self) -> str:
        """The digest of all that went by."""
        whole = self._so_far.copy()
        for places in (self._items, self._associations):
            if places.packed:
                whole.update(_ENCODE(places.every))
        return whole.hexdigest()


class Places:
    """The places of rows in their file. Packed: nothing where they are 0, 1, 2, ...; else the steps from one to the next,
    as whole numbers of 64 bits, least byte first, deflated (zlib)."""

    def __init__(self) -> None:
        self._steps = array("q")
        self._last = -1

    def add(self, place: int) -> None:
        """The next one."""
        self._steps.append(place - self._last)
        self._last = place

    @property
    def every(self) -> list[int]:
        """All of them."""
        return [place - 1 for place in accumulate(self._steps)]

    @property
    def packed(self) -> bytes:
        """As they are kept."""
        if all(step == 1 for step in self._steps):
            return b""
        return compress(self._steps.tobytes())


def unpacked(packed: bytes) -> Iterator[int]:
    """The places that were packed; without end where they are 0, 1, 2, ..."""
    if not packed:
        return count()
    steps = array("q")
    steps.frombytes(decompress(packed))
    return (place - 1 for place in accumulate(steps))


def package_digest(package: Package) -> str:
    """The digest of a whole package, hex; walks it once and keeps nothing of it."""
    rolling = Rolling(package.document)
    for item in package.items:
        rolling.item(item)
    for link in package.associations:
        rolling.association(link)
    return rolling.hex
