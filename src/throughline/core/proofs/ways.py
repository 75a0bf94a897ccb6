"""The least sets of leaves that meet a rule, one by one, as far as they can be listed."""

from collections.abc import Iterable

from throughline.core.proofs.grounds import Grounds
from throughline.core.proofs.leaves import Leaf, counted, follows, is_bound, leaf_of, rule_of
from throughline.core.requirements.nodes import Choose, Node, Use

Way = frozenset[Leaf]


class TooMany(Exception):
    """There are more ways than can be listed."""


def ways(node: Node, grounds: Grounds, most: int) -> list[Way]:
    """The least ways to meet a rule, in a fixed order; where they hold something that is opened, with a way in which that
    came about. Raises `TooMany` beyond `most`, at any point on the way."""
    return sorted(_Listing(grounds, most).of(node, frozenset()), key=sorted)


class _Listing:
    def __init__(self, grounds: Grounds, most: int) -> None:
        self.grounds, self.most = grounds, most

    def of(self, node: Node, inside: Way) -> frozenset[Way]:
        """The ways to meet a rule. inside: what is being opened around it, and is not opened again."""
        if isinstance(node, Use):
            return self.of(rule_of(node, self.grounds.book), inside)
        if not isinstance(node, Choose):
            return self._leaf(leaf_of(node), inside)
        found = self._some(node.needed, (self.of(child, inside) for child in counted(node)))
        return found if not is_bound(node) else frozenset(way | {leaf_of(node)} for way in found)

    def _leaf(self, leaf: Leaf, inside: Way) -> frozenset[Way]:
        parts = [frozenset([frozenset([leaf])])]
        for opened, rules in self.grounds.origins.items():
            if opened not in inside and follows(leaf, opened):
                parts.append(self._some(1, (self.of(rule, inside | {opened}) for rule in rules)))
        return self._some(len(parts), parts)

    def _some(self, needed: int, parts: Iterable[frozenset[Way]]) -> frozenset[Way]:
        """The ways to meet so many of some rules, given the ways of each."""
        meeting = [frozenset([Way()]), *(frozenset[Way]() for _ in range(needed))]
        for own in parts:
            for j in range(needed, 0, -1):
                joined = {held | more for held in meeting[j - 1] for more in own}
                meeting[j] = self._least(meeting[j] | joined)
        return meeting[needed]

    def _least(self, sets: frozenset[Way]) -> frozenset[Way]:
        if len(sets) > 10 * self.most:
            raise TooMany
        kept: list[Way] = []
        for way in sorted(sets, key=len):
            if not any(less <= way for less in kept):
                kept.append(way)
        if len(kept) > self.most:
            raise TooMany
        return frozenset(kept)
