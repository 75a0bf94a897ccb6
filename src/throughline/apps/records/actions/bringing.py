"""Writes: a record comes home from another house, whole or not at all, and counts for what known issuers signed of it."""

import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import IO, Any
from uuid import UUID, uuid4

from django.db import DatabaseError, transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.models import Person
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.records import pieces
from throughline.apps.records.actions.holding import keep_as_came
from throughline.apps.records.credentials import issuing
from throughline.apps.records.files import file_types
from throughline.apps.records.files.storage import IN_MEMORY, digest_of, store
from throughline.apps.records.models import (
    Attainment,
    AttainmentEvidence,
    Attestation,
    Bringing,
    BroughtFact,
    BundleAtHand,
    Evidence,
    EvidenceFile,
    EvidenceVersion,
    Featured,
    NeutralPlace,
    StoredFile,
)
from throughline.apps.records.queries.bringing import Look, fact_key, looked_at, opened_bundle
from throughline.apps.records.queries.brought import Stated
from throughline.apps.records.queries.own_record import view_of
from throughline.apps.records.queries.verifying import FETCHER
from throughline.apps.records.restoring import AGAIN, WHAT, check_pieces, made, unreadable
from throughline.apps.trail import actions as trail
from throughline.core.credentials.bundle.contents import Contents
from throughline.core.credentials.bundle.contents import EvidenceFile as BundleFile


@dataclass(frozen=True, slots=True)
class Came:
    """A bringing. new: it was not here before."""

    id: UUID
    new: bool


LARGEST = 2_000_000_000
"""Bytes of a bundle that a page takes; the command line takes any."""


@transaction.atomic
def hand_over(*, by: Actor, data: IO[bytes], now: datetime) -> UUID:
    """A learner hands over a bundle to be looked at: it is stored, and nothing of it is in the record yet."""
    require(by, "record.bring", directory.subject_for(by, by.me), what=WHAT)
    if data.seek(0, 2) > LARGEST:
        raise Refused(
            WHAT, "the file is too large for a page.", "Ask whoever runs this house to bring it in."
        )
    opened_bundle(data)
    digest, size = digest_of(data), data.seek(0, 2)
    data.seek(0)
    store().put(digest, data)
    row, _ = BundleAtHand.objects.update_or_create(
        learner_id=by.me, digest=digest, defaults={"size": size, "handed_over_at": now}
    )
    return row.id


def bring_record(
    *, by: Actor, learner: UUID, data: IO[bytes], now: datetime, fetcher: Callable[[str], bytes] = FETCHER
) -> Came:
    """Bring a bundle into a learner's record. The same bundle again changes nothing.

    What a known issuer signed about this learner counts as a confirmed fact with its source. Anything else that others
    said comes in as brought by the holder. Whole or not at all: raises `Refused` naming what cannot be taken.
    """
    decision = require(by, "record.bring", directory.subject_for(by, learner), what=WHAT)
    digest = digest_of(data)
    there = Bringing.objects.filter(learner__in=ids_of([learner]), digest=digest).first()
    if there is not None:
        return Came(there.id, False)
    bundle = opened_bundle(data)
    look = looked_at(by, learner, bundle, now=now, fetcher=fetcher)
    if not look.named_alike:
        raise Refused(
            WHAT, f"it is the record of {bundle.holder[:100]}.", "Bring your own, under the name you go by here."
        )  # fmt: skip
    try:
        with transaction.atomic():
            issuing.lock([learner])
            key = _bring(by, learner, digest, bundle, look, now)
            _read_once(learner, now)
            trail.record(
                trail.Act(by.person, "brought a record", now, learner, f"bringing:{key}", decision.authority,
                          {"facts": look.counted, "rows": look.rows})
            )  # fmt: skip
    except DatabaseError as error:
        raise Refused(
            WHAT, f"its rows contradict each other ({str(error).splitlines()[0]}).", AGAIN
        ) from None
    return Came(key, True)


def _bring(by: Actor, learner: UUID, digest: str, bundle: Contents, look: Look, now: datetime) -> UUID:
    bringing = Bringing.objects.create(
        learner_id=learner, digest=digest, holder=bundle.holder[:200], made_at=bundle.made_at,
        sections=dict(bundle.record), documents=_documents(bundle), log_proofs=_proofs(bundle),
        brought_by_id=by.person, brought_at=now,
    )  # fmt: skip
    _keep_files(bundle.evidence, now)
    versions = _keep_work(learner, bundle, now)
    made(
        Attainment, bundle.record.get("facts", []), learner, "facts"
    )  # the withdrawn ones too are kept as they came
    facts = _keep_facts(learner, bringing, look, now)
    _keep_links(bundle.record.get("what facts rest on", []), facts, versions)
    _keep_wishes(learner, bundle.record)
    _hold(learner, look, now)
    BundleAtHand.objects.filter(learner__in=ids_of([learner]), digest=digest).delete()
    return bringing.id


def _documents(bundle: Contents) -> list[dict[str, str]]:
    return [
        {"address": each.address, "taken_at": each.taken_at.isoformat(), "media_type": each.media_type,
         "body": each.body.decode("utf-8", "replace")}
        for each in bundle.snapshots
    ]  # fmt: skip


def _proofs(bundle: Contents) -> dict[str, str]:
    held = (each for each in bundle.credentials if each.log_proof)
    return {sha256(each.body).hexdigest(): each.log_proof.decode("utf-8", "replace") for each in held}


def _keep_files(files: Iterable[BundleFile], now: datetime) -> None:
    there = set(
        StoredFile.objects.values_list("digest", flat=True).filter(digest__in=[f.digest for f in files])
    )
    for each in files:
        if each.digest not in there:
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
                for chunk in each.chunks():
                    copy.write(chunk)
                _keep_file(each, copy, now)


def _keep_file(file: BundleFile, data: Any, now: datetime) -> None:
    """A file as it came, under its own digest; its type is told by its content, and a picture must be one."""
    kind = file_types.media_type(data)
    taken = file_types.take(data, file.name or file.digest) if kind in file_types.PICTURES else None
    if not kind:
        raise Refused(WHAT, f"the file “{file.name}” is none of the kinds that are kept.", AGAIN)
    preview = ""
    if taken is not None and taken.preview is not None:
        preview = digest_of(taken.preview)
        store().put(preview, taken.preview)
    data.seek(0)
    store().put(file.digest, data)
    StoredFile.objects.create(
        digest=file.digest, size=file.size, media_type=kind, preview=preview, stored_at=now
    )


def _keep_work(learner: UUID, bundle: Contents, now: datetime) -> set[UUID]:
    """The learner's pieces with all versions, as their own here; what others said of them, as brought. Ids of versions."""
    record = bundle.record
    works = _new(Evidence, record.get("work", []), learner, "work", "learner_id")
    kinds = {each.id: each.kind for each in works}
    versions = _new(EvidenceVersion, record.get("versions of work", []), learner, "versions of work")
    versions = [each for each in versions if each.evidence_id in kinds]
    ids = {each.id for each in versions}
    files = [
        each
        for each in _new(EvidenceFile, record.get("files of work", []), learner, "files of work")
        if each.version_id in ids
    ]
    _check_files(files, bundle)
    by_version: dict[UUID, list[Any]] = {}
    for each in files:
        by_version.setdefault(each.version_id, []).append(each)
    check_pieces(versions, by_version, kinds)
    for work in works:
        work.draft = _draft(work.draft, {each.digest for each in bundle.evidence})
    Evidence.objects.bulk_create(works)
    EvidenceVersion.objects.bulk_create(versions)
    EvidenceFile.objects.bulk_create(files)
    _keep_words(learner, record.get("words of others", []), ids)
    return ids


def _new(model: Any, rows: Any, learner: UUID, section: str, owner: str = "") -> list[Any]:
    """Rows that are not here yet. Raises `Refused` where one is somebody else's here."""
    found = made(model, rows, learner, section)
    there = model.objects.filter(pk__in=[each.pk for each in found])
    if owner and there.exclude(**{owner: learner}).exists():
        raise Refused(WHAT, "a part of it is in somebody else's record here.", "Ask whoever runs this house.")
    known = set(there.values_list("pk", flat=True))
    return [each for each in found if each.pk not in known]


def _check_files(files: Iterable[EvidenceFile], bundle: Contents) -> None:
    """Only files that came along: knowing a file's digest does not give anybody the file."""
    brought = {each.digest for each in bundle.evidence}
    missing = next((each for each in files if each.stored_id not in brought), None)
    if missing is not None:
        raise unreadable("files of work", f"“{missing.name}” did not come along.")


def _draft(draft: Any, brought: set[str]) -> dict[str, Any] | None:
    if draft is None:
        return None
    if not isinstance(draft, dict):
        raise unreadable("work", "a draft is no set of answers.")
    try:
        people = [(each["name"], each["role"]) for each in draft.get("people", ())]
        given = {name: value for name, value in draft.items() if name not in ("people", "files")}
        typed = pieces.typed_from({**given, **({"people": people} if "people" in draft else {})}, {})
        files = [
            {"digest": str(f["digest"]), "name": str(f["name"])[:200], "words": str(f["words"])[:500]}
            for f in draft.get("files", ())
            if f["digest"] in brought
        ]
    except (KeyError, TypeError) as error:
        raise unreadable("work", f"a draft is not whole ({error}).") from None
    return {**typed, "files": files} if "files" in draft else typed


def _keep_words(learner: UUID, rows: Any, versions: set[UUID]) -> None:
    """Words of others as the holder brought them: who spoke is not checked here, and no person of this house."""
    for each in (said := _new(Attestation, rows, learner, "words of others")):
        each.assurance, each.person_id, each.request_id = "brought", None, None
    Attestation.objects.bulk_create(each for each in said if each.version_id in versions)


def _keep_facts(learner: UUID, bringing: Bringing, look: Look, now: datetime) -> set[UUID]:
    """Facts that stand here by this bringing. Ids of those that are the holder's word only."""
    rows: list[Attainment] = []
    marks: list[BroughtFact] = []
    for row, stated in look.facts:
        fact = _stated(learner, stated, row, now) if stated else _said(learner, row or {}, now)
        rows.append(fact)
        proof, issuer = (stated.proof, stated.issuer) if stated else ("", "")
        marks.append(BroughtFact(attainment=fact, bringing=bringing, proof=proof, issuer=issuer))
    Attainment.objects.bulk_create(rows)
    BroughtFact.objects.bulk_create(marks)
    return {mark.attainment_id for mark in marks if not mark.proof}


def _said(learner: UUID, row: Mapping[str, Any], now: datetime) -> Attainment:
    """What the holder brought along without a signature that counts: told, and not confirmed."""
    (fact,) = made(Attainment, [row], learner, "facts")
    fact.validators, fact.attested_by_id, fact.confirmed, fact.source = [], None, False, "brought"
    fact.recorded_at = now
    return fact


def _stated(learner: UUID, stated: Stated, row: Mapping[str, Any] | None, now: datetime) -> Attainment:
    """What an issuer signed, and nothing beyond it."""
    return Attainment(
        id=fact_key(row) if row else uuid4(), learner_id=learner, what=stated.what, level=stated.level,
        amounts={} if stated.credits is None else {_unit(row, stated): str(stated.credits)},
        issuer=stated.slug, happened_on=stated.on, valid_until=stated.until, note=stated.note, recorded_at=now,
        validators=[{"person": "", "role": "issuer", "organization": stated.slug}], source="brought", confirmed=True,
    )  # fmt: skip


def _unit(row: Mapping[str, Any] | None, stated: Stated) -> str:
    held = (row or {}).get("amounts")
    names = [u for u, n in held.items() if str(n) == str(stated.credits)] if isinstance(held, dict) else []
    return next((name for name in names if name in ("college-credit", "credit")), "credit")


def _keep_links(rows: Any, facts: set[UUID], versions: set[UUID]) -> None:
    """What the holder's own facts rest on. A signed one rests on its signature: nobody here saw the work beneath it."""
    found = [
        AttainmentEvidence(
            id=UUID(r["id"]), attainment_id=UUID(r["attainment_id"]), version_id=UUID(r["version_id"])
        )
        for r in rows
        if UUID(r["attainment_id"]) in facts and UUID(r["version_id"]) in versions
    ]
    AttainmentEvidence.objects.bulk_create(found, ignore_conflicts=True)


def _keep_wishes(learner: UUID, record: Mapping[str, Any]) -> None:
    """What comes first and which places are not named, where the learner has not said so here themselves."""
    for model, section in ((Featured, "what comes first"), (NeutralPlace, "places not named")):
        if not model._default_manager.filter(learner=learner).exists():
            model._default_manager.bulk_create(_new(model, record.get(section, []), learner, section))


def _hold(learner: UUID, look: Look, now: datetime) -> None:
    """Keep each credential byte for byte among those from elsewhere, and the signed record where facts rest on it."""
    inside = {each.stated.proof for each in look.credentials if each.stated and each.place == "inside"}
    rests = any(stated and stated.proof in inside for _, stated in look.facts)
    for each in look.credentials:
        mine = sha256(each.held.body).hexdigest() in look.own
        if (each.place == "own" and not mine) or (each.place == "record" and rests):
            keep_as_came(learner, each.held.body, each.found, now=now)


def _read_once(learner: UUID, now: datetime) -> None:
    """What came in must be readable; else none of it stays."""
    try:
        name = Person.objects.values_list("display_name", flat=True).get(id=learner)
        json.dumps(sorted(view_of(learner, name, now=now).lines))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise unreadable("the record", f"{error}.") from None
