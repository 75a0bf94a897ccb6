"""What a pathway is made of: its milestones by stage, and what the pathways of a state share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.naming import asked_titles
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.requirements.nodes import Have, Node, Text, Use, walk


def milestones_in(node: Node, book: RuleBook) -> tuple[str, ...]:
    """Ids of the milestones a rule names, shared rules opened, in reading order, each once."""
    found: dict[str, None] = {}
    _gather(node, book, found, set())
    return tuple(found)


def _gather(node: Node, book: RuleBook, found: dict[str, None], opened: set[str]) -> None:
    for below in walk(node):
        if isinstance(below, Have) and below.kind == "milestone":
            found[below.what.partition(":")[2]] = None
        elif isinstance(below, Use) and f"{below.rule}@{below.version}" not in opened:
            opened.add(f"{below.rule}@{below.version}")
            _gather(book.of_rule(below.rule, below.version), book, found, opened)


@dataclass(frozen=True, slots=True)
class PathwayParts:
    """A pathway's milestones: by stage in order, and what only one destination adds."""

    stages: Mapping[str, tuple[str, ...]]
    destinations: Mapping[str, tuple[str, ...]]

    @property
    def milestones(self) -> tuple[str, ...]:
        """All of them, in order of the stages, then the destinations' own."""
        every = [*self.stages.values(), *self.destinations.values()]
        return tuple(dict.fromkeys(name for group in every for name in group))


def parts(pathway: Pathway, book: RuleBook) -> PathwayParts:
    """A pathway's milestones by stage; one that stands in an earlier stage is not repeated in a later one."""
    seen: set[str] = set()
    stages: dict[str, tuple[str, ...]] = {}
    for stage in pathway.stages:
        stages[stage.id] = tuple(m for m in milestones_in(stage.gate, book) if m not in seen)
        seen.update(stages[stage.id])
    extras = {d.id: milestones_in(d.adds, book) if d.adds else () for d in pathway.destinations}
    return PathwayParts(
        stages, {name: tuple(m for m in each if m not in seen) for name, each in extras.items()}
    )


@dataclass(frozen=True)
class Structure:
    """How a state's pathways hang together, worked out once for a catalogue."""

    catalogue: Catalogue

    @cached_property
    def book(self) -> RuleBook:
        """The rules as they are in force now."""
        return RuleBook(self.catalogue)

    @cached_property
    def asked_titles(self) -> Mapping[str, Text]:
        """Titles of what rules ask for and no document stands for."""
        return asked_titles(self.catalogue)

    @cached_property
    def parts(self) -> Mapping[str, PathwayParts]:
        """Each pathway's milestones, by pathway id."""
        return {name: parts(pathway, self.book) for name, pathway in self.catalogue.pathways.items()}

    @cached_property
    def pathways_of(self) -> Mapping[str, tuple[str, ...]]:
        """By milestone id: the pathways that ask for it, by id."""
        return _turned((name, each.milestones) for name, each in sorted(self.parts.items()))

    @cached_property
    def counts_in(self) -> Mapping[str, tuple[str, ...]]:
        """By milestone id: the pathways where it counts, by id: those that ask for it, or for one that it certifiably
        stands in for."""
        found = {name: set(pathways) for name, pathways in self.pathways_of.items()}
        for target, pathways in self.pathways_of.items():
            for step in self.book.equivalents(f"milestone:{target}"):
                kind, _, source = step.what.partition(":")
                if kind == "milestone":
                    found.setdefault(source, set()).update(pathways)
        return {name: tuple(sorted(pathways)) for name, pathways in found.items()}

    @cached_property
    def milestones_of_competency(self) -> Mapping[str, tuple[str, ...]]:
        """By competency id: the milestones that certify it."""
        milestones = self.catalogue.milestones.values()
        return _turned((m.id, tuple(c.partition(":")[2] or c for c in m.competencies)) for m in milestones)

    @cached_property
    def pathways_at(self) -> Mapping[str, tuple[str, ...]]:
        """By organization id: the pathways offered there."""
        return _turned((p.id, p.offered_by) for p in self.catalogue.pathways.values())

    def shared(self, pathway: str, other: str) -> tuple[str, ...]:
        """Milestones that both pathways ask for, in the order of the first."""
        theirs = set(self.parts[other].milestones)
        return tuple(m for m in self.parts[pathway].milestones if m in theirs)


def _turned(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for owner, names in pairs:
        for name in names:
            found[name][owner] = None
    return {name: tuple(owners) for name, owners in found.items()}
