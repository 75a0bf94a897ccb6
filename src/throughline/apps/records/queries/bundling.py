"""Everything of one learner's in one file: each row that is theirs as JSON values, each credential as it was signed, the
keys and lists they are checked by as they stand now, and the files of their work."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from throughline.apps.directory.one_person import ids_of
from throughline.apps.records import models as m
from throughline.apps.records.credentials import addresses, signing
from throughline.apps.records.credentials.endorsed import shown_with
from throughline.apps.records.files.storage import CHUNK, opened
from throughline.apps.records.queries import issuers
from throughline.apps.records.queries.holding import MEDIA
from throughline.apps.records.queries.log_proofs import log_proofs_of
from throughline.apps.records.sections import BROUGHT, PEOPLE, Row, Rows, people_in, rows_of, where_from
from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail
from throughline.core.credentials.bundle.contents import Contents, EvidenceFile, Held, Snapshot, held
from throughline.core.credentials.tokens.jws import compact


def contents_of(
    learner: UUID,
    name: str,
    *,
    clr: Mapping[str, Any] | None,
    transcript: bytes | None,
    more: Rows,
    now: datetime,
) -> Contents:
    """All of it, for callers that asked the policy already. clr, transcript: where there is anything to sign.

    more: the sections that apps above keep of the same learner.
    """
    awards = list(m.Award.objects.filter(learner__in=ids_of([learner])).order_by("issued_at", "id"))
    rows = rows_of(learner)
    beside = {PEOPLE: _everybody(rows, more, learner), BROUGHT: where_from(learner)}
    return Contents(
        holder=name, made_at=now.replace(microsecond=0), record=rows | more | beside,
        clr=None if clr is None else compact(clr),
        credentials=(*_credentials(awards, now), *_from_elsewhere(learner)),
        snapshots=tuple(_snapshots(learner, awards, now)), evidence=tuple(_files(learner)), transcript=transcript,
    )  # fmt: skip


def _everybody(rows: Rows, more: Rows, learner: UUID) -> list[Row]:
    named = {str(each["id"]): each for each in (*more.get(PEOPLE, ()), *people_in(rows, learner))}
    return [named[key] for key in sorted(named)]


def _from_elsewhere(learner: UUID) -> Iterator[Held]:
    rows = m.HeldCredential.objects.filter(learner__in=ids_of([learner])).order_by("received_at", "id")
    proofs: dict[str, str] = {}
    for found in m.Bringing.objects.filter(learner__in=ids_of([learner])).values_list(
        "log_proofs", flat=True
    ):
        proofs |= found
    return (
        Held(row.name, bytes(row.content), MEDIA[row.form], proofs.get(row.digest, "").encode())
        for row in rows
    )


def _credentials(awards: Iterable[m.Award], now: datetime) -> Iterator[Held]:
    names = {award.id: award.credential for award in awards}
    documents = signing.signed_all(names, now=now)
    proofs = log_proofs_of(documents)
    for key, document in documents.items():
        proof = proofs[key].as_json() if key in proofs else None
        yield held(str(document.get("name") or names[key]), document, proof)


def _snapshots(learner: UUID, awards: Iterable[m.Award], now: datetime) -> Iterator[Snapshot]:
    """What stands at each address now; of other houses, what stood there when the record was brought."""
    own = list(_own_snapshots(list(awards), now))
    yield from own
    there = {each.address for each in own}
    came = m.Bringing.objects.filter(learner__in=ids_of([learner])).order_by("-made_at", "-id")
    for documents in came.values_list("documents", flat=True):
        for each in documents:
            if each["address"] not in there:
                there.add(each["address"])
                taken = datetime.fromisoformat(each["taken_at"])
                yield Snapshot(each["address"], each["body"].encode(), taken, each["media_type"])


def _own_snapshots(rows: list[m.Award], now: datetime) -> Iterator[Snapshot]:
    """What credentials are checked by, as it stands now: the signed list of issuers and what they publish, the log."""
    house = addresses.house()
    yield Snapshot(f"{house}/issuers.json", compact(issuers.signed_registry(now=now)), now)
    keys = "".join(f"{each.text()}\n" for each in log_keys.public_keys())
    yield Snapshot(f"{house}/log/checkpoint", trail.signed_checkpoint().encode(), now, "text/plain")
    yield Snapshot(f"{house}/log/key", keys.encode(), now, "text/plain")
    spoken = [each for listed in shown_with(row.id for row in rows).values() for each in listed]
    for issuer in sorted({row.issuer for row in rows} | {each.organization for each in spoken}):
        where = f"{house}/issuers/{issuer}/did.json"
        yield Snapshot(where, compact(issuers.controller_document(issuer)), now)
    lists = {row.status_list_id for row in rows} | {each.status_list_id for each in spoken}
    for key in sorted(lists, key=str):
        for purpose in ("revocation", "suspension"):
            listed = issuers.status_list(key, purpose, now=now)
            if listed is not None:
                yield Snapshot(addresses.status(key, purpose), compact(listed[0]), now)


def _files(learner: UUID) -> Iterator[EvidenceFile]:
    """The files of kept work and of drafts, each once."""
    rows = m.EvidenceFile.objects.filter(version__evidence__learner__in=ids_of([learner]))
    names = dict(rows.order_by("version__kept_at", "position").values_list("stored_id", "name"))
    drafts = m.Evidence.objects.filter(learner__in=ids_of([learner]), draft__isnull=False).order_by(
        "begun_at", "id"
    )
    for draft in drafts.values_list("draft", flat=True):
        for each in (draft or {}).get("files", ()):
            names.setdefault(each["digest"], each["name"])
    stored = m.StoredFile.objects.in_bulk(list(names))
    for digest, name in names.items():
        if digest in stored:
            file = stored[digest]
            yield EvidenceFile(digest, file.size, file.media_type, name, _chunks_of(digest))


def _chunks_of(digest: str) -> Any:
    def chunks() -> Iterator[bytes]:
        with opened(digest) as data:
            yield from iter(lambda: data.read(CHUNK), b"")

    return chunks
