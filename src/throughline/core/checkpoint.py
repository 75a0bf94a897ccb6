"""What a public log says of itself at one time: its name, its size, its root, signed (C2SP tlog-checkpoint v1).

Whoever keeps a checkpoint can prove any later change to what it covers.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from throughline.core.signed_notes import (
    BadNote,
    Note,
    NoteKey,
    Signer,
    cosign,
    read_note,
    read_note_key,
    sign,
)

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log's name, how many entries it has, and the root hash over them (32 bytes)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The parties outside of the log whose cosignatures count, and how many of them it takes."""

    keys: tuple[NoteKey, ...] = ()
    quorum: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.quorum <= len(self.keys):
            raise ValueError(f"{self.quorum} of {len(self.keys)} witnesses cannot be asked for")

    def seen_at(self, note: Note) -> datetime | None:
        """By when enough of them had seen the note; None where too few cosigned it, or none are asked for."""
        times = sorted(filter(None, (note.cosigned_by(key) for key in self.keys)))
        return times[self.quorum - 1] if 0 < self.quorum <= len(times) else None

    def text(self) -> str:
        """The policy as a file: `quorum K`, and a line `witness KEY` for each."""
        return f"quorum {self.quorum}\n" + "".join(f"witness {key.text()}\n" for key in self.keys)


NOBODY = Witnesses()


def read_witnesses(text: str) -> Witnesses:
    """Who must have seen a log, and how many of them, from a file as `text` writes it; lines that begin with # are for
    people. Raises `BadNote`."""
    keys, quorum = list[NoteKey](), None
    for line in filter(None, map(str.strip, text.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "witness":
            keys.append(read_note_key(rest))
        elif word == "quorum" and quorum is None and _SIZE.fullmatch(rest.strip()):
            quorum = int(rest)
        elif not line.startswith("#"):
            raise BadNote(f"This line says neither `witness KEY` nor `quorum NUMBER`: {line[:80]!r}.")
    if quorum is None or not 0 < quorum <= len({key.public for key in keys}):
        raise BadNote(f"The file names {len(keys)} witnesses; say how many of them it takes: quorum NUMBER.")
    return Witnesses(tuple(keys), quorum)


def signed(checkpoint: Checkpoint, key: NoteKey, signer: Signer, *, at: datetime) -> Note:
    """The checkpoint signed by the log, once as it is and once with the time. key: in the role of the log."""
    text = checkpoint.text()
    timed = NoteKey(key.name, key.public, "witness")
    return Note(text, (sign(text, key, signer), cosign(text, timed, signer, at=at)))


def read_checkpoint(text: str) -> tuple[Checkpoint, Note]:
    """A signed checkpoint taken apart, nothing checked. Raises `BadNote`."""
    note = read_note(text)
    origin, size, root, *_ = [*note.text.split("\n"), "", "", ""]
    hashed = _hash(root)
    if not origin or not _SIZE.fullmatch(size) or hashed is None:
        raise BadNote("This note is no checkpoint: its lines must be the log's name, its size and its root.")
    return Checkpoint(origin, int(size), hashed), note


def trusted(text: str, keys: Iterable[NoteKey], witnesses: Witnesses = NOBODY) -> tuple[Checkpoint, Note]:
    """A checkpoint that one of the log's keys signed, and enough witnesses where some are asked for.

    Raises `BadNote` saying which is not so.
    """
    checkpoint, note = read_checkpoint(text)
    named = [key for key in keys if key.name == checkpoint.origin]
    if not named:
        raise BadNote(
            f"The checkpoint is of the log {checkpoint.origin[:100]!r}, whose key is not at hand. Give its key."
        )
    if not any(note.is_signed_by(key) for key in named):
        raise BadNote("The checkpoint is not signed by its log: it was changed, or it is not the log's own.")
    if witnesses.quorum and witnesses.seen_at(note) is None:
        raise BadNote(
            f"Fewer than {witnesses.quorum} witnesses have cosigned the checkpoint. Ask for a later one."
        )
    return checkpoint, note


def said_at(note: Note, keys: Iterable[NoteKey]) -> datetime | None:
    """When the log itself says it signed the note; None where it gave no time."""
    times = [note.cosigned_by(NoteKey(key.name, key.public, "witness")) for key in keys]
    return next((each for each in times if each is not None), None)


def _hash(text: str) -> bytes | None:
    try:
        data = b64decode(text, validate=True)
    except (Error, ValueError):
        return None
    return data if len(data) == 32 and b64encode(data).decode() == text else None
