"""Sums: what the facts a `total` selects come to, with the most one group may add."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, Decimal

from throughline.core.progress.leaves import Match, adds
from throughline.core.progress.record import Fact
from throughline.core.requirements.nodes import CapPer, Total

ZERO = Decimal(0)


def group_of(cap: CapPer, fact: Fact) -> str | None:
    """The capped group a fact belongs to, None where the cap does not reach it.

    By tag: the tag itself, or with a tag that ends in ':' the fact's first value of it in order of name.
    """
    values = sorted(tag for tag in fact.tags if _carries(cap.tag, tag))
    if cap.by == "tag":
        return values[0] if values else None
    if cap.tag and not values:
        return None
    return {"what": fact.what, "context": fact.context, "organization": fact.organization}[cap.by]


def _carries(asked: str, tag: str) -> bool:
    if not asked:
        return False
    return tag.startswith(asked) if asked.endswith(":") else tag == asked


def total_of(node: Total, facts: Iterable[Fact]) -> Decimal:
    """The capped sum over these facts, in the total's unit. Every fact is given once."""
    if node.measure == "distinct":
        return _distinct(node.cap_per, list(facts))
    if node.cap_per is None:
        return sum((adds(node, fact) for fact in facts), ZERO)
    free, groups = ZERO, dict[str, Decimal]()
    for fact in facts:
        group = group_of(node.cap_per, fact)
        if group is None:
            free += adds(node, fact)
        else:
            groups[group] = groups.get(group, ZERO) + adds(node, fact)
    return free + sum((min(each, node.cap_per.max) for each in groups.values()), ZERO)


def _distinct(cap: CapPer | None, facts: list[Fact]) -> Decimal:
    """How many different things, each counted in one of its groups, no group above its cap: a matching."""
    if cap is None:
        return Decimal(len({fact.what for fact in facts}))
    groups: dict[str, set[str | None]] = {}
    for fact in facts:
        groups.setdefault(fact.what, set()).add(group_of(cap, fact))
    free = {what for what, its in groups.items() if None in its}
    taken: dict[str, list[str]] = {}
    capped = sum(_place(what, groups, int(cap.max), taken, set()) for what in sorted(groups.keys() - free))
    return Decimal(len(free) + capped)


def _place(
    what: str, groups: dict[str, set[str | None]], room: int, taken: dict[str, list[str]], seen: set[str]
) -> bool:
    for group in sorted(g for g in groups[what] if g is not None):
        if group in seen:
            continue
        seen.add(group)
        inside = taken.setdefault(group, [])
        if len(inside) < room:
            inside.append(what)
            return True
        for other in list(inside):
            if _place(other, groups, room, taken, seen):
                inside[inside.index(other)] = what
                return True
    return False


def steps_left(node: Total, done: Decimal) -> int:
    """How many steps a total still needs at most: facts where facts are counted, else the sum as one
    step."""
    if done >= node.min:
        return 0
    if node.measure in ("count", "distinct"):
        return int((node.min - done).to_integral_value(ROUND_CEILING))
    return 1


def shown(node: Total, matched: Sequence[Match]) -> list[Match]:
    """The facts to name as used: those that add something, in order of day."""
    useful = (match for match in matched if adds(node, match.fact) > 0)
    return sorted(useful, key=lambda match: (match.fact.when, match.fact.id))
