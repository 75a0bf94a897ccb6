"""Which milestones and credentials follow from which, and where they go round in a circle."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from throughline.core.catalogue.rulebook import RuleBook, UnknownReference
from throughline.core.progress.leaves import is_plain
from throughline.core.progress.program import Program
from throughline.core.requirements.nodes import Have, Node, Use, walk

FOLLOWING = ("milestone:", "credential:")


@dataclass(frozen=True, slots=True)
class Circles:
    """In which circle a name stands, and how many names each circle has. Within a circle what follows is found in as
    many rounds as it has names."""

    of: Mapping[str, int]
    sizes: tuple[int, ...]


def definition(name: str, book: RuleBook) -> tuple[tuple[str, Node], ...]:
    """The rules from which a milestone or credential follows, each enough by itself, with where it stands; none: only a
    fact of it counts."""
    kind, _, bare = name.partition(":")
    if kind == "milestone":
        try:
            return ((name, book.milestone(bare).rule),)
        except UnknownReference:
            return ()
    return tuple((way.source, way.node) for way in book.awardings(bare)) if kind == "credential" else ()


def opened(node: Node, program: Program) -> list[Node]:
    """The rule's nodes and those of the shared rules it uses, each shared rule once."""
    found, seen, waiting = list[Node](), set[tuple[str, str]](), [node]
    while waiting:
        below = walk(waiting.pop())
        found += below
        for each in below:
            if isinstance(each, Use) and (each.rule, each.version) not in seen:
                seen.add((each.rule, each.version))
                waiting.append(program.rule(each))
    return found


def asked_names(node: Node, program: Program) -> Iterator[str]:
    """The milestones and credentials a rule may be met by without a fact of their own, shared rules opened."""
    for below in opened(node, program):
        if isinstance(below, Have) and is_plain(below):
            yield from names_for(below, program)


def names_for(node: Have, program: Program) -> list[str]:
    """The milestones and credentials that may stand for a plain `have`, in order of name."""
    names = {node.what, *(step.what for step in program.steps(node.what, node.via))}
    return sorted(name for name in names if name.startswith(FOLLOWING))


def below_of(name: str, program: Program) -> list[str]:
    """The names a name rests on directly."""
    rules = definition(name, program.rules)
    return sorted({below for _, rule in rules for below in asked_names(rule, program)})


def circles(names: set[str], below: Callable[[str], list[str]]) -> tuple[list[str], Circles]:
    """Everything the names rest on, each after what it rests on, and the circles among them (Tarjan's search)."""
    search = _Search(below)
    for name in sorted(names):
        if name not in search.number:
            search.visit(name)
    return search.order, Circles(search.circle, tuple(search.sizes))


class _Search:
    """Tarjan's strongly connected components, without recursion."""

    def __init__(self, below: Callable[[str], list[str]]) -> None:
        self.below = below
        self.number: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.waiting: list[str] = []
        self.order: list[str] = []
        self.circle: dict[str, int] = {}
        self.sizes: list[int] = []
        self._inside: set[str] = set()

    def visit(self, start: str) -> None:
        path = [(start, iter(self._enter(start)))]
        while path:
            name, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                self._leave(name)
                if path:
                    self.low[path[-1][0]] = min(self.low[path[-1][0]], self.low[name])
            elif following not in self.number:
                path.append((following, iter(self._enter(following))))
            elif following in self._inside:
                self.low[name] = min(self.low[name], self.number[following])

    def _enter(self, name: str) -> list[str]:
        self.number[name] = self.low[name] = len(self.number)
        self.waiting.append(name)
        self._inside.add(name)
        return self.below(name)

    def _leave(self, name: str) -> None:
        if self.low[name] != self.number[name]:
            return
        at = self.waiting.index(name)
        members, self.waiting = self.waiting[at:], self.waiting[:at]
        self._inside.difference_update(members)
        self.order.extend(sorted(members))
        if len(members) > 1 or name in self.below(name):
            self.circle.update(dict.fromkeys(members, len(self.sizes)))
            self.sizes.append(len(members))
