"""Who is one step from a gate, who has all it asks for, who is on a pathway: read from everyone's rows at once.

Names go to those whom the learner let in; everybody else gets counts, protected. Order is by name: nobody is ranked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db.models import Case, CharField, Count, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from throughline.apps.advising.actions.choosing import machine
from throughline.apps.advising.models import Choice
from throughline.apps.advising.queries.caseload import Advised, advised
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import Someone
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.population import queries as population
from throughline.apps.population.models import LearnerRow, RowForm
from throughline.apps.population.queries import About, Column
from throughline.apps.trail import actions as trail
from throughline.core.disclosure import Row, one_way

Near = Literal["met", "one", "way", "waits", "new"]
NEAR: tuple[Near, ...] = ("met", "one", "way", "waits")
"""Where somebody stands before a gate: all that it asks for is there; one step from it; on the way; it turns on something
that waits to be confirmed. `new`: their row is not worked out yet."""
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Nearby:
    """One learner before one gate of their pathway. gate: the stage's id; empty: every gate is passed."""

    learner: Someone
    pathway: str
    number: int | None
    gate: str
    near: Near


@dataclass(frozen=True, slots=True)
class MyCohort:
    """The adviser's learners who are on a pathway, each before a gate, by name. about: what the rows stand for; None before
    the first night."""

    everyone: tuple[Nearby, ...]
    about: About | None


def my_cohort(actor: Actor, *, gate: str = "") -> MyCohort:
    """Where each of the actor's learners stands before the next gate of their pathway, or before one gate
    (`pathway:p#stage`: only those on that pathway). Five queries for any number; none of them is a look at a record
    (`note_looks`)."""
    about = population.standing_for()
    mine = [each for each in advised(actor) if each.choice.on_pathway and each.choice.pathway]
    if gate:
        mine = [each for each in mine if each.choice.pathway == gate.partition("#")[0]]
    gates = {_version(each): _gates(*_version(each)) for each in mine}
    wanted = sorted({gate} if gate else {ref for refs in gates.values() for ref in refs})
    columns = population.columns_of(wanted, learners=[each.learner.id for each in mine]) if wanted else []
    known = {each.reference: _by_learner(each) for each in columns}
    rows = sorted(mine, key=lambda each: (each.learner.name.casefold(), each.learner.id))
    return MyCohort(
        tuple(_nearby(each, [gate] if gate else gates[_version(each)], known, bool(gate)) for each in rows),
        about,
    )


def note_looks(actor: Actor, learners: Sequence[UUID], *, now: datetime) -> None:
    """Write, once a day for each, that the actor looked where these learners are; each of them can see it. Two queries."""
    trail.note_reads(
        trail.Act(actor.person, "read", now, target="progress", authority="you advise them"), learners
    )


def _version(each: Advised) -> tuple[str, int | None]:
    return each.choice.pathway, each.choice.number


def _gates(pathway: str, number: int | None) -> list[str]:
    document = frameworks.structure_for(pathway, number).catalogue.pathways.get(pathway.partition(":")[2])
    return [f"{pathway}#{stage.id}" for stage in document.stages] if document else []


def _by_learner(column: Column) -> dict[UUID, tuple[int, bool]]:
    answers = zip(column.steps.tolist(), column.untold.tolist(), strict=True)
    return dict(zip(column.ids(), answers, strict=True))


def _nearby(
    each: Advised, gates: Sequence[str], known: Mapping[str, Mapping[UUID, tuple[int, bool]]], asked: bool
) -> Nearby:
    near: Near = "new"
    for gate in gates:
        answer = known.get(gate, {}).get(each.learner.id)
        if answer is None:
            return _found(each, "", "new")
        near = _near(*answer)
        if near != "met" or asked:
            return _found(each, gate, near)
    return _found(each, "", near)


def _found(each: Advised, gate: str, near: Near) -> Nearby:
    return Nearby(each.learner, each.choice.pathway, each.choice.number, gate.partition("#")[2], near)


def _near(steps: int, untold: bool) -> Near:
    if untold:
        return "waits"
    return "met" if steps == 0 else "one" if steps == 1 else "way"


# -- counts of a place


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """How many of a place's learners are on each pathway, or, of one pathway, before each gate. counts: in the order of
    names; None: hidden. total: of all. about: what the rows stand for."""

    names: tuple[str, ...]
    shown: Row
    about: About | None
    smallest: int


def on_pathways(actor: Actor, place: str) -> PlaceCounts:
    """How many learners of a place (a school, or the region of an intermediary) are on each pathway. Three queries."""
    learners = _learners_of(actor, place)
    rows = LearnerRow.objects.filter(learner__in=learners).exclude(pathway="")
    counted = dict(rows.values_list("pathway").annotate(many=Count("pk")).order_by("pathway"))
    return _row(counted)


def before_gates(actor: Actor, place: str, pathway: str) -> PlaceCounts:
    """Of a place's learners on one pathway (`pathway:p`): how many are before each gate, and how near. names: `stage` and
    how near, joined by a colon; the last, empty, is every gate passed. All hidden where it is hidden how many are on it: the
    sum would tell. About six queries, nothing learner by learner."""
    on = on_pathways(actor, place)
    gates = _gates(pathway, None)
    columns = (
        population.columns_of(gates, learners=_learners_of(actor, place), pathway=pathway) if gates else []
    )
    steps, untold = _aligned(columns)
    counted = _counted([each.partition("#")[2] for each in gates], steps, untold)
    if dict(zip(on.names, on.shown.counts, strict=True)).get(pathway, 0) is None:
        return replace(on, names=tuple(counted), shown=Row((None,) * len(counted), None))
    return replace(on, names=tuple(counted), shown=one_way(list(counted.values()), on.smallest))


def _row(counted: Mapping[str, int]) -> PlaceCounts:
    smallest = frameworks.catalogue().state.smallest_group
    return PlaceCounts(
        tuple(counted), one_way(list(counted.values()), smallest), population.standing_for(), smallest
    )


def _counted(gates: Sequence[str], steps: npt.NDArray[np.int64], untold: Bools) -> dict[str, int]:
    """Everybody once: at the first gate that is not passed."""
    open_ = (steps > 0) | untold
    first = np.where(open_.any(axis=0), open_.argmax(axis=0), len(gates))
    inside = np.minimum(first, max(len(gates) - 1, 0))
    each = np.arange(steps.shape[1])
    near = np.where(untold[inside, each], 2, np.where(steps[inside, each] == 1, 0, 1)) if gates else first
    many = np.bincount(first * 3 + np.where(first < len(gates), near, 0), minlength=len(gates) * 3 + 1)
    names = [f"{gate}:{how}" for gate in gates for how in ("one", "way", "waits")]
    return {name: int(n) for name, n in zip([*names, ""], many, strict=False)}


def _aligned(columns: Sequence[Column]) -> tuple[npt.NDArray[np.int64], Bools]:
    """Steps and doubts, a line a gate, a column a learner; a gate that a learner's own version does not have is passed."""
    if not columns or not any(len(each) for each in columns):
        return np.zeros((len(columns), 0), np.int64), np.zeros((len(columns), 0), bool)
    first = columns[0].learners
    if all(np.array_equal(each.learners, first) for each in columns):
        return np.stack([each.steps.astype(np.int64) for each in columns]), np.stack(
            [each.untold for each in columns]
        )
    halves = [np.ascontiguousarray(each.learners).view(">u8").reshape(-1, 2) for each in columns]
    every, at = np.unique(np.concatenate(halves), axis=0, return_inverse=True)
    steps, untold = np.zeros((len(columns), len(every)), np.int64), np.zeros((len(columns), len(every)), bool)
    begin = 0
    for line, each in enumerate(columns):
        places = at.ravel()[begin : begin + len(each)]
        steps[line, places], untold[line, places] = each.steps, each.untold
        begin += len(each)
    return steps, untold


def _learners_of(actor: Actor, place: str) -> QuerySet[Any, Any]:
    """Whoever learns at a place now and is on a pathway of their own choice, as a part of a query."""
    require(actor, "cohort.read", Subject(organization=place), what=f"The learners of {place}")
    kept = frameworks.catalogue().organizations.get(place)
    region = kept.region if kept is not None and kept.kind == "intermediary" else ""
    return _choosing(directory.learning_at(place, region))


def _choosing(people: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Of these, whoever is at work on a pathway now. Who chose under another id of theirs goes by their row."""
    latest = Choice.objects.filter(learner=OuterRef("person")).order_by("-position").values("state")[:1]
    goal = machine().goal_of("choose")
    found: QuerySet[Any, Any] = people.annotate(at=Coalesce(Subquery(latest), Value(goal))).filter(at=goal)
    return found.values("person")


# -- counts of the whole state


@dataclass(frozen=True, slots=True)
class RegionCounts:
    """By region (empty: of none) how many learners are on a pathway (totals), and where they stand before a gate (rows, in
    the order of `NEAR`; all hidden where the region's total is). The totals are the same whichever gate is asked about, so
    that no two gates together tell what each hides."""

    regions: tuple[str, ...]
    totals: Row
    rows: tuple[tuple[int | None, ...], ...]
    about: About | None
    smallest: int

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return self.totals.hides or any(None in row for row in self.rows)


def by_region(actor: Actor, gate: str) -> RegionCounts:
    """Learners who are on the pathway of a gate (`pathway:p#stage`), by the region where they learn, counted by the
    database. About four queries."""
    require(actor, "cohorts.read", what="The learners of all regions")
    counted: dict[str, list[int]] = {}
    for form in population.forms_with(gate):
        for region, near, many in _regions_of(form, gate):
            counted.setdefault(region, [0] * len(NEAR))[NEAR.index(near)] += many
    smallest = frameworks.catalogue().state.smallest_group
    regions = tuple(sorted(counted, key=lambda name: (not name, name)))
    totals = one_way([sum(counted[each]) for each in regions], smallest)
    rows = tuple(
        (None,) * len(NEAR) if total is None else one_way(counted[each], smallest).counts
        for each, total in zip(regions, totals.counts, strict=True)
    )
    return RegionCounts(regions, totals, rows, population.standing_for(), smallest)


def _regions_of(form: RowForm, gate: str) -> Iterable[tuple[str, Near, int]]:
    """Of rows of one form: by region and nearness, how many."""
    region = Coalesce(Subquery(directory.region_of_learner(OuterRef("learner"))), Value(""))
    near = Case(
        When(doubt=1, then=Value("waits")), When(left=0, then=Value("met")), When(left=1, then=Value("one")),
        default=Value("way"), output_field=CharField(),
    )  # fmt: skip
    rows = LearnerRow.objects.filter(form=form, pathway=gate.partition("#")[0])
    rows = rows.filter(learner__in=_choosing(directory.learning_at("", "")))
    rows = rows.alias(left=population.steps_in(form, gate), doubt=population.doubt_in(form, gate))
    found = rows.annotate(region=region, near=near).values_list("region", "near")
    return found.annotate(many=Count("pk")).order_by()
