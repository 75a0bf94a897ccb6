"""One reading of a record: what it holds, and what follows from it by milestones and awards."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal

from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.progress.evidence import Evidence
from throughline.core.progress.exceptions import Exceptions
from throughline.core.progress.leaves import best_days, matches, selected
from throughline.core.progress.totals import total_of
from throughline.core.requirements.nodes import Have, Node, Total

EVERY = "*"
"""The token that every record carries."""
NodeRemaining = Callable[["World", Node, str], int]


class World:
    """What counts in one reading (only confirmed facts, or all).

    held: names of live facts, and milestones and credentials that follow (`derived`). counted: held, and
    what it stands in for by certified equivalences. gates: stages whose gate is met. twin: the other
    reading; it is itself while what follows is still being worked out, and where nothing is unconfirmed. untouched: by
    rule, whether nothing here bears on it, once all is settled (`Untouched.by`).
    """

    __slots__ = (
        "_said", "_tagged", "cells", "counted", "derived", "evidence", "exceptions", "forward", "gates", "held",
        "open", "settled", "slow", "sums", "tags", "twin",
        "untouched",
    )  # fmt: skip

    def __init__(
        self,
        evidence: Evidence,
        exceptions: Exceptions,
        forward: dict[str, set[str]],
        slow: NodeRemaining,
        derived: Iterable[str] = (),
    ) -> None:
        self.evidence, self.exceptions, self.forward, self.slow = evidence, exceptions, forward, slow
        self.held: set[str] = set()
        self.counted: set[str] = set()
        self.derived: set[str] = set()
        self.gates: set[str] = set()
        self.cells: dict[str, int] = {}
        self.sums: dict[int, Decimal] = {}
        self.open: set[str] = set()
        self.tags: tuple[str, ...] = ()
        self.settled = False
        self.untouched: dict[int, bool] = {}
        self.twin = self
        self._tagged: dict[str, World] = {}
        self._said: frozenset[str] | None = None
        for what in (*evidence.by_what, *derived):
            self.hold(what)
        self.derived.update(derived)

    def settle(self, twin: "World") -> None:
        """Everything that follows is found: what was worked out on the way there is forgotten."""
        self.twin, self.settled = twin, True
        self.sums.clear()
        self._tagged.clear()

    @property
    def as_of(self) -> date:
        """The day the record is read for."""
        return self.evidence.as_of

    @property
    def tokens(self) -> set[str]:
        """What can wake a rule: the names that count, and the kinds of what the record holds."""
        return {*self.counted, *(f"{kind}:" for kind in self.evidence.by_kind), EVERY}

    @property
    def said(self) -> frozenset[str]:
        """All names and kinds (`course:`) that bear on any explanation, also of what is over; once all is settled."""
        if self._said is None:
            old = self.evidence.lapsed
            kinds = {*self.evidence.by_kind, *(what.partition(":")[0] for what in old)}
            self._said = frozenset([*self.held, *old, *(f"{kind}:" for kind in kinds)])
        return self._said

    def hold(self, what: str) -> list[str]:
        """Adds a name; gives the names that newly count because of it."""
        self.held.add(what)
        new = [name for name in (what, *self.forward.get(what, ())) if name not in self.counted]
        self.counted.update(new)
        return new

    def carrying(self, tag: str) -> "World":
        """This reading, with facts that carry the tag only (see `Evidence.carrying`)."""
        if tag not in self._tagged or not self.settled:
            world = World(
                self.evidence.carrying(tag), self.exceptions, self.forward, self.slow, sorted(self.derived)
            )
            world.settled, world.gates, world.tags = self.settled, self.gates, (*self.tags, tag)
            self._tagged[tag] = world
            world.twin = world if self.twin is self else self.twin.carrying(tag)
        return self._tagged[tag]

    def days(self, node: Have, steps: tuple[EquivalenceStep, ...]) -> int:
        """On how many separate days the record meets a `have`, at most as many as it asks for."""
        return len(best_days(matches(node, steps, self.evidence), node.times))

    def sum(self, slot: int, node: Total, steps: dict[str, EquivalenceStep | None]) -> Decimal:
        """What a total comes to; worked out once for all rules that ask the same."""
        if slot not in self.sums:
            facts = [fact for fact, _ in selected(node.select, steps, self.evidence)]
            self.sums[slot] = total_of(node, facts)
        return self.sums[slot]
