"""Reads: what was issued to a learner, how it stands, what it rests on, and the signed credential itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Func
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials import signing
from throughline.apps.records.credentials.endorsed import with_endorsements_shown
from throughline.apps.records.credentials.issuing import no_such_award
from throughline.apps.records.credentials.standing_of_awards import STANDS, Stands, on, standing_of
from throughline.apps.records.models import Approval, Attainment, Award, AwardReview
from throughline.core.progress.record import Validator


@dataclass(frozen=True, slots=True)
class Spoken:
    """An endorsement that is shown with an award: of which organization, by whom in which role, in which words."""

    organization: str
    role: str
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Issued:
    """One award as the learner and those let in read it. credential: `credential:id`; number: of its listing's version.

    issuer: slug of the organization. source: what it follows from (`milestone:m`, `pathway:p#stage`, `attainment:id`,
    `issuer`). judged: reference and number of the version it was judged under. stands: how it stands now.
    replaced: a newer award stands in for it. spoken: the endorsements shown with it, where they were asked for.
    """

    id: UUID
    learner: UUID
    credential: str
    number: int
    issuer: str
    source: str
    judged: tuple[str, int] | None
    attainments: tuple[UUID, ...]
    issued_at: datetime
    valid_until: date | None
    stands: Stands
    replaced: bool
    signed: bool
    spoken: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardOnReview:
    """The review of a mark: what the issuer says, what the learner says, what came of it (upheld None: still open).

    issuer: the organization that marked it; cause: what anyone may read of the reason, a key of `CAUSES`.
    """

    id: UUID
    award: UUID
    credential: str
    issuer: str
    kind: str
    cause: str
    reason: str
    opened_at: datetime
    appeal: str
    appealed_at: datetime | None
    upheld: bool | None
    outcome: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """One fact an award rests on: what, who judged it, by which version of which document, on which evidence (in words,
    and pieces by the id of their version), and when it was withdrawn, if it was."""

    attainment: UUID
    what: str
    judges: tuple[Validator, ...]
    judged: tuple[str, int] | None
    digest: str
    evidence: str
    pieces: tuple[UUID, ...]
    happened_on: date
    withdrawn: date | None

    @property
    def complete(self) -> bool:
        """Whether it leads to evidence, to judges, and to the published version they judged by."""
        return bool(self.judges and self.judged and self.digest and (self.evidence or self.pieces))


def awards(actor: Actor, learner: UUID, *, now: datetime) -> list[Issued]:
    """Everything issued to a learner, newest first, for whoever may read the record. Two queries."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    return awards_of([learner], now=now)[learner]


def issued_as(awards: Iterable[UUID]) -> list[tuple[str, datetime]]:
    """The credential of each of these awards and when it was issued, oldest first; for callers that asked the policy. One
    query."""
    rows = Award.objects.filter(id__in=list(awards)).order_by("issued_at", "credential")
    return list(rows.values_list("credential", "issued_at"))


def awards_of(learners: Iterable[UUID], *, now: datetime) -> dict[UUID, list[Issued]]:
    """The same for many; for the apps above, which ask the policy first. Two queries."""
    found: dict[UUID, list[Issued]] = {learner: [] for learner in learners}
    rows = list(
        with_endorsements_shown(Award.objects.filter(learner__in=ids_of(found)))
        .select_related("replaced_by")
        .defer("content", "signed", "replaced_by__content", "replaced_by__signed")
        .order_by("-issued_at", "-id")
    )
    standing, mine = standing_of(row.id for row in rows), whose(found, (row.learner_id for row in rows))
    for row in rows:
        found[mine[row.learner_id]].append(_issued(row, standing, timezone.localdate(now)))
    return found


def award(actor: Actor, key: UUID, *, now: datetime) -> Issued:
    """One award, for whoever may read the record. Three queries."""
    row = _row(key)
    directory.may_read(actor, "record.read", row.learner_id, what="record", now=now)
    return _issued(row, standing_of([key]), timezone.localdate(now))


def credential_of(actor: Actor, key: UUID, *, now: datetime) -> dict[str, Any]:
    """The signed credential of an award (eddsa-rdfc-2022), for whoever may read the record; signed now if it was not."""
    row = _row(key)
    directory.may_read(actor, "record.read", row.learner_id, what="record", now=now)
    return signing.signed(key, now=now)


def credentials_of(keys: Iterable[UUID], *, now: datetime) -> dict[UUID, dict[str, Any]]:
    """Signed credentials of many awards; for queries that asked the policy first."""
    return signing.signed_all(keys, now=now)


def award_reviews(actor: Actor, learner: UUID, *, now: datetime) -> list[AwardOnReview]:
    """Every review of a mark on a learner's awards, newest first."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    return _reviews(learner)


def reviews_to_answer(actor: Actor, learner: UUID, *, now: datetime) -> list[AwardOnReview]:
    """The same for those who may say why an award should stand: the learner, and their guardian, who need not be let
    into the record for it."""
    directory.may_read(actor, "award.appeal", learner, what="record", now=now)
    return _reviews(learner)


def _reviews(learner: UUID) -> list[AwardOnReview]:
    found = (
        AwardReview.objects.filter(learner__in=ids_of([learner]))
        .select_related("mark__award")
        .order_by("-opened_at")
    )
    found = found.defer("mark__award__content", "mark__award__signed")
    return [
        AwardOnReview(
            r.id, r.mark.award_id, r.mark.award.credential, r.mark.award.issuer, r.mark.kind, r.mark.cause,
            r.mark.reason, r.opened_at, r.appeal, r.appealed_at, r.upheld, r.outcome, r.closed_at,
        )
        for r in found
    ]  # fmt: skip


def chain(actor: Actor, key: UUID, *, now: datetime) -> list[Link]:
    """Every fact an award rests on, down to judges, published version and evidence."""
    row = _row(key)
    directory.may_read(actor, "record.read", row.learner_id, what="record", now=now)
    under = (row.judged_reference, row.judged_number) if row.judged_number is not None else None
    rests = Attainment.objects.filter(id__in=row.attainments).select_related("mark")
    found = rests.prefetch_related("evidence__version").order_by("happened_on", "id")
    return [_link(each, under) for each in found]


@dataclass(frozen=True, slots=True)
class Approved:
    """The registrar's mark on one fact: of which organization, since when."""

    attainment: UUID
    organization: str
    approved_at: datetime


def approvals(actor: Actor, learner: UUID, *, now: datetime) -> dict[UUID, Approved]:
    """Which facts of a learner carry a registrar's mark, by id of the fact."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    found = Approval.objects.filter(attainment__learner__in=ids_of([learner]))
    return {a.attainment_id: Approved(a.attainment_id, a.organization, a.approved_at) for a in found}


def results_at_random(actor: Actor, *, many: int) -> list[Link]:
    """So many facts drawn at random out of those that awards rest on, for an audit by the operator."""
    require(actor, "award.sweep", what="An audit of results")
    drawn = Award.objects.annotate(fact=Func(F("attainments"), function="unnest")).order_by("?")
    pairs = list(drawn.values_list("fact", "judged_reference", "judged_number")[:many])
    rows = Attainment.objects.filter(id__in={fact for fact, _, _ in pairs}).select_related("mark")
    facts = {row.id: row for row in rows.prefetch_related("evidence__version")}
    return [_link(facts[fact], (ref, n) if n else None) for fact, ref, n in pairs if fact in facts]


def _row(key: UUID) -> Award:
    found = Award.objects.filter(id=key).defer("content", "signed").first()
    if found is None:
        raise no_such_award(key)
    return found


def _issued(row: Award, standing: Mapping[UUID, Stands], day: date) -> Issued:
    judged = (row.judged_reference, row.judged_number) if row.judged_number is not None else None
    stands = on(standing.get(row.id, STANDS), row.valid_until, day)
    return Issued(
        row.id, row.learner_id, row.credential, row.number, row.issuer, row.source, judged, tuple(row.attainments),
        row.issued_at, row.valid_until, stands, getattr(row, "replaced_by", None) is not None, row.signed_at is not None,
        tuple(_spoken(each) for each in getattr(row, "spoken", ())),
    )  # fmt: skip


def _spoken(each: Mapping[str, str]) -> Spoken:
    on = timezone.localdate(datetime.fromisoformat(each["said_at"]))
    return Spoken(each["organization"], each["role"], each["words"], on)


def _link(row: Attainment, under: tuple[str, int] | None) -> Link:
    """under: the version the award itself was judged under, where the fact names none of its own."""
    judged = (row.judged_reference, row.judged_number) if row.judged_number is not None else under
    kept = frameworks.version(*judged) if judged else None
    mark = getattr(row, "mark", None)
    judges = tuple(Validator(v["person"], v["role"], v["organization"]) for v in row.validators)
    pieces = tuple(each.version_id for each in row.evidence.all())
    return Link(
        row.id, row.what, judges, judged, kept.digest if kept else "", row.note, pieces, row.happened_on,
        mark.on if mark else None,
    )  # fmt: skip
