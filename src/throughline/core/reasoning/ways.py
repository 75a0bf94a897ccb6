"""Every minimal way to meet a rule, and whether one rule follows from another, without any learner.

A way is a set of atoms that together meet the rule; it is minimal where nothing in it can be left out or asked for
at a lower threshold. Small rules are enumerated; where that takes more than `steps` combinations, HiGHS solves an
integer program instead, and the answer says so. Both are exact over the atoms; atoms follow from each other
only where that is certain (`atoms.follows`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.atoms import Atom
from throughline.core.reasoning.formula import (
    ALL_THE_WAY,
    FALSE,
    AtLeast,
    Compiler,
    Formula,
    Leaf,
    holds,
    mentioned,
)
from throughline.core.reasoning.solver import least_atoms, true_and_false
from throughline.core.requirements.nodes import Node

Method = Literal["enumerated", "solver"]
Way = tuple[Atom, ...]
STEPS = 20_000


class TooMany(Exception):
    """There are more combinations than the given number of steps."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The minimal ways to meet a rule, least first, and how they were found. With `solver`, `ways` holds one: a way
    with the fewest atoms there can be. No ways: nothing meets the rule."""

    method: Method
    ways: tuple[Way, ...]

    @property
    def least(self) -> Way | None:
        """A way with the fewest atoms."""
        return self.ways[0] if self.ways else None


@dataclass(frozen=True, slots=True)
class Implication:
    """Whether every way of one rule meets another. counterexample: a minimal way that does not. certain: False
    where the counterexample rests on sums or bound items that cannot be compared, so that it may not be one."""

    holds: bool
    counterexample: Way | None
    method: Method
    certain: bool = True


def ways(node: Node, book: RuleBook, depth: int = 0, steps: int = STEPS) -> Ways:
    """All minimal ways to meet a rule; milestones are opened to their own rules `depth` deep."""
    compiler = Compiler(book, depth)
    formula = compiler.formula(node)
    follow = compiler.consequences()
    try:
        found = [generators(bits, follow) for bits in minimal_sets(formula, follow, steps)]
        method: Method = "enumerated"
    except TooMany:
        least = least_atoms(formula, follow)
        found, method = [] if least is None else [least], "solver"
    named = [tuple(compiler.atoms[i] for i in numbers(bits)) for bits in found]
    return Ways(method, tuple(sorted(named, key=lambda way: (len(way), [each.key for each in way]))))


def implies(a: Node, b: Node, book: RuleBook, steps: int = STEPS) -> Implication:
    """Whether every way to meet `a` meets `b`.

    First with milestones taken as they are named; where that does not settle it, with all of them opened.
    """
    shallow = _implies(a, b, Compiler(book, 0), steps)
    if shallow.holds:
        return shallow
    opened = Compiler(book, ALL_THE_WAY)
    deep = _implies(a, b, opened, steps)
    return deep if deep.holds else shallow


def already_met(a: Node, others: Sequence[Node], book: RuleBook, steps: int = STEPS) -> list[bool]:
    """For each of these rules, whether every way to meet `a` meets it: with milestones taken as they are named, or with all
    of them opened."""
    shallow = _already_met(a, others, Compiler(book, 0), steps)
    waiting = [each for each, met in zip(others, shallow, strict=True) if not met]
    deep = iter(_already_met(a, waiting, Compiler(book, ALL_THE_WAY), steps) if waiting else ())
    return [met or next(deep) for met in shallow]


def _already_met(a: Node, others: Sequence[Node], compiler: Compiler, steps: int) -> list[bool]:
    given, asked = compiler.formula(a), [compiler.formula(each) for each in others]
    follow = compiler.consequences()
    try:
        sets = minimal_sets(given, follow, steps)
    except TooMany:
        return [_solved_counterexample(given, each, follow) is None for each in asked]
    return [all(holds(each, bits) for bits in sets) for each in asked]


def _implies(a: Node, b: Node, compiler: Compiler, steps: int) -> Implication:
    given, asked = compiler.formula(a), compiler.formula(b)
    follow = compiler.consequences()
    method: Method = "enumerated"
    try:
        sets = minimal_sets(given, follow, steps)
        bad = next((bits for bits in sets if not holds(asked, bits)), None)
    except TooMany:
        bad = _solved_counterexample(given, asked, follow)
        method = "solver"
    if bad is None:
        return Implication(True, None, method)
    way = tuple(compiler.atoms[i] for i in numbers(generators(bad, follow)))
    unmet = [compiler.atoms[i] for i in numbers(mentioned(asked) & ~bad)]
    return Implication(False, way, method, all(each.comparable for each in unmet))


def _solved_counterexample(given: Formula, asked: Formula, follow: tuple[int, ...]) -> int | None:
    """A closed set of atoms that meets `given` and not `asked`, shrunk to a minimal one."""
    found = true_and_false(given, asked, follow)
    return None if found is None else shrunk(given, found, follow)


def shrunk(formula: Formula, bits: int, follow: tuple[int, ...]) -> int:
    """A minimal closed set within `bits` that still meets the formula."""
    for i in numbers(bits):
        without = sum(1 << j for j in numbers(bits) if not follow[j] >> i & 1)
        if bits >> i & 1 and holds(formula, without):
            bits = without
    return bits


def minimal_sets(formula: Formula, follow: tuple[int, ...], steps: int = STEPS) -> list[int]:
    """The minimal sets of atoms that meet a formula, as bits, each with all that follows from it.

    follow: for each atom what follows from it. Raises `TooMany` beyond `steps` combinations.
    """
    budget = _Budget(steps)
    return _sets(formula, follow, budget, {})


@dataclass
class _Budget:
    left: int

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise TooMany


def _sets(
    formula: Formula, follow: tuple[int, ...], budget: _Budget, memo: dict[Formula, list[int]]
) -> list[int]:
    budget.spend(1)
    if isinstance(formula, Leaf):
        return [follow[formula.atom]]
    if formula not in memo:
        memo[formula] = _at_least(formula, follow, budget, memo)
    return memo[formula]


def _at_least(
    part: AtLeast, follow: tuple[int, ...], budget: _Budget, memo: dict[Formula, list[int]]
) -> list[int]:
    """Sets for k of n: after each child, the minimal sets that meet j of those seen, for each j from which those to come
    still reach k."""
    if part.k > len(part.of):
        return []
    meeting: list[list[int]] = [[0]] + [[] for _ in range(part.k)]
    for seen, child in enumerate(part.of, start=1):
        own = _sets(child, follow, budget, memo)
        for j in range(part.k, max(part.k - len(part.of) + seen, 1) - 1, -1):
            budget.spend(len(own) * len(meeting[j - 1]) + 1)
            joined = (held | more for held in meeting[j - 1] for more in own)
            meeting[j] = _minimal([*meeting[j], *joined], budget)
    return meeting[part.k]


def _minimal(sets: Iterable[int], budget: _Budget) -> list[int]:
    """The sets that hold no other, in a fixed order."""
    kept: list[int] = []
    for bits in sorted(set(sets), key=lambda each: (each.bit_count(), each)):
        budget.spend(1 + len(kept) // 64)
        if not any(less & bits == less for less in kept):
            kept.append(bits)
    return kept


def generators(bits: int, follow: tuple[int, ...]) -> int:
    """The atoms of a closed set from which the others follow; of two that follow from each other, the first."""
    kept = 0
    for i in numbers(bits):
        stronger = [j for j in numbers(bits) if j != i and follow[j] >> i & 1]
        if not any(not follow[i] >> j & 1 or j < i for j in stronger):
            kept |= 1 << i
    return kept


def numbers(bits: int) -> list[int]:
    """The places of the ones, lowest first."""
    return [i for i in range(bits.bit_length()) if bits >> i & 1]


def unmeetable(formula: Formula) -> bool:
    """Whether nothing at all meets the formula."""
    return formula is FALSE or not holds(formula, mentioned(formula))
