"""C09: no route of a stage is easier than the others: vocational and academic pathways ask for equal rigor.

Stages are compared between pathways that stand at the same phase; from the postsecondary phase on also at the same
level, since there routes of different levels stand side by side. Five measures, each at the weakest minimal way
through the stage, so that an easy option inside a stage is seen too: the level of the stage, the number of
competencies, the share of universal competencies, the breadth of subjects, and the share of ways to show that are
performance assessments. The level may not be under the middle (median) of all pathways; each other measure may be
less than it by a third at most.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median_low

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway, Stage
from throughline.core.requirements.findings import Finding
from throughline.core.requirements.formula import FALSE, TRUE, AtLeast, Formula, Leaf, mentioned
from throughline.core.requirements.moving import Milestones
from throughline.core.requirements.rulebook import RuleBook
from throughline.core.requirements.solver import least_atoms
from throughline.core.requirements.ways import TooMany, minimal_sets, numbers

LEAST_SHARE = Fraction(2, 3)
COMMON_PHASES = ("foundation", "secondary")
MEASURES = {
    "competencies": "competencies",
    "universal": "universal competencies (share)",
    "subjects": "subjects",
    "performance": "performance assessments (share)",
}


@dataclass(frozen=True, slots=True)
class Rigor:
    """What the weakest way through one stage asks for, measure by measure."""

    pathway: str
    stage: str
    phase: str
    level: int
    measures: Mapping[str, Fraction]


def c09(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """The measures by which a stage of the pathway falls short of the same stage of the others."""
    book = RuleBook(catalogue)
    others = [each for each in catalogue.pathways.values() if each.id != pathway.id]
    everyone = [profile for each in (pathway, *others) for profile in rigor(each, catalogue, book)]
    found: list[Finding] = []
    for own in everyone:
        if own.pathway == pathway.id:
            peers = [each for each in everyone if each.phase == own.phase and each.pathway != own.pathway]
            found.extend(_short(own, peers))
    return tuple(found)


def rigor(pathway: Pathway, catalogue: Catalogue, book: RuleBook) -> tuple[Rigor, ...]:
    """The rigor of each stage, counting only milestones that the stages before it do not ask for already."""
    known = Milestones(book)
    before, found = 0, []
    for stage in pathway.stages:
        gate = known.of(stage.gate)
        names = {number: ref for ref, number in known.numbers.items()}
        ways = [[book.milestone(names[i]) for i in numbers(bits)] for bits in _weakest(gate, before)]
        found.append(_profile(pathway, stage, [way for way in ways if way], catalogue))
        before |= mentioned(gate)
    return tuple(found)


def _weakest(gate: Formula, before: int) -> list[int]:
    """The minimal ways through a gate, without what earlier stages ask for; where there are too many to list, one
    with the fewest milestones."""
    gate = _without(gate, before)
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
    return AtLeast(gate.k, tuple(_without(part, before) for part in gate.of)) if gate.of else (TRUE, FALSE)[gate.k > 0]


def _profile(pathway: Pathway, stage: Stage, ways: list[list[Milestone]], catalogue: Catalogue) -> Rigor:
    measured = [_measures(way, catalogue) for way in ways] or [_measures([], catalogue)]
    weakest = {name: min(each[name] for each in measured) for name in MEASURES}
    return Rigor(pathway.id, stage.id, stage.phase, stage.level, weakest)


def _measures(way: Iterable[Milestone], catalogue: Catalogue) -> dict[str, Fraction]:
    held = list(way)
    competencies = {name.removeprefix("competency:") for each in held for name in each.competencies}
    universal = {name for name, each in catalogue.competencies.items() if _universal(each.framework, catalogue)}
    shown = [one.performance for each in held for one in each.ways]
    return {
        "competencies": Fraction(len(competencies)),
        "universal": Fraction(len(competencies & universal), len(universal) or 1),
        "subjects": Fraction(len({each.subject for each in held if each.subject})),
        "performance": Fraction(sum(shown), len(shown) or 1),
    }


def _universal(framework: str, catalogue: Catalogue) -> bool:
    found = catalogue.competency_frameworks.get(framework)
    return found is not None and found.universal


def _short(own: Rigor, peers: list[Rigor]) -> list[Finding]:
    """What an own stage lacks beside its peers; a stage without peers cannot be compared."""
    if not peers:
        return []
    found = []
    if own.phase in COMMON_PHASES:
        middle_level = median_low([each.level for each in peers])
        if own.level < middle_level:
            found.append(_finding(own, "level", Fraction(own.level), Fraction(middle_level)))
    same = [each for each in peers if each.level == own.level or own.phase in COMMON_PHASES]
    for name in MEASURES if same else ():
        middle = median_low([each.measures[name] for each in same])
        if own.measures[name] < middle * LEAST_SHARE:
            found.append(_finding(own, name, own.measures[name], middle))
    return found


def _finding(own: Rigor, name: str, value: Fraction, middle: Fraction) -> Finding:
    ref = f"pathway:{own.pathway}#{own.stage}"
    words = MEASURES.get(name, name)
    return Finding(
        "C09", ref, name,
        f"{ref} asks for less than the same stage of the other pathways: {words} {_said(value)}, in the middle"
        f" of the others {_said(middle)}.",
        "Raise what its easiest way asks for, or drop that way.",
    )  # fmt: skip


def _said(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else f"{float(value):.2f}"
