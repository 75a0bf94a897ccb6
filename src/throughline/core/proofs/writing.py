"""Proofs as files: the published texts with what shows that they stand in the public log, and a seal over all of it.

The seal is a plain hash: it tells damage from a true file, and proves nothing. What a file proves follows from the
signatures in it and from its steps. The separate checker, `throughline/check_proof.py`, reads these files.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from throughline.core import ledger
from throughline.core.checkpoint import read_checkpoint
from throughline.core.proofs.guarantees import Guarantee
from throughline.core.proofs.pathway import PathwayProof
from throughline.core.signed_notes import BadNote, NoteKey

PATHWAY_FORMAT = "throughline-pathway-proof-1"
GUARANTEE_FORMAT = "throughline-guarantee-proof-1"


@dataclass(frozen=True, slots=True)
class LoggedText:
    """One version of a published text, where its entry stands in the public log, and the hashes from it to the root."""

    state: str
    reference: str
    number: int
    body: Mapping[str, Any]
    pins: Mapping[str, int]
    index: int
    path: tuple[bytes, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "state": self.state, "reference": self.reference, "number": self.number, "body": dict(self.body),
            "pins": dict(self.pins), "index": self.index, "path": [step.hex() for step in self.path],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoggedTexts:
    """Texts under one signed checkpoint of the log. checkpoint: the note; key: the log's."""

    checkpoint: str
    key: NoteKey
    texts: tuple[LoggedText, ...]

    def as_json(self) -> dict[str, Any]:
        """The two parts of a file that say what was published: `log` and `documents`."""
        ordered = sorted(self.texts, key=lambda text: text.reference)
        return {"log": _head(self.checkpoint, self.key), "documents": [text.as_json() for text in ordered]}


def pathway_file(proof: PathwayProof, logged: LoggedTexts) -> dict[str, Any]:
    """The proof of a pathway as a file."""
    return sealed(
        {
            "format": PATHWAY_FORMAT, "pathway": proof.pathway, **logged.as_json(), "opened": list(proof.opened),
            "stages": [stage.as_json() for stage in proof.stages],
        }
    )  # fmt: skip


def guarantee_file(
    pathway: str, guarantees: Iterable[Guarantee], holder: Mapping[str, Any], credentials: Mapping[str, Any],
    logged: LoggedTexts,
) -> dict[str, Any]:  # fmt: skip
    """The proof of a learner's guarantees as a file. holder: what the state says of the learner, signed. credentials: the
    parts of a proof file of credentials."""
    ordered = sorted(guarantees, key=lambda each: each.agreement)
    return sealed(
        {
            "format": GUARANTEE_FORMAT, "pathway": pathway, **credentials, "holder": dict(holder), **logged.as_json(),
            "guarantees": [each.as_json() for each in ordered],
        }
    )  # fmt: skip


def sealed(file: Mapping[str, Any]) -> dict[str, Any]:
    """The file with the hash of all else in it."""
    rest = {name: value for name, value in file.items() if name != "seal"}
    return {**rest, "seal": ledger.digest(rest)}


def _head(checkpoint: str, key: NoteKey) -> dict[str, Any]:
    """The checkpoint with the one signature of the log that says when. Raises `BadNote` where there is none."""
    found, note = read_checkpoint(checkpoint)
    timed = NoteKey(key.name, key.public, "witness")
    for each in note.signatures:
        if (each.name, each.key) == (timed.name, timed.id):
            return {
                "origin": found.origin, "size": found.size, "root": b64encode(found.root).decode(),
                "signedAt": int.from_bytes(each.data[:8], "big"), "signature": b64encode(each.data[8:]).decode(),
            }  # fmt: skip
    raise BadNote("The log's checkpoint does not say when it was signed. Sign the log anew.")
