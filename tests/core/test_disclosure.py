"""No hidden count follows from those that are shown, and no fewer could be hidden."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.core.disclosure import WIDTH, Grid, one_way, two_way

SMALLEST = 5
numbers = st.integers(0, 14)


def alternatives(shown: Sequence[int | None], total: int | None, most: int) -> list[tuple[int, ...]]:
    """Every row that agrees with what is shown, counts up to `most`."""
    ways = [range(most + 1) if each is None else [each] for each in shown]
    return [way for way in product(*ways) if total is None or sum(way) == total]


@settings(max_examples=150, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=4))
def test_each_hidden_group_of_a_row_could_be_one_of_several_sizes_and_no_fewer_could_be_hidden(
    counts: list[int],
) -> None:
    shown = one_way(counts, SMALLEST)
    must = {n for n, count in enumerate(counts) if 0 < count < SMALLEST}
    hidden = {n for n, count in enumerate(shown.counts) if count is None}
    assert must <= hidden
    possible = alternatives(shown.counts, shown.total, 2 * max(counts) + WIDTH)
    for group in must:
        sizes = {way[group] for way in possible}
        assert max(sizes) - min(sizes) >= WIDTH
    if hidden > must:
        (extra,) = hidden - must
        kept = [count if n == extra else seen for n, (count, seen) in enumerate(zip(counts, shown.counts))]
        left = alternatives(kept, shown.total, 2 * max(counts) + WIDTH)
        assert any(max(sizes) - min(sizes) < WIDTH for n in must if (sizes := {way[n] for way in left}))


tables = st.integers(2, 3).flatmap(
    lambda wide: st.lists(st.lists(numbers, min_size=wide, max_size=wide), min_size=2, max_size=3)
)


def flat(shown: Grid) -> list[int | None]:
    return [*(n for row in shown.cells for n in row), *shown.rows, *shown.columns, shown.total]


def summed(counts: list[list[int]]) -> list[int]:
    cells = np.array(counts)
    return [*cells.ravel().tolist(), *cells.sum(1).tolist(), *cells.sum(0).tolist(), int(cells.sum())]


def width_of(counts: list[list[int]], hidden: set[int], target: int) -> int:
    """How far one hidden count can move, found by pushing whole people round the table (augmenting paths): apart from
    the linear programs it is held against."""
    values, many, wide = summed(counts), len(counts), len(counts[0])
    inside = many * wide
    # Sums are nodes; a count joins its row and its column; a row's sum joins it to all, and so does a column's.
    ends: list[tuple[int, int]] = [(row, many + column) for row in range(many) for column in range(wide)]
    ends += [(many + wide, row) for row in range(many)]
    ends += [(many + column, many + wide + 1) for column in range(wide)]
    ends += [(many + wide + 1, many + wide)]

    def pushed(forward: bool) -> int:
        room = {}
        for n in hidden - {target}:
            a, b = ends[n]
            room[n, a, b], room[n, b, a] = WIDTH, min(values[n], WIDTH)
        first, last = ends[target] if forward else ends[target][::-1]
        most = WIDTH if forward else min(values[target], WIDTH)
        moved = 0
        while moved < most and (path := way(room, last, first)):
            for edge in path:
                room[edge] -= 1
                room[edge[0], edge[2], edge[1]] += 1
            moved += 1
        return moved

    assert len(values) == len(ends) == inside + many + wide + 1
    return pushed(True) + pushed(False)


def way(room: dict[tuple[int, int, int], int], start: int, end: int) -> list[tuple[int, int, int]]:
    reached: dict[int, list[tuple[int, int, int]]] = {start: []}
    waiting = [start]
    while waiting:
        at = waiting.pop(0)
        if at == end:
            return reached[at]
        for edge, left in room.items():
            if left and edge[1] == at and edge[2] not in reached:
                reached[edge[2]] = [*reached[at], edge]
                waiting.append(edge[2])
    return []


@settings(max_examples=30, deadline=None)
@given(tables)
def test_no_hidden_count_of_a_table_is_narrowed_by_whoever_knows_all_that_is_shown(
    counts: list[list[int]],
) -> None:
    shown, values = flat(two_way(counts, SMALLEST)), summed(counts)
    hidden = {n for n, each in enumerate(shown) if each is None}
    must = {n for n, each in enumerate(values) if 0 < each < SMALLEST}
    assert must <= hidden
    assert all(each in (None, value) for each, value in zip(shown, values, strict=True))
    for each in must:
        assert width_of(counts, hidden, each) >= WIDTH


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(numbers, min_size=2, max_size=2), min_size=2, max_size=2))
def test_no_safe_pattern_of_a_small_table_hides_less(counts: list[list[int]]) -> None:
    values = summed(counts)
    must = {n for n, each in enumerate(values) if 0 < each < SMALLEST}
    cost = [1.0] * 4 + [1.5] * 4 + [2.0]
    patterns = [
        must | {n for n in range(9) if bits >> n & 1 and n not in must} for bits in range(1 << 9)
    ]  # fmt: skip
    safe = [each for each in patterns if all(width_of(counts, each, n) >= WIDTH for n in must)]
    least = min(sum(cost[n] for n in each) for each in safe)
    hidden = {n for n, each in enumerate(flat(two_way(counts, SMALLEST))) if each is None}
    assert sum(cost[n] for n in hidden) == pytest.approx(least)


def test_a_hidden_count_takes_others_with_it_so_that_no_sum_tells_it() -> None:
    shown = two_way([[3, 40, 57], [30, 41, 60], [20, 42, 50]], 10)
    assert shown.cells[0][0] is None
    assert shown.rows == (100, 131, 112)
    assert shown.total == 343
    assert sum(each is None for each in flat(shown)) == 4


def test_where_all_of_a_group_have_something_in_common_it_is_not_told_of_them() -> None:
    plain = two_way([[0, 12], [40, 50], [30, 20]], 10)
    assert plain.cells[0] == (0, 12)
    telling = two_way([[0, 12], [40, 50], [30, 20]], 10, telling=[1])
    assert telling.cells[0] == (None, None)
    assert telling.hides


def test_a_table_without_small_groups_is_shown_whole() -> None:
    shown = two_way([[10, 40], [0, 41]], 10)
    assert not shown.hides
    assert (shown.cells, shown.rows, shown.columns, shown.total) == (
        ((10, 40), (0, 41)),
        (50, 41),
        (10, 81),
        91,
    )


def test_one_small_group_alone_hides_the_sum_as_well() -> None:
    assert (one_way([4, 3], 10).counts, one_way([4, 3], 10).total) == ((None, None), None)
    assert (one_way([4], 10).counts, one_way([4], 10).total) == ((None,), None)
    assert (one_way([4, 0, 70, 30], 10).counts, one_way([4, 0, 70, 30], 10).total) == (
        (None, 0, 70, None),
        104,
    )


def test_of_a_group_of_few_it_is_not_told_either_that_none_of_them_is_there() -> None:
    """Nobody of four would say of each of the four that they are not."""
    assert two_way([[0, 4], [30, 40]], 10, telling={0}).cells[0][0] is None
    assert two_way([[0, 40], [30, 40]], 10, telling={0}).cells[0][0] == 0
    assert two_way([[0, 4], [30, 40]], 10).cells[0][0] == 0
