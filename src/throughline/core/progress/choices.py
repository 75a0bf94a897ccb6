"""A `choose` made ready to run: the steps that remain are those of its nearest children."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeGuard

from throughline.core.progress.leaves import is_plain
from throughline.core.progress.pool import Steps, leaves, shared_out, wanted_of
from throughline.core.progress.world import World
from throughline.core.requirements.nodes import Choose, Have, Node

Count = Callable[[World], int]


class Compiler(Steps, Protocol):
    """Compiles the children (`program.Program`)."""

    def compile(self, node: Node, tokens: set[str]) -> Count:
        """A child."""


def compiled_choose(program: Compiler, node: Choose, tokens: set[str]) -> Count:
    """The function of a `choose`; advisory children are not counted."""
    counted = [child for child in node.of if not child.advisory]
    wanted = wanted_of(node, counted)
    if node.exclusive:
        for leaf in leaves(node):
            program.compile(leaf, tokens)
        inner: Count = lambda world: shared_out(node, world, program).missing  # noqa: E731
    else:
        inner = _plain_choose(program, counted, wanted, tokens)
    return _within(node.within, inner) if node.within else inner


def _plain_choose(program: Compiler, counted: Sequence[Node], wanted: int, tokens: set[str]) -> Count:
    compiled = [(child, program.compile(child, tokens)) for child in counted]
    names = [child.what for child in counted if by_name(child)]
    simple = frozenset(names)
    # The set difference below is only right where no name stands twice.
    if len(simple) != len(names):
        simple = frozenset()
    others = tuple(
        count
        for child, count in compiled
        if not (isinstance(child, Have) and child.what in simple and by_name(child))
    )
    if wanted == len(counted):
        return _all(simple, others)
    return _some_names(simple, wanted) if not others else _some(simple, others, wanted)


def by_name(child: Node) -> TypeGuard[Have]:
    """Whether a name that counts is all that is asked."""
    return isinstance(child, Have) and child.via == "certified" and is_plain(child)


def _all(names: frozenset[str], others: tuple[Count, ...]) -> Count:
    if not others:
        return lambda world: len(names - world.counted)
    return lambda world: len(names - world.counted) + sum([count(world) for count in others])


def _some_names(names: frozenset[str], wanted: int) -> Count:
    spare = len(names) - wanted
    return lambda world: max(0, len(names - world.counted) - spare)


def _some(names: frozenset[str], others: tuple[Count, ...], wanted: int) -> Count:
    def counted(world: World) -> int:
        missing = len(names - world.counted)
        remaining = [0] * (len(names) - missing) + [1] * missing
        remaining += [count(world) for count in others]
        remaining.sort()
        return sum(remaining[:wanted])

    return counted


def _within(family: str, inner: Count) -> Count:
    """The best single value of a family; `family:` itself is carried by nothing, for a record without
    any."""

    def counted(world: World) -> int:
        best = inner(world.carrying(family + ":"))
        for tag in world.evidence.values_of(family) if best else ():
            best = min(best, inner(world.carrying(tag)))
        return best

    return counted
