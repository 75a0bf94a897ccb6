"""A credential as it came from elsewhere: what it is, who issued it, and by which it is known again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

from throughline.apps.directory.actor import Refused
from throughline.core.credentials.controllers.dids import issuer_of
from throughline.core.credentials.instants import read_instant
from throughline.core.credentials.open_badges_2 import is_badge_2
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.tokens.jose import read_token
from throughline.core.credentials.tokens.jws import looks_like, read_jws
from throughline.core.credentials.verifying.recognizing import recognize

WHAT = "Keeping a credential"
FORMS = ("json", "jwt", "png", "svg")


@dataclass(frozen=True, slots=True)
class Opened:
    """What was brought, opened. form: how it came. text: the credential as its file carries it. token: whether that is a
    signed token. document: what it says. older: a badge of Open Badges 2.0."""

    form: str
    text: str
    token: bool
    document: Mapping[str, Any]
    older: bool

    @property
    def same(self) -> str:
        """By which a newer copy of the same credential is known (Open Badges 3.0, section 10); empty where it cannot."""
        named = [
            unquote(each).strip() for each in (issuer_of(self.document), str(self.document.get("id") or ""))
        ]
        return sha256("\n".join(named).encode()).hexdigest() if all(named) else ""

    @property
    def valid_from(self) -> datetime | None:
        """Since when it holds, or when it was issued."""
        names = ("validFrom", "issuanceDate", "issuedOn")
        return instant(next((self.document[name] for name in names if name in self.document), None))


def opened(given: bytes) -> Opened:
    """What was brought, opened and not yet believed. Raises `Refused` where it is no credential of a kind that is kept."""
    found = recognize(given)
    if found.problem is not None or found.form not in FORMS or len(found.carried) != 1:
        raise Refused(
            WHAT, "this file is none that we can keep.", "Bring one badge as its issuer gave it: JSON, JWT, PNG or SVG."
        )  # fmt: skip
    carried = found.carried[0]
    text = (carried.decode("utf-8", "replace") if isinstance(carried, bytes) else carried).strip()
    try:
        return _read(found.form, text)
    except Unreadable as problem:
        raise Refused(WHAT, str(problem)) from None


def _read(form: str, text: str) -> Opened:
    token = looks_like(text)
    if not token:
        document = read(text)
        if not isinstance(document, Mapping):
            raise Unreadable(
                "This is no credential.", "It is a list or a plain value.", "Bring one credential."
            )
        return Opened(form, text, False, document, is_badge_2(document))
    claims = read(read_jws(text).payload)
    if is_badge_2(claims):
        return Opened(form, text, True, claims, True)
    return Opened(form, text, True, read_token(text).document, False)


def instant(written: object) -> datetime | None:
    """A time as a credential writes it; None where there is none that can be read."""
    try:
        return read_instant(written)
    except ValueError:
        return None
