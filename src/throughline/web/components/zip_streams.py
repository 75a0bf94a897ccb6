"""A zip file written while it is sent: no member of it, and never the whole, is in memory or on disk.

PKWARE APPNOTE 6.3.9: sizes and checksum of each member stand after its data (4.3.9), in 64 bits (4.5.3).
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

PIECE = 64 * 1024
DEFLATED, UTF8_AND_AFTER, VERSION = 8, 0x0808, 45


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the zip: its path, and its bytes piece by piece."""

    path: str
    pieces: Iterable[bytes]


@dataclass(frozen=True, slots=True)
class _Written:
    name: bytes
    checksum: int
    packed: int
    plain: int
    offset: int


def zipped(members: Iterable[Member], at: datetime) -> Iterator[bytes]:
    """The bytes of a zip of these members, all dated `at`."""
    stamp = _stamp(at)
    offset, written = 0, list[_Written]()
    for member in members:
        name = member.path.encode()
        head = struct.pack(
            "<4sHHHIIIIHH", b"PK\x03\x04", VERSION, UTF8_AND_AFTER, DEFLATED, stamp, 0, 0xFFFFFFFF, 0xFFFFFFFF, len(name), 20
        )  # fmt: skip
        head += name + struct.pack("<HHQQ", 1, 16, 0, 0)
        yield head
        packing = _Packing()
        yield from packing.through(member.pieces)
        yield struct.pack("<4sIQQ", b"PK\x07\x08", packing.checksum, packing.packed, packing.plain)
        written.append(_Written(name, packing.checksum, packing.packed, packing.plain, offset))
        offset += len(head) + packing.packed + 24
    yield from _directory(written, offset, stamp)


class _Packing:
    """Deflates pieces and keeps count of them."""

    def __init__(self) -> None:
        self.checksum = self.packed = self.plain = 0

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        waiting = bytearray()
        for piece in pieces:
            self.checksum = zlib.crc32(piece, self.checksum)
            self.plain += len(piece)
            waiting += deflate.compress(piece)
            if len(waiting) >= PIECE:
                self.packed += len(waiting)
                yield bytes(waiting)
                waiting.clear()
        waiting += deflate.flush()
        self.packed += len(waiting)
        yield bytes(waiting)


def _directory(written: list[_Written], offset: int, stamp: int) -> Iterator[bytes]:
    size = 0
    for each in written:
        more = struct.pack("<HHQQQ", 1, 24, each.plain, each.packed, each.offset)
        row = struct.pack(
            "<4sHHHHIIIIHHHHHII", b"PK\x01\x02", VERSION, VERSION, UTF8_AND_AFTER, DEFLATED, stamp, each.checksum,
            0xFFFFFFFF, 0xFFFFFFFF, len(each.name), len(more), 0, 0, 0, 0, 0xFFFFFFFF,
        )  # fmt: skip
        row += each.name + more
        size += len(row)
        yield row
    count = len(written)
    yield struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, VERSION, VERSION, 0, 0, count, count, size, offset)
    yield struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + size, 1)
    some = min(count, 0xFFFF)
    yield struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, some, some, 0xFFFFFFFF, 0xFFFFFFFF, 0)


def _stamp(at: datetime) -> int:
    day = (max(at.year, 1980) - 1980) << 9 | at.month << 5 | at.day
    return day << 16 | at.hour << 11 | at.minute << 5 | at.second // 2
