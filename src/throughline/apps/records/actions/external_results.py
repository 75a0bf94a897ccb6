"""Writes of what comes from outside, by file: whole, or not at all with every row that is wrong named in words.

A score counts from its cut score on, which the published assessment holds as data. An old grade is kept word for word as
a source that evidence may rest on; it never becomes a result.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.actions.attaining import attest_many
from throughline.apps.records.facts import NewFact
from throughline.apps.records.models import ExternalResult, SourceRecord
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.assessments import Assessment
from throughline.core.certification.graduate_profiles import TEST, shown_in
from throughline.core.formats.result_file import RowError, ScoreRow, SourceRow, read_scores, read_sources


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought. kept: rows written; there: rows that were here already; counted: those that reached their cut
    score. With an error nothing is written."""

    kept: int = 0
    there: int = 0
    counted: int = 0
    errors: tuple[RowError, ...] = ()


@transaction.atomic
def bring_scores(*, by: Actor, organization: str, text: str, now: datetime) -> Brought:
    """Bring scores of tests made elsewhere, for learners of an organization. From the cut score on a fact stands."""
    decision = require(by, "results.import", Subject(organization=organization), what="Bringing results")
    rows, errors = read_scores(text)
    learners = _learners(organization, [row.learner for row in rows])
    errors += [error for row in rows for error in _score_errors(row, learners, now)]
    there = _there(row for row in rows)
    errors += [error for row in rows for error in _changed(row, there)]
    if errors:
        return Brought(errors=tuple(sorted(errors, key=lambda each: (each.line, each.column))))
    new = [row for row in rows if _key(row) not in there]
    counted = [row for row in new if row.score >= _external(row.test).external.min]  # type: ignore[union-attr]
    ids = attest_many(by=by, facts=[_fact(row) for row in counted], now=now) if counted else []
    attained = {_key(row): key for row, key in zip(counted, ids, strict=True)}
    digest = sha256(text.encode()).hexdigest()
    ExternalResult.objects.bulk_create([_result(by, row, attained, digest, now) for row in new])
    trail.record_many(_brought(by, [UUID(row.learner) for row in new], "result", decision.authority, now))
    return Brought(len(new), len(rows) - len(new), len(counted))


def _external(name: str) -> Assessment:
    return frameworks.catalogue().assessments[name]


def _learners(organization: str, named: Iterable[str]) -> frozenset[str]:
    """Those of the named who learn at the organization, as they were written."""
    keys = {}
    for each in named:
        try:
            keys[each] = UUID(each)
        except ValueError:
            continue
    subjects = directory.subjects_of(keys.values())
    return frozenset(
        written
        for written, key in keys.items()
        if key in subjects and organization in subjects[key].organizations
    )


def _score_errors(row: ScoreRow, learners: frozenset[str], now: datetime) -> list[RowError]:
    errors = _person_errors(row.line, row.learner, learners)
    found = frameworks.catalogue().assessments.get(row.test)
    if found is None or found.external is None:
        errors.append(
            RowError(row.line, "test", f"no test '{row.test}' from outside is published.", "Use its id.")
        )
    else:
        known = {skill.id for skill in found.external.skills}
        errors += [
            RowError(
                row.line, "skills", f"the test has no skill '{each}'.", "Use the ids it is published with."
            )
            for each in row.skills
            if each not in known
        ]
    if row.taken_on > timezone.localdate(now):
        errors.append(RowError(row.line, "taken_on", "the day is still to come.", "Check the year."))
    return errors


def _person_errors(line: int, written: str, learners: frozenset[str]) -> list[RowError]:
    if written in learners:
        return []
    return [
        RowError(
            line, "learner", f"nobody with the id '{written}' learns there.", "Check the id and the place."
        )
    ]


def _key(row: ScoreRow) -> tuple[str, str, object]:
    return row.learner, row.test, row.taken_on


def _there(rows: Iterable[ScoreRow]) -> Mapping[tuple[str, str, object], Decimal]:
    wanted = {row.test for row in rows}
    found = ExternalResult.objects.filter(assessment__in=[f"assessment:{name}" for name in wanted])
    return {
        (str(learner), name.removeprefix("assessment:"), day): score
        for learner, name, day, score in found.values_list("learner_id", "assessment", "taken_on", "score")
    }


def _changed(row: ScoreRow, there: Mapping[tuple[str, str, object], Decimal]) -> list[RowError]:
    before = there.get(_key(row))
    if before is None or before == row.score:
        return []
    why = f"a score of {before.normalize():f} is kept for that day, and it stays."
    return [RowError(row.line, "score", why, "Ask the maker of the test which is right.")]


def _fact(row: ScoreRow) -> NewFact:
    found = _external(row.test)
    assert found.external is not None
    what = found.external.shows or f"assessment:{found.id}"
    number = frameworks.catalogue().versions.get(f"assessment:{found.id}", 1)
    return NewFact(
        UUID(row.learner), what, row.taken_on, score=row.score, scale=found.external.scale, source="import",
        judged=(f"assessment:{found.id}", number), tags=(shown_in(TEST),),
    )  # fmt: skip


def _result(
    by: Actor, row: ScoreRow, attained: Mapping[tuple[str, str, object], UUID], digest: str, now: datetime
) -> ExternalResult:
    found, catalogue = _external(row.test), frameworks.catalogue()
    assert found.external is not None
    return ExternalResult(
        learner_id=UUID(row.learner), assessment=f"assessment:{found.id}",
        number=catalogue.versions.get(f"assessment:{found.id}", 1), score=row.score, scale=found.external.scale,
        skills=list(row.skills), taken_on=row.taken_on, attainment_id=attained.get(_key(row)), digest=digest,
        brought_by_id=by.person, brought_at=now,
    )  # fmt: skip


def _brought(
    by: Actor, learners: Sequence[UUID], what: str, authority: str, now: datetime
) -> list[trail.Act]:
    return [
        trail.Act(by.person, f"brought {what}", now, about=each, authority=authority) for each in learners
    ]


@transaction.atomic
def bring_sources(*, by: Actor, organization: str, text: str, now: datetime) -> Brought:
    """Bring entries of older records (courses with the grades of their time), word for word. No fact stands by them."""
    decision = require(
        by, "results.import", Subject(organization=organization), what="Bringing older records"
    )
    rows, errors = read_sources(text)
    learners = _learners(organization, [row.learner for row in rows])
    errors += [error for row in rows for error in _person_errors(row.line, row.learner, learners)]
    if errors:
        return Brought(errors=tuple(sorted(errors, key=lambda each: (each.line, each.column))))
    digest = sha256(text.encode()).hexdigest()
    made = SourceRecord.objects.bulk_create(
        [_source(by, row, digest, now) for row in _new_sources(rows)], ignore_conflicts=True
    )
    trail.record_many(
        _brought(by, sorted({each.learner_id for each in made}), "older record", decision.authority, now)
    )
    return Brought(len(made), len(rows) - len(made))


def _new_sources(rows: Sequence[SourceRow]) -> list[SourceRow]:
    kept = SourceRecord.objects.filter(learner__in=[UUID(row.learner) for row in rows])
    there = set(kept.values_list("learner_id", "title", "organization", "ended_on"))
    wanted = {(UUID(row.learner), row.title, row.organization, row.ended_on): row for row in rows}
    return [row for key, row in wanted.items() if key not in there]


def _source(by: Actor, row: SourceRow, digest: str, now: datetime) -> SourceRecord:
    return SourceRecord(
        id=uuid4(), learner_id=UUID(row.learner), title=row.title, as_written=row.as_written,
        organization=row.organization, ended_on=row.ended_on, digest=digest, brought_by_id=by.person,
        brought_at=now,
    )  # fmt: skip
