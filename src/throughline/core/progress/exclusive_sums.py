"""Exclusive placement where children sum whole credits, hours or points: a small integer program
(HiGHS)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import numpy as np

from throughline.core.progress.demands import Demand, Placement, in_order

Terms = dict[int, float]


class _Program:
    """Rows `low <= terms <= high` over columns with an upper bound and a cost; column kinds are all whole
    numbers but the sums inside a capped group."""

    def __init__(self) -> None:
        self.upper: list[float] = []
        self.cost: list[float] = []
        self.whole: list[int] = []
        self.rows: list[tuple[Terms, float, float]] = []

    def column(self, upper: float, cost: float = 0.0, whole: bool = True) -> int:
        self.upper.append(upper)
        self.cost.append(cost)
        self.whole.append(int(whole))
        return len(self.upper) - 1

    def row(self, terms: Terms, low: float, high: float = np.inf) -> None:
        self.rows.append((terms, low, high))

    def solve(self) -> np.ndarray:
        from scipy.optimize import Bounds, LinearConstraint, milp  # half a second to load; most never solve
        from scipy.sparse import csr_matrix

        entries = [(i, j, v) for i, (terms, _, _) in enumerate(self.rows) for j, v in terms.items()]
        i, j, v = zip(*entries, strict=True)
        matrix = csr_matrix((v, (i, j)), shape=(len(self.rows), len(self.upper)))
        bounds = LinearConstraint(
            matrix, [low for _, low, _ in self.rows], [high for _, _, high in self.rows]
        )
        answer = milp(
            c=self.cost, constraints=bounds, bounds=Bounds(0, self.upper), integrality=self.whole,
            options={"mip_rel_gap": 0.0},
        )  # fmt: skip
        if answer.x is None:
            raise ArithmeticError(f"HiGHS gave no placement: {answer.message}")
        solution: np.ndarray = answer.x
        return solution


def place_sums(demands: Sequence[Demand], wanted: int) -> Placement:
    """The placement that leaves the least missing over the best `wanted` demands, then uses the fewest
    items."""
    program = _Program()
    items = in_order(demands)
    # One missing step must outweigh using every item; a scarce item is a little cheaper than a common one.
    step = 4.0 * (len(items) + 1)
    use = _columns(program, demands, items)
    chosen = [program.column(1) for _ in demands]
    short = [_shortfall(program, demand, use, chosen[n], step) for n, demand in enumerate(demands)]
    program.row(dict.fromkeys(chosen, 1.0), wanted, wanted)
    for item in items:
        its = {use[demand.child, item]: 1.0 for demand in demands if item in demand.offers}
        program.row(its, 0, 1)
    solution = program.solve()
    placed = {
        demand.child: tuple(sorted(i for i in demand.offers if solution[use[demand.child, i]] > 0.5))
        for demand in demands
    }
    return Placement(placed, round(sum(solution[column] for column in short)))


def _columns(program: _Program, demands: Sequence[Demand], items: list[str]) -> dict[tuple[str, str], int]:
    rank = {item: n / len(items) for n, item in enumerate(items)}
    return {
        (demand.child, item): program.column(1, 1.0 + rank[item])
        for demand in demands
        for item in sorted(demand.offers)
    }


def _shortfall(
    program: _Program, demand: Demand, use: dict[tuple[str, str], int], chosen: int, step: float
) -> int:
    """Adds what one demand asks; gives the column of its missing steps."""
    if demand.unit:
        short = program.column(float(demand.need), step)
        terms = _places(program, demand, use)
        program.row({**terms, short: 1.0, chosen: -float(demand.need)}, 0)
        return short
    short = program.column(demand.steps, step)
    scale = _scale([demand.need, *demand.offers.values(), *([demand.cap.max] if demand.cap else [])])
    need = float(demand.need * scale)
    terms = _sums(program, demand, use, scale)
    # Amounts are whole after scaling, so half a unit of slack cannot let a smaller sum pass.
    missing = float(scale) if demand.counted else need
    program.row({**terms, short: missing, chosen: -need}, -0.5)
    return short


def _grouped(demand: Demand) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for item in sorted(demand.offers):
        group = demand.groups.get(item)
        if group is not None:
            groups.setdefault(group, []).append(item)
    return groups


def _places(program: _Program, demand: Demand, use: dict[tuple[str, str], int]) -> Terms:
    """Each group fills one place, so a column a group, at most its items and at most one."""
    grouped = _grouped(demand)
    terms: Terms = {use[demand.child, i]: 1.0 for i in demand.offers if demand.groups.get(i) is None}
    for members in grouped.values():
        filled = program.column(1)
        program.row({**{use[demand.child, i]: 1.0 for i in members}, filled: -1.0}, 0)
        terms[filled] = 1.0
    return terms


def _sums(program: _Program, demand: Demand, use: dict[tuple[str, str], int], scale: Decimal) -> Terms:
    amount = {item: float(each * scale) for item, each in demand.offers.items()}
    grouped = _grouped(demand) if demand.cap else {}
    capped = {item for members in grouped.values() for item in members}
    terms: Terms = {use[demand.child, i]: amount[i] for i in demand.offers if i not in capped}
    for members in grouped.values():
        assert demand.cap is not None
        column = program.column(float(demand.cap.max * scale), whole=False)
        program.row({**{use[demand.child, i]: amount[i] for i in members}, column: -1.0}, 0)
        terms[column] = 1.0
    return terms


def _scale(amounts: Iterable[Decimal]) -> Decimal:
    """The power of ten that makes all amounts whole."""
    places = [-int(amount.as_tuple().exponent) for amount in amounts if amount.is_finite()]
    return Decimal(10) ** max(0, *places)
