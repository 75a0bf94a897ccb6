"""Rows of a bundle as rows of this house. What a file says of types, lengths and addresses is checked like what is typed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from throughline.apps.directory.actor import Refused
from throughline.apps.directory.models import Person
from throughline.apps.records.pieces import Answers

M = TypeVar("M", bound=models.Model)
WHAT = "Bringing a record"
AGAIN = "Download it again where it came from."


def unreadable(section: str, why: str) -> Refused:
    """What to say of a section that is not as houses write it."""
    return Refused(WHAT, f"“{section}” in it cannot be read: {why}", AGAIN)


def made(model: type[M], rows: Iterable[Mapping[str, Any]], learner: UUID, section: str) -> list[M]:
    """Rows as instances that are not saved. Whoever is named in them is the learner here: who else was there is not a
    person of this house. Raises `Refused` naming the section."""
    try:
        return [_made(model, row, learner) for row in rows]
    except ValidationError as error:
        raise unreadable(section, "; ".join(error.messages)) from None
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise unreadable(section, f"{error}.") from None


def _made(model: type[M], row: Mapping[str, Any], learner: UUID) -> M:
    values: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if column.attname == "recorded_at" or column.attname not in row:
            continue
        given = row[column.attname]
        if column.related_model is Person:
            values[column.attname] = None if given is None else learner
            continue
        kept = column.target_field if isinstance(column, models.ForeignKey) else column
        value = None if given is None else kept.to_python(given)
        if isinstance(value, datetime) and value.tzinfo is None:
            raise ValueError(f"{column.attname} has no time zone")
        if value is not None and not kept.primary_key:
            kept.run_validators(value)
        values[column.attname] = value
    return model(**values)


def check_pieces(versions: Iterable[Any], files: Mapping[UUID, list[Any]], kinds: Mapping[UUID, str]) -> None:
    """Raises `Refused` where a kept version is not what its own digest says: words of others speak of exactly that."""
    for version in versions:
        people = version.people
        if not isinstance(people, list) or not all(isinstance(each, dict) for each in people):
            raise unreadable("versions of work", "who was there is no list of names.")
        held = sorted(files.get(version.id, ()), key=lambda each: each.position)
        if _content(version, held, kinds.get(version.evidence_id, "")) != version.content:
            raise unreadable("versions of work", f"“{version.title}” was changed after it was kept.")


def _content(version: Any, files: list[Any], kind: str) -> str:
    try:
        return Answers(
            version.title, version.words, version.link, version.hours and Decimal(version.hours), version.setting,
            version.organization, version.place, version.happened_on, version.until, version.people, version.shows,
            version.strengths, [{"digest": f.stored_id, "name": f.name, "words": f.words} for f in files],
        ).content(kind)  # fmt: skip
    except (KeyError, TypeError) as error:
        raise unreadable("versions of work", f"{error}.") from None
