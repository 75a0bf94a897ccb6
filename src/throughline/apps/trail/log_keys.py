"""The keys of the public log: the one that signs its checkpoints, those it had, and those of its witnesses."""

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from throughline.core.checkpoint import Witnesses
from throughline.core.signed_notes import NoteKey, Signer, read_note_key


@dataclass(frozen=True, slots=True)
class LogSigner:
    """What signs for the log. key: its public half."""

    key: NoteKey
    sign: Signer


def signer() -> LogSigner:
    """The log's signing key: from the setting, else from its file, which is made once for its owner's eyes only.

    Raises `ValueError` where it is no key.
    """
    private = Ed25519PrivateKey.from_private_bytes(_seed())
    key = NoteKey(settings.LOG_NAME, private.public_key().public_bytes_raw())
    return LogSigner(key, private.sign)


def public_keys() -> tuple[NoteKey, ...]:
    """Every key the log has or had, the one in use first."""
    return (signer().key, *(read_note_key(text) for text in settings.LOG_OLD_KEYS))


def witnesses() -> Witnesses:
    """The parties whose cosignatures are taken, and how many of them a proof needs."""
    keys = tuple(_witness_key(text) for text in settings.LOG_WITNESSES)
    return Witnesses(keys, min(settings.LOG_QUORUM, len(keys)))


def asked_witnesses() -> tuple[tuple[NoteKey, str], ...]:
    """The witnesses that this house asks by itself, each with its address: those named with one (`KEY ADDRESS`)."""
    named = (text.partition(" ") for text in settings.LOG_WITNESSES)
    return tuple((read_note_key(key), address.strip().rstrip("/")) for key, _, address in named if address)


def _witness_key(text: str) -> NoteKey:
    return read_note_key(text.partition(" ")[0])


def _seed() -> bytes:
    given = settings.LOG_KEY or _kept()
    try:
        seed = bytes.fromhex(given)
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise ValueError(
            "THROUGHLINE_PUBLIC_LOG_KEY is not a key of 64 hex digits; put back the one the log was begun with"
        )
    return seed


def _kept() -> str:
    file = settings.LOG_KEY_FILE
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_hex(32))
    return str(file.read_text().strip())
