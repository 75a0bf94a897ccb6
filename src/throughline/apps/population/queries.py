"""Reads: where everyone stands, one rule or several at a time, for a million learners or for some.

No policy stands here: whoever asks (an app or a page above) asks the policy first and shows what the reader may see, in
groups where it speaks of groups. Say beside every figure for when it stands (`standing_for`); a learner's own pages work
out their answers anew and never read this.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Aggregate, BinaryField, Expression, F, Func, IntegerField, QuerySet, Value

from throughline.apps.population.models import Basis, LearnerRow, Night, RowForm
from throughline.apps.trail.queries import Cursor

Learners = Iterable[UUID] | QuerySet[Any, Any]
"""Some learners: their ids as they are known now (`directory_stands_for`), or a queryset that gives one column of them,
which becomes a part of the same query."""
Ids = np.ndarray[Any, np.dtype[np.void]]
"""Learners' ids, 16 bytes each, in order."""


@dataclass(frozen=True, slots=True)
class About:
    """What all rows stand for. as_of: the day. cursor: every entry of the trail before it is in them. rules: a digest over
    the rules. written_at: when anything was last brought up. learners: how many rows there are."""

    as_of: date
    cursor: Cursor
    rules: str
    written_at: datetime
    learners: int

    def age(self, now: datetime) -> timedelta:
        """How long ago the rows were last brought up to the trail."""
        return now - self.written_at


@dataclass(frozen=True, slots=True)
class Column:
    """One rule for many learners, in order of id. steps: the steps that remain at most; 0: met. untold: of whom nobody can
    tell yet (facts that nobody confirmed)."""

    reference: str
    learners: Ids
    steps: npt.NDArray[np.uint16]
    untold: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.learners)

    def where(self, keep: npt.NDArray[np.bool_]) -> "Column":
        """Only some of them."""
        return Column(self.reference, self.learners[keep], self.steps[keep], self.untold[keep])

    def ids(self) -> list[UUID]:
        """The learners' ids as ids."""
        return ids_in(self.learners)


def ids_in(learners: Ids) -> list[UUID]:
    """Ids as ids again."""
    return [UUID(bytes=bytes(each)) for each in learners]


def standing_for() -> About | None:
    """What the rows stand for; None before the first night. One query."""
    found = Basis.objects.first()
    if found is None:
        return None
    cursor = Cursor(found.moment, found.sequence)
    return About(found.as_of, cursor, found.rules, found.written_at, found.learners)


def references() -> tuple[str, ...]:
    """Every rule that any row answers, in order. One query."""
    forms = RowForm.objects.filter(id__in=LearnerRow.objects.values("form").distinct())
    return tuple(sorted({name for form in forms for name in form.references}))


class Together(Aggregate):
    """All values of an expression of bytes, one after another, as one."""

    function = "string_agg"
    template = "%(function)s(%(expressions)s, ''::bytea)"
    output_field = BinaryField()


def column(
    reference: str, *, learners: Learners | None = None, pathway: str = "", at_most: int | None = None
) -> Column:
    """One rule (`pathway:P#STAGE`, `pathway:P#DESTINATION+`, `agreement:A`) for everyone who is held against it.

    learners: only these. pathway: only who chose that pathway (`pathway:P`) last. at_most: only for whom at most so many
    steps remain, and whose answer is known. A learner on an older version of their pathway is held against that version.
    Nobody: an empty column. Two queries; one more for each form that rows have beyond the first (older versions).
    """
    return columns_of([reference], learners=learners, pathway=pathway, at_most=at_most)[0]


def columns_of(
    references: Sequence[str],
    *,
    learners: Learners | None = None,
    pathway: str = "",
    at_most: int | None = None,
) -> list[Column]:
    """Several rules, each as `column` gives it, read in one go; as many queries as for one. at_most: of the first rule."""
    rows = LearnerRow.objects.all()
    if learners is not None:
        rows = rows.filter(learner__in=learners if isinstance(learners, QuerySet) else list(learners))
    if pathway:
        rows = rows.filter(pathway=pathway)
    parts: dict[str, list[Column]] = {each: [] for each in references}
    for form in RowForm.objects.filter(references__overlap=list(references)):
        for found in _of_form(form, [r for r in references if r in form.references], rows, at_most):
            parts[found.reference].append(found)
    return [_in_order(reference, parts[reference]) for reference in references]


def _of_form(
    form: RowForm, references: Sequence[str], rows: QuerySet[LearnerRow], at_most: int | None
) -> list[Column]:
    places = [form.references.index(each) for each in references]
    rows = rows.filter(form=form)
    if at_most is not None:
        rows = rows.alias(left=_steps(form, places[0]), doubt=_doubt(form, places[0]))
        rows = rows.filter(left__lte=at_most, doubt=0)
    asked: dict[str, Expression] = {"who": Together(Func(F("learner"), function="uuid_send"))}
    for n, place in enumerate(places):
        asked[f"steps{n}"] = Together(_piece(place * form.width, form.width))
        asked[f"bits{n}"] = Together(_piece(len(form.references) * form.width + (place >> 3), 1))
    found = rows.aggregate(**asked)
    if found["who"] is None:
        return []
    learners = np.frombuffer(found["who"], "V16")
    return [
        Column(
            reference, learners, np.frombuffer(found[f"steps{n}"], f"<u{form.width}").astype(np.uint16),
            np.frombuffer(found[f"bits{n}"], np.uint8) >> (7 - (place & 7)) & 1 == 1,
        )
        for n, (reference, place) in enumerate(zip(references, places, strict=True))
    ]  # fmt: skip


def _piece(at: int, many: int) -> Func:
    return Func(F("steps"), Value(at + 1), Value(many), function="substr", output_field=BinaryField())


def _byte(at: int) -> Func:
    return Func(F("steps"), Value(at), function="get_byte", output_field=IntegerField())


def _steps(form: RowForm, place: int) -> Expression:
    low = _byte(place * form.width)
    return low if form.width == 1 else low + _byte(place * 2 + 1) * 256


def _doubt(form: RowForm, place: int) -> Expression:
    bit = len(form.references) * form.width * 8 + (place & ~7) + (7 - (place & 7))
    return Func(F("steps"), Value(bit), function="get_bit", output_field=IntegerField())


def _in_order(reference: str, parts: Sequence[Column]) -> Column:
    if not parts:
        return Column(reference, np.zeros(0, "V16"), np.zeros(0, np.uint16), np.zeros(0, bool))
    whole = Column(
        reference, np.concatenate([each.learners for each in parts]),
        np.concatenate([each.steps for each in parts]), np.concatenate([each.untold for each in parts]),
    )  # fmt: skip
    order = order_of(whole.learners)
    return Column(reference, whole.learners[order], whole.steps[order], whole.untold[order])


def order_of(learners: Ids) -> npt.NDArray[np.int64]:
    """The order of ids, as PostgreSQL has it."""
    halves = np.ascontiguousarray(learners).view(">u8").reshape(-1, 2)
    return np.lexsort((halves[:, 1], halves[:, 0]))


@dataclass(frozen=True, slots=True)
class LastNight:
    """What came of a full run. compares: whether there were rows that should have been right (not at the first, and not
    after a publication that changed a rule). differences: how many were not what the records say; all are mended.
    taken_up: how often it was cut off and went on."""

    begun_at: datetime
    ended_at: datetime | None
    as_of: date
    compares: bool
    learners: int
    compared: int
    differences: int
    added: int
    renewed: int
    removed: int
    taken_up: int


def nights(newest: int = 14) -> list[LastNight]:
    """The newest full runs, newest first; for whoever operates the house. One query."""
    names = [field.name for field in fields(LastNight)]
    return [
        LastNight(*row) for row in Night.objects.order_by("-begun_at", "-id").values_list(*names)[:newest]
    ]
