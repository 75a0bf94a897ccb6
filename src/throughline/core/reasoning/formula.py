"""A rule as a formula over atoms: `AtLeast` k of its parts, down to numbered atoms, with references opened.

Shared rules are opened always. A credential opens to what awards it, a milestone to its own rule, as deep as asked:
nobody holds one without having met what grants it. Equal parts are one object, so shared work is done once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.atoms import Atom, atom, follows
from throughline.core.requirements.nodes import Choose, Have, Node, Not, Total, Use
from throughline.core.requirements.reading import write

ALL_THE_WAY = 10**6


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """One atom, by number."""

    atom: int


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast:
    """At least k of the parts; k of 0 is always true, k above their number never."""

    k: int
    of: tuple["Formula", ...]


Formula: TypeAlias = Leaf | AtLeast
TRUE = AtLeast(0, ())
FALSE = AtLeast(1, ())


@dataclass
class Compiler:
    """Makes formulas over one shared numbering of atoms. depth: how many milestones deep to open."""

    book: RuleBook
    depth: int = 0
    atoms: list[Atom] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    _opened: dict[tuple[str, int], Formula] = field(default_factory=dict)
    _leaves: dict[int, Leaf] = field(default_factory=dict)
    _parts: dict[tuple[int, tuple[int, ...]], tuple[AtLeast, tuple[Formula, ...]]] = field(
        default_factory=dict
    )

    def formula(self, node: Node) -> Formula:
        """The formula of a rule."""
        return self._of(node, self.depth, "", ())

    def _of(self, node: Node, depth: int, group: str, inside: tuple[str, ...]) -> Formula:
        if isinstance(node, Choose):
            return self._choose(node, depth, group, inside)
        if isinstance(node, Use):
            return self._open(
                f"rule:{node.rule}" + f"@{node.version}" * bool(node.version), depth, group, inside
            )
        if isinstance(node, Have) and node.kind in ("milestone", "credential") and _is_plain(node):
            return self._reference(node, depth, group, inside)
        return self._leaf(node, group)

    def _choose(self, node: Choose, depth: int, group: str, inside: tuple[str, ...]) -> Formula:
        if node.within:
            group = f"within {_canonical(node)}"
        shared = f"exclusive {_canonical(node)}" if node.exclusive else ""
        parts = [
            self._of(child, depth, f"{shared} {i} {group}" if shared else group, inside)
            for i, child in enumerate(node.of)
            if not child.advisory
        ]
        return self.at_least(node.needed, tuple(parts))

    def at_least(self, k: int, parts: tuple[Formula, ...]) -> Formula:
        """At least k of the parts, as the one object that says so."""
        made = self._parts.setdefault((k, tuple(map(id, parts))), (AtLeast(k, parts), parts))
        return made[0]

    def _reference(self, node: Have, depth: int, group: str, inside: tuple[str, ...]) -> Formula:
        below = depth - (node.kind == "milestone")
        if below < 0 or node.what in inside or self.book.expand(node.what) is None:
            return self._leaf(node, "")
        return self._open(node.what, below, "", inside)

    def _open(self, ref: str, depth: int, group: str, inside: tuple[str, ...]) -> Formula:
        node = self.book.expand(ref)
        if node is None or ref in inside:
            return FALSE
        if group:
            return self._of(node, depth, group, (*inside, ref))
        if (ref, depth) not in self._opened:
            self._opened[ref, depth] = self._of(node, depth, "", (*inside, ref))
        return self._opened[ref, depth]

    def _leaf(self, node: Have | Total | Not, group: str) -> Leaf:
        made = atom(node, group)
        number = self._numbers.setdefault((made.key, made.group), len(self.atoms))
        if number == len(self.atoms):
            self.atoms.append(made)
            self._leaves[number] = Leaf(number)
        return self._leaves[number]

    def consequences(self) -> tuple[int, ...]:
        """For each atom, as bits, the atoms that follow from it, itself included, at any number of steps."""
        follow = [
            sum(1 << j for j, b in enumerate(self.atoms) if i == j or follows(a, b, self.book))
            for i, a in enumerate(self.atoms)
        ]
        for middle, after in enumerate(list(follow)):
            for i, bits in enumerate(follow):
                if bits >> middle & 1:
                    follow[i] = bits | follow[middle] | after
        return tuple(follow)


def _is_plain(node: Have) -> bool:
    """Whether nothing but the reference is asked: only then does what grants it say all of it."""
    return node == Have(id=node.id, what=node.what, via=node.via, title=node.title, cite=node.cite,
                        advisory=node.advisory)  # fmt: skip


def _canonical(node: Node) -> str:
    """What a node asks, without the ids."""
    return repr(_without_ids(write(node)))


def _without_ids(data: object) -> object:
    if isinstance(data, Mapping):
        return {key: _without_ids(value) for key, value in data.items() if key not in ("id", "title", "cite")}
    return [_without_ids(each) for each in data] if isinstance(data, list) else data


def holds(formula: Formula, true: int, memo: dict[Formula, bool] | None = None) -> bool:
    """Whether the formula is true where exactly the atoms in the bits `true` are."""
    memo = {} if memo is None else memo
    if isinstance(formula, Leaf):
        return bool(true >> formula.atom & 1)
    if formula not in memo:
        memo[formula] = sum(holds(part, true, memo) for part in formula.of) >= formula.k
    return memo[formula]


def mentioned(formula: Formula) -> int:
    """The atoms in a formula, as bits."""
    seen: set[Formula] = set()
    bits, queue = 0, [formula]
    while queue:
        part = queue.pop()
        if part in seen:
            continue
        seen.add(part)
        if isinstance(part, Leaf):
            bits |= 1 << part.atom
        else:
            queue.extend(part.of)
    return bits
