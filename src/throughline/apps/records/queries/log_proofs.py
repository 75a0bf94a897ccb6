"""Reads: what shows that a credential stands in the public log, and what of an issuer's survives a stolen key."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks.queries import home_state
from throughline.apps.records.credentials import addresses, signing
from throughline.apps.records.credentials.issuing import no_such_award
from throughline.apps.records.models import Award, IssuerKey, KeyMark
from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail
from throughline.core import ledger
from throughline.core.credentials.verifying.claims import issuer_of
from throughline.core.credentials.verifying.logged import Found, LogEvidence
from throughline.core.credentials.verifying.signature import suites
from throughline.core.log_proof import LogProof, Survival, digest_of, survives


@dataclass(frozen=True, slots=True)
class AfterTheft:
    """An award that a stolen key signed: whether it survives, and why. One that does not is issued anew."""

    award: UUID
    learner: UUID
    credential: str
    survives: Survival
    why: str


def log_proof_of(actor: Actor, key: UUID, *, now: datetime) -> LogProof:
    """What travels with an award's signed credential: its entry in the public log and the way to a signed checkpoint;
    for whoever may read the record."""
    row = Award.objects.filter(id=key).first()
    if row is None:
        raise no_such_award(key)
    directory.may_read(actor, "record.read", row.learner_id, what="record", now=now)
    signing.signed(key, now=now)
    row.refresh_from_db()
    found = _proof(row)
    if found is None:
        raise Refused(
            "The public log", "it does not hold this credential.", "Tell the operator of the house."
        )
    return found


def log_proofs_of(keys: Iterable[UUID]) -> dict[UUID, LogProof]:
    """The same for many signed awards, those that the log holds; for queries that asked the policy first."""
    rows = Award.objects.filter(id__in=list(keys), signed__isnull=False).order_by("issued_at", "id")
    found = {row.id: _proof(row) for row in rows}
    return {key: proof for key, proof in found.items() if proof is not None}


def in_own_log(document: Mapping[str, Any], brought: Sequence[LogProof]) -> Found | None:
    """What this house's log says of a credential, looked up here, so that nobody need bring a proof.

    Every award is entered when it is signed: what one of our issuers seems to have signed and the log does not hold was
    never issued. None where nothing tells: for others' credentials, for what the keeper of the record states in files
    that are made anew each time, and for a part shown of a credential, whose hash is another.
    """
    issuer = addresses.issuer_of(issuer_of(document))
    if not issuer or "ecdsa-sd-2023" in suites(document):
        return None
    row = _award(document, issuer)
    if row is None:
        return None if issuer == home_state() else Found(None)
    proof = _proof(row)
    if proof is None or digest_of(row.signed or {}) != digest_of(document):
        return Found(None)
    return LogEvidence(log_keys.public_keys(), log_keys.witnesses())(document, [proof])


def _award(document: Mapping[str, Any], issuer: str) -> Award | None:
    name = document.get("id")
    try:
        key = UUID(name.removeprefix("urn:uuid:")) if isinstance(name, str) else None
    except ValueError:
        return None
    return Award.objects.filter(id=key, issuer=issuer).first() if key else None


def after_theft(actor: Actor, issuer: str, name: str) -> list[AfterTheft]:
    """Every award that a stolen key signed and none has replaced, with whether the public log held it before."""
    require(actor, "keys.manage", Subject(organization=issuer), what=f"The keys of {issuer}")
    key = IssuerKey.objects.filter(issuer=issuer, name=name).first()
    mark = KeyMark.objects.filter(key=key, kind="stolen").first()
    if key is None or mark is None:
        raise Refused("A stolen key", f"{name} of {issuer} is not reported as stolen.", "Report it first.")
    rows = Award.objects.filter(signed_with=key, replaced_by=None).order_by("issued_at", "id")
    return [_after(row, mark.at) for row in rows.iterator(chunk_size=200)]


def _after(row: Award, stolen_at: datetime) -> AfterTheft:
    outcome, why = survives(
        _proof(row), stolen_at=stolen_at, digest=digest_of(row.signed or {}), log=log_keys.public_keys(),
        witnesses=log_keys.witnesses(),
    )  # fmt: skip
    return AfterTheft(row.id, row.learner_id, row.credential, outcome, why)


def _proof(row: Award) -> LogProof | None:
    said = ledger.canonical(asdict(signing.leaf_of(row)))
    position = trail.position_of_leaf(ledger.leaf_hash(said).hex())
    return None if position is None else trail.log_proof(position, salt=bytes.fromhex(row.salt))
