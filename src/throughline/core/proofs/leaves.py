"""What the leaves of a rule ask, each in its one spelling, and which of them are met with which.

A leaf is a `have`, `total` or `not` node, or a `choose` that asks more than its children one by one (`exclusive`,
`within`). It is written as the canonical JSON of the node without id, title, cite and advice, so that whoever reads the
published rule can write the same. The separate checker, `throughline/check_proof.py`, does so on its own.
"""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeAlias

from throughline.core import ledger
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.requirements.nodes import Choose, Have, Node, Use
from throughline.core.requirements.reading import write

Leaf: TypeAlias = str
_NAMES = frozenset({"id", "title", "cite", "advisory"})
_COUNTS = {"have": ("level", "times"), "total": ("min",)}


def leaf_of(node: Node) -> Leaf:
    """What a leaf asks."""
    return ledger.canonical(_bare(write(node))).decode()


def plain(ref: str) -> Leaf:
    """What asks for a thing, by reference, and for nothing more about it."""
    return ledger.canonical({"have": {"what": ref}}).decode()


def shown(leaf: Leaf) -> Any:
    """A leaf as a proof file writes it: the reference alone where nothing more is asked."""
    said = json.loads(leaf)
    body = said.get("have", {})
    return body["what"] if set(body) == {"what"} else said


def is_bound(node: Node) -> bool:
    """Whether a `choose` asks more than its children one by one."""
    return isinstance(node, Choose) and bool(node.exclusive or node.within)


def counted(node: Choose) -> tuple[Node, ...]:
    """The children that count: advice does not."""
    return tuple(child for child in node.of if not child.advisory)


def rule_name(node: Use) -> str:
    """The name of the shared rule a `use` stands for: `rule:r`, or `rule:r@edition`."""
    return f"rule:{node.rule.removeprefix('rule:')}" + f"@{node.version}" * bool(node.version)


def rule_of(node: Use, book: RuleBook) -> Node:
    """The rule a `use` stands for."""
    return book.of_rule(node.rule.removeprefix("rule:"), node.version)


def leaves_in(node: Node, book: RuleBook) -> Iterator[Leaf]:
    """Every leaf that counts in a rule, at any depth; of a bound `choose` itself and those below it."""
    if isinstance(node, Use):
        yield from leaves_in(rule_of(node, book), book)
        return
    if isinstance(node, Choose):
        for child in counted(node):
            yield from leaves_in(child, book)
    if not isinstance(node, Choose) or is_bound(node):
        yield leaf_of(node)


def haves_in(node: Node, book: RuleBook) -> Iterator[Have]:
    """Every `have` that counts in a rule, at any depth."""
    if isinstance(node, Use):
        yield from haves_in(rule_of(node, book), book)
    elif isinstance(node, Choose):
        for child in counted(node):
            yield from haves_in(child, book)
    elif isinstance(node, Have):
        yield node


def rules_in(node: Node, book: RuleBook) -> Iterator[str]:
    """The references of all shared rules a rule uses, at any depth."""
    if isinstance(node, Use):
        yield rule_name(node).partition("@")[0]
        yield from rules_in(rule_of(node, book), book)
    elif isinstance(node, Choose):
        for child in counted(node):
            yield from rules_in(child, book)


@lru_cache(100_000)
def follows(a: Leaf, b: Leaf) -> bool:
    """Whether everyone who meets leaf `a` meets leaf `b`, because it asks the same less strictly. True is certain."""
    (kind, more), (other, less) = _opened(a), _opened(b)
    if kind != other or kind not in _COUNTS:
        return a == b
    # A filter of a sum lets through less, not more; a wider `via` lets in what a narrower one keeps out.
    alike = kind == "total" or "via" in more
    if alike and set(more) - {*_COUNTS[kind]} != set(less) - {*_COUNTS[kind]}:
        return False
    if any(more.get(name) != said for name, said in less.items() if name not in _COUNTS[kind]):
        return False
    return all(_number(more, name) >= _number(less, name) for name in _COUNTS[kind])


def by_thing(leaves: Iterable[Leaf]) -> dict[str, list[Leaf]]:
    """Leaves by what they ask about: only of the same thing can one follow from another."""
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        found.setdefault(thing(leaf), []).append(leaf)
    return found


def thing(leaf: Leaf) -> str:
    """What a leaf asks about: of a `have` the reference, of a sum its measure, of all else itself."""
    kind, body = _opened(leaf)
    return str(body["what"] if kind == "have" else body["measure"] if kind == "total" else leaf)


def _number(body: dict[str, Any], name: str) -> Decimal:
    return Decimal(str(body.get(name, 1)))


@lru_cache(10_000)
def _opened(leaf: Leaf) -> tuple[str, dict[str, Any]]:
    ((kind, body),) = json.loads(leaf).items()
    return kind, body


def _bare(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _bare(each) for name, each in said.items() if name not in _NAMES}
    return [_bare(each) for each in said] if isinstance(said, list) else said
