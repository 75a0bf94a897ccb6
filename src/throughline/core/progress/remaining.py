"""The exact least that is still needed for a rule, and which way of meeting it that is.

The count an audit shows adds up the nearest branches; where one item stands in two branches that counts it
twice. Here each item is counted once: by recursion where no item repeats, else by a small integer program
(HiGHS). Evidence shared by an `exclusive` choice and families (`within`) are not looked at: there the least may be higher.
An item is one thing asked for (`have`, a day each where it asks for several) or one total.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.leaves import NO_TITLE, Leaf, item
from throughline.core.reasoning.formula import AtLeast, Formula
from throughline.core.reasoning.formula import Leaf as Atom
from throughline.core.reasoning.solver import least_atoms
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use, children

Steps = Callable[[Leaf], int]
"""How many steps a leaf still needs: 0 when it is met."""


@dataclass(frozen=True, slots=True)
class LeastWay:
    """One least way to meet rules: leaves it rests on that are met already, and those still needed; `steps`
    is what the needed ones cost together. Of several least ways one with the
    fewest leaves."""

    kept: tuple[Leaf, ...]
    needed: tuple[Leaf, ...]
    steps: int


def least_remaining(nodes: Node | Iterable[Node], book: RuleBook, steps: Steps) -> int:
    """The smallest number of further steps that meets the rule (or all the rules), exactly."""
    return least_way(nodes, book, steps).steps


def least_way(nodes: Node | Iterable[Node], book: RuleBook, steps: Steps) -> LeastWay:
    """A way of meeting the rule (or all the rules) that needs the fewest further steps.

    Raises `ValueError` where a `not` stands in the rule: what must be absent is no step to take.
    """
    given = tuple(nodes) if not isinstance(nodes, (Choose, Have, Total, Use, Not)) else (nodes,)
    plan = _planned(tuple(map(_Same, given)), _Same(book))
    chosen = _nearest(plan.root, steps)[1] if plan.alone else _solved(plan.root, list(plan.leaves), steps)
    once = tuple({plan.items[id(leaf)]: leaf for leaf in reversed(chosen)}.values())[::-1]
    needed = tuple(leaf for leaf in once if steps(leaf) > 0 and not _implied(leaf, once, steps))
    kept = tuple(leaf for leaf in once if steps(leaf) == 0)
    return LeastWay(kept, needed, sum(steps(leaf) for leaf in needed))


class _Same:
    """A value that is only itself, however alike another is; kept, so that its number is not given away."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


@dataclass(frozen=True, slots=True)
class _Plan:
    """What of rules does not depend on a record: opened, their leaves, the item each leaf (by identity) asks for, and
    whether every item stands alone."""

    root: Node
    leaves: tuple[Leaf, ...]
    items: Mapping[int, Leaf]
    alone: bool


@lru_cache(maxsize=1024)
def _planned(given: tuple[_Same, ...], book: _Same) -> _Plan:
    opened = [_opened(node.value, book.value, ()) for node in given]
    root = Choose(id="all", of=tuple(opened)) if len(opened) > 1 else opened[0]
    leaves = tuple(_leaves(root))
    items = {id(leaf): item(leaf) for leaf in leaves}
    return _Plan(
        root, leaves, items, len(set(map(item, leaves))) == len(leaves) and not _ladders(list(leaves))
    )


def _opened(node: Node, book: RuleBook, inside: tuple[str, ...]) -> Node:
    """The rule with shared rules put in place and advisory children left out."""
    if isinstance(node, Use):
        if node.rule in inside:
            raise ValueError(f"rule '{node.rule}' rests on itself; the check for cycles names where")
        return _opened(book.of_rule(node.rule, node.version), book, (*inside, node.rule))
    if isinstance(node, Not):
        raise ValueError(f"node '{node.id}' is a `not`: there is no least way to meet it")
    if isinstance(node, Choose):
        kept = tuple(_opened(child, book, inside) for child in node.of if not child.advisory)
        least = min(node.needed, len(kept))
        # Sharing of evidence and families are about facts; here only how many leaves are needed matters.
        return replace(node, of=kept, min=least, max=None, exclusive=False, within="")
    return node


def _leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, (Have, Total)):
        yield node
    for child in children(node):
        yield from _leaves(child)


def _ladders(found: list[Leaf]) -> bool:
    """Whether one thing is asked for in two ways, so that one step may serve both."""
    names = [leaf.what for leaf in found if isinstance(leaf, Have)]
    return len(set(names)) < len(names)


def _serves(higher: Leaf, lower: Leaf) -> bool:
    """Whether meeting the first meets the second: the same asked, at a level or number of days not below
    it."""
    if not isinstance(higher, Have) or not isinstance(lower, Have) or higher.what != lower.what:
        return False
    same = replace(item(higher), level=None, times=1) == replace(item(lower), level=None, times=1)  # type: ignore[arg-type]
    bare = replace(item(lower), level=None, times=1) == Have(id="", what=lower.what, title=NO_TITLE)  # type: ignore[arg-type]
    return (same or bare) and (higher.level or 1) >= (lower.level or 1) and higher.times >= lower.times


def _implied(leaf: Leaf, chosen: tuple[Leaf, ...], steps: Steps) -> bool:
    # What it costs is asked last: nearly every pair is of two different things.
    above = (
        other for other in chosen if other is not leaf and _serves(other, leaf) and not _serves(leaf, other)
    )
    return any(steps(other) > 0 for other in above)


def _nearest(node: Node, steps: Steps) -> tuple[int, list[Leaf]]:
    """Steps and leaves of the nearest way, of those the one with fewest leaves; exact where no item
    repeats."""
    if isinstance(node, (Have, Total)):
        return steps(node), [node]
    assert isinstance(node, Choose)
    ways = [(*_nearest(child, steps), place) for place, child in enumerate(node.of)]
    nearest = sorted(ways, key=lambda way: (way[0], len(way[1]), way[2]))[: node.needed]
    chosen = sorted(nearest, key=lambda way: way[2])
    return sum(way[0] for way in chosen), [leaf for way in chosen for leaf in way[1]]


def _solved(root: Node, found: list[Leaf], steps: Steps) -> list[Leaf]:
    """The same where items repeat, as an integer program over the different items."""
    items = {item(leaf): leaf for leaf in reversed(found)}
    order = [leaf for leaf in found if items[item(leaf)] is leaf]
    numbers = {item(leaf): number for number, leaf in enumerate(order)}
    # One step outweighs all leaves together, so that steps are least first and leaves second.
    costs = [steps(leaf) * (len(order) + 1.0) + 1.0 for leaf in order]
    follow = tuple(
        sum(1 << j for j, other in enumerate(order) if i == j or (steps(leaf) > 0 and _serves(leaf, other)))
        for i, leaf in enumerate(order)
    )
    chosen = least_atoms(_formula(root, numbers), follow, costs)
    if chosen is None:
        raise ValueError(f"node '{root.id}' cannot be met by anything; the check for reachability names why")
    return [leaf for number, leaf in enumerate(order) if chosen >> number & 1]


def _formula(node: Node, numbers: Mapping[Leaf, int]) -> Formula:
    if isinstance(node, (Have, Total)):
        return Atom(numbers[item(node)])
    assert isinstance(node, Choose)
    return AtLeast(node.needed, tuple(_formula(child, numbers) for child in node.of))
