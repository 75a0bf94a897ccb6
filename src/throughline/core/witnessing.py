"""How a witness answers a log that asks for its cosignature (C2SP tlog-witness v1, call add-checkpoint).

A witness keeps one thing of each log: the newest checkpoint it cosigned. It cosigns another one only where a proof shows
that the log grew from that. So no log can show two different histories to the same witness.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from throughline.core import ledger
from throughline.core.checkpoint import Checkpoint, read_checkpoint
from throughline.core.signed_notes import BadNote, NoteKey, Signer, cosign

MOST_STEPS = 63
SIZE_TYPE = "text/x.tlog.size"
TEXT_TYPE = "text/plain; charset=utf-8"
_OLD = re.compile(r"old (0|[1-9][0-9]{0,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a log asks of a witness: to cosign a checkpoint. old: the size that the witness cosigned last, as far as the log
    knows. proof: the hashes from there to the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def text(self) -> str:
        """The request as it is sent."""
        steps = "".join(f"{b64encode(step).decode()}\n" for step in self.proof)
        return f"old {self.old}\n{steps}\n{self.note}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a witness answers: a status of HTTP and a body. keep: the cosigned checkpoint that must be on disk before the
    answer is sent. evidence: a checkpoint that the log signed and that does not go with what the witness has seen."""

    status: int
    body: str
    kind: str = TEXT_TYPE
    keep: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Who cosigns, and for which logs. logs: by name, the public keys of each."""

    key: NoteKey
    sign: Signer
    logs: Mapping[str, Sequence[NoteKey]]

    def answer(self, request: str, last: Callable[[str], str], now: datetime) -> Answer:
        """The answer to a request. last: gives the newest checkpoint it cosigned of a log, empty where there is none."""
        try:
            asked = read_asking(request)
            checkpoint, note = read_checkpoint(asked.note)
        except BadNote as why:
            return Answer(400, f"{why}\n")
        keys = self.logs.get(checkpoint.origin)
        if keys is None:
            return Answer(404, f"This witness does not know the log {checkpoint.origin[:100]}.\n")
        if not any(note.is_signed_by(key) for key in keys):
            return Answer(403, "The checkpoint is not signed by its log.\n")
        if asked.old > checkpoint.size:
            return Answer(400, "The old size is larger than the checkpoint.\n")
        kept = last(checkpoint.origin)
        refused = _refused(asked, checkpoint, read_checkpoint(kept)[0] if kept else None)
        if refused is not None:
            return refused
        line = cosign(note.text, self.key, self.sign, at=now)
        return Answer(200, line.line(), keep=note.with_signature(line).written())


def _refused(asked: Asking, now: Checkpoint, before: Checkpoint | None) -> Answer | None:
    """Why the log did not grow, as far as this shows, from what was cosigned before; None where it did."""
    size = before.size if before else 0
    if asked.old != size:
        return Answer(409, f"{size}\n", SIZE_TYPE)
    if before is not None and size == now.size and before.root != now.root:
        return Answer(409, f"{size}\n", SIZE_TYPE, evidence=asked.note)
    if before is None or size == 0:
        holds = not asked.proof and (now.size > 0 or now.root == ledger.root([]))
    else:
        holds = ledger.is_consistent(size, now.size, before.root, now.root, asked.proof)
    if holds:
        return None
    return Answer(422, f"The proof does not lead from the {size} entries seen before.\n", evidence=asked.note)


def read_asking(text: str) -> Asking:
    """A request taken apart. Raises `BadNote`."""
    head, gap, note = text.partition("\n\n")
    first, *steps = head.split("\n")
    found = _OLD.fullmatch(first)
    hashes = [_hash(step) for step in steps]
    if not gap or found is None or len(steps) > MOST_STEPS or None in hashes:
        raise BadNote(
            "This is no request to a witness: it needs a line `old SIZE`, at most 63 hashes, an empty line, a checkpoint."
        )
    return Asking(int(found[1]), tuple(filter(None, hashes)), note)


def _hash(line: str) -> bytes | None:
    try:
        data = b64decode(line, validate=True)
    except (Error, ValueError):
        return None
    return data if len(data) == ledger.HASH_BYTES and b64encode(data).decode() == line else None
