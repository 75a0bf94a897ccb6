"""Rows that hang on a row, read beside it in one query: PostgreSQL gives each kind as a list, and they are rows again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Model, OuterRef, QuerySet, TextField
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime

from throughline.apps.governance.models import Draft

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a draft without what it says: references are of the documents that it changes."""

    number: int
    written_at: datetime
    words: str
    references: tuple[str, ...]


def hanging(rows: QuerySet[Any], *order: str) -> ArraySubquery:
    """These rows, in that order, as one value of the row they hang on; `rows_of` reads it."""
    fields = [each.attname for each in rows.model._meta.concrete_fields]
    return ArraySubquery(rows.order_by(*order).values(json=JSONObject(**{name: name for name in fields})))


def rows_of(model: type[Row], told: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    """The rows again, as they would have been read by themselves."""
    fields = {each.attname: each for each in model._meta.concrete_fields}
    return tuple(
        model(**{name: fields[name].to_python(value) for name, value in each.items()}) for each in told
    )


def editions_hanging() -> ArraySubquery:
    """The editions of a proposal's draft, the newest first; `editions_of` reads them."""
    references = Func(
        F("documents"), template="ARRAY(SELECT jsonb_object_keys(%(expressions)s))",
        output_field=ArrayField(TextField()),
    )  # fmt: skip
    said = JSONObject(number="number", written_at="written_at", words="words", references=references)
    drafts = Draft.objects.filter(proposal=OuterRef("pk")).order_by("-number")
    return ArraySubquery(drafts.values(json=said))


def editions_of(told: Iterable[Mapping[str, Any]]) -> tuple[Edition, ...]:
    """The editions again."""
    return tuple(
        Edition(each["number"], _moment(each["written_at"]), each["words"], tuple(each["references"]))
        for each in told
    )


def _moment(text: str) -> datetime:
    found = parse_datetime(text)
    assert found is not None, text
    return found
