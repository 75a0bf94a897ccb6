"""A learner against a pathway: stages and their gates, milestones, destinations, and what comes next.

Statuses are worked out at once; an explanation (an `Outcome`) when it is first asked for, so that a page which only
says how things stand does not pay for reasons that nobody opens.
"""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.progress.gates import Line
from throughline.core.progress.outcome import Outcome, Status
from throughline.core.progress.readiness import ready_milestones
from throughline.core.progress.standing import Standing, told
from throughline.core.progress.waived import waiver_of
from throughline.core.requirements.nodes import Have, Node

MilestoneStatus = Literal["met", "waived", "cannot_tell", "in_progress", "open"]


@dataclass(frozen=True, slots=True)
class MilestoneAudit:
    """One milestone of a pathway. granted: the record holds it as a fact, else it follows from its rule.
    standing: what its explanation is asked of."""

    id: str
    status: MilestoneStatus
    granted: bool
    standing: Standing = field(repr=False, compare=False)

    @property
    def outcome(self) -> Outcome | None:
        """Its own rule explained; None if it is not published."""
        return self.standing.behind(f"milestone:{self.id}")

    @property
    def settings(self) -> tuple[str, ...]:
        """Where the evidence that counts was shown."""
        outcome = self.outcome
        facts = outcome.facts if outcome is not None else ()
        contexts = (self.standing.facts[name].context for name in facts)
        return tuple(dict.fromkeys(context for context in contexts if context))


@dataclass(frozen=True, slots=True)
class StageAudit:
    """One stage. open: every gate before it is passed. passed: its gate is met, or what it awards was
    granted. names: of its milestones. awards: credentials that follow from passing. rule, owner: its gate, and
    where that stands."""

    id: str
    open: bool
    passed: bool
    names: tuple[str, ...]
    awards: tuple[str, ...]
    rule: Node
    owner: str
    standing: Standing = field(repr=False, compare=False)
    _found: dict[str, MilestoneAudit] = field(default_factory=dict, repr=False, compare=False)

    @property
    def milestones(self) -> tuple[MilestoneAudit, ...]:
        """Its milestones in reading order; how each stands is worked out when first asked for."""
        if len(self._found) < len(self.names):
            excused = self.standing.record.exceptions
            waived = _excused(self.rule, self.owner, self.standing) if excused else set()
            self._found.update({name: _milestone(name, self.standing, waived) for name in self.names})
        return tuple(self._found.values())

    @property
    def gate(self) -> Outcome:
        """Its gate explained, down to the rules behind each milestone."""
        return self.standing.explain(self.rule, self.owner)

    @property
    def steps(self) -> Outcome:
        """Its gate with its own count (done, needed), without the rules behind its milestones."""
        return self.standing.explain(self.rule, self.owner, deep=False)


@dataclass(frozen=True, slots=True)
class DestinationAudit:
    """One destination. rule: what it adds; None where it adds nothing."""

    id: str
    rule: Node | None
    owner: str
    standing: Standing = field(repr=False, compare=False)

    @property
    def adds(self) -> Outcome | None:
        """What it adds, explained."""
        return self.standing.explain(self.rule, self.owner) if self.rule is not None else None


@dataclass(frozen=True, slots=True)
class Audit:
    """A learner against one pathway on one day.

    entry_rule: what must hold to begin (only a law may ask). credentials: those held or that follow here.
    """

    pathway: str
    version: int
    as_of: date
    entry_rule: Node | None
    stages: tuple[StageAudit, ...]
    destinations: tuple[DestinationAudit, ...]
    credentials: tuple[str, ...]
    standing: Standing = field(repr=False, compare=False)
    _next: list[tuple[str, ...]] = field(default_factory=list, repr=False, compare=False)

    @property
    def next(self) -> tuple[str, ...]:
        """Milestones that can be worked on now, in reading order, which is no order to take them in; worked out when first
        asked for."""
        if not self._next:
            self._next.append(_next(self.stages, self.standing))
        return self._next[0]

    @property
    def entry(self) -> Outcome | None:
        """What must hold to begin, explained."""
        rule, owner = self.entry_rule, f"pathway:{self.pathway}"
        return self.standing.explain(rule, owner) if rule is not None else None

    @property
    def kept(self) -> tuple[str, ...]:
        """Ids of all facts that count here, each once."""
        outcomes = [stage.gate for stage in self.stages] + [d.adds for d in self.destinations if d.adds]
        return tuple(dict.fromkeys(fact for outcome in outcomes for fact in outcome.facts))

    @property
    def milestones(self) -> tuple[MilestoneAudit, ...]:
        """All milestones of all stages, each once."""
        every = {each.id: each for stage in reversed(self.stages) for each in reversed(stage.milestones)}
        return tuple(reversed(every.values()))

    @property
    def complete(self) -> bool:
        """Whether every gate is passed."""
        return all(stage.passed for stage in self.stages)

    @property
    def remaining(self) -> int:
        """At most so many more steps to the last gate."""
        return sum(stage.steps.remaining for stage in self.stages if not stage.passed)


def audit(pathway: str, standing: Standing) -> Audit:
    """The audit of a pathway by id. Raises `UnknownReference` where there is none of that name."""
    document = standing.program.rules.pathway(pathway)
    standing.program.include_pathway(document.id)
    stages = _stages(document, standing)
    return Audit(
        pathway=document.id,
        version=standing.program.version(f"pathway:{document.id}"),
        as_of=standing.as_of,
        entry_rule=document.entry,
        stages=stages,
        destinations=tuple(
            DestinationAudit(d.id, d.adds, stage_ref(document.id, d.id), standing)
            for d in document.destinations
        ),
        credentials=_credentials(document, stages, standing),
        standing=standing,
    )


def _stages(document: Pathway, standing: Standing) -> tuple[StageAudit, ...]:
    found: list[StageAudit] = []
    opened = True
    for stage in document.stages:
        audited = _stage(document, stage, opened, standing)
        found.append(audited)
        opened = opened and audited.passed
    return tuple(found)


def _stage(document: Pathway, stage: Stage, opened: bool, standing: Standing) -> StageAudit:
    owner = stage_ref(document.id, stage.id)
    awards = tuple(f"credential:{each.removeprefix('credential:')}" for each in stage.awards)
    granted = bool(awards) and all(each in standing.sure.evidence.by_what for each in awards)
    return StageAudit(
        id=stage.id, open=opened, passed=standing.status(stage.gate, owner) == "met" or granted, awards=awards,
        names=standing.program.milestones_in(stage.gate), rule=stage.gate, owner=owner, standing=standing,
    )  # fmt: skip


def _excused(gate: Node, owner: str, standing: Standing) -> set[str]:
    """What a signed decision waives within a gate."""
    found = standing.explain(gate, owner).walk()
    return {o.node.what for o in found if o.status == "waived" and isinstance(o.node, Have)}


def stage_ref(pathway: str, stage: str) -> str:
    """The reference of a stage."""
    return f"pathway:{pathway}#{stage}"


def audit_milestone(name: str, standing: Standing) -> MilestoneAudit:
    """One milestone by itself, on no pathway in particular."""
    return _milestone(name, standing, set())


def _milestone(name: str, standing: Standing, waived: set[str]) -> MilestoneAudit:
    ref = f"milestone:{name}"
    granted = ref in standing.sure.evidence.by_what
    return MilestoneAudit(name, _status(ref, standing, waived), granted, standing)


def _status(ref: str, standing: Standing, waived: set[str]) -> MilestoneStatus:
    if ref in standing.sure.counted:
        return "waived" if _rests_on_waiver(ref, standing) else "met"
    if ref in waived:
        return "waived"
    if ref in standing.hoped.counted:
        return "cannot_tell"
    return "in_progress" if _begun(ref, standing) else "open"


def _rests_on_waiver(ref: str, standing: Standing) -> bool:
    """Whether a milestone counts only because a decision waives it, or a waiver at the learner's school a part of it."""
    outcome = standing.behind(ref) if standing.record.exceptions else None
    if outcome is None:
        return False
    granted = ref in standing.sure.evidence.by_what
    return outcome.status == "waived" or (not granted and any(map(waiver_of, outcome.decisions)))


def _begun(ref: str, standing: Standing) -> bool:
    """Whether any fact counts towards a milestone that is not met."""
    if not standing.touches(ref):
        return False
    outcome = standing.behind(ref)
    return outcome is not None and bool(outcome.facts)


def _credentials(document: Pathway, stages: Iterable[StageAudit], standing: Standing) -> tuple[str, ...]:
    awarded = [award for stage in stages for name in stage.names for award in _awards_of(name, standing)]
    awarded += [award for stage in stages for award in stage.awards]
    # A stage's award that no rule asks for is not worked out with the record: its gate says it here.
    follow = {award for stage in stages if stage.passed for award in stage.awards}
    return tuple(dict.fromkeys(name for name in awarded if name in standing.sure.counted or name in follow))


def _awards_of(milestone: str, standing: Standing) -> tuple[str, ...]:
    unit = standing.program.units.get(f"milestone:{milestone}")
    return unit.awards if unit else ()


def _next(stages: tuple[StageAudit, ...], standing: Standing) -> tuple[str, ...]:
    current = next((stage for stage in stages if not stage.passed), None)
    if current is None:
        return ()
    # What was explained already says it too.
    known = standing.explained(current.rule, current.owner)
    return ready_milestones(known or current.steps, standing)


class Summary(NamedTuple):
    """A pathway in one line. stages: the answer for each gate in order. remaining: at most so many more
    steps. milestones_met of milestones: those it names in its gates."""

    pathway: str
    stages: tuple[tuple[str, Status], ...]
    remaining: int
    milestones_met: int
    milestones: int

    @property
    def complete(self) -> bool:
        """Whether every gate is met."""
        return all(status == "met" for _, status in self.stages)


def audit_all(standing: Standing, pathways: Iterable[str] | None = None) -> tuple[Summary, ...]:
    """Every pathway (or those named) in one line each, by id. Same answers as `audit`, without
    explanation."""
    names = sorted(standing.program.rules.catalogue.pathways) if pathways is None else list(pathways)
    gates = standing.program.gates(names)
    sure, hoped = standing.together(gates.rules)
    answers = [told(*both) for both in zip(sure, hoped, strict=True)]
    counted = standing.sure.counted
    return tuple(_summary(name, gates.lines[name], sure, answers, counted) for name in names)


def _summary(
    pathway: str, line: Line, left: Sequence[int], answers: Sequence[Status], counted: Set[str]
) -> Summary:
    return Summary(
        pathway, tuple(zip(line.stages, answers[line.gates])), sum(left[line.gates]),
        len(line.milestones & counted), len(line.milestones),
    )  # fmt: skip
