"""Who is one step from a gate, who has all it asks for, who is on a pathway: read from everyone's rows at once.

Names go to those whom the learner let in; everybody else gets counts, protected. Order is by name: nobody is ranked.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal
from uuid import UUID

from throughline.apps.advising.counting import HOME, Counted, by_home, in_place, in_region, totals
from throughline.apps.advising.queries.caseload import Advised, advised, counters_of
from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.queries import Someone
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.population import queries as population
from throughline.apps.population.queries import About, Column
from throughline.apps.population.rows import MET, ONE, WAITS, WAY
from throughline.apps.trail import actions as trail
from throughline.core.disclosure import Row, in_parts, one_way

Near = Literal["met", "one", "way", "waits", "new"]
NEAR: tuple[Near, ...] = ("met", "one", "way", "waits")
"""Where somebody stands before a gate: all that it asks for is there; one step from it; on the way; it turns on something
that waits to be confirmed. `new`: their row is not worked out yet."""
LETTERS: Mapping[str, Near] = {MET: "met", ONE: "one", WAY: "way", WAITS: "waits"}


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
    names; None: hidden. total: of all. about: what they stand for."""

    names: tuple[str, ...]
    shown: Row
    about: About | None
    smallest: int


def on_pathways(actor: Actor, place: str) -> PlaceCounts:
    """How many learners of a place (a school, or the region of an intermediary) are on each pathway. Four queries."""
    return _on_pathways(_of_place(actor, place))


def before_gates(actor: Actor, place: str, pathway: str) -> PlaceCounts:
    """Of a place's learners on one pathway (`pathway:p`): how many are before each gate, and how near. names: `stage` and
    how near, joined by a colon; the last, empty, is every gate passed. All hidden where it is hidden how many are on it: the
    sum would tell. Four queries at most, nothing learner by learner."""
    found = _of_place(actor, place)
    on = _on_pathways(found)
    counted = _before(pathway, found)
    if dict(zip(on.names, on.shown.counts, strict=True)).get(pathway, 0) is None:
        return replace(on, names=tuple(counted), shown=Row((None,) * len(counted), None))
    return replace(on, names=tuple(counted), shown=one_way(list(counted.values()), on.smallest))


def _of_place(actor: Actor, place: str) -> Counted:
    require(actor, "cohort.read", Subject(organization=place), what=f"The learners of {place}")
    kept = frameworks.catalogue().organizations.get(place)
    region = kept.region if kept is not None and kept.kind == "intermediary" else ""
    return in_region(region) if region else in_place(place)


def _on_pathways(found: Counted) -> PlaceCounts:
    counted: Counter[str] = Counter()
    for each in found.groups:
        counted[each.pathway] += each.many
    names = tuple(sorted(counted))
    smallest = frameworks.catalogue().state.smallest_group
    return PlaceCounts(names, one_way([counted[name] for name in names], smallest), found.about, smallest)


def _before(pathway: str, found: Counted) -> dict[str, int]:
    """Everybody once: at the first gate that is not passed."""
    gates = _gates(pathway, None)
    stages = [each.partition("#")[2] for each in gates]
    counted = dict.fromkeys(
        [*(f"{stage}:{how}" for stage in stages for how in ("one", "way", "waits")), ""], 0
    )
    for each in found.groups:
        if each.pathway == pathway:
            near = _near_of(each.pathway, each.number, each.gates)
            first = next((gate for gate in gates if near.get(gate, "met") != "met"), "")
            counted[f"{first.partition('#')[2]}:{near[first]}" if first else ""] += each.many
    return counted


def _near_of(pathway: str, number: int | None, gates: str) -> dict[str, Near]:
    """How near to each gate of the version they are on; a gate that it does not have is passed."""
    return {gate: LETTERS[letter] for gate, letter in zip(_gates(pathway, number), gates, strict=False)}


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
    """Learners who are on the pathway of a gate (`pathway:p#stage`), by the region where they learn. Four queries."""
    require(actor, "cohorts.read", what="The learners of all regions")
    pathway = gate.partition("#")[0]
    found, counted = by_home(pathway), dict[str, list[int]]()
    for each in found.groups:
        near = _near_of(pathway, each.number, each.gates).get(gate, "met")
        region = each.whose.removeprefix(HOME)
        counted.setdefault(region, [0] * len(NEAR))[NEAR.index(near)] += each.many
    smallest = frameworks.catalogue().state.smallest_group
    regions, row = _totals({each: sum(counts) for each, counts in counted.items()}, smallest)
    rows = tuple(
        (None,) * len(NEAR) if total is None else one_way(counted[each], smallest).counts
        for each, total in zip(regions, row.counts, strict=True)
    )
    return RegionCounts(regions, row, rows, found.about, smallest)


def _totals(counted: Mapping[str, int], smallest: int) -> tuple[tuple[str, ...], Row]:
    """Of one pathway, the regions in order and how many are on it in each."""
    regions = tuple(sorted(counted, key=lambda name: (not name, name)))
    return regions, one_way([counted[each] for each in regions], smallest)


# -- counts of every school


@dataclass(frozen=True, slots=True)
class SchoolShown:
    """How many learners a school has, and how many of them are on a pathway. None: hidden."""

    school: str
    on: int | None
    learners: int | None


@dataclass(frozen=True, slots=True)
class SchoolsShown:
    """Every school that has learners, in the order asked for, and all of them together. about: for when they were counted,
    where they are too many to be counted now."""

    schools: tuple[SchoolShown, ...]
    on: int | None
    learners: int | None
    about: About | None
    smallest: int

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return None in (
            self.on,
            self.learners,
            *(n for each in self.schools for n in (each.on, each.learners)),
        )


def by_school(actor: Actor, schools: Iterable[str]) -> SchoolsShown:
    """How many of each school's learners are on a pathway of their own choice, so that these numbers and those of the
    regions (`by_region`) do not tell together what either hides. Five queries."""
    wanted = list(schools)
    found = totals(wanted)
    counters = counters_of(actor, wanted, found.places)
    kept = frameworks.catalogue()
    smallest = max(kept.state.smallest_group, 1)
    parts: dict[str, dict[str, int]] = {}
    for each in counters:
        parts.setdefault(kept.organizations[each.school].region, {})[each.school] = each.on_a_pathway
    untold, told = _untold(found.homes, smallest)
    on, all_on = in_parts(parts, untold, smallest, told=told)
    there = {each.school: each.learners for each in counters if each.learners}
    learners, all_learners = in_parts({name: {name: n} for name, n in there.items()}, (), smallest, told=True)
    # Of a few learners not even that none of them is on a pathway.
    shown = (
        SchoolShown(school, on[school] if learners[school] is not None else None, learners[school])
        for school in there
    )
    return SchoolsShown(tuple(shown), all_on, all_learners, found.about, smallest)


def _untold(homes: Mapping[str, Mapping[str, int]], smallest: int) -> tuple[set[str], bool]:
    """The regions of which the numbers of any pathway are hidden, and whether every pathway's sum is shown."""
    untold, told = set[str](), True
    for counts in homes.values():
        regions, row = _totals(counts, smallest)
        untold |= {region for region, many in zip(regions, row.counts, strict=True) if many is None}
        told = told and row.total is not None
    return untold, told
