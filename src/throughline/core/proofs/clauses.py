"""Rules as clauses, for a proof that no way of completing a stage opens none of some promises.

A literal n stands for the n-th leaf, or for a count: true exactly where at least k of some literals are; -n for its
opposite. The separate checker makes the same clauses from the published texts, so that it need not trust these.
"""

from collections.abc import Iterable, Sequence

from throughline.core.proofs.grounds import Grounds
from throughline.core.proofs.leaves import Leaf, by_thing, counted, follows, is_bound, rule_of, thing
from throughline.core.proofs.resolution import Satisfied
from throughline.core.requirements.nodes import Choose, Node, Use

Clause = frozenset[int]


class Clauses:
    """The clauses that say: completed, and no promise open."""

    def __init__(
        self, grounds: Grounds, named: Sequence[Leaf], completed: Node | None, promises: Iterable[Node]
    ) -> None:
        self.grounds = grounds
        self.all: list[Clause] = []
        self.leaf = {leaf: at for at, leaf in enumerate(named, start=1)}
        self.count = len(named)
        self._made: dict[tuple[int, tuple[int, ...]], int] = {}
        if completed is not None:
            self._add(self.literal(completed))
        for rule, gives in grounds.givings:
            self._add(-self.literal(rule), self.leaf[gives])
        for leaf, rules in grounds.origins.items():
            self._add(-self.leaf[leaf], *map(self.literal, rules))
        among = by_thing(named)
        for a in named:
            for b in among[thing(a)]:
                if a != b and follows(a, b):
                    self._add(-self.leaf[a], self.leaf[b])
        self.promises = [self._shut(each) for each in promises]

    def _shut(self, promise: Node) -> int:
        """Adds that a promise is not open; gives the number of the clause that says so."""
        self._add(-self.literal(promise))
        return len(self.all) - 1

    def leaves_in(self, answer: Satisfied) -> set[Leaf]:
        """The leaves that are true in an answer."""
        return {leaf for leaf, number in self.leaf.items() if number in answer.true}

    def literal(self, node: Node) -> int:
        """The literal that is true where a rule is met."""
        if isinstance(node, Use):
            return self.literal(rule_of(node, self.grounds.book))
        if not isinstance(node, Choose):
            return self.leaf[self.grounds.leaf(node)]
        enough = self._at_least(node.needed, tuple(sorted(self.literal(child) for child in counted(node))))
        if not is_bound(node):
            return enough
        # Met as a whole, so met one by one; the other way round nobody says.
        self._add(-self.leaf[self.grounds.leaf(node)], enough)
        return self.leaf[self.grounds.leaf(node)]

    def _at_least(self, k: int, of: tuple[int, ...]) -> int:
        """k or more are true: without the last one, or with it and k - 1 of the others. Sorted, so that counts over the
        same literals are one."""
        if k == 1 and len(of) == 1:
            return of[0]
        if (k, of) in self._made:
            return self._made[k, of]
        if k <= 0 or k > len(of):
            self.count += 1
            self._made[k, of] = this = self.count
            self._add(this if k <= 0 else -this)
            return this
        fewer, less = self._at_least(k, of[:-1]), self._at_least(k - 1, of[:-1])
        self.count += 1
        self._made[k, of] = this = self.count
        self._add(-this, fewer, of[-1])
        self._add(-this, less)
        self._add(-fewer, this)
        self._add(-less, -of[-1], this)
        return this

    def _add(self, *literals: int) -> None:
        self.all.append(frozenset(literals))
