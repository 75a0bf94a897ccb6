"""The few lines of CBOR (RFC 8949) that proofs are packed in: whole numbers, bytes, texts, lists and maps.

Everything has one spelling: the shortest head, a known length, the keys of a map in order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_DEEPEST = 4


class NotCbor(ValueError):
    """Bytes that are not the one spelling of a value."""


def dumps(value: Any) -> bytes:
    """A value as bytes."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return _head(0, value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    if isinstance(value, list | tuple):
        return _head(4, len(value)) + b"".join(dumps(each) for each in value)
    if isinstance(value, Mapping):
        pairs = sorted((dumps(key), dumps(each)) for key, each in value.items())
        return _head(5, len(pairs)) + b"".join(key + each for key, each in pairs)
    raise NotCbor(f"{type(value).__name__} is not written here")


def loads(data: bytes) -> Any:
    """The value of some bytes. Raises `NotCbor` for anything that `dumps` would not have written."""
    try:
        value, end = _read(data, 0, 0)
    except (IndexError, UnicodeDecodeError):
        raise NotCbor("the bytes end early or are no text") from None
    if end != len(data) or dumps(value) != data:
        raise NotCbor("the bytes are not in their one spelling")
    return value


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(size for size in (1, 2, 4, 8) if number < 1 << 8 * size)
    return bytes([kind << 5 | 23 + size.bit_length()]) + number.to_bytes(size, "big")


def _read(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    kind, number, at = _read_head(data, at)
    if kind == 0:
        return number, at
    if depth > _DEEPEST or number > len(data):
        raise NotCbor("the value is nested too deeply or longer than its bytes")
    if kind in (2, 3):
        if at + number > len(data):
            raise IndexError
        body = data[at : at + number]
        return (body if kind == 2 else body.decode()), at + number
    if kind == 4:
        return _read_list(data, at, number, depth)
    if kind == 5:
        flat, at = _read_list(data, at, 2 * number, depth)
        if not all(isinstance(key, int | str) for key in flat[::2]):
            raise NotCbor("a key of a map is neither number nor text")
        return dict(zip(flat[::2], flat[1::2])), at
    raise NotCbor(f"values of the kind {kind} are not read here")


def _read_head(data: bytes, at: int) -> tuple[int, int, int]:
    kind, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return kind, short, at + 1
    if short > 27:
        raise NotCbor("a length is not known")
    size = 1 << (short - 24)
    if at + 1 + size > len(data):
        raise IndexError
    return kind, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size


def _read_list(data: bytes, at: int, number: int, depth: int) -> tuple[list[Any], int]:
    values = []
    for _ in range(number):
        value, at = _read(data, at, depth + 1)
        values.append(value)
    return values, at
