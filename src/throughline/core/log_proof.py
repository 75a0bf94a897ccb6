"""What shows that something stands in a public log, and since when; it travels with each credential.

The entry of a credential is only a salted hash: without the salt, which goes with the credential, it says nothing about
anyone, and when the salt is erased it never will.
"""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, TypeAlias, TypeGuard

from throughline.core import ledger
from throughline.core.checkpoint import NOBODY, Checkpoint, Witnesses, read_checkpoint, said_at, trusted
from throughline.core.signed_notes import BadNote, Note, NoteKey

Survival: TypeAlias = Literal["survives", "does_not", "cannot_tell"]
FORMAT = "throughline-log-proof/1"
SET_FORMAT = "throughline-log-proofs/1"
SALT_BYTES = 32
_MOST_STEPS, _MOST_PROOFS = 64, 10_000


@dataclass(frozen=True, slots=True)
class LogProof:
    """An entry, where it stands, the hashes from it to the root (nearest first), and the checkpoint with that root.

    salt: 32 bytes for the entry of a credential, empty for entries about what is public anyway.
    """

    entry: Mapping[str, Any]
    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    salt: bytes = b""

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values, for a file."""
        return {
            "format": FORMAT, "entry": dict(self.entry), "index": self.index,
            "path": [step.hex() for step in self.path], "checkpoint": self.checkpoint, "salt": self.salt.hex(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Whether a proof holds. why: a sentence. seen_at: by when the entry was there, where somebody says so."""

    holds: bool
    why: str
    seen_at: datetime | None = None


def salted(digest: bytes, salt: bytes) -> str:
    """The hash that stands in the log for a credential with this sha256, in hex: HMAC-SHA256 under the salt."""
    if len(salt) != SALT_BYTES or len(digest) != 32:
        raise ValueError(f"a salt has {SALT_BYTES} bytes and a digest 32, not {len(salt)} and {len(digest)}")
    return hmac.new(salt, digest, sha256).hexdigest()


def digest_of(credential: Mapping[str, Any]) -> bytes:
    """The sha256 of what a credential says: its canonical JSON without its proof.

    So one entry stands for every signed form of it. Of a token give the document it stands for.
    """
    return sha256(
        ledger.canonical({name: value for name, value in credential.items() if name != "proof"})
    ).digest()


def read_log_proof(given: Any) -> LogProof:
    """A proof from its JSON values. Raises `BadNote` naming what is wrong."""
    if not isinstance(given, Mapping) or given.get("format") != FORMAT:
        raise BadNote(
            f"This is no proof of a public log ({FORMAT}). Give the proof that came with the credential."
        )
    entry, index, path, note, salt = (
        given.get(name) for name in ("entry", "index", "path", "checkpoint", "salt")
    )
    steps = path if isinstance(path, list) and len(path) <= _MOST_STEPS else [None]
    if not isinstance(entry, Mapping) or not isinstance(note, str) or not _is_index(index):
        raise BadNote(
            "The proof is not whole: it needs entry, index, path and checkpoint. Give it as it was issued."
        )
    return LogProof(dict(entry), index, tuple(_hex(step, 32) for step in steps), note, _hex(salt or "", None))


def proofs_as_json(proofs: Iterable[LogProof]) -> dict[str, Any]:
    """Several proofs as plain JSON values, for one file."""
    return {"format": SET_FORMAT, "proofs": [each.as_json() for each in proofs]}


def read_log_proofs(given: Any) -> tuple[LogProof, ...]:
    """The proofs of a file that holds one, or several. Raises `BadNote`."""
    if not isinstance(given, Mapping) or given.get("format") != SET_FORMAT:
        return (read_log_proof(given),)
    listed = given.get("proofs")
    if not isinstance(listed, list) or len(listed) > _MOST_PROOFS:
        raise BadNote(
            f"This file has no list of proofs, or more than {_MOST_PROOFS}. Give it as it was issued."
        )
    return tuple(map(read_log_proof, listed))


def check_log_proof(
    proof: LogProof, *, log: Iterable[NoteKey], digest: bytes | None = None, witnesses: Witnesses = NOBODY
) -> LogCheck:
    """Whether the entry stands in the log.

    log: the log's public keys. digest: the sha256 of the credential that the entry is said to stand for. witnesses:
    whose cosignatures the checkpoint must have.
    """
    keys = list(log)
    try:
        checkpoint, note = trusted(proof.checkpoint, keys, witnesses)
        if digest is not None and not stands_for(proof, digest):
            return LogCheck(False, "The entry in the log stands for something else.")
    except (BadNote, ValueError) as error:
        return LogCheck(False, str(error))
    if not _is_in(proof, checkpoint):
        return LogCheck(False, "The proof does not lead from the entry to the root of the log.")
    return LogCheck(True, "The entry stands in the log.", _seen_at(note, keys, witnesses))


def survives(
    proof: LogProof | None,
    *,
    stolen_at: datetime,
    digest: bytes,
    log: Iterable[NoteKey],
    witnesses: Witnesses = NOBODY,
) -> tuple[Survival, str]:
    """Whether a credential still counts though the key that signed it was stolen, and why.

    It does where it stood in the public log before the theft: a thief can sign with an earlier date, and cannot put it
    into a checkpoint that others had seen by then. Where witnesses are asked for, their word on the time counts and not
    the log's own.
    """
    if proof is None:
        return "does_not", "The key was stolen, and nothing shows that the credential was there before."
    keys = list(log)
    check = check_log_proof(proof, log=keys, digest=digest)
    if not check.holds or proof.entry.get("kind") != "credential":
        return "does_not", f"The key was stolen, and the proof does not hold for a credential. {check.why}"
    seen_at = _seen_at(read_checkpoint(proof.checkpoint)[1], keys, witnesses)
    if seen_at is None:
        return (
            "cannot_tell",
            "The key was stolen, and too few say when the log was seen with this credential.",
        )
    if seen_at < stolen_at:
        return "survives", f"The log held it on {seen_at.date().isoformat()}, before the key was stolen."
    return "does_not", "The public log was seen with it only after the key was stolen."


def _is_in(proof: LogProof, checkpoint: Checkpoint) -> bool:
    leaf = ledger.leaf_hash(ledger.canonical(dict(proof.entry)))
    return ledger.is_included(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)


def stands_for(proof: LogProof, digest: bytes) -> bool:
    """Whether the entry is that of the credential with this sha256."""
    wanted = salted(digest, proof.salt) if proof.salt else digest.hex()
    said = proof.entry.get("digest")
    return isinstance(said, str) and hmac.compare_digest(said, wanted)


def _seen_at(note: Note, keys: list[NoteKey], witnesses: Witnesses) -> datetime | None:
    return witnesses.seen_at(note) if witnesses.quorum else said_at(note, keys)


def _is_index(given: Any) -> TypeGuard[int]:
    return isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 2**53


def _hex(text: Any, length: int | None) -> bytes:
    try:
        data = bytes.fromhex(text)
    except (TypeError, ValueError):
        data = None
    if data is None or text != data.hex() or (length is not None and len(data) != length):
        raise BadNote("A hash or salt of the proof is not written in hex. Give the proof as it was issued.")
    return data
