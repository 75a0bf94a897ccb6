"""Reads JSON that strangers send: one meaning or none, and never more work than the limits allow.

Two readers that differ on a duplicate key or on a long number would see two credentials under one signature, so
such files are refused (RFC 8259, section 4; RFC 7493, I-JSON).
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

LARGEST = 16 * 1024 * 1024
DEEPEST = 100
MOST_VALUES = 1_000_000
_LARGEST_INTEGER = 2**53 - 1
_LONGEST_NUMBER = 40
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_AS_SENT = "Ask for the file again, as it was issued."


class Unreadable(ValueError):
    """What cannot be read, why, and what to do."""

    def __init__(self, what: str, why: str, fix: str = _AS_SENT) -> None:
        super().__init__(f"{what} {why} {fix}")
        self.what, self.why, self.fix = what, why, fix


def read(
    data: bytes | str, *, largest: int = LARGEST, deepest: int = DEEPEST, most_values: int = MOST_VALUES
) -> Any:
    """The value a JSON file stands for.

    Limits: `largest` in bytes, `deepest` in nested objects and arrays, `most_values` in members and items.
    Raises `Unreadable`.
    """
    text = _text(data, largest)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Unreadable("This is not JSON.", f"At {where}: {error.msg}.") from None
    except RecursionError:
        raise _too_deep(deepest) from None
    _check(value, deepest, most_values, surrogates=_ESCAPED_SURROGATE.search(text) is not None)
    return value


def _text(data: bytes | str, largest: int) -> str:
    if len(data) > largest:
        raise Unreadable("This file is too large.", f"It has {len(data)} bytes; {largest} are read.",
                         "Give the credential by itself, and evidence as files of their own.")  # fmt: skip
    try:
        if isinstance(data, bytes):
            return data.decode("utf-8-sig")
        data.encode()
    except UnicodeDecodeError as error:
        raise Unreadable(
            "This file is not UTF-8 text.", f"Byte {error.start} belongs to no letter."
        ) from None
    except UnicodeEncodeError as error:
        raise Unreadable(
            "This text holds half a letter.", f"Character {error.start} is a lone surrogate."
        ) from None
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable("One name stands twice in an object.", f"{twice[:80]!r} is given more than once.")
    return made


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER or abs(int(digits)) > _LARGEST_INTEGER:
        raise Unreadable("A number is too long to be read alike everywhere.", f"It begins {digits[:20]}.")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
    if math.isinf(number):
        raise Unreadable("A number is too long to be read alike everywhere.", f"It begins {digits[:20]}.")
    return number


def _constant(name: str) -> NoReturn:
    raise Unreadable("This is not JSON.", f"{name} is no JSON number.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
)


def _check(value: Any, deepest: int, most_values: int, *, surrogates: bool) -> None:
    level, seen = [value], 0
    for depth in range(deepest + 1):
        seen += len(level)
        if seen > most_values:
            raise Unreadable("This file holds too many values.", f"More than {most_values} of them.")
        if depth == deepest and any(isinstance(each, dict | list) for each in level):
            raise _too_deep(deepest)
        if surrogates:
            _check_letters(level)
        level = _one_deeper(level, surrogates)
        if not level:
            return


def _one_deeper(level: list[Any], surrogates: bool) -> list[Any]:
    below: list[Any] = []
    for each in level:
        if isinstance(each, dict):
            if surrogates:
                _check_letters(list(each))
            below.extend(each.values())
        elif isinstance(each, list):
            below.extend(each)
    return below


def _check_letters(values: list[Any]) -> None:
    for each in values:
        if isinstance(each, str):
            try:
                each.encode()
            except UnicodeEncodeError:
                raise Unreadable("A text holds half a letter.", "A lone surrogate has no meaning.") from None


def _too_deep(deepest: int) -> Unreadable:
    return Unreadable("This file is nested too deeply.", f"More than {deepest} levels of objects and lists.")
