"""Of a pathway version: whoever completes a stage, in whichever way, opens a promise that the stages before did not open.

Where the ways to complete a stage can be listed, each is, with the promises it opens; where they are too many, a refutation
shows that no way opens none. Stages of the phase `beyond` are exempt: there the destination itself has been reached.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from throughline.core.catalogue.documents import Agreement, Pathway, Stage
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.proofs.clauses import Clauses
from throughline.core.proofs.grounds import Grounds, completed, grounds_for, triggers
from throughline.core.proofs.leaves import Leaf, shown
from throughline.core.proofs.resolution import Chain, Refuted, TooHard, solve
from throughline.core.proofs.ways import TooMany, Way, ways
from throughline.core.requirements.nodes import Node

MOST_CASES = 200
"""How many ways of one stage are listed; where there are more, they are refuted together."""


class NoProof(Exception):
    """A stage's promise cannot be shown: which stage, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Case:
    """One least way to complete a stage, and the promises it opens, by reference."""

    way: tuple[Leaf, ...]
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageProof:
    """One stage. before: by promise, a way to complete the stages before it that does not open it yet. cases: every least
    way; or chains: a refutation."""

    stage: str
    before: Mapping[str, tuple[Leaf, ...]]
    cases: tuple[Case, ...] = ()
    chains: tuple[Chain, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        said: dict[str, Any] = {
            "stage": self.stage,
            "before": {ref: [shown(leaf) for leaf in way] for ref, way in sorted(self.before.items())},
        }
        if self.chains:
            return said | {"chains": [list(chain) for chain in self.chains]}
        return said | {
            "cases": [
                {"case": [shown(leaf) for leaf in case.way], "opens": list(case.opens)} for case in self.cases
            ]
        }


@dataclass(frozen=True, slots=True)
class PathwayProof:
    """All stages of a pathway. references: the texts the proof stands on."""

    pathway: str
    stages: tuple[StageProof, ...]
    references: tuple[str, ...]


def prove_pathway(
    pathway: Pathway, book: RuleBook, as_of: date, most_cases: int = MOST_CASES
) -> PathwayProof:
    """The proof for a pathway on a day, by the promises in force on it. Raises `NoProof`."""
    onward = active_agreements(pathway, book.catalogue, as_of)
    bare = Grounds(pathway, book)
    try:
        return _proven(bare, onward, most_cases)
    except NoProof:
        whole = grounds_for(pathway, book, triggers(onward))
        if not (whole.milestones or whole.equivalences):
            raise
        return _proven(whole, onward, most_cases)


def _proven(grounds: Grounds, onward: Iterable[Agreement], most_cases: int) -> PathwayProof:
    asked = [(nth, each) for nth, each in enumerate(grounds.pathway.stages) if each.phase != "beyond"]
    stages = tuple(_Proving(grounds, onward, nth, stage, most_cases).proof() for nth, stage in asked)
    references = grounds.references() | {ref for each in stages for ref in each.before}
    return PathwayProof(f"pathway:{grounds.pathway.id}", stages, tuple(sorted(references)))


class _Proving:
    """One stage being proven."""

    def __init__(
        self, grounds: Grounds, onward: Iterable[Agreement], nth: int, stage: Stage, most_cases: int
    ) -> None:
        self.grounds, self.stage, self.most_cases = grounds, stage, most_cases
        self.onward = {f"agreement:{each.id}": each.trigger for each in onward}
        self.named = grounds.named(self.onward.values())
        done = completed(grounds.pathway, nth + 1)
        assert done is not None
        self.completed, self.earlier = done, completed(grounds.pathway, nth)

    def proof(self) -> StageProof:
        """Each way by itself, or a refutation where they are too many."""
        before = self._before()
        try:
            every = ways(self.completed, self.grounds.book, self.most_cases)
        except TooMany:
            return self._refuted(before)
        cases = tuple(self._case(way, before) for way in every)
        opened = {ref for case in cases for ref in case.opens}
        return StageProof(self.stage.id, {ref: before[ref] for ref in opened}, cases)

    def _case(self, way: Way, before: Mapping[str, tuple[Leaf, ...]]) -> Case:
        known = self.grounds.closed(way, self.named)
        opens = tuple(ref for ref in sorted(before) if self.grounds.met(self.onward[ref], known))
        if not opens:
            raise self._none(way)
        return Case(tuple(sorted(way)), opens)

    def _before(self) -> dict[str, tuple[Leaf, ...]]:
        """The promises that completing the stages before does not always open, each with a way that shows it."""
        if self.earlier is None:
            held = self.grounds.closed((), self.named)
            return {ref: () for ref, trigger in self.onward.items() if not self.grounds.met(trigger, held)}
        found = {}
        for ref, trigger in self.onward.items():
            way = self._not_opening(self.earlier, [trigger])
            if way is not None:
                found[ref] = way
        return found

    def _not_opening(self, done: Node, shut: list[Node]) -> tuple[Leaf, ...] | None:
        """A way to complete some stages that opens none of these, shrunk to a least one; None where there is none."""
        clauses = Clauses(self.grounds, self.named, done, shut)
        try:
            answer = solve(clauses.all)
        except TooHard:
            raise NoProof(
                f"{self._ref}: the ways to complete it are too many to compare. Simplify the rule."
            ) from None
        if isinstance(answer, Refuted):
            return None
        held = {leaf for leaf, number in clauses.leaf.items() if number in answer.true}
        return tuple(sorted(self._shrunk(done, held)))

    def _shrunk(self, done: Node, held: set[Leaf]) -> set[Leaf]:
        """A least set of leaves within `held` from which the rule is met."""
        for leaf in sorted(held):
            fewer = held - {leaf}
            if self.grounds.met(done, fewer):
                held = fewer
        return held

    def _refuted(self, before: Mapping[str, tuple[Leaf, ...]]) -> StageProof:
        wanted = sorted(before)
        answer, clauses = self._answer(wanted)
        # Only the promises it rests on stand in the proof: a shorter file, that depends on fewer signatures.
        needed = [ref for ref, at in zip(wanted, clauses.promises, strict=True) if at in answer.used]
        self.named = self.grounds.named(self.onward[ref] for ref in needed)
        answer, _ = self._answer(needed)
        return StageProof(self.stage.id, {ref: before[ref] for ref in needed}, chains=answer.chains)

    def _answer(self, promises: list[str]) -> tuple[Refuted, Clauses]:
        clauses = Clauses(self.grounds, self.named, self.completed, [self.onward[ref] for ref in promises])
        try:
            answer = solve(clauses.all)
        except TooHard:
            raise NoProof(
                f"{self._ref}: the ways to complete it are too many to compare. Simplify the rule."
            ) from None
        if isinstance(answer, Refuted):
            return answer, clauses
        held = {leaf for leaf, number in clauses.leaf.items() if number in answer.true}
        raise self._none(self._shrunk(self.completed, held))

    @property
    def _ref(self) -> str:
        return f"pathway:{self.grounds.pathway.id}#{self.stage.id}"

    def _none(self, way: Iterable[Leaf]) -> NoProof:
        said = ", ".join(str(shown(leaf)) for leaf in sorted(way))
        return NoProof(
            f"{self._ref} can be completed by {said}, and no promise can be shown to open by that which was not open before."
            " Widen the trigger of an agreement to that way, or add an agreement for it."
        )
