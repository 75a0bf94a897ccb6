"""Reads: requests to correct an entry with their answers, for the learner and for the body that answers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed, require
from throughline.apps.records.facts import NewFact, item_of
from throughline.apps.records.models import Correction
from throughline.apps.trail import actions as trail

ASKED = "request to correct"
"""What was read, in the learner's log of looks."""


@dataclass(frozen=True, slots=True)
class AnswerNow:
    """An answer: the outcome, its reason, who gave it and when."""

    outcome: str
    reason: str
    by: str
    at: datetime
    replaced_by: UUID | None


@dataclass(frozen=True, slots=True)
class CorrectionNow:
    """A request: about which fact, what is said to be wrong, who answers by when. appealed: another one followed."""

    id: UUID
    learner: UUID
    name: str
    attainment: UUID
    what: str
    organization: str
    words: str
    asked_at: datetime
    due_on: date
    appeal: bool
    appealed: bool
    answer: AnswerNow | None


def corrections(actor: Actor, learner: UUID) -> list[CorrectionNow]:
    """A learner's requests, newest first, for them and a guardian. One query."""
    require(actor, "correction.read", directory.subject_for(actor, learner), what="Corrections")
    return _read(Correction.objects.filter(learner__in=ids_of([learner])).order_by("-asked_at", "-id"))


def corrections_to_answer(actor: Actor, *, now: datetime) -> list[CorrectionNow]:
    """What waits for an answer at the organizations one acts for, the one due first on top; each learner whose request is
    there sees that it was read. Two queries."""
    decision = require(actor, "inbox.read", what="Requests for corrections")
    places = {role.organization for role in actor.roles if role.role != "learner"}
    found = Correction.objects.filter(answer=None)
    mine = found if actor.holds("board_member") else found.filter(organization__in=places)
    rows = _read(mine.order_by("due_on", "id")[:200])
    read = trail.Act(actor.person, "read", now, target=ASKED, authority=decision.authority)
    trail.note_reads(read, {row.learner for row in rows if not actor.is_me(row.learner)})
    return rows


def correction(actor: Actor, key: UUID) -> CorrectionNow:
    """One request, for the learner, a guardian, or somebody of the body that answers it."""
    found = Correction.objects.filter(id=key)
    row = next(iter(_read(found)), None)
    if row is None:
        raise Refused("A correction", "there is no request with this id.", "Pick one from the list.")
    body = Subject(row.learner, organization=row.organization)
    if not allowed(actor, "correction.answer", body).allowed:
        require(actor, "correction.read", directory.subject_for(actor, row.learner), what="A correction")
    return row


@dataclass(frozen=True, slots=True)
class FactBehind:
    """The fact that a request is about, for whoever answers it. again: the same, as it could be recorded anew."""

    what: str
    level: int | None
    happened_on: date
    note: str
    again: NewFact


def fact_behind(actor: Actor, key: UUID) -> FactBehind:
    """The fact that a request is about, for somebody of the body that answers it."""
    row = Correction.objects.select_related("attainment").get(id=key)
    body = Subject(row.learner_id, organization=row.organization)
    require(actor, "correction.answer", body, what="A correction")
    fact = row.attainment
    item = item_of(fact, None, "")
    again = NewFact(
        fact.learner_id, fact.what, fact.happened_on, level=fact.level, score=fact.score, scale=fact.scale,
        amounts=item.amounts, tags=item.tags, framework=fact.framework, framework_level=fact.framework_level,
        context=fact.context, organization=fact.organization, issuer=fact.issuer, valid_until=fact.valid_until,
        note=fact.note, judged=item.judged, source="correction",
    )  # fmt: skip
    return FactBehind(fact.what, fact.level, fact.happened_on, fact.note, again)


def _read(rows: QuerySet[Correction]) -> list[CorrectionNow]:
    return list(map(_now, rows.select_related("learner", "attainment", "answer__answered_by", "appeal")))


def _now(row: Correction) -> CorrectionNow:
    given = getattr(row, "answer", None)
    answer = given and AnswerNow(
        given.outcome, given.reason, given.answered_by.display_name, given.answered_at, given.replaced_by_id
    )
    return CorrectionNow(
        row.id, row.learner_id, row.learner.display_name, row.attainment_id, row.attainment.what, row.organization,
        row.words, row.asked_at, row.due_on, row.appeals_id is not None, hasattr(row, "appeal"), answer,
    )  # fmt: skip
