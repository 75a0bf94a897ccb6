"""A list of known issuers as a file: `{"issuers": [{"id", "name", "document", "since", "until"}, ...]}`.

document: the issuer's controller document, so that its keys are known without asking. since, until: instants. only:
`endorsements`, for who endorses what others issue and issues nothing. keptBy: the id of who keeps and signs it. log: the
public log's keys, its witnesses, and how many of them a proof needs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.core.checkpoint import NOBODY, Witnesses
from throughline.core.credentials.controllers.controller_documents import methods_of
from throughline.core.credentials.controllers.resolving import Method, Methods, NotThere, known
from throughline.core.credentials.keys import PublicKey
from throughline.core.credentials.proofs.data_integrity import check_proofs
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.credentials.verifying.reaching import KnownIssuer, Registry
from throughline.core.credentials.verifying.shape import instant
from throughline.core.signed_notes import BadNote, NoteKey, read_note_key

_FORM = 'Give {"issuers": [{"id": "did:web:...", "name": "..."}]}.'


@dataclass(frozen=True, slots=True)
class IssuerList:
    """A list as it was read. keeper: who keeps it, by id. log, witnesses: how proofs of the public log are checked."""

    issuers: Registry
    keeper: str
    log: tuple[NoteKey, ...]
    witnesses: Witnesses
    document: Mapping[str, Any]

    def keys_of_keeper(self) -> Collection[Method]:
        """The keys that the list itself names for its keeper."""
        return keys_of(self.issuers.get(self.keeper))

    def is_signed_by(self, methods: Collection[Method]) -> bool:
        """Whether one of its keeper's own keys among these signed it. A key that was withdrawn proves nothing."""
        sound = [each for each in methods if each.controller == self.keeper and each.revoked is None]
        checks = check_proofs(self.document, methods=_none_but(sound))
        return bool(checks) and all(
            each.outcome == "holds" and each.controller == self.keeper for each in checks
        )

    def is_proven(self, issuers: Registry, pinned: Collection[PublicKey]) -> bool:
        """Whether its keeper signed it, by a key that these issuers name for that keeper, or that is pinned."""
        named = [each for each in self.keys_of_keeper() if each.key in pinned]
        return self.is_signed_by(keys_of(issuers.get(self.keeper))) or self.is_signed_by(named)


def _none_but(methods: Collection[Method]) -> Methods:
    """A resolver for these alone: a name that carries its own key would prove any list."""
    by_id = {each.id: each for each in methods}

    def resolve(name: str) -> Method:
        if name not in by_id:
            raise NotThere(f"The key {name[:200]} is not one of those that may sign this list.")
        return by_id[name]

    return resolve


def keys_of(issuer: KnownIssuer | None) -> Collection[Method]:
    """The keys that are known of an issuer."""
    return issuer.keys().values() if issuer is not None and issuer.keys is not None else ()


def read_issuers(data: bytes) -> IssuerList:
    """A list of issuers. Raises `Unreadable`, also where its keeper signed it and it was changed since.

    Whether to trust the keeper is for who names the file.
    """
    value = read(data)
    listed = value.get("issuers") if isinstance(value, Mapping) else None
    if not isinstance(listed, list):
        raise Unreadable("This is no list of issuers.", "It has no list `issuers`.", _FORM)
    found = [_issuer(each, number) for number, each in enumerate(listed, 1)]
    log, witnesses = _log(value.get("log"))
    read_ = IssuerList({each.id: each for each in found}, str(value.get("keptBy", "")), log, witnesses, value)
    if "proof" in value and read_.keys_of_keeper() and not _seal_fits(read_):
        raise Unreadable(
            "This list of issuers was changed.", "Its signature does not fit.", "Fetch it again."
        )
    return read_


def _seal_fits(found: IssuerList) -> bool:
    checks = check_proofs(found.document, methods=known(found.keys_of_keeper()))
    return all(each.outcome == "holds" and each.controller == found.keeper for each in checks)


def _log(said: Any) -> tuple[tuple[NoteKey, ...], Witnesses]:
    if said is None:
        return (), NOBODY
    try:
        keys = tuple(map(read_note_key, said["keys"]))
        return keys, Witnesses(
            tuple(map(read_note_key, said.get("witnesses", ()))), int(said.get("quorum", 0))
        )
    except (BadNote, AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unreadable(
            "The public log in this list of issuers cannot be read.", str(error), "Fetch the list again."
        ) from None


def _issuer(value: Any, number: int) -> KnownIssuer:
    if not isinstance(value, Mapping) or not all(isinstance(value.get(name), str) for name in ("id", "name")):
        raise Unreadable("This is no list of issuers.", f"Issuer {number} lacks an id or a name.", _FORM)
    document = value.get("document")
    found = None if document is None else methods_of(document, value["id"])
    keys = None if found is None else (lambda: found)
    since, until = (_time(value, name, number) for name in ("since", "until"))
    only = value.get("only")
    if only not in (None, "endorsements"):
        raise Unreadable("This list of issuers cannot be read.", f"`only` of issuer {number} says something unknown.",
                         "Write endorsements, or leave it out.")  # fmt: skip
    return KnownIssuer(value["id"], value["name"], keys, since, until, only is not None)


def _time(value: Mapping[str, Any], name: str, number: int) -> datetime | None:
    if value.get(name) is None:
        return None
    found = instant(value[name])
    if found is None:
        raise Unreadable("A time in this list of issuers cannot be read.", f"`{name}` of issuer {number}.",
                         "Write it like 2026-11-22T09:00:00Z.")  # fmt: skip
    return found
