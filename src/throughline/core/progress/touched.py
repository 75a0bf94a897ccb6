"""Many rules for one learner at once: only what the record touches is worked out.

Without a fact each rule needs a known number of steps. A leaf that asks for something the record holds may need fewer; that
changes the choices it stands in, and those the choices above them. All else keeps its number. Equal rules are one cell.
"""

from collections.abc import Hashable, Iterable
from datetime import date

from throughline.core.progress.choices import Compiler, Count, by_name
from throughline.core.progress.evidence import Evidence
from throughline.core.progress.exceptions import Exceptions
from throughline.core.progress.leaves import item
from throughline.core.progress.pool import leaves, wanted_of
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Choose, Have, Node, Total, Use

Steps = list[int]


class Touched:
    """Rules of a program, each with its owner, ready for any learner. The program includes them (`Program.touched`)."""

    def __init__(self, program: Compiler, rules: Iterable[tuple[Node, str]]) -> None:
        self._cells = _Cells(program)
        self._rules = [(node, owner, self._cells.of(node)) for node, owner in rules]

    def steps(self, world: World) -> Steps:
        """The steps that remain of each rule, in the order given. One that a signed decision is about is read node by
        node."""
        found, decided = self._worked_out(world), world.exceptions
        if not decided.owners:
            return [found[cell] for _, _, cell in self._rules]
        return [
            world.slow(world, node, owner) if decided.touch(owner) else found[cell]
            for node, owner, cell in self._rules
        ]

    def _worked_out(self, world: World) -> Steps:
        """The steps of each cell: leaves that the record touches, then choice by choice upwards."""
        cells = self._cells
        steps, together, above, level = cells.start.copy(), cells.together.copy(), cells.above, cells.level
        waiting: list[set[int]] = [set() for _ in range(max(level, default=0) + 1)]
        asked = {cells.named[name]: 0 for name in world.counted & cells.named.keys()}
        asked |= {cell: cells.count[cell](world) for cell in self._asked(world)}
        for cell, left in asked.items():
            together[cell] = left
        waiting[0].update(asked)
        for now in waiting:
            for cell in now:
                left = self._least(cell, steps) if cell in cells.nearest else max(together[cell], 0)
                by = left - steps[cell]
                if by:
                    steps[cell] = left
                    for choice in above[cell]:
                        together[choice] += by
                        waiting[level[choice]].add(choice)
        return steps

    def _least(self, choice: int, steps: Steps) -> int:
        wanted, parts = self._cells.nearest[choice]
        return sum(sorted([steps[part] for part in parts])[:wanted])

    def _asked(self, world: World) -> Iterable[int]:
        """The leaves whose answer something in the record may change."""
        woken = self._cells.woken
        if world.exceptions.owners:
            return self._cells.count
        return {cell for token in woken.keys() & world.tokens for cell in woken[token]}


def _undecided(world: World, node: Node, owner: str) -> int:
    raise AssertionError("no decision is in force without a learner")


class _Cells:
    """What rules need, each distinct part once: leaves, and choices after what stands in them.

    start: the steps without any fact. above: the choices a cell stands in, one for each time; level: how many choices deep
    it goes. named: by name, what asks for the name only. woken: by token, other leaves; count: how each is worked out.
    together: the steps of what stands in a choice, less those that need not be taken; of a leaf its own, once it is asked.
    nearest: of a choice whose children may need several steps, how many of which.
    """

    def __init__(self, program: Compiler) -> None:
        self.program = program
        self.nothing = World(Evidence((), date.max), Exceptions((), date.max), {}, _undecided)
        self.start: Steps = []
        self.above: list[list[int]] = []
        self.level: list[int] = []
        self.named: dict[str, int] = {}
        self.woken: dict[str, list[int]] = {}
        self.count: dict[int, Count] = {}
        self.together: Steps = []
        self.nearest: dict[int, tuple[int, tuple[int, ...]]] = {}
        self._known: dict[Hashable, int] = {}

    def of(self, node: Node) -> int:
        """The cell of a rule."""
        if by_name(node):
            if node.what not in self.named:
                self.named[node.what] = self._new(1)
            return self.named[node.what]
        if isinstance(node, Choose) and not node.exclusive and not node.within:
            return self._choice(node)
        key = _asks(node)
        if key not in self._known:
            self._known[key] = self._leaf(node)
        return self._known[key]

    def _leaf(self, node: Node) -> int:
        tokens: set[str] = set()
        count = self.program.compile(node, tokens)
        cell = self._new(count(self.nothing))
        self.count[cell] = count
        for token in tokens:
            self.woken.setdefault(token, []).append(cell)
        return cell

    def _choice(self, node: Choose) -> int:
        counted = [child for child in node.of if not child.advisory]
        parts, wanted = tuple(sorted(map(self.of, counted))), wanted_of(node, counted)
        if (parts, wanted) not in self._known:
            self._known[parts, wanted] = self._chosen(parts, wanted, all(map(_in_one_step, counted)))
        return self._known[parts, wanted]

    def _chosen(self, parts: tuple[int, ...], wanted: int, single: bool) -> int:
        steps = [self.start[part] for part in parts]
        cell = self._new(
            sum(sorted(steps)[:wanted]), 1 + max((self.level[part] for part in parts), default=0)
        )
        self.together[cell] = sum(steps) - (len(parts) - wanted)
        if not single and wanted < len(parts):
            self.nearest[cell] = (wanted, parts)
        for part in parts:
            self.above[part].append(cell)
        return cell

    def _new(self, start: int, level: int = 0) -> int:
        self.start.append(start)
        self.together.append(0)
        self.above.append([])
        self.level.append(level)
        return len(self.start) - 1


def _asks(node: Node) -> Hashable:
    """Equal for rules that need the same of any record. A rule that reads some facts only, or the other reading, is like
    itself alone."""
    if isinstance(node, (Have, Total)):
        return item(node)
    if isinstance(node, Use):
        return node.rule, node.version
    if isinstance(node, Choose) and not node.within:
        shared = [leaf for leaf in leaves(node) if not leaf.advisory]
        return "exclusive", wanted_of(node, shared), tuple(map(item, shared))
    return id(node)


def _in_one_step(node: Node) -> bool:
    """Whether it never needs more than one step."""
    if isinstance(node, Have):
        return node.times == 1
    return isinstance(node, Total) and node.measure not in ("count", "distinct")
