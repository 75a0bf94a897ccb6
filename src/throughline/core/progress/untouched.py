"""Rules that nothing in a record bears on: their explanation is the same for everyone, so it is made once.

It is kept for as long as the rules are: at most one for each node, with and without the rules behind it, with and without a
law above it.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING

from throughline.core.progress.outcome import Outcome
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Use

if TYPE_CHECKING:
    from throughline.core.progress.program import Program

Names = frozenset[str]
Inside = frozenset[str]


class Untouched:
    """What bears on the rules of a program, and the explanations of those that nothing bears on."""

    def __init__(self, program: "Program") -> None:
        self.program = program
        self._kept: dict[Hashable, Outcome] = {}
        # Kept with its node, so that the node's number is not given to another.
        self._names: dict[int, tuple[Node, Names | None]] = {}

    def once(self, node: Node, world: World, key: Hashable, explain: Callable[[], Outcome]) -> Outcome:
        """A rule explained; where nothing bears on it, as it was explained first. key: the same for the same question."""
        if not world.settled or not self.by(world, node):
            return explain()
        if key not in self._kept:
            self._kept[key] = explain()
        return self._kept[key]

    def by(self, world: World, node: Node) -> bool:
        """Whether nothing in a record bears on a rule, or on the rules behind what it asks for."""
        known = world.untouched.get(id(node))
        if known is None:
            names = self.names(node)
            known = names is not None and not world.exceptions.owners and names.isdisjoint(world.said)
            if world.settled:
                world.untouched[id(node)] = known
        return known

    def names(self, node: Node, inside: Inside = frozenset()) -> Names | None:
        """All that may bear on a rule and the rules behind it: names, and kinds (`course:`). None where anything may,
        or where rules rest on each other in a circle: what is explained of them depends on where one begins."""
        known = self._names.get(id(node))
        if known is None:
            known = self._names[id(node)] = (node, self._of(node, inside))
        return known[1]

    def _of(self, node: Node, inside: Inside) -> Names | None:
        if isinstance(node, Have):
            return self._of_have(node, inside)
        if isinstance(node, Total):
            listed = frozenset(self.program.total_steps(node))
            kind = node.select.kind
            return listed or (frozenset({f"{kind}:"}) if kind else None)
        if isinstance(node, Choose):
            return _union(self.names(child, inside) for child in node.of)
        if isinstance(node, Use):
            return self._behind(f"{node.rule}@{node.version}", self.program.rule(node), inside)
        return None

    def _of_have(self, node: Have, inside: Inside) -> Names | None:
        own = frozenset([node.what, *(step.what for step in self.program.steps(node.what, node.via))])
        units = (self.program.units.get(ref) for ref in self.program.behind(node.what))
        return _union([own, *(self._behind(unit.ref, unit.node, inside) for unit in units if unit)])

    def _behind(self, ref: str, rule: Node, inside: Inside) -> Names | None:
        return None if ref in inside else self.names(rule, inside | {ref})


def _union(parts: Iterable[Names | None]) -> Names | None:
    found: set[str] = set()
    for part in parts:
        if part is None:
            return None
        found |= part
    return frozenset(found)
