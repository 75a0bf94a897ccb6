"""Signed decisions as questions to a record, so that who is under one is worked out with everyone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from throughline.core.progress.population.answers import Numbers
from throughline.core.progress.population.facts import NEVER, Facts
from throughline.core.progress.population.following import FOLLOWING
from throughline.core.progress.record import RuleException
from throughline.core.requirements.nodes import Have, Node, Total

if TYPE_CHECKING:
    from throughline.core.progress.population.program import PopulationProgram


DECIDED = "decided "
"""How the key of a question about a decision begins."""


@dataclass(frozen=True, slots=True, order=True)
class Decided:
    """What a decision says, whoever it is about: in which rule, of which node, and what is accepted in its place."""

    rule: str
    node: str
    kind: str
    accept: tuple[str, ...]

    @property
    def key(self) -> str:
        """The same text for the same decision, in any program."""
        return f"{DECIDED}{self.rule} {self.node} {self.kind} {list(self.accept)}"

    def can_be_asked(self, node: Node) -> bool:
        """Whether it can be worked out for everyone at once. What itself follows from rules, and what counts beside days
        or in a sum, is read learner by learner."""
        if any(name.startswith(FOLLOWING) for name in self.accept):
            return False
        beside = self.kind == "also_accept" and isinstance(node, (Have, Total))
        return not beside or (isinstance(node, Have) and node.times == 1)


def decided_of(decision: RuleException) -> Decided:
    """What it says."""
    return Decided(decision.rule, decision.node, decision.kind, decision.accept)


def decided_in(decisions: Iterable[Iterable[RuleException]]) -> tuple[Decided, ...]:
    """All that these learners' decisions say, each once."""
    return tuple(sorted({decided_of(each) for theirs in decisions for each in theirs}))


@dataclass(frozen=True)
class Sorted:
    """Who is decided about on a day. learner, question: what is so decided of whom, in order of learner. alone: learners
    of whom something is decided that the program does not ask."""

    learner: Numbers
    question: Numbers
    alone: Numbers

    def of(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        """Of some learners, counted from the first."""
        begin, end = np.searchsorted(self.learner, [first, last])
        return self.learner[begin:end] - first, self.question[begin:end]


def sorted_out(program: "PopulationProgram", facts: Facts, as_of: date) -> Sorted:
    """The decisions in force on a day; one about another version of its rule decides nothing."""
    rows: list[tuple[int, int]] = []
    alone: list[int] = []
    for learner, theirs in sorted(facts.decisions.items()):
        now = [each for each in theirs if in_force(each, as_of) and _of_this_version(program, each)]
        asked = [program.decided.get(decided_of(each)) for each in now]
        # Of two decisions under one id only one counts: which, is left to the audit.
        if None in asked or (now and len({each.id for each in theirs}) < len(theirs)):
            alone.append(learner)
        else:
            rows += [(learner, number) for number in asked if number is not None]
    columns = np.array(rows, np.int64).reshape(-1, 2)
    return Sorted(columns[:, 0], columns[:, 1], np.array(alone, np.int64))


def _of_this_version(program: "PopulationProgram", decision: RuleException) -> bool:
    return decision.version in (0, program.single.version(decision.rule))


def in_force(decision: RuleException, as_of: date) -> bool:
    """Whether it holds on a day."""
    return decision.when <= as_of and (decision.until is None or as_of <= decision.until)


def next_day(decision: RuleException, as_of: date) -> int:
    """The first later day on which it begins or ends."""
    if decision.when > as_of:
        return decision.when.toordinal()
    ends = decision.until is not None and decision.until >= as_of
    return decision.until.toordinal() + 1 if ends and decision.until is not None else NEVER


class OtherDecisions(ValueError):
    """Answers that rest on signed decisions which a program was not compiled for, or cannot ask about."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(
            f"the facts were read with {len(keys)} signed decisions that the program does not ask about "
            f"({'; '.join(keys[:3])}). Compile it for them, and make the columns anew with it."
        )
        self.keys = tuple(keys)


def refuse_others(program: "PopulationProgram", keys: Iterable[str]) -> None:
    """Raises `OtherDecisions` unless the program asks about each decision among the questions of columns."""
    known = {each.key for each in program.decided}
    others = [key for key in keys if key.startswith(DECIDED) and key not in known]
    if others:
        raise OtherDecisions(others)


class Asking:
    """What a compiler asks about decisions. refused: what it cannot ask about."""

    def __init__(self, decided: Sequence[Decided]) -> None:
        self.refused: set[Decided] = set()
        self._about: dict[tuple[str, str], list[Decided]] = {}
        for each in decided:
            self._about.setdefault((each.rule, each.node), []).append(each)
        self._rules = {each.rule for each in decided}

    def owner(self, owner: str) -> str:
        """The rule as decisions may name it; empty where none is about it."""
        return owner if {owner, owner.partition("#")[0]} & self._rules else ""

    def about(self, owner: str, node: Node) -> list[Decided]:
        """What may be decided about a node, as far as it can be asked."""
        found = self._all(owner, node)
        self.refused.update(each for each in found if not each.can_be_asked(node))
        return [each for each in found if each not in self.refused]

    def refuse(self, owner: str, node: Node) -> None:
        """A node of which decisions cannot be asked: it shares evidence with others."""
        self.refused.update(self._all(owner, node))

    def _all(self, owner: str, node: Node) -> list[Decided]:
        names = dict.fromkeys((owner, owner.partition("#")[0])) if owner else ()
        return [each for name in names for each in self._about.get((name, node.id), ())]
