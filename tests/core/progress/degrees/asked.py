"""What a degree specification asks, in one small form that every adapter reads into and the rule language is written from.

`rule` writes it in the language: a list of requirements shares no course where the language can say so (`exclusive`
over requirements that are all asked, or over one list to choose from), and across nested lists a course may serve
twice. `placed_apart` is the other reading, by an integer program over the whole tree: no course serves twice anywhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.core.progress.made import DAY, catalogue, record
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.record import Fact
from throughline.core.progress.standing import evaluate
from throughline.core.requirements.nodes import Choose, Node, Selector, Total

BOOK = RuleBook(catalogue())
MOST_TOGETHER = 8
"""Lists in one exclusive choice: so many are placed for everyone at once (the language takes 12)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """need: of courses, credits, or of what the parts give. most: what a met one may give to what stands above it.

    alone: its courses serve nothing else in the program.
    """

    name: str
    need: int
    most: int = 1
    of: tuple["Asked", ...] = ()
    select: Selector | None = None
    measure: Literal["count", "credits"] = "count"
    alone: bool = True

    @property
    def given(self) -> int:
        """The most that the parts can give together, of those that ask for anything."""
        return sum(part.most for part in self.of if part.asks)

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all; some lines of a specification are only told."""
        return self.need > 0 and (self.select is not None or any(part.asks for part in self.of))


def every(asked: Asked) -> Iterator[Asked]:
    """The requirement and all below it."""
    yield asked
    for part in asked.of:
        yield from every(part)


def rule(asked: Asked) -> Node | None:
    """The requirement in the rule language; None where it asks for nothing."""
    if not asked.asks:
        return None
    if asked.select is not None:
        return _total(asked, asked.need)
    return _choose(asked, asked.need)


def _total(asked: Asked, least: int, copy: int = 1) -> Total:
    unit = "cr" if asked.measure == "credits" else ""
    assert asked.select is not None
    return Total(
        id=f"{asked.name}#{copy}", measure=asked.measure, unit=unit, min=Decimal(least), select=asked.select
    )


def _choose(asked: Asked, least: int) -> Node:
    """A list. Where all of it is asked, so is what lists inside ask whole, and all of that is one list."""
    if _all_needed(asked, least):
        parts = list(_all_of(asked))
        pools = [(part, 1) for part in parts if _may_share(part)]
        nodes = [_copy(part, 1) for part in parts if not _may_share(part)]
        for start in range(0, len(pools), MOST_TOGETHER):
            some = pools[start : start + MOST_TOGETHER]
            nodes.append(_exclusive(f"{asked.name}!{start}", some, len(some)))
        return nodes[0] if len(nodes) == 1 else Choose(id=asked.name, of=tuple(nodes))
    copies = [(part, nth) for part in asked.of if part.asks for nth in range(1, min(part.most, least) + 1)]
    least = min(least, len(copies))
    if len(copies) <= MOST_TOGETHER and all(_may_share(part) for part, _ in copies):
        return _exclusive(asked.name, copies, least)
    return Choose(id=asked.name, of=tuple(_copy(part, nth) for part, nth in copies), min=least)


def _exclusive(name: str, pool: Sequence[tuple[Asked, int]], least: int) -> Node:
    of = tuple(_total(part, part.need, nth) for part, nth in pool)
    return Choose(id=name, of=of, min=least, exclusive=True)


def _copy(part: Asked, nth: int) -> Node:
    least = max(part.need, nth)
    return _total(part, least, nth) if part.select is not None else _choose(part, least)


def _may_share(part: Asked) -> bool:
    return part.select is not None and part.alone and (part.most == 1 or part.need <= 1)


def _all_needed(asked: Asked, least: int) -> bool:
    parts = [part for part in asked.of if part.asks]
    return len(parts) == least and all(part.most == 1 for part in parts)


def _all_of(asked: Asked) -> Iterator[Asked]:
    """The parts of a list of which all are asked, with the parts of those lists in it of which all are."""
    for part in (part for part in asked.of if part.asks):
        if part.of and _all_needed(part, part.need):
            yield from _all_of(part)
        else:
            yield part


def could_serve(asked: Asked, facts: Sequence[Fact]) -> frozenset[str]:
    """The facts that the requirement could use, by id, as the audit reads them."""
    if asked.select is None:
        return frozenset()
    return frozenset(evaluate(_total(asked, 10**6), record(*facts), BOOK, DAY).facts)


class _Rows:
    """An integer program being written: columns with an upper bound, rows `sum of factors times columns <= limit`."""

    def __init__(self) -> None:
        self.upper: list[float] = []
        self.rows: list[tuple[dict[int, float], float]] = []

    def column(self, upper: float) -> int:
        self.upper.append(upper)
        return len(self.upper) - 1

    def most(self, factors: dict[int, float], limit: float) -> None:
        self.rows.append((factors, limit))


def placed_apart(asked: Asked, facts: Sequence[Fact]) -> bool:
    """Whether all is met with every course serving one requirement at most, over the whole tree."""
    made, used = _Rows(), dict[str, dict[int, float]]()
    met, _ = _write(made, used, asked, {fact.id: fact for fact in facts}, facts)
    for once in used.values():
        made.most(once, 1)
    cost = np.zeros(len(made.upper))
    cost[met] = -1
    filled = [(row, column, factor) for row, (of, _) in enumerate(made.rows) for column, factor in of.items()]
    row, column, factor = zip(*filled, strict=True)
    matrix = csr_matrix((factor, (row, column)), shape=(len(made.rows), len(made.upper)))
    limits = LinearConstraint(matrix, ub=np.array([limit for _, limit in made.rows]))
    found = milp(
        cost, constraints=limits, bounds=Bounds(0, np.array(made.upper)), integrality=np.ones(len(cost))
    )
    return bool(found.x is not None and found.x[met] > 0.5)


def _write(
    made: _Rows,
    used: dict[str, dict[int, float]],
    asked: Asked,
    by_id: Mapping[str, Fact],
    facts: Sequence[Fact],
) -> tuple[int, int]:
    """The columns "it is met" and "so much of it counts above"."""
    met = made.column(1)
    counts = made.column(asked.most)
    inside: dict[int, float] = {}
    if asked.select is not None:
        for name in sorted(could_serve(asked, facts)):
            x = made.column(1)
            inside[x] = float(by_id[name].amounts["cr"]) if asked.measure == "credits" else 1.0
            if asked.alone:
                used.setdefault(name, {})[x] = 1.0
    for part in (part for part in asked.of if part.asks):
        inside[_write(made, used, part, by_id, facts)[1]] = 1.0
    less = {column: -factor for column, factor in inside.items()}
    need = min(asked.need, asked.given) if asked.of else asked.need
    made.most({met: float(need), **less}, 0)
    made.most({counts: 1.0, met: -float(asked.most)}, 0)
    made.most({counts: 1.0, **less}, 0)
    return met, counts
