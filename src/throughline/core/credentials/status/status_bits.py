"""The bits of a status list: packed small, unpacked within limits, one or more bits for each entry.

Bitstring Status List 1.0, section 3.3 (first entry in the highest bit); Token Status List, section 4 (in the lowest).
"""

import gzip
import zlib
from collections.abc import Mapping
from typing import Literal, TypeAlias

from throughline.core.credentials.multibase import BadEncoding, base64url, from_base64url
from throughline.core.credentials.strict_json import Unreadable

Order: TypeAlias = Literal["highest first", "lowest first"]
FEWEST = 131_072
"""Entries that a list must have room for, so that an index says little about a person."""
MOST_BYTES = 16 * 1024 * 1024
SIZES = (1, 2, 4, 8)
_LONGEST = 4 * MOST_BYTES


def packed(values: Mapping[int, int], entries: int = FEWEST, size: int = 1) -> bytes:
    """The bits of a list in which these entries have these values and all others 0. size: bits for each entry.

    Raises `ValueError` for an index outside of the list or a value that does not fit.
    """
    if size not in SIZES or entries < FEWEST:
        raise ValueError(
            f"a list has at least {FEWEST} entries of 1, 2, 4 or 8 bits, not {entries} of {size}"
        )
    bits = bytearray(-(-entries * size // 8))
    for index, value in values.items():
        if not (0 <= index < entries and 0 <= value < 1 << size):
            raise ValueError(f"{value} at {index} does not fit a list of {entries} entries of {size} bits")
        at = index * size
        bits[at // 8] |= value << (8 - size - at % 8)
    return bytes(bits)


def encoded(bits: bytes) -> str:
    """The bits as `encodedList`: gzip, then multibase base64url. The same bits give the same text."""
    return "u" + base64url(gzip.compress(bits, mtime=0))


def decoded(text: str) -> bytes:
    """The bits of an `encodedList` of a Bitstring Status List. Raises `Unreadable`."""
    if not text.startswith("u"):
        raise _unreadable("It does not begin with `u`, the sign of multibase base64url.")
    return _inflated(_from_base64(text[1:]), _GZIP)


def decoded_older(text: str) -> bytes:
    """The bits of the lists before it (2020, 2021): base64 in either alphabet, gzip or zlib. Raises `Unreadable`."""
    data = _from_base64(text.rstrip("=").translate(_URL_SAFE))
    return _inflated(data, _GZIP if data.startswith(b"\x1f\x8b") else _ZLIB)


def decoded_token(text: str) -> bytes:
    """The bits of a Token Status List: base64url, zlib. Raises `Unreadable`."""
    return _inflated(_from_base64(text), _ZLIB)


def value_at(bits: bytes, index: int, size: int = 1, order: Order = "highest first") -> int:
    """The value of one entry. Raises `IndexError` where the list does not reach so far."""
    at = index * size
    if index < 0 or at + size > 8 * len(bits):
        raise IndexError(f"the list has {8 * len(bits) // size} entries, none at {index}")
    shift = 8 - size - at % 8 if order == "highest first" else at % 8
    return bits[at // 8] >> shift & ((1 << size) - 1)


_GZIP, _ZLIB = 31, 15
_URL_SAFE = str.maketrans("+/", "-_")


def _from_base64(text: str) -> bytes:
    if len(text) > _LONGEST:
        raise _unreadable(f"It has {len(text)} letters; {_LONGEST} are read.")
    try:
        return from_base64url(text)
    except BadEncoding as error:
        raise _unreadable(f"{str(error).capitalize()}.") from None


def _inflated(data: bytes, how: int) -> bytes:
    inflater = zlib.decompressobj(how)
    try:
        bits = inflater.decompress(data, MOST_BYTES + 1)
    except zlib.error:
        raise _unreadable("It is not packed as its kind says.") from None
    if len(bits) > MOST_BYTES:
        raise _unreadable(f"It swells to more than {MOST_BYTES} bytes.")
    if not inflater.eof:
        raise _unreadable("It breaks off in the middle.")
    return bits


def _unreadable(why: str) -> Unreadable:
    return Unreadable(
        "The bits of this status list cannot be read.", why, "Ask the issuer to publish the list anew."
    )
