"""What the public log says of a credential: by when it stood there, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from throughline.core.checkpoint import NOBODY, Witnesses
from throughline.core.credentials.strict_json import Unreadable, read
from throughline.core.log_proof import LogProof, check_log_proof, digest_of, read_log_proofs, stands_for
from throughline.core.signed_notes import BadNote, NoteKey


@dataclass(frozen=True, slots=True)
class Found:
    """What a log says of a document. seen_at: by when it stood there; None: it was looked for and is not there.

    witnesses: how many parties outside of the log say so; 0 where the log alone does.
    """

    seen_at: datetime | None
    witnesses: int = 0


Logged: TypeAlias = Callable[[Mapping[str, Any], Sequence[LogProof]], Found | None]
"""Asked about a document or token, with the proofs that came along; gives None where nothing at hand tells."""


@dataclass(frozen=True, slots=True)
class LogEvidence:
    """Proofs at hand, with the keys of the log that they are held against, and the witnesses that are asked for."""

    keys: tuple[NoteKey, ...]
    witnesses: Witnesses = NOBODY
    proofs: tuple[LogProof, ...] = ()

    def __call__(self, document: Mapping[str, Any], brought: Sequence[LogProof]) -> Found | None:
        """The earliest that any of the proofs shows; None where none does."""
        try:
            digest = digest_of(document)
        except (ValueError, RecursionError):
            return None
        times = [each for each in self._times((*self.proofs, *brought), digest) if each is not None]
        return Found(min(times), self.witnesses.quorum) if times else None

    def _times(self, proofs: Iterable[LogProof], digest: bytes) -> Iterable[datetime | None]:
        for proof in proofs:
            if proof.entry.get("kind") == "credential" and stands_for(proof, digest):
                check = check_log_proof(proof, log=self.keys, digest=digest, witnesses=self.witnesses)
                yield check.seen_at if check.holds else None


def proofs_in(files: Iterable[bytes]) -> tuple[LogProof, ...]:
    """Every proof in these files; a file that is none proves nothing and is passed over."""
    found: list[LogProof] = []
    for each in files:
        try:
            found += read_log_proofs(read(each))
        except (BadNote, Unreadable):
            continue
    return tuple(found)
