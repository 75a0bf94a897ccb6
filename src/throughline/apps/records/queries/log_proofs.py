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
from throughline.apps.records.credentials.endorsed import leaf_of, shown_with
from throughline.apps.records.credentials.issuing import no_such_award
from throughline.apps.records.models import Award, Endorsement, IssuerKey, KeyMark
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
    found = _proof(signing.signed(key, now=now), row.salt)
    if found is None:
        raise Refused(
            "The public log", "it does not hold this credential.", "Tell the operator of the house."
        )
    return found


def log_proofs_of(handed_out: Mapping[UUID, Mapping[str, Any]]) -> dict[UUID, LogProof]:
    """The same for many awards as they are handed out, those that the log holds; for queries that asked the policy first."""
    rows = Award.objects.filter(id__in=list(handed_out)).order_by("issued_at", "id")
    salts = rows.values_list("id", "salt")
    found = {key: _proof(handed_out[key], salt) for key, salt in salts}
    return {key: proof for key, proof in found.items() if proof is not None}


def proofs_of_endorsements(awards: Iterable[UUID]) -> list[LogProof]:
    """The same for the endorsements that are shown with these awards."""
    spoken = (each for listed in shown_with(awards).values() for each in listed)
    found = (_proof(each.signed, each.salt) for each in spoken)
    return [each for each in found if each is not None]


def in_own_log(document: Mapping[str, Any], brought: Sequence[LogProof]) -> Found | None:
    """What this house's log says of a credential, looked up here, so that nobody need bring a proof.

    Every award is entered when it is signed: what one of our issuers seems to have signed and the log does not hold was
    never issued. None where nothing tells: for others' credentials, for what the keeper of the record states in files
    that are made anew each time, and for a part shown of a credential, whose hash is another.
    """
    issuer = addresses.issuer_of(issuer_of(document))
    if not issuer or "ecdsa-sd-2023" in suites(document):
        return None
    salt = _salt(document, issuer)
    if salt is None:
        return None if issuer == home_state() else Found(None)
    # Its own content gives the entry that is looked for: what was changed has none.
    proof = _proof(document, salt)
    if proof is None:
        return Found(None)
    return LogEvidence(log_keys.public_keys(), log_keys.witnesses())(document, [proof])


def _salt(document: Mapping[str, Any], issuer: str) -> str | None:
    """The salt of the award or endorsement of that id; None where this issuer signed none."""
    name = document.get("id")
    try:
        key = UUID(name.removeprefix("urn:uuid:") if isinstance(name, str) else "")
    except ValueError:
        return None
    award = Award.objects.filter(id=key, issuer=issuer).values_list("salt", flat=True)
    spoken = Endorsement.objects.filter(id=key, organization=issuer).values_list("salt", flat=True)
    return next(iter(award.union(spoken)), None)


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
    signed = row.signed or {}
    outcome, why = survives(
        _proof(signed, row.salt), stolen_at=stolen_at, digest=digest_of(signed), log=log_keys.public_keys(),
        witnesses=log_keys.witnesses(),
    )  # fmt: skip
    return AfterTheft(row.id, row.learner_id, row.credential, outcome, why)


def _proof(document: Mapping[str, Any], salt: str) -> LogProof | None:
    try:
        said = ledger.canonical(asdict(leaf_of(document, salt)))
    except (ValueError, RecursionError):
        return None
    position = trail.position_of_leaf(ledger.leaf_hash(said).hex())
    return None if position is None else trail.log_proof(position, salt=bytes.fromhex(salt))
