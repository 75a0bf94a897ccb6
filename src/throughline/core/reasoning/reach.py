"""How far a pathway reaches before anybody has chosen: the worst move to each other one, and where its foundation
alone is enough to go on.

The worst move is defined in `moving`. A foundation is enough for another pathway where every way of completing it
also meets every gate there before the secondary stage.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.formula import AtLeast, Formula, holds, mentioned
from throughline.core.reasoning.moving import Milestones, Move, before_secondary, worst_move
from throughline.core.reasoning.ways import TooMany, minimal_sets, numbers

NOTHING_KNOWN: Mapping[str, Move] = {}


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a pathway leaves the door open. moves: the worst move to each other pathway, by id. at_once: the pathways
    whose own stage is open to whoever completed this one's foundation. families: of the pathways moved to."""

    pathway: str
    moves: tuple[Move, ...]
    at_once: tuple[str, ...]
    families: frozenset[str]

    @property
    def most(self) -> int:
        """The most milestones that any move may ask for before the next gate there."""
        return max((move.most for move in self.moves), default=0)


def reach_of(
    name: str, pathways: Mapping[str, Pathway], book: RuleBook, known: Mapping[str, Move] = NOTHING_KNOWN
) -> Reach:
    """The reach of one pathway among all of a state's. known: worst moves worked out before, by the other pathway."""
    others = [pathways[other] for other in sorted(pathways) if other != name]
    return Reach(
        name,
        tuple(known.get(other.id) or worst_move(pathways[name], other, book) for other in others),
        tuple(other.id for other in others if foundation_is_enough(pathways[name], other, book)),
        frozenset(other.family for other in others),
    )


def foundation_is_enough(a: Pathway, b: Pathway, book: RuleBook) -> bool:
    """Whether whoever completed a's foundation, by whichever way, has met every gate of b before its secondary stage;
    False too where there are too many ways to be sure."""
    known = Milestones(book)
    done = _all([known.of(stage.gate) for stage in before_secondary(a)])
    asked = _all([known.of(stage.gate) for stage in before_secondary(b)])
    return all(holds(asked, way) for way in _ways(done))


def _all(gates: list[Formula]) -> Formula:
    return AtLeast(len(gates), tuple(gates))


def _ways(done: Formula) -> list[int]:
    """The minimal ways; where they are too many, the one set of milestones that no way does without."""
    every = mentioned(done)
    try:
        return minimal_sets(done, tuple(1 << i for i in range(every.bit_length())))
    except TooMany:
        return [sum(1 << i for i in numbers(every) if not holds(done, every & ~(1 << i)))]
