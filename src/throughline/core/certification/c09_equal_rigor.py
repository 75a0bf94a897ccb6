"""C09: no route of a stage is easier than the others: vocational and academic pathways ask for equal rigor.

Stages are compared between pathways that stand at the same phase; from the postsecondary phase on also at the same
level, since there routes of different levels stand side by side. Six measures: the level of the stage; the number of
competencies and the share of performance assessments of what the stage adds; the share of universal competencies, the
number of academic ones and the breadth of subjects of all that is shown by its end. Each is taken at the weakest minimal
way through, so that an easy option inside a stage is seen too. The level may not be under the middle (median) of the
other pathways; each other measure may be less than it by a third at most. Where too little is academic, the competencies
are named that most of the others always ask for and this one does not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from statistics import median_low

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.formula import FALSE, TRUE, AtLeast, Formula, Leaf, mentioned
from throughline.core.reasoning.moving import Milestones
from throughline.core.reasoning.solver import least_atoms
from throughline.core.reasoning.ways import TooMany, minimal_sets, numbers

LEAST_SHARE = Fraction(2, 3)
LEAST_PEERS = 2
"""Of one other stage alone there is no middle."""
COMMON_PHASES = ("foundation", "secondary")
MEASURES = {
    "competencies": "competencies",
    "universal": "universal competencies (share)",
    "academic": "academic competencies",
    "subjects": "subjects",
    "performance": "performance assessments (share)",
}
ADDED = ("competencies", "performance")
BY_ITS_END = ("universal", "academic", "subjects")


@dataclass(frozen=True, slots=True)
class Rigor:
    """What the weakest way through one stage asks for, measure by measure. academic: the academic competencies that every
    way asks for by the stage's end."""

    pathway: str
    stage: str
    phase: str
    level: int
    measures: Mapping[str, Fraction]
    academic: frozenset[str] = frozenset()


def c09(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """The measures by which a stage of the pathway falls short of the same stage of the others."""
    own = rigor(pathway, catalogue, RuleBook(catalogue))
    others = [each for each in _published(_Same(catalogue)) if each.pathway != pathway.id]
    found: list[Finding] = []
    for each in own:
        found.extend(_short(each, [other for other in others if other.phase == each.phase], catalogue))
    return tuple(found)


class _Same:
    """A catalogue by identity, so that the rigor of all its pathways is worked out once for all of them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalogue is self.catalogue


@lru_cache(maxsize=1)
def _published(same: _Same) -> tuple[Rigor, ...]:
    book = RuleBook(same.catalogue)
    pathways = same.catalogue.pathways.values()
    return tuple(found for each in pathways for found in rigor(each, same.catalogue, book))


def rigor(pathway: Pathway, catalogue: Catalogue, book: RuleBook) -> tuple[Rigor, ...]:
    """The rigor of each stage. What it adds are the milestones that the stages before it do not ask for."""
    known = Milestones(book)
    before, gates, found = 0, [], []
    for stage in pathway.stages:
        gate = known.of(stage.gate)
        gates.append(gate)
        refs = {number: ref for ref, number in known.numbers.items()}
        added = _ways(_without(gate, before), refs, catalogue)
        by_its_end = _ways(AtLeast(len(gates), tuple(gates)), refs, catalogue)
        measures = _least(added, catalogue, ADDED) | _least(by_its_end, catalogue, BY_ITS_END)
        every = _always(by_its_end, catalogue)
        found.append(Rigor(pathway.id, stage.id, stage.phase, stage.level, measures, every))
        before |= mentioned(gate)
    return tuple(found)


def _ways(gate: Formula, refs: Mapping[int, str], catalogue: Catalogue) -> list[list[Milestone]]:
    """The milestones of each minimal way; what is not published is left to check C02."""
    ids = [[refs[i].removeprefix("milestone:") for i in numbers(bits)] for bits in _weakest(gate)]
    return [[catalogue.milestones[name] for name in way if name in catalogue.milestones] for way in ids]


def _weakest(gate: Formula) -> list[int]:
    """The minimal ways through a gate; where there are too many to list, one with the fewest milestones."""
    alone = tuple(1 << i for i in range(mentioned(gate).bit_length()))
    try:
        return minimal_sets(gate, alone)
    except TooMany:
        least = least_atoms(gate, alone)
        return [] if least is None else [least]


def _without(gate: Formula, before: int) -> Formula:
    """The gate for someone who holds all that came before."""
    if isinstance(gate, Leaf):
        return TRUE if before >> gate.atom & 1 else gate
    return (
        AtLeast(gate.k, tuple(_without(part, before) for part in gate.of))
        if gate.of
        else (TRUE, FALSE)[gate.k > 0]
    )


def _least(ways: list[list[Milestone]], catalogue: Catalogue, names: tuple[str, ...]) -> dict[str, Fraction]:
    """Each measure at the way that is weakest in it."""
    measured = [_measures(way, catalogue) for way in ways] or [_measures([], catalogue)]
    return {name: min(each[name] for each in measured) for name in names}


def _always(ways: list[list[Milestone]], catalogue: Catalogue) -> frozenset[str]:
    """The academic competencies that no way leaves out."""
    return frozenset.intersection(*(_academic(_competencies(way), catalogue) for way in ways or [[]]))


def _competencies(way: Iterable[Milestone]) -> frozenset[str]:
    return frozenset(name.removeprefix("competency:") for each in way for name in each.competencies)


def _academic(names: Iterable[str], catalogue: Catalogue) -> frozenset[str]:
    known = catalogue.competencies
    return frozenset(name for name in names if name in known and known[name].strand == "academic")


def _measures(way: Iterable[Milestone], catalogue: Catalogue) -> dict[str, Fraction]:
    held = list(way)
    competencies = _competencies(held)
    universal = {
        name for name, each in catalogue.competencies.items() if _universal(each.framework, catalogue)
    }
    shown = [one.performance for each in held for one in each.ways]
    return {
        "competencies": Fraction(len(competencies)),
        "universal": Fraction(len(competencies & universal), len(universal) or 1),
        "academic": Fraction(len(_academic(competencies, catalogue))),
        "subjects": Fraction(len({each.subject for each in held if each.subject})),
        "performance": Fraction(sum(shown), len(shown) or 1),
    }


def _universal(framework: str, catalogue: Catalogue) -> bool:
    found = catalogue.competency_frameworks.get(framework)
    return found is not None and found.universal


def _short(own: Rigor, peers: list[Rigor], catalogue: Catalogue) -> list[Finding]:
    """What an own stage lacks beside its peers; the level is compared where the phase is common to all."""
    found = []
    if own.phase in COMMON_PHASES and len(peers) >= LEAST_PEERS:
        middle_level = median_low([each.level for each in peers])
        if own.level < middle_level:
            found.append(_finding(own, "level", Fraction(own.level), Fraction(middle_level)))
    same = [each for each in peers if each.level == own.level or own.phase in COMMON_PHASES]
    for name in MEASURES if len(same) >= LEAST_PEERS else ():
        middle = median_low([each.measures[name] for each in same])
        if own.measures[name] < middle * LEAST_SHARE:
            lacks = _lacks(own, same, catalogue) if name == "academic" else ""
            found.append(_finding(own, name, own.measures[name], middle, lacks))
    return found


def _lacks(own: Rigor, peers: list[Rigor], catalogue: Catalogue) -> str:
    """The academic competencies that most of the others always ask for and this one does not, in a sentence."""
    asked = Counter(name for each in peers for name in each.academic)
    missing = sorted(
        name for name, many in asked.items() if 2 * many > len(peers) and name not in own.academic
    )
    titles = [catalogue.competencies[name].title.get(catalogue.state.languages[0], name) for name in missing]
    return (
        f" Most of the others always ask for these academic competencies: {', '.join(titles)}."
        if titles
        else ""
    )


def _finding(own: Rigor, name: str, value: Fraction, middle: Fraction, lacks: str = "") -> Finding:
    ref = f"pathway:{own.pathway}#{own.stage}"
    words = MEASURES.get(name, name)
    return Finding(
        "C09", ref, name,
        f"{ref} asks for less than the same stage of the other pathways: {words} {_said(value)}, in the middle"
        f" of the others {_said(middle)}.{lacks}",
        "Raise what its easiest way asks for, or drop that way.",
    )  # fmt: skip


def _said(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):.2f}"
