"""The smallest asked-for things of rules, and which of them follow from which.

An atom is a `have` or `total` leaf as it stands, thresholds included. `follows(a, b)` is True only where every
record that meets `a` meets `b`; where two atoms cannot be compared it is False, never a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import permutations
from typing import TypeAlias

from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.requirements.nodes import (
    CapPer,
    Fresh,
    Have,
    Not,
    ScoreAtLeast,
    Selector,
    Total,
    ValidatedBy,
)
from throughline.core.requirements.reading import write

Asked: TypeAlias = Have | Total | Not
VIA_RANK = {"exact": 0, "certified": 1, "any": 2}


@dataclass(frozen=True, slots=True)
class Atom:
    """One asked-for thing. group: names the `exclusive` or `within` node it is bound to, where it is to one; a bound
    atom says more than a free one."""

    key: str
    group: str = ""
    node: Asked = field(compare=False, default=Have(id="", what="course:x"))

    @property
    def comparable(self) -> bool:
        """Whether what follows from it is decided exactly."""
        return isinstance(self.node, Have) and not self.group


def atom(node: Asked, group: str = "") -> Atom:
    """The atom a leaf asks for: two leaves that ask the same are one atom, whatever they are called."""
    bare = replace(node, id="-", title={}, cite=None, advisory=False)
    return Atom(repr(write(bare)), group, node)


def follows(a: Atom, b: Atom, book: RuleBook | None = None) -> bool:
    """Whether every record that meets `a` meets `b`; without a book, no equivalence is known."""
    if b.group and a.group != b.group:
        return False
    if a.key == b.key:
        return True
    if isinstance(a.node, Have) and isinstance(b.node, Have):
        return _have_follows(a.node, b.node, book)
    if isinstance(a.node, Total) and isinstance(b.node, Total):
        return _total_follows(a.node, b.node)
    return False


def _have_follows(a: Have, b: Have, book: RuleBook | None) -> bool:
    return (
        any(level >= (b.level or 1) for level in _levels_as(a, b, book))
        and _score_follows(a.score, b.score)
        and a.times >= b.times
        and b.attempt in (a.attempt, "best")
        and _validators_follow(a.validated_by, b.validated_by)
        and _narrower(a.context, b.context)
        and _narrower(a.issuer, b.issuer)
        and _fresh_follows(a.fresh, b.fresh)
        and VIA_RANK[a.via] <= VIA_RANK[b.via]
    )


def _levels_as(a: Have, b: Have, book: RuleBook | None) -> Iterator[int]:
    """The level of `b.what` that anyone who meets `a` has, by name or by an equivalence that `b` admits."""
    if a.what == b.what:
        yield a.level or 1
    for step in book.equivalents(b.what, b.via) if book else ():
        if step.what == a.what:
            yield step.counts_for(a.level)


def _score_follows(a: ScoreAtLeast | None, b: ScoreAtLeast | None) -> bool:
    return b is None or (a is not None and a.scale == b.scale and a.min >= b.min)


def _narrower(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether 'any of a' lets through nothing that 'any of b' keeps out; an empty filter lets all through."""
    return not b or (bool(a) and set(a) <= set(b))


def _fresh_follows(a: Fresh | None, b: Fresh | None) -> bool:
    if b is None or a is None:
        return b is None
    return a.years * 12 + a.months <= b.years * 12 + b.months and a.days <= b.days


def _validators_follow(a: tuple[ValidatedBy, ...], b: tuple[ValidatedBy, ...]) -> bool:
    """Each of `b`'s askings is covered by another one of `a`'s."""
    if len(a) < len(b):
        return not b
    return any(all(map(_covers, chosen, b)) for chosen in permutations(a, len(b)))


def _covers(a: ValidatedBy, b: ValidatedBy) -> bool:
    return (
        a.role == b.role and a.count >= b.count and (a.distinct_organization or not b.distinct_organization)
    )


def _total_follows(a: Total, b: Total) -> bool:
    same = a.measure == b.measure and a.unit == b.unit
    distinct_are_counted = (a.measure, b.measure) == ("distinct", "count")
    return (
        (same or distinct_are_counted)
        and a.min >= b.min
        and _cap_follows(a.cap_per, b.cap_per)
        and _selector_follows(a.select, b.select)
    )


def _cap_follows(a: CapPer | None, b: CapPer | None) -> bool:
    return b is None or (a is not None and (a.by, a.tag) == (b.by, b.tag) and a.max <= b.max)


def _selector_follows(a: Selector, b: Selector) -> bool:
    """Whether `b` selects every fact that `a` selects."""
    kinds = {what.partition(":")[0] for what in a.what} or {a.kind}
    return (
        (not b.kind or kinds == {b.kind} or a.kind == b.kind)
        and _narrower(a.what, b.what)
        and set(b.tags) <= set(a.tags)
        and (_narrower(a.any_tags, b.any_tags) or bool(set(a.tags) & set(b.any_tags)))
        and b.framework in ("", a.framework)
        and (b.level or 0) <= (a.level or 0)
        and (b.proficiency or 0) <= (a.proficiency or 0)
        and _score_follows(a.score, b.score)
        and _narrower(a.context, b.context)
        and _narrower(a.issuer, b.issuer)
        and _validators_follow(a.validated_by, b.validated_by)
        and set(b.exclude) <= set(a.exclude)
    )
