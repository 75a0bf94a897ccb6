"""Bytes as text, each in one spelling only: base58btc (`z...`) and unpadded base64url (`u...`).

A second spelling of the same bytes would let one credential pass for two, so whatever the encoder would not
have written is refused. (Controlled Identifiers 1.0, section 2.4; RFC 4648, section 5.)
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

LONGEST = 16_384
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_DIGITS = {letter: value for value, letter in enumerate(_ALPHABET)}
_URL_SAFE = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)


class BadEncoding(ValueError):
    """A text that is not the one spelling of some bytes."""


def base58(data: bytes) -> str:
    """Bytes in the Bitcoin alphabet, one `1` for each leading zero byte."""
    number, written = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        written = _ALPHABET[digit] + written
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + written


def from_base58(text: str) -> bytes:
    """The bytes of a base58 text. Raises `BadEncoding` for a letter outside of the alphabet."""
    if len(text) > LONGEST:
        raise BadEncoding(f"{len(text)} letters of base58 are more than the {LONGEST} that are read")
    number = 0
    for letter in text:
        if letter not in _DIGITS:
            raise BadEncoding(f"{letter!r} is no letter of base58")
        number = number * 58 + _DIGITS[letter]
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(data: bytes) -> str:
    """Bytes in URL-safe base64 without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes of an unpadded URL-safe base64 text. Raises `BadEncoding` for padding, other letters, stray bits."""
    if not _URL_SAFE.fullmatch(text) or len(text) % 4 == 1:
        raise BadEncoding("the text is not URL-safe base64 without padding")
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise BadEncoding("the last letter of the base64 text carries bits that belong to no byte")
    return data


def multibase(data: bytes, base: str = "z") -> str:
    """Bytes as multibase: `z` for base58btc, `u` for base64url."""
    return "z" + base58(data) if base == "z" else "u" + base64url(data)


def from_multibase(text: str, base: str) -> bytes:
    """The bytes of a multibase text in the base that is expected there. Raises `BadEncoding`."""
    if not text.startswith(base):
        raise BadEncoding(f"the text begins with {text[:1]!r}, and {base!r} is expected here")
    return from_base58(text[1:]) if base == "z" else from_base64url(text[1:])
