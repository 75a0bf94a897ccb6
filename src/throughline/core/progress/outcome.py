"""What an audit answers about one node, in the order a page explains it. Tuples, because an explanation makes hundreds."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.requirements.nodes import Node

Status = Literal["met", "not_met", "cannot_tell", "waived"]


class Missing(NamedTuple):
    """One gap. more: how much more, in `unit` (empty: so many of them). ways: references any of which
    closes it, the thing itself first. options: for a choice, what each of its open children still misses,
    nearest first."""

    node: Node
    what: str
    more: Decimal
    unit: str
    ways: tuple[str, ...] = ()
    options: tuple[tuple["Missing", ...], ...] = ()

    @property
    def node_id(self) -> str:
        """The id of the node that has the gap."""
        return self.node.id


class Outcome(NamedTuple):
    """One node against one record.

    done, needed, unit: how far. remaining: at most so many more steps. used: ids of this node's own facts.
    until: the last day the answer holds on the facts used (None: it does not expire). renewal_due: it would
    be met if nothing had expired. exceptions: ids of signed decisions it relies on. equivalences: chains it
    relies on. unsettled: ids of facts that nobody could confirm yet and that would change the answer.
    within: the value of the family it was met by. ref: the milestone, credential or rule whose rule stands
    below it. law: a law asks for it.
    """

    node: Node
    status: Status
    done: Decimal
    needed: Decimal
    unit: str
    remaining: int
    used: tuple[str, ...] = ()
    until: date | None = None
    renewal_due: bool = False
    exceptions: tuple[str, ...] = ()
    equivalences: tuple[EquivalenceStep, ...] = ()
    gap: Missing | None = None
    children: tuple["Outcome", ...] = ()
    unsettled: tuple[str, ...] = ()
    within: str = ""
    ref: str = ""
    law: bool = False

    @property
    def node_id(self) -> str:
        """The id of the node."""
        return self.node.id

    @property
    def satisfied(self) -> bool:
        """Whether what stands above may count it: met, or waived by a signed decision."""
        return self.status in ("met", "waived")

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Every gap that is in the way, in reading order; none where the node is satisfied."""
        if self.satisfied or self.node.advisory:
            return ()
        if self.gap is not None:
            return (self.gap,)
        return tuple(gap for child in self.children for gap in child.missing)

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of all facts that count here, its own first, each once."""
        return tuple(dict.fromkeys(fact for each in self.relevant() for fact in each.used))

    @property
    def relied_on(self) -> tuple[EquivalenceStep, ...]:
        """All equivalences that count here, each once."""
        return tuple(dict.fromkeys(step for each in self.relevant() for step in each.equivalences))

    @property
    def decisions(self) -> tuple[str, ...]:
        """Ids of all signed decisions that count here, each once."""
        return tuple(dict.fromkeys(name for each in self.relevant() for name in each.exceptions))

    def relevant(self) -> Iterator["Outcome"]:
        """This and what it rests on: below a satisfied node, only what is satisfied; nothing that is advice."""
        waiting = [self]
        while waiting:
            each = waiting.pop()
            yield each
            if each.children:
                every = not each.satisfied
                for child in reversed(each.children):
                    if not child.node.advisory and (every or child.satisfied):
                        waiting.append(child)

    def walk(self) -> Iterator["Outcome"]:
        """This and all below, parents first, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()
