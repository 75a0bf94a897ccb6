"""Everything of one learner's in one file: each row that is theirs as JSON values, each credential as it was signed, the
keys and lists they are checked by as they stand now, and the files of their work."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from throughline.apps.records import addresses, signing
from throughline.apps.records import models as m
from throughline.apps.records.queries import issuers
from throughline.apps.records.queries.log_proofs import log_proofs_of
from throughline.apps.records.storage import CHUNK, opened
from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail
from throughline.core.credentials.bundle.contents import Contents, EvidenceFile, Held, Snapshot, held
from throughline.core.credentials.jws import compact

SECTIONS: Mapping[str, tuple[type[models.Model], str]] = {
    "facts": (m.Attainment, "learner"),
    "withdrawals": (m.AttainmentMark, "attainment__learner"),
    "reviews": (m.Review, "learner"),
    "exceptions": (m.ExceptionGrant, "learner"),
    "tries": (m.Attempt, "learner"),
    "work": (m.Evidence, "learner"),
    "versions of work": (m.EvidenceVersion, "evidence__learner"),
    "files of work": (m.EvidenceFile, "version__evidence__learner"),
    "words of others": (m.Attestation, "version__evidence__learner"),
    "what facts rest on": (m.AttainmentEvidence, "attainment__learner"),
    "awards": (m.Award, "learner"),
    "marks on awards": (m.AwardMark, "award__learner"),
    "what comes first": (m.Featured, "learner"),
    "places not named": (m.NeutralPlace, "learner"),
    "consents": (m.Consent, "learner"),
    "shares": (m.Share, "learner"),
    "corrections": (m.Correction, "learner"),
    "answers to corrections": (m.CorrectionAnswer, "correction__learner"),
}
"""What is a learner's, by section: where it is kept, and how it leads to them."""
KEPT_BACK = frozenset({"secret_hash"})
"""What opens a door here is of no use elsewhere."""


def contents_of(
    learner: UUID, name: str, *, clr: Mapping[str, Any] | None, transcript: bytes | None, now: datetime
) -> Contents:
    """All of it, for callers that asked the policy already. clr, transcript: where there is anything to sign."""
    awards = list(m.Award.objects.filter(learner=learner).order_by("issued_at", "id"))
    return Contents(
        holder=name, made_at=now.replace(microsecond=0), record=rows_of(learner),
        clr=None if clr is None else compact(clr), credentials=tuple(_credentials(awards, now)),
        snapshots=tuple(_snapshots(awards, now)),
        evidence=tuple(_files(learner)), transcript=transcript,
    )  # fmt: skip


def rows_of(learner: UUID) -> dict[str, Any]:
    """Every row that is the learner's, by section, oldest id first; nothing left out but what opens doors here."""
    found = {section: _rows(model, path, learner) for section, (model, path) in SECTIONS.items()}
    made: dict[str, Any] = json.loads(json.dumps(found, cls=DjangoJSONEncoder))
    return made


def _rows(model: type[models.Model], path: str, learner: UUID) -> list[dict[str, Any]]:
    rows = model._default_manager.filter(**{path: learner}).order_by("pk").distinct().values()
    return [{name: value for name, value in row.items() if name not in KEPT_BACK} for row in rows]


def _credentials(awards: Iterable[m.Award], now: datetime) -> Iterator[Held]:
    documents = {award.id: (award.credential, signing.signed(award.id, now=now)) for award in awards}
    proofs = log_proofs_of(documents)
    for key, (credential, document) in documents.items():
        proof = proofs[key].as_json() if key in proofs else None
        yield held(str(document.get("name") or credential), document, proof)


def _snapshots(awards: Iterable[m.Award], now: datetime) -> Iterator[Snapshot]:
    """What credentials are checked by, as it stands now: the signed list of issuers and what they publish, the log."""
    rows, house = list(awards), addresses.house()
    yield Snapshot(f"{house}/issuers.json", compact(issuers.signed_registry(now=now)), now)
    keys = "".join(f"{each.text()}\n" for each in log_keys.public_keys())
    yield Snapshot(f"{house}/log/checkpoint", trail.signed_checkpoint().encode(), now, "text/plain")
    yield Snapshot(f"{house}/log/key", keys.encode(), now, "text/plain")
    for issuer in sorted({row.issuer for row in rows}):
        where = f"{house}/issuers/{issuer}/did.json"
        yield Snapshot(where, compact(issuers.controller_document(issuer)), now)
    for key in sorted({row.status_list_id for row in rows}, key=str):
        for purpose in ("revocation", "suspension"):
            listed = issuers.status_list(key, purpose, now=now)
            if listed is not None:
                yield Snapshot(addresses.status(key, purpose), compact(listed[0]), now)


def _files(learner: UUID) -> Iterator[EvidenceFile]:
    rows = m.EvidenceFile.objects.filter(version__evidence__learner=learner).select_related("stored")
    for row in rows.order_by("version__kept_at", "position"):
        stored = row.stored
        yield EvidenceFile(stored.digest, stored.size, stored.media_type, row.name, _chunks_of(stored.digest))


def _chunks_of(digest: str) -> Any:
    def chunks() -> Iterator[bytes]:
        with opened(digest) as data:
            yield from iter(lambda: data.read(CHUNK), b"")

    return chunks
