"""What one verification carries from step to step: the questions, the way outside, and how much work is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from throughline.core.credentials.keys import PublicKey
from throughline.core.credentials.linked_data.active import SERVED, Allowed
from throughline.core.credentials.verifying.answers import (
    Claims,
    Context,
    Role,
    Said,
    Step,
    Verification,
    answer_of,
)
from throughline.core.credentials.verifying.logged import Found, Logged
from throughline.core.credentials.verifying.reaching import Errand, Registry
from throughline.core.log_proof import LogProof

MOST_DOCUMENTS = 600
"""How many documents one verification looks at, all nested ones counted: no record is kept from, no trap is fed."""
DEEPEST = 5
"""How deep a credential may stand inside others."""


@dataclass(slots=True)
class Case:
    """One verification. closed: not even a key is asked for outside the registry.

    challenge, domain: what a presentation must have been signed for, where one was asked for. files: evidence at hand.
    logged: what the public log says of a document or token; proofs: those that came along with what was brought.
    state_keys: keys known to be those of a body that keeps a list of issuers.
    allowed: which lists of words may be named; tests alone allow those that let any word pass.
    """

    now: datetime
    as_of: datetime
    errand: Errand
    registry: Registry
    closed: bool = False
    challenge: str = ""
    domain: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    logged: Logged | None = None
    state_keys: tuple[PublicKey, ...] = ()
    allowed: Allowed = SERVED
    proofs: tuple[LogProof, ...] = ()
    seen: int = 0
    contexts: dict[str, Context] = field(default_factory=dict)

    def take(self) -> bool:
        """Counts one more document; False where there were too many."""
        self.seen += 1
        return self.seen <= MOST_DOCUMENTS

    def in_log(self, document: Mapping[str, Any]) -> Found | None:
        """What the public log says of a document, as far as anything at hand tells."""
        return self.logged(document, self.proofs) if self.logged else None

    def answer(
        self, steps: tuple[Step, ...], *, form: str, kind: str = "", role: Role = "whole",
        claims: Claims | None = None, parts: tuple[Verification, ...] = (), warnings: tuple[Said, ...] = (),
    ) -> Verification:  # fmt: skip
        """The verification that these steps make."""
        return Verification(
            answer_of(steps), form, kind, steps, self.now, self.as_of,
            claims=claims, parts=parts, role=role, warnings=warnings,
        )  # fmt: skip
