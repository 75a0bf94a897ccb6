"""Facts between the record's rows and the values the rules see."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from throughline.apps.records.models import Attainment, ExceptionGrant
from throughline.core.progress.record import Fact, RuleException, Validator


@dataclass(frozen=True, slots=True)
class Witness:
    """A person who stood behind a fact, in a role they hold at an organization."""

    person: UUID
    role: str
    organization: str


@dataclass(frozen=True, slots=True)
class NewFact:
    """What an assessor says about a learner. amounts by unit; tags such as `internship`; note: the evidence in words.

    witnesses: everyone who stood behind it; empty: the assessor alone. judged: reference and number of the version.
    """

    learner: UUID
    what: str
    happened_on: date
    level: int | None = None
    score: Decimal | None = None
    scale: str = ""
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    tags: Iterable[str] = ()
    framework: str = ""
    framework_level: int | None = None
    context: str = ""
    organization: str = ""
    issuer: str = ""
    witnesses: tuple[Witness, ...] = ()
    valid_until: date | None = None
    note: str = ""
    judged: tuple[str, int] | None = None
    source: str = "assessor"
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """One attainment as the learner and those let in read it. withdrawn: from which day; why says why."""

    id: UUID
    what: str
    level: int | None
    score: Decimal | None
    scale: str
    amounts: Mapping[str, Decimal]
    tags: tuple[str, ...]
    context: str
    organization: str
    issuer: str
    validators: tuple[Validator, ...]
    happened_on: date
    recorded_at: datetime
    valid_until: date | None
    note: str
    judged: tuple[str, int] | None
    confirmed: bool
    withdrawn: date | None
    why: str


COLUMNS = (
    "id", "learner_id", "what", "level", "score", "scale", "amounts", "tags", "framework", "framework_level",
    "context", "organization", "issuer", "validators", "happened_on", "recorded_at", "valid_until", "note",
    "judged_reference", "judged_number", "attested_by_id", "source", "confirmed",
)  # fmt: skip
"""The columns of a kept fact, in the order of `row_of`."""


def row_of(
    new: NewFact,
    witnesses: Iterable[Witness],
    judged: tuple[str, int] | None,
    attested_by: UUID | None,
    now: datetime,
) -> tuple[UUID, tuple[object, ...]]:
    """The id and the row that keep a new fact."""
    key = uuid4()
    stood = [{"person": str(w.person), "role": w.role, "organization": w.organization} for w in witnesses]
    return key, (
        key, new.learner, new.what, new.level, new.score, new.scale,
        json.dumps({unit: str(amount) for unit, amount in new.amounts.items()}), sorted(new.tags),
        new.framework, new.framework_level, new.context, new.organization, new.issuer, json.dumps(stood),
        new.happened_on, now, new.valid_until, new.note, judged[0] if judged else "", judged[1] if judged else None,
        attested_by, new.source, new.confirmed,
    )  # fmt: skip


def keep(rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows of facts in one go: a class list or a whole school's year is one COPY, not thousands of inserts."""
    columns = ", ".join(COLUMNS)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY records_attainment ({columns}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


SEEN_BY_RULES = (
    "id", "what", "happened_on", "level", "score", "scale", "amounts", "tags", "framework", "framework_level",
    "context", "organization", "issuer", "validators", "valid_until", "mark__on", "confirmed",
)  # fmt: skip
"""What the rules see of a row, in the order of `fact_of`."""


def fact_of(columns: Sequence[Any]) -> Fact:
    """A fact from the columns `SEEN_BY_RULES`."""
    (key, what, when, level, score, scale, amounts, tags, framework, framework_level, context, organization,
     issuer, validators, valid_until, withdrawn, confirmed) = columns  # fmt: skip
    return Fact(
        id=str(key), what=what, when=when, level=level, score=score, scale=scale, amounts=_amounts(amounts),
        tags=frozenset(tags), framework=framework, framework_level=framework_level, context=context,
        organization=organization, issuer=issuer, validators=_validators(validators), valid_until=valid_until,
        revoked=withdrawn, confirmed=confirmed,
    )  # fmt: skip


def fact_of_new(new: NewFact, key: str) -> Fact:
    """What the rules would see of a fact that is not written yet."""
    stood = tuple(Validator(str(w.person), w.role, w.organization) for w in new.witnesses)
    return Fact(
        id=key, what=new.what, when=new.happened_on, level=new.level, score=new.score, scale=new.scale,
        amounts=new.amounts, tags=frozenset(new.tags), framework=new.framework,
        framework_level=new.framework_level, context=new.context, organization=new.organization,
        issuer=new.issuer, validators=stood, valid_until=new.valid_until, confirmed=new.confirmed,
    )  # fmt: skip


def item_of(row: Attainment, withdrawn: date | None, why: str) -> Item:
    """What people see of a row."""
    judged = (row.judged_reference, row.judged_number) if row.judged_number is not None else None
    return Item(
        row.id, row.what, row.level, row.score, row.scale, _amounts(row.amounts), tuple(row.tags), row.context,
        row.organization, row.issuer, _validators(row.validators), row.happened_on, row.recorded_at, row.valid_until,
        row.note, judged, row.confirmed, withdrawn, why,
    )  # fmt: skip


def exception_of(row: ExceptionGrant) -> RuleException:
    """What the rules see of an exception."""
    return RuleException(
        id=str(row.id), rule=row.rule, node=row.node, kind=row.kind,  # type: ignore[arg-type]  # held by a check
        signed_by=str(row.signed_by_id), when=row.on, reason=row.reason, accept=tuple(row.accept),
        version=row.version, until=row.until,
    )  # fmt: skip


def _amounts(kept: Mapping[str, str]) -> dict[str, Decimal]:
    return {unit: Decimal(amount) for unit, amount in kept.items()}


def _validators(kept: Iterable[Mapping[str, str]]) -> tuple[Validator, ...]:
    return tuple(Validator(v["person"], v["role"], v["organization"]) for v in kept)
