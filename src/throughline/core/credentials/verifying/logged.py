"""Since when the public log is shown to hold a credential, from a proof that came with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from throughline.core.checkpoint import NOBODY, Witnesses
from throughline.core.log_proof import LogProof, check_log_proof, digest_of
from throughline.core.signed_notes import NoteKey


@dataclass(frozen=True, slots=True)
class LogEvidence:
    """A proof with the keys of the log that it is held against, and the witnesses that are asked for."""

    proof: LogProof
    keys: tuple[NoteKey, ...]
    witnesses: Witnesses = NOBODY

    def __call__(self, document: Mapping[str, Any]) -> datetime | None:
        """By when the log held this document; None where the proof shows no such thing."""
        check = check_log_proof(
            self.proof, log=self.keys, digest=digest_of(document), witnesses=self.witnesses
        )
        is_credential = self.proof.entry.get("kind") == "credential"
        return check.seen_at if check.holds and is_credential else None
