"""Reads: pieces of work, for their learner and whomever they showed them; their files; what attainments rest on."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from django.db.models import Q

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed, require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.files.file_types import ENDINGS
from throughline.apps.records.files.storage import opened
from throughline.apps.records.models import (
    AttainmentEvidence,
    Attestation,
    AttestationRequest,
    Evidence,
    EvidenceFile,
    EvidenceShowing,
    EvidenceVersion,
    StoredFile,
    Upload,
)
from throughline.apps.records.models.evidence import ASSURANCE
from throughline.apps.records.pieces import Draft, File, Named, Piece, Said
from throughline.apps.trail import actions as trail

INLINE = ("image/jpeg", "image/png")
"""What a browser may show by itself. Everything else is handed out as a file to keep."""
Pinned = tuple[UUID, int]
RECOGNITION = "recognition:"
"""How the reason of a showing begins that goes with a request that something counts."""


@dataclass(frozen=True, slots=True)
class OwnEvidence:
    """All of a learner's work: kept pieces (latest versions), drafts, and what they set aside; newest first."""

    kept: tuple[Piece, ...]
    drafts: tuple[Draft, ...]
    aside: tuple[Piece | Draft, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """To whom a piece is shown now: an organization's assessors, or a person; for what; since when."""

    organization: str
    person: str
    why: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Requested:
    """A request of a learner's for somebody's words, not answered. by_link: it has a link. state: waiting, withdrawn or
    over."""

    id: UUID
    name: str
    tie: str
    tie_words: str
    email: str
    by_link: bool
    asked_at: datetime
    expires_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class WholePiece:
    """A piece as its learner sees it. older: earlier versions, newest first. changing: it is open to be changed.

    offered: requests that it counts, each with the place and when.
    """

    piece: Piece
    older: tuple[Piece, ...]
    changing: bool
    shown: tuple[Shown, ...]
    requested: tuple[Requested, ...]
    offered: tuple[tuple[UUID, str, datetime], ...]


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it is handed out, checked against its digest; whoever asks closes `data`. inline: a browser may show it
    by itself."""

    name: str
    media_type: str
    inline: bool
    data: IO[bytes]


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """An upload: its piece, its whole size, and from which byte to go on."""

    id: UUID
    evidence: UUID
    size: int
    received: int


def own(actor: Actor, learner: UUID) -> OwnEvidence:
    """A learner's own work. Four queries at most."""
    if not actor.is_me(learner):
        raise Refused("A learner's work", "it is private until they show it.", "Ask them to show it to you.")
    rows = list(Evidence.objects.filter(learner__in=ids_of([learner])).order_by("-touched_at", "id"))
    kept = {p.id: p for p in pieces([(row.id, row.number) for row in rows if row.number])}
    stored = _stored(rows)
    drafts = {row.id: _draft(row, stored) for row in rows if row.draft is not None}
    return OwnEvidence(
        tuple(kept[row.id] for row in rows if row.number and not row.set_aside_at),
        tuple(drafts[row.id] for row in rows if row.draft is not None and not row.set_aside_at),
        tuple(kept.get(row.id) or drafts[row.id] for row in rows if row.set_aside_at),
    )


def begun_for(actor: Actor) -> tuple[tuple[Draft, UUID], ...]:
    """Drafts that the actor began for others, each with whose it is."""
    rows = list(
        Evidence.objects.filter(begun_by=actor.person, draft__isnull=False, set_aside_at=None)
        .exclude(learner__in=ids_of([actor.me]))
        .order_by("-touched_at", "id")
    )
    stored = _stored(rows)
    return tuple((_draft(row, stored), row.learner_id) for row in rows)


def draft(actor: Actor, evidence: UUID) -> Draft:
    """A draft, for the learner and whoever began it."""
    row = Evidence.objects.filter(id=evidence).first()
    if row is None or row.draft is None or actor.person not in (row.learner_id, row.begun_by_id):
        raise _unknown()
    require(actor, "evidence.add", directory.subject_for(actor, row.learner_id), what="A draft")
    return _draft(row, _stored([row]))


def learner_of(evidence: UUID) -> UUID:
    """Whose piece it is; for actions and queries that then ask the policy about them."""
    found = Evidence.objects.filter(id=evidence).values_list("learner_id", flat=True).first()
    if found is None:
        raise _unknown()
    return found


def piece(actor: Actor, evidence: UUID, *, now: datetime, number: int | None = None) -> Piece:
    """One piece (its latest version, where no number is given), for the learner and whomever they showed it."""
    row = Evidence.objects.filter(id=evidence).first()
    if row is None or not row.number:
        raise _unknown()
    wanted = [(evidence, number or row.number)]
    return evidence_for(actor, row.learner_id, wanted, now=now)[0]


def evidence_for(actor: Actor, learner: UUID, pinned: Iterable[Pinned], *, now: datetime) -> list[Piece]:
    """Versions of a learner's pieces, in the order given: for the learner, and for those to whom every one of them is
    shown now. Another's reading leaves an event the learner can see. Five queries at most."""
    wanted = list(dict.fromkeys(pinned))
    if actor.person != learner:
        subject = _shown_subject(learner, wanted)
        decision = require(actor, "evidence.read", subject, what="A piece of work")
        act = trail.Act(actor.person, "read", now, target="work", authority=decision.authority)
        trail.note_reads(act, [learner])
    found = {(p.id, p.number): p for p in pieces(wanted)}
    if any(key not in found or found[key].learner != learner for key in wanted):
        raise _unknown()
    return [found[key] for key in wanted]


def _shown_subject(learner: UUID, wanted: Sequence[Pinned]) -> Subject:
    """The learner, with all to whom every one of the pieces is shown now."""
    shown: dict[Pinned, set[str]] = {key: set() for key in wanted}
    rows = EvidenceShowing.objects.filter(
        evidence__in=[key for key, _ in wanted], closed_at=None, evidence__set_aside_at=None
    )
    for row in rows:
        if (row.evidence_id, row.number) in shown:
            shown[(row.evidence_id, row.number)].add(row.organization or str(row.person_id))
    to_all = frozenset(set.intersection(*shown.values())) if shown else frozenset()
    subject = directory.subject_of(learner)
    return replace(subject, shown_to=to_all, assessors=frameworks.judging_roles())


def pieces(pinned: Iterable[Pinned]) -> list[Piece]:
    """Versions of pieces by piece and number, in the order given, those that are there; for queries of this app and the
    apps above, which ask the policy first. Three queries."""
    wanted = list(dict.fromkeys(pinned))
    if not wanted:
        return []
    rows = list(
        EvidenceVersion.objects.filter(_any_of(wanted))
        .select_related("evidence", "kept_by")
    )  # fmt: skip
    files = _files([row.id for row in rows])
    said = _said({row.evidence_id for row in rows})
    found = {(row.evidence_id, row.number): _piece(row, files[row.id], said[row.evidence_id]) for row in rows}
    return [found[key] for key in wanted if key in found]


def _any_of(wanted: Iterable[Pinned]) -> Q:
    by_number: dict[int, list[UUID]] = defaultdict(list)
    for key, number in wanted:
        by_number[number].append(key)
    found = Q(pk__in=[])
    for number, keys in by_number.items():
        found |= Q(evidence__in=keys, number=number)
    return found


def _files(versions: Sequence[UUID]) -> dict[UUID, list[File]]:
    found: dict[UUID, list[File]] = defaultdict(list)
    rows = EvidenceFile.objects.filter(version__in=versions).select_related("stored").order_by("position")
    for row in rows:
        found[row.version_id].append(_file(row.stored, row.name, row.words))
    return found


def _file(stored: StoredFile, name: str, words: str) -> File:
    return File(stored.digest, name, words, stored.size, stored.media_type, stored.preview)


def _said(evidence: Iterable[UUID]) -> dict[UUID, list[Said]]:
    found: dict[UUID, list[Said]] = defaultdict(list)
    rows = Attestation.objects.filter(version__evidence__in=list(evidence)).select_related("version")
    for row in rows.order_by("-said_at", "id"):
        found[row.version.evidence_id].append(said_of(row))
    return found


def said_of(row: Attestation) -> Said:
    """An attestation as it is read."""
    return Said(
        row.id, row.name, row.tie, row.tie_words, row.words, row.hours, row.assurance, row.organization, row.role,
        row.version.number, row.said_at,
    )  # fmt: skip


def _piece(row: EvidenceVersion, files: Iterable[File], said: Iterable[Said]) -> Piece:
    heard = tuple(each for each in said if each.number <= row.number)
    whole = row.evidence
    return Piece(
        id=whole.id, learner=whole.learner_id, number=row.number, versions=whole.number, kind=whole.kind,
        title=row.title, words=row.words, link=row.link, hours=row.hours, setting=row.setting,
        organization=row.organization, place=row.place, happened_on=row.happened_on, until=row.until,
        people=tuple(Named(each["name"], each["role"]) for each in row.people), shows=tuple(row.shows),
        strengths=tuple(row.strengths), files=tuple(files), said_about=heard,
        assurance=max((each.assurance for each in heard), key=ASSURANCE.index, default="self"), content=row.content,
        kept_at=row.kept_at, kept_by=row.kept_by.display_name, by_learner=row.kept_by_id == whole.learner_id,
        set_aside=whole.set_aside_at is not None,
    )  # fmt: skip


def _stored(rows: Iterable[Evidence]) -> dict[str, StoredFile]:
    wanted = {f["digest"] for row in rows for f in (row.draft or {}).get("files", ())}
    return StoredFile.objects.in_bulk(list(wanted)) if wanted else {}


def _draft(row: Evidence, stored: Mapping[str, StoredFile]) -> Draft:
    typed: dict[str, Any] = dict(row.draft or {})
    return Draft(
        row.id, row.kind, row.number, {name: each for name, each in typed.items() if isinstance(each, str)},
        tuple(Named(each["name"], each["role"]) for each in typed.get("people", ())), tuple(typed.get("shows", ())),
        tuple(typed.get("strengths", ())),
        tuple(_file(stored[f["digest"]], f["name"], f["words"]) for f in typed.get("files", ())),
        row.touched_at, row.set_aside_at is not None,
    )  # fmt: skip


def whole(actor: Actor, evidence: UUID, *, now: datetime) -> WholePiece | None:
    """A piece with its older versions, to whom it is shown, who is asked about it and for what it was offered; None
    where it is not the actor's own. Six queries."""
    row = (
        Evidence.objects.filter(id=evidence, learner__in=ids_of([actor.me])).first() if actor.person else None
    )
    if row is None:
        return None
    if not row.number:
        raise _unknown()
    every = pieces([(evidence, nth) for nth in range(row.number, 0, -1)])
    showings = (
        EvidenceShowing.objects.filter(evidence=evidence).select_related("person").order_by("-opened_at")
    )
    asked = AttestationRequest.objects.filter(version__evidence=evidence, answered_at=None)
    return WholePiece(
        every[0], tuple(every[1:]), row.draft is not None,
        tuple(_shown(each) for each in showings if each.closed_at is None),
        tuple(_requested(each, now) for each in asked.order_by("-asked_at")),
        tuple(
            (UUID(each.why.removeprefix(RECOGNITION)), each.organization, each.opened_at)
            for each in showings if each.why.startswith(RECOGNITION)
        ),
    )  # fmt: skip


def _shown(row: EvidenceShowing) -> Shown:
    return Shown(row.organization, row.person.display_name if row.person else "", row.why, row.opened_at)


def _requested(row: AttestationRequest, now: datetime) -> Requested:
    state = "withdrawn" if row.withdrawn_at else "over" if row.expires_at <= now else "waiting"
    return Requested(
        row.id, row.name, row.tie, row.tie_words, row.email, row.person_id is None, row.asked_at, row.expires_at, state
    )  # fmt: skip


def file_of(actor: Actor, evidence: UUID, digest: str, *, now: datetime, small: bool = False) -> Handed:
    """A file of a piece, for those who may read the version it is in. small: the small picture of it.

    :raises Refused: not theirs to see, not there, or changed since it was stored.
    """
    row = Evidence.objects.filter(id=evidence).first()
    if row is None:
        raise _unknown()
    name = _name_of(actor, row, digest, now)
    stored = StoredFile.objects.get(digest=digest)
    if small and stored.preview:
        return handed(stored.preview, name, "image/jpeg")
    return handed(digest, name, stored.media_type)


def _name_of(actor: Actor, row: Evidence, digest: str, now: datetime) -> str:
    """The name of a file in a draft that is the actor's, or in a version that they may read."""
    own = actor.person in (row.learner_id, row.begun_by_id)
    if own and allowed(actor, "evidence.add", directory.subject_for(actor, row.learner_id)).allowed:
        for each in (row.draft or {}).get("files", ()):
            if each["digest"] == digest:
                return str(each["name"])
    rows = EvidenceFile.objects.filter(version__evidence=row, stored=digest).select_related("version")
    why: Refused = _unknown()
    for each in rows.order_by("-version__number"):
        try:
            evidence_for(actor, row.learner_id, [(row.id, each.version.number)], now=now)
        except Refused as refusal:
            why = refusal
        else:
            return each.name
    raise why


def handed(digest: str, name: str, media_type: str) -> Handed:
    """A stored file to be handed out; for queries that have asked the policy."""
    return Handed(named(name, media_type), media_type, media_type in INLINE, opened(digest))


def named(name: str, media_type: str) -> str:
    """A file's name with the ending of what it is, whatever ending it came with."""
    stem = name.rpartition(".")[0] or name
    plain = "".join(c for c in stem if c.isalnum() or c in " -_().").strip(" .")[:100]
    return f"{plain or 'file'}{ENDINGS.get(media_type, '')}"


def evidence_behind(attainments: Iterable[UUID]) -> dict[UUID, list[Piece]]:
    """The pieces that attainments rest on, by attainment; for the apps above and the record's own queries, which ask the
    policy first. Four queries."""
    rows = AttainmentEvidence.objects.filter(attainment__in=list(attainments)).values_list(
        "attainment_id", "version__evidence_id", "version__number"
    )
    resting = [(attainment, (key, number)) for attainment, key, number in rows]
    found = {(p.id, p.number): p for p in pieces(pinned for _, pinned in resting)}
    behind: dict[UUID, list[Piece]] = defaultdict(list)
    for attainment, pinned in resting:
        behind[attainment].append(found[pinned])
    return dict(behind)


def on_its_way(actor: Actor, upload: UUID) -> OnItsWay:
    """How far an upload has come, for whoever sends it."""
    row = Upload.objects.select_related("evidence").filter(id=upload).first()
    if row is None or actor.person not in (row.evidence.learner_id, row.evidence.begun_by_id):
        raise _unknown()
    return OnItsWay(row.id, row.evidence_id, row.size, row.received)


def _unknown() -> Refused:
    return Refused("A piece of work", "there is none of that id that you may see.", "Check the address.")
