"""Matches that there may be between the items of two frameworks, each with what speaks for it and against it.

The words of two statements are compared (cosine of TF-IDF over stems), and where the items stand: what they stand under,
what stands under them, what is aligned near them, their codes and levels. It proposes; people decide. The same input
gives the same answer; nothing but how well two items fit orders them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from throughline.core.alignment.company import Company
from throughline.core.alignment.vectors import Compared

WEIGHED: Final = 25
"""How many items that fit best by their words are looked at more closely."""
LEAST: Final = 0.08
"""A match weaker than this is not proposed."""
WEIGHTS: Final = {"words": 0.62, "above": 0.14, "below": 0.12, "near": 0.12}
SAME_TAIL: Final = 4
"""Codes that end in as many equal parts are taken for the same (`CCSS.Math.Content.3.OA.A.1`, `M.G3.C1OA.TA.3.OA.A.1`)."""
_PARTS = re.compile(r"[^0-9A-Za-z]+")
_WORDS = re.compile(r"[\s,;|]+")


@dataclass(frozen=True, slots=True)
class Stated:
    """An item as matching sees it. parent: id of the one it stands under; empty, or unknown: none."""

    id: str
    statement: str
    code: str = ""
    level: str = ""
    language: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A match that there may be. strength: 0 to 1. words: of the left statement that the right one has too, heaviest
    first. text, above, below, near: how well the words fit, what both stand under, what stands under both, and what is
    aligned around them (None: there is nothing to compare). same_code, same_level: None where either has none. company: how
    far what stands around the left one clearly leads to where the right one stands (`Company.fit`); it orders matches that
    are equally strong.
    """

    left: str
    right: str
    strength: float
    text: float
    words: tuple[str, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    above: float | None
    below: float | None
    near: float | None
    same_code: bool | None
    same_level: bool | None
    other_language: bool = False
    company: float | None = None


Aligned = Mapping[str, frozenset[str]]
"""What is aligned already: ids on the right, by id on the left."""


class Matcher:
    """Two frameworks made ready for comparison; 3,000 items by 3,000 take a few seconds."""

    def __init__(self, left: Sequence[Stated], right: Sequence[Stated]) -> None:
        self.left, self.right = _Side(left), _Side(right)
        self.compared = Compared(
            [(each.statement, each.language) for each in left],
            [(each.statement, each.language) for each in right],
        )
        self.company = Company(self.left.parents, self.right.parents, self.compared)

    def proposals(self, item: str, aligned: Aligned | None = None, most: int = 5) -> tuple[Proposal, ...]:
        """The best matches of one item of the left, the strongest first; of equally strong ones that which stands where its
        neighbours lead, then in the right's own order."""
        at = self.left.places.get(item)
        if at is None or not self.right.items:
            return ()
        near = _Near(self.left, self.right, aligned or {})
        weighed = [(self._fit(at, other, near), other) for other in self._weighed(at)]
        weighed.sort(
            key=lambda each: (-each[0].strength, not each[0].code, -self._company(at, each[1]), each[1])
        )
        return tuple(self._proposal(at, *each) for each in weighed[:most] if each[0].strength >= LEAST)

    def _company(self, at: int, other: int) -> float:
        return self.company.fit(at, other) or 0.0

    def compare(self, item: str, other: str, aligned: Aligned | None = None) -> Proposal | None:
        """Two items compared, however weak the match; None where either is not there."""
        at, two = self.left.places.get(item), self.right.places.get(other)
        if at is None or two is None:
            return None
        return self._proposal(at, self._fit(at, two, _Near(self.left, self.right, aligned or {})), two)

    def every(
        self, aligned: Aligned | None = None, most: int = 5
    ) -> Iterator[tuple[str, tuple[Proposal, ...]]]:
        """The best matches of each item of the left, in its order."""
        for item in self.left.items:
            yield item.id, self.proposals(item.id, aligned, most)

    def _weighed(self, at: int) -> list[int]:
        found = dict.fromkeys(self.compared.best(at, WEIGHED))
        found |= dict.fromkeys(self.right.by_code.get(self.left.codes[at], ()))
        return list(found)

    def _fit(self, at: int, other: int, near: "_Near") -> "_Fit":
        text, above, below = (
            float(self.compared.fits(at)[other]),
            self._above(at, other),
            self._below(at, other),
        )
        around = near.fit(at, other) if near.aligned else None
        code = _same(self.left.codes[at], self.right.codes[other])
        level = _same_level(self.left.levels[at], self.right.levels[other])
        known = {"words": text, "above": above, "below": below, "near": around}
        return _Fit(_strength(known, code, level), text, above, below, around, code, level)

    def _proposal(self, at: int, fit: "_Fit", other: int) -> Proposal:
        shared, only_left, only_right = self.compared.words(at, other)
        return Proposal(
            self.left.items[at].id, self.right.items[other].id, fit.strength, fit.text, shared, only_left, only_right,
            fit.above, fit.below, fit.near, fit.code, fit.level, self.compared.other_language(at, other),
            self.company.fit(at, other),
        )  # fmt: skip

    def _above(self, at: int, other: int) -> float | None:
        one, two = self.left.parents[at], self.right.parents[other]
        return float(self.compared.fits(one)[two]) if one is not None and two is not None else None

    def _below(self, at: int, other: int) -> float | None:
        mine, theirs = self.left.children.get(at), self.right.children.get(other)
        if not mine or not theirs:
            return None if not mine and not theirs else 0.0
        return float(sum(self.compared.fits(one)[theirs].max() for one in mine)) / len(mine)


@dataclass(frozen=True, slots=True)
class _Fit:
    strength: float
    text: float
    above: float | None
    below: float | None
    near: float | None
    code: bool | None
    level: bool | None


class _Side:
    """A framework: where its items stand, by position."""

    def __init__(self, items: Sequence[Stated]) -> None:
        self.items = tuple(items)
        # Of items that share an identifier, the first one stands for them.
        self.places = {each.id: at for at, each in reversed(list(enumerate(self.items)))}
        self.parents = [self.places.get(each.parent) for each in self.items]
        self.codes = [_code(each.code) for each in self.items]
        self.levels = [frozenset(_WORDS.split(each.level.strip().lower())) - {""} for each in self.items]
        self.children: dict[int, list[int]] = {}
        for at, parent in enumerate(self.parents):
            if parent is not None:
                self.children.setdefault(parent, []).append(at)

    def siblings(self, at: int) -> list[int]:
        """What stands under the same item."""
        parent = self.parents[at]
        return [] if parent is None else [each for each in self.children[parent] if each != at]

    @cached_property
    def by_code(self) -> Mapping[tuple[str, ...], list[int]]:
        """Positions by code."""
        found: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at, code in enumerate(self.codes):
            if code:
                found[code].append(at)
        return found


class _Near:
    """What is aligned around two items: 1 where what they stand under is, less where only neighbours are."""

    def __init__(self, left: _Side, right: _Side, aligned: Aligned) -> None:
        self.left, self.right, self.aligned = left, right, aligned

    def fit(self, at: int, other: int) -> float | None:
        found: float | None = None
        parent = self.left.parents[at]
        if parent is not None and (partners := self._partners(parent)):
            if self.right.parents[other] in partners:
                return 1.0
            found = 0.0
        for group, theirs, weight in (
            (self.left.siblings(at), self.right.parents[other], 0.7),
            (self.left.children.get(at, []), other, 0.9),
        ):
            partners = {two for one in group for two in self._partners(one)}
            if partners:
                fits = theirs is not None and any(self.right.parents[two] == theirs for two in partners)
                found = max(found or 0.0, weight if fits else 0.0)
        return found

    def _partners(self, at: int) -> set[int]:
        given = self.aligned.get(self.left.items[at].id, frozenset())
        return {self.right.places[each] for each in given if each in self.right.places}


def _strength(parts: Mapping[str, float | None], code: bool | None, level: bool | None) -> float:
    """The mean of what can be compared, by weight; a same code takes it halfway to certain, another level a tenth away."""
    known = {name: value for name, value in parts.items() if value is not None}
    total = sum(WEIGHTS[name] for name in known)
    strength = sum(WEIGHTS[name] * value for name, value in known.items()) / total
    if code:
        strength += (1 - strength) / 2
    if level is False:
        strength *= 0.9
    return round(min(strength, 1.0), 4)


def _code(code: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in _PARTS.split(code) if part)


def _same(one: tuple[str, ...], two: tuple[str, ...]) -> bool | None:
    if not one or not two:
        return None
    tail = SAME_TAIL
    return one == two or (len(one) > tail and len(two) > tail and one[-tail:] == two[-tail:])


def _same_level(one: frozenset[str], two: frozenset[str]) -> bool | None:
    return bool(one & two) if one and two else None


def as_json(proposal: Proposal) -> dict[str, Any]:
    """A proposal as plain JSON values, what cannot be compared left out."""
    body = {
        "left": proposal.left, "right": proposal.right, "strength": proposal.strength, "text": round(proposal.text, 4),
        "words": list(proposal.words), "above": proposal.above, "below": proposal.below, "near": proposal.near,
        "company": proposal.company, "same_code": proposal.same_code, "same_level": proposal.same_level,
    }  # fmt: skip
    return {name: value for name, value in body.items() if value is not None}
