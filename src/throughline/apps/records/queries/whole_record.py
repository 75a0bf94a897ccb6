"""Reads: the lines of a record in one query. A row that says what it said before is not worked out again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection
from django.utils import timezone

from throughline.apps.records.credentials.endorsed import SHOWN
from throughline.apps.records.credentials.standing_of_awards import STANDS, after
from throughline.apps.records.lines import EndorsedBy, Line, Stood
from throughline.apps.records.queries.work_lines import WORKS, facts_on, work_line
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.naming import title_of
from throughline.core.requirements.nodes import Text

Row: TypeAlias = tuple[str, tuple[str, ...]]
"""A row as PostgreSQL writes it, with the keys of the work it rests on: the same gives the same line."""
Rows: TypeAlias = Mapping[Row, Line]
ID = slice(2, 38)
"""Where the id stands in a row as it is written."""

# Written out: 300 rows as Django's objects take longer than all the rest of the page.
WHOLE = f"""
WITH own AS MATERIALIZED (SELECT directory_same_person(%(learner)s) AS id)
SELECT ARRAY(
  SELECT json_build_array(
    award.id, award.credential, (award.issued_at AT TIME ZONE %(zone)s)::date, award.valid_until, award.issuer,
    award.attainments, (
      SELECT json_agg(json_build_array(mark.kind, mark.cause, mark.reason, mark.at) ORDER BY mark.at, mark.recorded_at)
      FROM records_awardmark mark WHERE mark.award_id = award.id
    ), (
      SELECT json_agg(json_build_array(
        said.organization, said.role, said.words, (said.said_at AT TIME ZONE %(zone)s)::date
      ) ORDER BY said.said_at, said.id) FROM {SHOWN}
    )
  )::text
  FROM own JOIN records_award award ON award.learner_id = own.id
  WHERE NOT EXISTS(SELECT FROM records_award newer WHERE newer.replaces_id = award.id)
  ORDER BY award.issued_at DESC, award.id DESC
), ARRAY(
  SELECT json_build_array(
    fact.id, fact.what, fact.happened_on, fact.confirmed, fact.validators, fact.level, fact.valid_until, fact.issuer,
    fact.organization, fact.context, fact.amounts, fact.note, mark.on, mark.reason
  )::text
  FROM own JOIN records_attainment fact ON fact.learner_id = own.id
    LEFT JOIN records_attainmentmark mark ON mark.attainment_id = fact.id
  ORDER BY fact.happened_on DESC, fact.id DESC
), ARRAY(
  SELECT featured.item::text FROM own JOIN records_featured featured ON featured.learner_id = own.id
  ORDER BY featured.learner_id <> %(learner)s, featured.position
), ARRAY({WORKS})
"""
"""What was issued, what was attested, each newest first, and what the learner put first: of joined records, first that
of the one they are in. A credential that another one replaced is not among them."""


def whole_record(
    learner: UUID, catalogue: Catalogue, asked: Mapping[str, Text], before: Rows
) -> tuple[dict[Row, Line], tuple[str, ...]]:
    """Every line of a record by its row (awards, facts, work, each newest first), and what the learner put first; for
    callers that asked the policy already. before: lines of the same record, under the same documents."""
    with connection.cursor() as cursor:
        cursor.execute(WHOLE, {"learner": learner, "zone": timezone.get_current_timezone_name()})
        awards, facts, featured, works = cursor.fetchone()
    shown = {(text, ()): json.loads(text) for text in works}
    work = {row: before.get(row) or work_line(said, catalogue) for row, said in shown.items()}
    behind: dict[str, list[str]] = {}
    for row, said in shown.items():
        for fact in facts_on(said):
            behind.setdefault(fact, []).append(work[row].key)
    found: dict[Row, Line] = {}
    for text in awards:
        found[text, ()] = before.get((text, ())) or _award_line(json.loads(text), catalogue, asked)
    for text in facts:
        under = tuple(behind.get(text[ID], ()))
        found[text, under] = before.get((text, under)) or _fact_line(
            json.loads(text), catalogue, asked, under
        )
    return found | work, tuple(dict.fromkeys(featured))


def _award_line(row: list[Any], catalogue: Catalogue, asked: Mapping[str, Text]) -> Line:
    """An issued credential as a line, with the endorsements shown with it. Revoked or suspended, it says since when; the
    full reason stays inside."""
    key, credential, on, until, issuer, attainments, marks, spoken = row
    stands = STANDS
    for kind, cause, reason, at in marks or ():
        stands = after(stands, kind, cause, reason, datetime.fromisoformat(at).astimezone(UTC))
    return Line(
        key=f"award:{key}", what=credential, title=title_of(catalogue, credential, asked),
        on=date.fromisoformat(on), assurance="issued", until=_day(until),
        place=title_of(catalogue, f"organization:{issuer}", {}), place_id=issuer,
        withdrawn=timezone.localdate(stands.since) if stands.since else None, why=stands.reason,
        under=tuple(f"fact:{fact}" for fact in attainments),
        endorsed=tuple(_endorsed(each, catalogue) for each in spoken or ()),
    )  # fmt: skip


def _endorsed(spoken: tuple[str, str, str, str], catalogue: Catalogue) -> EndorsedBy:
    organization, role, words, on = spoken
    place = title_of(catalogue, f"organization:{organization}", {})
    return EndorsedBy(place, organization, role, words, date.fromisoformat(on))


def _fact_line(
    row: list[Any], catalogue: Catalogue, asked: Mapping[str, Text], behind: tuple[str, ...]
) -> Line:
    """A fact as a line; behind: keys of the work it rests on. Its score and everything about tries stay inside."""
    (
        key,
        what,
        on,
        confirmed,
        stood,
        level,
        until,
        issuer,
        organization,
        setting,
        amounts,
        note,
        withdrawn,
        why,
    ) = row
    place = issuer or organization
    return Line(
        key=f"fact:{key}", what=what, title=title_of(catalogue, what, asked), on=date.fromisoformat(on),
        assurance="verified" if confirmed and stood else "said", level=_level(catalogue, what, level),
        step=level or 0, until=_day(until),
        place=title_of(catalogue, f"organization:{place}", {}) if place else None, place_id=place, setting=setting,
        amounts=tuple(sorted((unit, Decimal(amount)) for unit, amount in amounts.items())),
        stood=tuple(_stood(stood, catalogue)), words=note, withdrawn=_day(withdrawn), why=why or "", under=behind,
    )  # fmt: skip


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _level(catalogue: Catalogue, what: str, level: int | None) -> Text | None:
    competency = catalogue.competencies.get(what.removeprefix("competency:"))
    if competency is None or not level:
        return None
    scale = catalogue.competency_frameworks[competency.framework].scale
    return next((step.title for step in scale if step.number == level), None)


def _stood(validators: Iterable[Mapping[str, str]], catalogue: Catalogue) -> Iterator[Stood]:
    for each in validators:
        place = each["organization"]
        yield Stood(each["role"], title_of(catalogue, f"organization:{place}", {}), place)
