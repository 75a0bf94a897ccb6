"""Of a pathway version: whoever completes a stage, in whichever way, opens a promise that the stages before did not open.

Where the ways to complete a stage can be listed, each is, with the promises it opens; where they are too many, a refutation
shows that no way opens none. Stages of the phase `beyond` are exempt: there the destination itself has been reached.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from throughline.core.catalogue.documents import Agreement, Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.proofs.clauses import Clauses
from throughline.core.proofs.grounds import Grounds, completed, grounds_for, opened_grounds, triggers
from throughline.core.proofs.leaves import Leaf, shown
from throughline.core.proofs.resolution import Chain, Refuted, Satisfied, TooHard, solve
from throughline.core.proofs.ways import TooMany, Way, ways
from throughline.core.requirements.nodes import Node

Before: TypeAlias = Mapping[str, tuple[Leaf, ...]]
"""By promise, what somebody can hold who completed the stages before and did not open it."""
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
    before: Before
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
    """All stages of a pathway. references: the texts the proof stands on. opened: what, by reference, is taken to come about
    as these texts say and in no other way; empty where the proof does without."""

    pathway: str
    stages: tuple[StageProof, ...]
    references: tuple[str, ...]
    opened: tuple[str, ...] = ()


def prove_pathway(
    pathway: Pathway, book: RuleBook, as_of: date, most_cases: int = MOST_CASES
) -> PathwayProof:
    """The proof for a pathway on a day, by the promises in force on it. Raises `NoProof`."""
    onward = active_agreements(pathway, book.catalogue, as_of)
    whole = opened_grounds(pathway, book, triggers(onward))
    asked = [nth for nth, stage in enumerate(pathway.stages) if stage.phase != "beyond"]
    fresh = [(nth, _Proving(whole, onward, nth, most_cases).before()) for nth in asked]
    # The less a proof takes as given, the more it says: first by the pathway's own texts alone.
    for grounds in (Grounds(pathway, book), grounds_for(pathway, book, triggers(onward))):
        with suppress(NoProof):
            return _proven(grounds, onward, fresh, most_cases)
    return _proven(whole, onward, fresh, most_cases)


def _proven(
    grounds: Grounds, onward: Iterable[Agreement], fresh: Iterable[tuple[int, Before]], most_cases: int
) -> PathwayProof:
    stages = tuple(_Proving(grounds, onward, nth, most_cases).proof(before) for nth, before in fresh)
    references = grounds.references() | {ref for each in stages for ref in each.before}
    return PathwayProof(f"pathway:{grounds.pathway.id}", stages, tuple(sorted(references)), grounds.opened)


class _Proving:
    """One stage being proven, by its place in the pathway."""

    def __init__(self, grounds: Grounds, onward: Iterable[Agreement], nth: int, most_cases: int) -> None:
        self.grounds, self.stage, self.most_cases = grounds, grounds.pathway.stages[nth], most_cases
        self.onward = {f"agreement:{each.id}": each.trigger for each in onward}
        self.named = grounds.named(self.onward.values())
        done = completed(grounds.pathway, nth + 1)
        assert done is not None
        self.completed, self.earlier = done, completed(grounds.pathway, nth)

    def before(self) -> Before:
        """The promises that completing the stages before does not always open, each with a way that shows it."""
        found = {}
        for ref, trigger in self.onward.items():
            way = self._not_opening([trigger])
            if way is not None:
                found[ref] = way
        return found

    def proof(self, before: Before) -> StageProof:
        """That completing it opens one of these: each way by itself, or a refutation where they are too many."""
        shown = {ref: self._least_of(way) for ref, way in before.items()}
        try:
            every = ways(self.completed, self.grounds, self.most_cases)
        except TooMany:
            return self._refuted(shown)
        cases = tuple(self._case(way, shown) for way in every)
        opened = {ref for case in cases for ref in case.opens}
        return StageProof(self.stage.id, {ref: shown[ref] for ref in opened}, cases)

    def _case(self, way: Way, before: Before) -> Case:
        known = self.grounds.closed(way, self.named)
        opens = tuple(ref for ref in sorted(before) if self.grounds.met(self.onward[ref], known))
        if not opens:
            raise self._none(way)
        return Case(tuple(sorted(way)), opens)

    def _not_opening(self, shut: list[Node]) -> tuple[Leaf, ...] | None:
        """What somebody can hold who has completed the stages before, and opened none of these; None where all do."""
        clauses = Clauses(self.grounds, self.named, self.earlier, shut)
        answer = _solved(clauses, self._ref)
        if isinstance(answer, Refuted):
            return None
        return tuple(sorted(self._shrunk(self.earlier, clauses.leaves_in(answer))))

    def _least_of(self, way: Iterable[Leaf]) -> tuple[Leaf, ...]:
        """A way as far as these grounds speak of it, and no more of it than they need."""
        return tuple(sorted(self._shrunk(self.earlier, set(way) & set(self.named))))

    def _shrunk(self, done: Node | None, held: set[Leaf]) -> set[Leaf]:
        """A least set of leaves within `held` from which the rule is met, and which somebody can hold."""
        for leaf in sorted(held):
            fewer = held - {leaf}
            if (done is None or self.grounds.met(done, fewer)) and self._can_be(fewer):
                held = fewer
        return held

    def _can_be(self, held: set[Leaf]) -> bool:
        grounds = self.grounds
        return not grounds.opened or grounds.explains(grounds.closed(held, self.named))

    def _refuted(self, before: Before) -> StageProof:
        wanted = sorted(before)
        answer, clauses = self._answer(wanted)
        # Only the promises it rests on stand in the proof: a shorter file, that depends on fewer signatures.
        needed = [ref for ref, at in zip(wanted, clauses.promises, strict=True) if at in answer.used]
        self.named = self.grounds.named(self.onward[ref] for ref in needed)
        answer, _ = self._answer(needed)
        return StageProof(
            self.stage.id, {ref: self._least_of(before[ref]) for ref in needed}, chains=answer.chains
        )

    def _answer(self, promises: list[str]) -> tuple[Refuted, Clauses]:
        clauses = Clauses(self.grounds, self.named, self.completed, [self.onward[ref] for ref in promises])
        answer = _solved(clauses, self._ref)
        if isinstance(answer, Refuted):
            return answer, clauses
        raise self._none(self._shrunk(self.completed, clauses.leaves_in(answer)))

    @property
    def _ref(self) -> str:
        return f"pathway:{self.grounds.pathway.id}#{self.stage.id}"

    def _none(self, way: Iterable[Leaf]) -> NoProof:
        said = ", ".join(sorted(map(_in_words, way), key=lambda words: not words.startswith("milestone:")))
        return NoProof(
            f"{self._ref} can be completed by {said}, and no promise can be shown to open by that which was not open before."
            " Widen the trigger of an agreement to that way, or add an agreement for it."
        )


def _solved(clauses: Clauses, stage: str) -> Refuted | Satisfied:
    try:
        return solve(clauses.all)
    except TooHard:
        raise NoProof(
            f"{stage}: the ways to complete it are too many to compare. Simplify the rule."
        ) from None


def _in_words(leaf: Leaf) -> str:
    said = shown(leaf)
    body = said.get("have", {}) if isinstance(said, dict) else {}
    return f"{body['what']} at level {body['level']}" if set(body) == {"what", "level"} else str(said)
