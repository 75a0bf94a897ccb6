"""The least sets of leaves that meet a rule, one by one, as far as they can be listed."""

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.proofs.leaves import Leaf, counted, is_bound, leaf_of, rule_of
from throughline.core.requirements.nodes import Choose, Node, Use

Way = frozenset[Leaf]


class TooMany(Exception):
    """There are more ways than can be listed."""


def ways(node: Node, book: RuleBook, most: int) -> list[Way]:
    """The least ways to meet a rule, in a fixed order. Raises `TooMany` beyond `most`, at any point on the way."""
    return sorted(_ways(node, book, most), key=sorted)


def _ways(node: Node, book: RuleBook, most: int) -> frozenset[Way]:
    if isinstance(node, Use):
        return _ways(rule_of(node, book), book, most)
    if not isinstance(node, Choose):
        return frozenset([frozenset([leaf_of(node)])])
    meeting: list[frozenset[Way]] = [
        frozenset([frozenset()]),
        *(frozenset[Way]() for _ in range(node.needed)),
    ]
    for child in counted(node):
        own = _ways(child, book, most)
        for j in range(node.needed, 0, -1):
            joined = {held | more for held in meeting[j - 1] for more in own}
            meeting[j] = _least(meeting[j] | joined, most)
    mark = frozenset([leaf_of(node)] if is_bound(node) else [])
    return frozenset(way | mark for way in meeting[node.needed])


def _least(sets: frozenset[Way], most: int) -> frozenset[Way]:
    if len(sets) > 10 * most:
        raise TooMany
    kept: list[Way] = []
    for way in sorted(sets, key=len):
        if not any(less <= way for less in kept):
            kept.append(way)
    if len(kept) > most:
        raise TooMany
    return frozenset(kept)
