"""The children of an exclusive `choose` as demands on one pool of evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Protocol

from throughline.core.catalogue.rulebook import EquivalenceStep
from throughline.core.progress.demands import Demand, Placement
from throughline.core.progress.evidence import ALWAYS, last_day
from throughline.core.progress.exclusive import place
from throughline.core.progress.leaves import Leaf, Match, adds, is_plain, matches, selected
from throughline.core.progress.totals import group_of
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Via


class Steps(Protocol):
    """What may stand in for a leaf (`program.Program`)."""

    def steps(self, what: str, via: Via) -> tuple[EquivalenceStep, ...]:
        """For a name."""

    def total_steps(self, node: Total) -> dict[str, EquivalenceStep | None]:
        """For a total's list of names."""


@dataclass(frozen=True, slots=True)
class Child:
    """One child of the pool: its leaf, the facts that fit it by id, and names that fit it and follow from the record
    (a milestone met by its rule). Both stand beside each other, so that one fact more never takes a place away."""

    leaf: Leaf
    matches: Mapping[str, Match]
    derived: Mapping[str, EquivalenceStep | None]

    @property
    def demand(self) -> Demand:
        """The child as a demand; its name is its leaf's id."""
        if isinstance(self.leaf, Have):
            days: dict[str, str | None] = {i: m.fact.when.isoformat() for i, m in self.matches.items()}
            offers = dict.fromkeys([*self.matches, *self.derived], Decimal(1))
            return Demand(
                self.leaf.id, Decimal(self.leaf.times), offers, {**days, **{n: n for n in self.derived}}
            )
        return self._sum(self.leaf)

    def _sum(self, leaf: Total) -> Demand:
        offers = {i: adds(leaf, m.fact) for i, m in self.matches.items() if adds(leaf, m.fact) > 0}
        counted = leaf.measure in ("count", "distinct")
        if counted and leaf.cap_per is None:
            places: dict[str, str | None] = {i: self._place(leaf, i) for i in offers}
            return Demand(leaf.id, leaf.min.to_integral_value(ROUND_CEILING), offers, places)
        cap = leaf.cap_per
        groups = {i: group_of(cap, self.matches[i].fact) if cap else None for i in offers}
        return Demand(leaf.id, leaf.min, offers, groups, unit=False, cap=cap, counted=counted)

    def _place(self, leaf: Total, item: str) -> str:
        return self.matches[item].fact.what if leaf.measure == "distinct" else item


def child_of(leaf: Leaf, world: World, steps: Steps, accepted: Sequence[str] = ()) -> Child:
    """What of a record fits a leaf; `accepted` are names a signed exception lets count beside it."""
    if isinstance(leaf, Have):
        found = matches(leaf, steps.steps(leaf.what, leaf.via), world.evidence)
        derived = derived_for(leaf, world, steps) if is_plain(leaf) else {}
    else:
        pairs = selected(leaf.select, steps.total_steps(leaf), world.evidence)
        found = [Match(fact, step, last_day(fact)) for fact, step in pairs]
        derived = {}
    extra = [fact for name in accepted for fact in world.evidence.by_what.get(name, ())]
    every = {
        m.fact.id: m for m in [*(Match(f, None, f.valid_until or ALWAYS, f.what) for f in extra), *found]
    }
    return Child(leaf, every, derived)


def derived_for(leaf: Have, world: World, steps: Steps) -> dict[str, EquivalenceStep | None]:
    """Names that follow from the record and meet a plain `have`, the thing itself before what stands in for it."""
    found: dict[str, EquivalenceStep | None] = {leaf.what: None} if leaf.what in world.derived else {}
    for step in steps.steps(leaf.what, leaf.via):
        if step.what in world.derived:
            found.setdefault(step.what, step)
    return found


def leaves(node: Choose) -> list[Leaf]:
    """The children that share the pool."""
    return [child for child in node.of if isinstance(child, (Have, Total))]


def wanted_of(node: Choose, counted: Sequence[Node]) -> int:
    """How many of the counted (not advisory) children a `choose` asks for."""
    return min(node.needed, len(counted))


def shared_out(node: Choose, world: World, steps: Steps) -> Placement:
    """The placement of a record's evidence over the children of an exclusive `choose`, without any
    exception."""
    counted = [leaf for leaf in leaves(node) if not leaf.advisory]
    demands = [child_of(leaf, world, steps).demand for leaf in counted]
    return place(demands, wanted_of(node, counted))
