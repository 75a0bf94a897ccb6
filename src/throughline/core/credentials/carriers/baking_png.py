"""A credential in a PNG: the chunk `iTXt` with its keyword (PNG, third edition, section 11.3.3)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from throughline.core.credentials.strict_json import Unreadable

BEGINS = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
KEYWORD_2 = b"openbadges"
TEXTS = (b"tEXt", b"zTXt", b"iTXt")
AGAIN = "Save the picture again from where it was issued."


@dataclass(frozen=True, slots=True)
class Chunk:
    """One chunk: where it stands in the file (first and one past the last byte), its type and its data."""

    start: int
    end: int
    kind: bytes
    data: bytes

    @property
    def keyword(self) -> bytes:
        """What a text chunk is about; empty for all others."""
        return self.data.partition(b"\x00")[0] if self.kind in TEXTS else b""


def take(image: bytes) -> tuple[Literal["3.0", "2.0"], str]:
    """The generation and the text of the one credential in the picture. Raises `Unreadable`."""
    chunks = list(_chunks(image))
    newer = [each for each in chunks if each.keyword == KEYWORD]
    if newer:
        return "3.0", _text(_only(newer))
    older = [each for each in chunks if each.keyword == KEYWORD_2]
    if older:
        return "2.0", _text(_only(older))
    raise Unreadable(
        "There is no credential in this picture.",
        "A screenshot, or a picture that was edited, has lost it.",
        "Download the badge again from its issuer.",
    )


def put(image: bytes, text: str) -> bytes:
    """The picture with the text as its only credential, behind the header; everything else as it was."""
    chunks = list(_chunks(image))
    baked = _written(b"iTXt", KEYWORD + b"\x00\x00\x00\x00\x00" + text.encode())
    kept = [image[each.start : each.end] for each in chunks[1:] if each.keyword != KEYWORD]
    return b"".join((image[: chunks[0].end], baked, *kept, image[chunks[-1].end :]))


def _chunks(image: bytes) -> Iterator[Chunk]:
    if not image.startswith(BEGINS):
        raise Unreadable("This is no PNG.", "It does not begin like one.", "Give a PNG or SVG picture.")
    at, kind = len(BEGINS), b""
    while kind != b"IEND":
        chunk = _chunk(image, at)
        if (at == len(BEGINS)) != (chunk.kind == b"IHDR"):
            raise _damaged(at, "The header is not at the beginning.")
        yield chunk
        at, kind = chunk.end, chunk.kind


def _chunk(image: bytes, at: int) -> Chunk:
    if at + 12 > len(image):
        raise _damaged(len(image), "The file breaks off here.")
    size, kind = struct.unpack_from(">I4s", image, at)
    end = at + 12 + size
    if end > len(image):
        raise _damaged(at, f"A chunk claims {size} bytes, more than the file holds.")
    data = image[at + 8 : end - 4]
    if zlib.crc32(data, zlib.crc32(kind)) != struct.unpack_from(">I", image, end - 4)[0]:
        raise _damaged(at, "The check sum of a chunk differs.")
    return Chunk(at, end, kind, data)


def _written(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))


def _only(found: list[Chunk]) -> Chunk:
    if len(found) > 1:
        raise Unreadable(
            f"This picture holds {len(found)} credentials.",
            "Which one is meant cannot be told.",
            "Give a picture with one credential in it.",
        )
    return found[0]


def _text(chunk: Chunk) -> str:
    body = chunk.data.partition(b"\x00")[2]
    if chunk.kind == b"zTXt" or (chunk.kind == b"iTXt" and body[:1] != b"\x00"):
        raise Unreadable(
            "The credential in this picture is compressed.",
            "The standard forbids it, because such a picture can swell without limit.",
            "Ask the issuer for a picture baked without compression.",
        )
    if chunk.kind == b"tEXt":
        return body.decode("latin-1").strip()
    parts = body[2:].split(b"\x00", 2)
    if len(parts) < 3:
        raise _damaged(chunk.start, "The text chunk is not whole.")
    try:
        return parts[2].decode().strip()
    except UnicodeDecodeError:
        raise _damaged(chunk.start, "The credential is not written in UTF-8.") from None


def _damaged(at: int, why: str) -> Unreadable:
    return Unreadable("This PNG is damaged.", f"At byte {at}: {why}", AGAIN)
