"""What one thing counts for: every rule, milestone, credential, destination and agreement it leads to."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from throughline.core.catalogue.documents import Opportunity
from throughline.core.catalogue.references import Held, all_rules
from throughline.core.catalogue.rulebook import EquivalenceStep, RuleBook
from throughline.core.progress.leaves import adds, passes, suits
from throughline.core.progress.record import Fact
from throughline.core.requirements.nodes import Have, Node, Total, Use, walk

Thing = Fact | Opportunity | str
"""A fact, an opportunity, or the reference of anything that can be had (`milestone:mathematics-1`)."""


@dataclass(frozen=True, slots=True)
class Counts:
    """One place where a thing counts.

    holder: `milestone:m`, `rule:r@edition`, `pathway:p#stage`, `pathway:p#destination`, `agreement:a`, or a
    `credential:c` that is awarded. use: milestone, gate, entry, destination, trigger, award, or a rule's
    purpose. node: id of the node it counts at. through: what it leads to on the way there, nearest first.
    """

    holder: str
    use: str
    node: str
    through: tuple[str, ...] = ()
    step: EquivalenceStep | None = None

    @property
    def ref(self) -> str:
        """The document that holds the place."""
        return self.holder.partition("#")[0].partition("@")[0]


@dataclass(frozen=True, slots=True)
class CountsToward:
    """All places where a thing counts, nearest first."""

    places: tuple[Counts, ...]

    def of(self, kind: str, use: str = "") -> tuple[str, ...]:
        """References of one kind (`milestone`, `pathway`, `agreement` ...), each once; `use` narrows
        them."""
        found = (p.ref for p in self.places if p.ref.startswith(f"{kind}:") and use in ("", p.use))
        return tuple(dict.fromkeys(found))

    @property
    def destinations(self) -> tuple[str, ...]:
        """Destinations whose additions it counts for, as `pathway:p#destination`."""
        return tuple(dict.fromkeys(p.holder for p in self.places if p.use == "destination"))


@dataclass(frozen=True)
class Counting:
    """Answers what things count for, over one rule book; the index is made once."""

    book: RuleBook

    def toward(self, thing: Thing) -> CountsToward:
        """Everything a thing counts for, directly or through what it helps to reach.

        A fact counts where its level, score, setting, issuer and people suit the node; a reference or what
        an opportunity gives, where the node asks for it by name. Counting says that it helps, not that it
        is enough.
        """
        found: dict[tuple[str, str], Counts] = {}
        waiting: deque[tuple[Fact, bool, tuple[str, ...]]] = deque(
            (f, exact, ()) for f, exact in _facts_of(thing)
        )
        seen: set[str] = set()
        while waiting:
            fact, exact, through = waiting.popleft()
            for place in self._places(fact, exact, through):
                found.setdefault((place.holder, place.node), place)
                for ref in self._leads_to(place):
                    if ref not in seen:
                        seen.add(ref)
                        way = (*through, ref)
                        if ref.startswith("credential:"):
                            award = Counts(ref, "award", place.holder, through)
                            found.setdefault((ref, place.holder), award)
                        waiting.append((_bare(ref), False, way))
        return CountsToward(tuple(found.values()))

    def placed(self, thing: Thing, own: str, other: str) -> str:
        """Where something of pathway `other` counts for a plan on `own`: `own`, `other`, `both` or
        `elective`."""
        pathways = self.toward(thing).of("pathway")
        mine, theirs = f"pathway:{own}" in pathways, f"pathway:{other}" in pathways
        if mine and theirs:
            return "both"
        return "own" if mine else "other" if theirs else "elective"

    def _places(self, fact: Fact, exact: bool, through: tuple[str, ...]) -> Iterator[Counts]:
        for held, node, step in self._by_name.get(fact.what, ()):
            if not exact or not isinstance(node, Have) or suits(node, fact, step):
                yield Counts(held.holder, held.use, node.id, through, step)
        for held, total in self._totals:
            step = self._step(total, fact.what)
            named = not total.select.what or fact.what in total.select.what or step is not None
            # A bare name has no amounts; it counts in a sum only where things themselves are counted.
            if named and adds(total, fact) > 0 and passes(total.select, fact, step):
                yield Counts(held.holder, held.use, total.id, through, step)

    def _leads_to(self, place: Counts) -> tuple[str, ...]:
        if place.use == "milestone":
            milestone = self.book.milestone(place.holder)
            return (place.holder, *(f"credential:{a.removeprefix('credential:')}" for a in milestone.awards))
        if place.use == "gate":
            return self._awards.get(place.holder, ())
        return (place.ref,) if place.holder.startswith("rule:") else ()

    def _step(self, total: Total, what: str) -> EquivalenceStep | None:
        chains = (step for each in total.select.what for step in self.book.equivalents(each))
        return next((step for step in chains if step.what == what), None)

    @cached_property
    def _awards(self) -> dict[str, tuple[str, ...]]:
        return {
            f"pathway:{p.id}#{s.id}": tuple(f"credential:{a.removeprefix('credential:')}" for a in s.awards)
            for p in self.book.catalogue.pathways.values()
            for s in p.stages
        }

    @cached_property
    def _nodes(self) -> list[tuple[Held, Node]]:
        return [(held, node) for held in all_rules(self.book.catalogue) for node in walk(held.node)]

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[Held, Node, EquivalenceStep | None]]]:
        found: dict[str, list[tuple[Held, Node, EquivalenceStep | None]]] = {}
        for held, node in self._nodes:
            if isinstance(node, Use):
                found.setdefault(f"rule:{node.rule.removeprefix('rule:')}", []).append((held, node, None))
            elif isinstance(node, Have):
                found.setdefault(node.what, []).append((held, node, None))
                for step in self.book.equivalents(node.what, node.via):
                    found.setdefault(step.what, []).append((held, node, step))
        return found

    @cached_property
    def _totals(self) -> list[tuple[Held, Total]]:
        return [(held, node) for held, node in self._nodes if isinstance(node, Total)]


def _bare(ref: str) -> Fact:
    return Fact(id=ref, what=ref, when=date.min)


def _facts_of(thing: Thing) -> list[tuple[Fact, bool]]:
    """The facts a thing is or can lead to, and whether every detail of them is known."""
    if isinstance(thing, Fact):
        return [(thing, True)]
    if isinstance(thing, str):
        return [(_bare(thing), False)]
    given = [_bare(ref) for ref in dict.fromkeys((*thing.gives, f"experience:{thing.id}"))]
    more = [
        replace(
            each,
            amounts=thing.amounts,
            tags=frozenset(thing.tags),
            context=thing.context,
            issuer=thing.provider,
        )
        for each in given
    ]
    return [(each, False) for each in more]
