"""Before choosing: where else each milestone counts, and what a change of pathway keeps and still needs.

A milestone of one pathway counts in another that asks for it, or for something it certifiably stands in
for. What a record still needs is the least way (`remaining.least_way`) through every gate not passed. A
change loses nothing of the record: rules only read it. The worst case over all records is
`reasoning.moving.worst_move`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.catalogue.rulebook import EquivalenceStep, RuleBook
from throughline.core.catalogue.structure import Structure
from throughline.core.progress.leaves import Leaf
from throughline.core.progress.remaining import LeastWay, least_way
from throughline.core.progress.standing import Standing
from throughline.core.requirements.nodes import Have


@dataclass(frozen=True, slots=True)
class AlsoIn:
    """Another pathway where a milestone counts: as which of its milestones, by which equivalence (None: the
    same)."""

    pathway: str
    as_milestone: str
    step: EquivalenceStep | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A milestone of a pathway, and every other pathway where it counts, by id."""

    milestone: str
    also_in: tuple[AlsoIn, ...]


def elsewhere(pathway: str, structure: Structure) -> tuple[Elsewhere, ...]:
    """For each milestone of a pathway, in its order: every other pathway of the catalogue where it
    counts."""
    asked = {
        name: frozenset(each.milestones) for name, each in sorted(structure.parts.items()) if name != pathway
    }
    stands_in = _stands_in({m for each in asked.values() for m in each}, structure.book)
    return tuple(
        Elsewhere(
            name,
            tuple(found for other, theirs in asked.items() for found in _in(name, other, theirs, stands_in)),
        )
        for name in structure.parts[pathway].milestones
    )


def _stands_in(targets: Iterable[str], book: RuleBook) -> Mapping[str, Mapping[str, EquivalenceStep]]:
    """By milestone: the milestones it may stand in for."""
    found: dict[str, dict[str, EquivalenceStep]] = {}
    for target in sorted(targets):
        for step in book.equivalents(f"milestone:{target}"):
            kind, _, source = step.what.partition(":")
            if kind == "milestone":
                found.setdefault(source, {})[target] = step
    return found


def _in(
    name: str, other: str, theirs: frozenset[str], stands_in: Mapping[str, Mapping[str, EquivalenceStep]]
) -> tuple[AlsoIn, ...]:
    if name in theirs:
        return (AlsoIn(other, name),)
    by_chain = [(target, step) for target, step in stands_in.get(name, {}).items() if target in theirs]
    return (AlsoIn(other, *by_chain[0]),) if by_chain else ()


@dataclass(frozen=True, slots=True)
class Switch:
    """What a change to a pathway keeps and still needs.

    kept and needed are together one way through all its gates: the least that is still needed. also_kept:
    what else of the record counts there, without being needed. lost is always empty: a change takes nothing
    from a record. steps: what the needed ones cost together. next_gate: the first stage not passed (empty:
    all are), and next_needed the least for it.
    """

    source: str
    target: str
    kept: tuple[Leaf, ...]
    needed: tuple[Leaf, ...]
    also_kept: tuple[str, ...]
    steps: int
    next_gate: str
    next_needed: tuple[Leaf, ...]
    lost: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[Leaf, ...]:
        """All that this way through the target rests on: kept, then needed."""
        return self.kept + self.needed

    @property
    def kept_milestones(self) -> tuple[str, ...]:
        """Ids of the milestones kept."""
        return _milestones(self.kept)

    @property
    def needed_milestones(self) -> tuple[str, ...]:
        """Ids of the milestones still needed."""
        return _milestones(self.needed)

    @property
    def besides(self) -> tuple[Leaf, ...]:
        """What is still needed that is no milestone: a credential, hours."""
        return tuple(
            leaf for leaf in self.needed if not (isinstance(leaf, Have) and leaf.kind == "milestone")
        )


def _milestones(leaves: Iterable[Leaf]) -> tuple[str, ...]:
    have = (leaf.what for leaf in leaves if isinstance(leaf, Have) and leaf.kind == "milestone")
    return tuple(what.partition(":")[2] for what in have)


def switch(standing: Standing, target: str, source: str = "") -> Switch:
    """What a change to `target` keeps, still needs, and loses (nothing), for one record on one day."""
    book = standing.program.rules
    pathway = book.pathway(target)
    standing.program.include_pathway(pathway.id)
    gates = [stage for stage in pathway.stages if not _granted(stage, standing)]
    whole = _way(pathway, gates, standing)
    unmet = [
        stage for stage in gates if standing.remaining(stage.gate, f"pathway:{pathway.id}#{stage.id}") > 0
    ]
    first = _way(pathway, unmet[:1], standing)
    kept = _milestones(whole.kept)
    also = sorted(
        ref.partition(":")[2] for ref in standing.program.milestones(target) & standing.sure.counted
    )
    return Switch(
        source=source, target=pathway.id, kept=whole.kept, needed=whole.needed,
        also_kept=tuple(name for name in also if name not in kept),
        steps=whole.steps, next_gate=unmet[0].id if unmet else "", next_needed=first.needed,
    )  # fmt: skip


def _granted(stage: Stage, standing: Standing) -> bool:
    held = standing.sure.evidence.by_what
    return bool(stage.awards) and all(
        f"credential:{a.removeprefix('credential:')}" in held for a in stage.awards
    )


def _way(pathway: Pathway, stages: list[Stage], standing: Standing) -> LeastWay:
    """The least way through some gates, without what comes along: a credential that a stage of the pathway itself
    awards, and what a signed decision already settled."""
    if not stages:
        return LeastWay((), (), 0)
    own = {f"credential:{a.removeprefix('credential:')}" for stage in pathway.stages for a in stage.awards}
    settled = {number for stage in stages for number in _decided(pathway, stage, standing)}

    def comes_along(leaf: Leaf) -> bool:
        if id(leaf) in settled:
            return True
        return isinstance(leaf, Have) and leaf.what in own and not standing.holds(leaf.what)

    def steps(leaf: Leaf) -> int:
        return 0 if comes_along(leaf) else standing.steps(leaf)

    way = least_way([stage.gate for stage in stages], standing.program.rules, steps)
    return LeastWay(tuple(leaf for leaf in way.kept if not comes_along(leaf)), way.needed, way.steps)


def _decided(pathway: Pathway, stage: Stage, standing: Standing) -> Iterator[int]:
    """The nodes (by identity) that a signed decision settles, with all below them."""
    if not standing.record.exceptions:
        return
    for outcome in standing.explain(stage.gate, f"pathway:{pathway.id}#{stage.id}").walk():
        if outcome.exceptions:
            yield from (id(below.node) for below in outcome.walk())


@dataclass(frozen=True, slots=True)
class Doors:
    """A pathway before choosing: `shared` of its milestones also count in `others` other pathways; the most
    that could be lost is nothing; the most any change would still need is `most_needed` steps, and before
    the next gate there `most_needed_next`. switches: a change to each other pathway, nearest first."""

    pathway: str
    milestones: tuple[Elsewhere, ...]
    switches: tuple[Switch, ...]

    @property
    def shared(self) -> int:
        """How many milestones also count elsewhere."""
        return sum(1 for each in self.milestones if each.also_in)

    @property
    def others(self) -> int:
        """In how many other pathways at least one of them counts."""
        return len({place.pathway for each in self.milestones for place in each.also_in})

    @property
    def most_lost(self) -> int:
        """The most any change takes from the record."""
        return max((len(each.lost) for each in self.switches), default=0)

    @property
    def most_needed(self) -> int:
        """The most steps that any change would still need, to the end of the pathway."""
        return max((each.steps for each in self.switches), default=0)

    @property
    def most_needed_next(self) -> int:
        """The most milestones that any change would still need before the next gate."""
        return max((len(_milestones(each.next_needed)) for each in self.switches), default=0)


def every_door(standing: Standing, structure: Structure, pathway: str = "") -> Doors:
    """All other pathways against one record, with what a change to each keeps and needs, nearest first."""
    others = [name for name in sorted(structure.catalogue.pathways) if name != pathway]
    switches = sorted((switch(standing, name, pathway) for name in others), key=lambda s: (s.steps, s.target))
    return Doors(pathway, elsewhere(pathway, structure) if pathway else (), tuple(switches))
