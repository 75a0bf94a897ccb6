"""Reads: a learner's record as the rules see it and as people read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import ids_of, whose
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.credentials.following import Ground, grounds_of, program_on
from throughline.apps.records.facts import Item, exception_of, fact_of, item_of
from throughline.apps.records.models import (
    Attainment,
    AttainmentMark,
    Attempt,
    Award,
    ExceptionGrant,
    Footing,
    Review,
)
from throughline.core import ledger
from throughline.core.progress.competency_report import Shown, competency_report
from throughline.core.progress.record import Fact, Record, RuleException
from throughline.core.progress.standing import Standing
from throughline.core.progress.waived import Stay, Switched, excused


@dataclass(frozen=True, slots=True)
class Try:
    """One try at one part of a milestone. Never shown outside."""

    part: str
    milestone: str
    outcome: str
    on: date
    advice: str


@dataclass(frozen=True, slots=True)
class OpenReview:
    """A question that a withdrawn fact opened."""

    id: UUID
    what: str
    reason: str
    opened_at: datetime


def record_of(actor: Actor, learner: UUID, *, now: datetime) -> Record:
    """A learner's record as the rules see it, for whoever may see their progress. One query, or two."""
    directory.may_read(actor, "progress.read", learner, what="progress", now=now)
    return records_of([learner])[learner]


def skills_shown(actor: Actor, learner: UUID, names: Iterable[str], *, now: datetime) -> tuple[Shown, ...]:
    """What a record shows of these competencies, for whoever may read it. Raises `SplitFramework` where they are a part
    of a framework that only stands together."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    standing = Standing(records_of([learner])[learner], frameworks.program_for(), timezone.localdate(now))
    return competency_report(names, standing)


# Written out, because progress anywhere begins with it, of one learner or of a whole caseload.
RECORDS = """
WITH own AS MATERIALIZED (
  SELECT asked.id AS learner, same.id FROM unnest(%(learners)s::uuid[]) AS asked(id),
    LATERAL directory_same_person(asked.id) AS same(id)
), decided AS MATERIALIZED (
  SELECT DISTINCT own.learner FROM own JOIN records_exceptiongrant ON learner_id = own.id
  UNION SELECT own.learner FROM own JOIN directory_membership stay ON stay.person_id = own.id
    JOIN directory_organization place ON place.id = stay.organization_id
  WHERE stay.role = 'learner' AND place.slug = ANY(%(waived)s)
)
SELECT own.learner, own.learner IN (SELECT learner FROM decided),
  fact.id, fact.what, fact.happened_on, fact.level, fact.score, fact.scale, fact.amounts::json, fact.tags,
  fact.framework, fact.framework_level, fact.context, fact.organization, fact.issuer, fact.validators::json,
  fact.valid_until, mark.on, fact.confirmed
FROM own JOIN records_attainment fact ON fact.learner_id = own.id
  LEFT JOIN records_attainmentmark mark ON mark.attainment_id = fact.id
UNION ALL
SELECT own.learner, own.learner IN (SELECT learner FROM decided),
  award.id, award.credential, (award.issued_at AT TIME ZONE %(zone)s)::date, NULL, NULL, '', '{}'::json, '{}',
  '', NULL, '', award.issuer, award.issuer, '[]'::json,
  award.valid_until, (mark.at AT TIME ZONE %(zone)s)::date, true
FROM own JOIN records_award award ON award.learner_id = own.id
  LEFT JOIN records_awardmark mark ON mark.award_id = award.id AND mark.kind = 'revoked'
WHERE NOT EXISTS(SELECT FROM records_award WHERE replaces_id = award.id)
  AND NOT EXISTS(
    SELECT FROM records_attainment fact JOIN own also ON fact.learner_id = also.id
    WHERE also.learner = own.learner AND fact.what = award.credential
  )
ORDER BY happened_on, id
"""
"""What was issued is a fact like what was attested, so that it stands when what it rests on is withdrawn. A credential
that its issuer also recorded as given is one fact, not two."""


def records_of(learners: Iterable[UUID]) -> dict[UUID, Record]:
    """Records of many, with what waivers excuse where they learn or learned; for the apps above, which ask the policy
    first. One query; two more where somebody has a signed exception or was ever at a school under a waiver."""
    off = frameworks.switched_off()
    waived = sorted({school for each in off for school in each.schools})
    wanted = list(dict.fromkeys(learners))
    facts: dict[UUID, list[Fact]] = {learner: [] for learner in wanted}
    # Only who has no fact at all is asked about by a query of its own.
    asked = set(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            RECORDS, {"learners": wanted, "waived": waived, "zone": timezone.get_current_timezone_name()}
        )
        for learner, decided, *columns in cursor:
            facts[learner].append(fact_of(columns))
            asked -= set() if decided else {learner}
    exceptions = decisions_of(asked, off)
    return {learner: Record(tuple(facts[learner]), exceptions.get(learner, ())) for learner in wanted}


def decisions_of(
    learners: set[UUID], off: Sequence[Switched] | None = None
) -> dict[UUID, tuple[RuleException, ...]]:
    """The signed decisions about each, and what waivers excuse where they learn or learned; for the apps above. Two
    queries."""
    off = frameworks.switched_off() if off is None else off
    found = _exceptions(learners)
    schools = sorted({school for each in off for school in each.schools})
    for learner, excuses in _excused(off, schools, learners).items():
        found[learner] = (*found.get(learner, ()), *excuses)
    return found


def standings_of(learners: Iterable[UUID], *, on: date) -> dict[UUID, Standing]:
    """Where each of these learners in whose record anything stands is on a day, by the versions they are on; for the apps
    above. Three queries for any number."""
    records = {
        learner: held for learner, held in records_of(learners).items() if held.facts or held.exceptions
    }
    grounds = grounds_of(records)
    return {
        each: Standing(record, program_on(grounds.get(each, Ground()), on), on)
        for each, record in records.items()
    }


def learners_with_facts() -> list[UUID]:
    """Everybody in whose record anything stands; for jobs. One query."""
    kept = Attainment.objects.values_list("learner").union(Award.objects.values_list("learner"))
    return [learner for (learner,) in kept]


def last_facts(learners: Iterable[UUID]) -> dict[UUID, date]:
    """The day of the newest fact of each of these who have one, under any of their ids; for jobs. One query."""
    rows = Attainment.objects.filter(learner__in=ids_of(learners))
    return dict(rows.values_list("learner").annotate(day=Max("happened_on")))


def fact_days(learners: Iterable[UUID]) -> list[tuple[UUID, date]]:
    """The days on which something of these was shown, under any of their ids; for jobs. One query."""
    rows = Attainment.objects.filter(learner__in=ids_of(learners)).order_by()
    return list(rows.values_list("learner", "happened_on").distinct())


def facts_counted(learners: Iterable[UUID], unit: str) -> list[tuple[UUID, date, str, bool]]:
    """Each confirmed fact of these, under any of their ids: whose, the day, what it is, and whether it carries an amount of
    a unit; for jobs that count. One query."""
    rows = Attainment.objects.filter(learner__in=ids_of(learners), confirmed=True, mark=None).order_by()
    marked = rows.annotate(carries=Q(amounts__has_key=unit))
    return list(marked.values_list("learner", "happened_on", "what", "carries"))


def learners_on(pathway: str) -> list[UUID]:
    """Everybody who chose a pathway (`pathway:id`) last; for jobs. One query."""
    return list(Footing.objects.filter(pathway=pathway).order_by("learner").values_list("learner", flat=True))


def _exceptions(learners: set[UUID]) -> dict[UUID, tuple[RuleException, ...]]:
    found: dict[UUID, tuple[RuleException, ...]] = {}
    kept = ExceptionGrant.objects.filter(learner__in=ids_of(learners)).order_by("on", "id")
    rows = list(kept) if learners else []
    mine = whose(learners, (each.learner_id for each in rows))
    for each in rows:
        learner = mine[each.learner_id]
        found[learner] = (*found.get(learner, ()), exception_of(each))
    return found


def _excused(
    off: Sequence[Switched], schools: Sequence[str], learners: set[UUID]
) -> dict[UUID, tuple[RuleException, ...]]:
    if not (schools and learners):
        return {}
    rows = directory.stays_at(schools, learners)
    mine = whose(learners, (person for person, _, _, _ in rows))
    stays: dict[UUID, list[Stay]] = {}
    for person, place, since, until in rows:
        stays.setdefault(mine[person], []).append(Stay(place, since, until))
    return {learner: excused(off, each) for learner, each in stays.items()}


def attainments(actor: Actor, learner: UUID, *, now: datetime) -> list[Item]:
    """Every item of a learner's record, newest first, for whoever may read the record. One query."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    return items_of(learner)


def items_of(learner: UUID) -> list[Item]:
    """The same, for callers that asked the policy already. One query."""
    rows = (
        Attainment.objects.filter(learner__in=ids_of([learner]))
        .select_related("mark")
        .order_by("-happened_on", "-id")
    )
    return [_item(row) for row in rows]


def _item(row: Attainment) -> Item:
    mark = _mark(row)
    return item_of(row, mark.on if mark else None, mark.reason if mark else "")


def _mark(row: Attainment) -> AttainmentMark | None:
    return getattr(row, "mark", None)


def attempts(actor: Actor, learner: UUID, *, now: datetime, milestone: str = "") -> list[Try]:
    """A learner's tries, oldest first: for the learner and those who assess where they learn, nobody else."""
    directory.may_read(
        actor, "attempts.read", learner, what="tries", now=now, assessors=frameworks.judging_roles()
    )
    found = Attempt.objects.filter(learner__in=ids_of([learner])).order_by("on", "recorded_at")
    if milestone:
        found = found.filter(milestone=milestone)
    return [Try(a.part, a.milestone, a.outcome, a.on, a.advice) for a in found]


def reviews(actor: Actor, learner: UUID, *, now: datetime) -> list[OpenReview]:
    """The reviews that are open on a learner's record."""
    directory.may_read(actor, "record.read", learner, what="record", now=now)
    found = Review.objects.filter(learner__in=ids_of([learner]), closed_at=None).select_related(
        "mark__attainment"
    )
    return [
        OpenReview(r.id, r.mark.attainment.what, r.mark.reason, r.opened_at)
        for r in found.order_by("opened_at")
    ]


def record_digest(learner: UUID) -> str:
    """A digest over everything in a learner's record: it is the same as long as nothing was added or marked."""
    facts = (
        Attainment.objects.filter(learner__in=ids_of([learner])).order_by("id").values_list("id", "mark__on")
    )
    return ledger.digest([[str(key), str(marked)] for key, marked in facts])
