"""Texts with signature lines below them, in the form that witnesses of public logs read (C2SP signed-note v1).

A log signs a note; a witness adds a cosignature with its time (C2SP tlog-cosignature v1).
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Literal, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Role: TypeAlias = Literal["log", "witness"]
# Gives the Ed25519 signature over some bytes.
Signer: TypeAlias = Callable[[bytes], bytes]
_KINDS: dict[Role, int] = {"log": 1, "witness": 4}
_NAME = re.compile(r"[^\s+]{1,255}")
LONGEST = 1_000_000
MOST_SIGNATURES = 100


class BadNote(ValueError):
    """A note, or a key for notes, that cannot be read: says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key for notes. public: 32 bytes of Ed25519. role: whether it signs as the log or as a witness."""

    name: str
    public: bytes
    role: Role = "log"

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line names its key."""
        return sha256(self.name.encode() + b"\n" + self._typed()).digest()[:4]

    def text(self) -> str:
        """The key as its owner publishes it: NAME+ID+KEY."""
        return f"{self.name}+{self.id.hex()}+{b64encode(self._typed()).decode()}"

    def _typed(self) -> bytes:
        return bytes([_KINDS[self.role]]) + self.public


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line. key: the id of the key. data: what follows it."""

    name: str
    key: bytes
    data: bytes

    def line(self) -> str:
        """The line as it stands in the note."""
        return f"— {self.name} {b64encode(self.key + self.data).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a line break, and the signatures below it."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def written(self) -> str:
        """The note as it is published."""
        return self.text + "\n" + "".join(each.line() for each in self.signatures)

    def is_signed_by(self, key: NoteKey) -> bool:
        """Whether the log with this key signed it."""
        return key.role == "log" and any(
            _verifies(key, each.data, self.text.encode()) for each in self._of(key)
        )

    def cosigned_by(self, key: NoteKey) -> datetime | None:
        """When the witness with this key says it saw the note; None where it did not sign it."""
        for each in self._of(key) if key.role == "witness" else ():
            moment = int.from_bytes(each.data[:8], "big")
            if (
                len(each.data) == 72
                and moment < 2**40
                and _verifies(key, each.data[8:], _witnessed(moment, self.text))
            ):
                return datetime.fromtimestamp(moment, UTC)
        return None

    def with_signature(self, signature: NoteSignature) -> "Note":
        """The note with one more line; a line of the same key is replaced."""
        kept = [each for each in self.signatures if (each.name, each.key) != (signature.name, signature.key)]
        return Note(self.text, (*kept, signature))

    def _of(self, key: NoteKey) -> list[NoteSignature]:
        return [each for each in self.signatures if (each.name, each.key) == (key.name, key.id)]


def sign(text: str, key: NoteKey, signer: Signer) -> NoteSignature:
    """The log's signature over a text. signer: signs with the private half of the key."""
    return NoteSignature(key.name, key.id, signer(text.encode()))


def cosign(text: str, key: NoteKey, signer: Signer, *, at: datetime) -> NoteSignature:
    """A witness's signature over a text and the time it saw it."""
    moment = int(at.timestamp())
    return NoteSignature(key.name, key.id, moment.to_bytes(8, "big") + signer(_witnessed(moment, text)))


def read_note(text: str) -> Note:
    """A note taken apart, nothing checked. Raises `BadNote`."""
    if len(text) > LONGEST:
        raise BadNote("This is too long for a signed note. Give the note as the log published it.")
    body, gap, below = text.rpartition("\n\n")
    lines = below.split("\n")
    if not gap or not body or lines[-1] != "" or len(lines) < 2 or len(lines) > MOST_SIGNATURES + 1:
        raise BadNote(
            "This is no signed note: it needs a text, an empty line, and signature lines that begin with a dash."
        )
    return Note(body + "\n", tuple(_signature(line) for line in lines[:-1]))


def read_note_key(text: str) -> NoteKey:
    """A public key as its owner publishes it, `NAME+ID+KEY`. Raises `BadNote`."""
    name, _, rest = text.strip().partition("+")
    given, _, encoded = rest.partition("+")
    data = _decoded(encoded)
    roles = {kind: role for role, kind in _KINDS.items()}
    if not _NAME.fullmatch(name) or len(data) != 33 or data[0] not in roles:
        raise BadNote("This is no public key for notes (NAME+ID+KEY). Ask its owner for it.")
    key = NoteKey(name, data[1:], roles[data[0]])
    if given != key.id.hex():
        raise BadNote("The parts of this public key do not belong together. Ask its owner for it again.")
    return key


def _signature(line: str) -> NoteSignature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    data = _decoded(encoded)
    if dash != "—" or not _NAME.fullmatch(name) or len(data) < 5:
        raise BadNote(
            f"This signature line cannot be read: {line[:80]!r}. Give the note as the log published it."
        )
    return NoteSignature(name, data[:4], data[4:])


def _decoded(text: str) -> bytes:
    try:
        data = b64decode(text, validate=True)
    except (Error, ValueError):
        return b""
    return data if b64encode(data).decode() == text else b""


def _witnessed(moment: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()


def _verifies(key: NoteKey, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
