"""Two pages that count the same people in two ways: what one hides does not follow from the other."""

from collections.abc import Iterator

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from throughline.core.disclosure import WIDTH, in_parts, one_way

SMALLEST = 5
few = st.sampled_from([0, 0, 1, 2, 4, 5, 7, 12, 30])


@st.composite
def states(draw: st.DrawFn) -> tuple[np.ndarray, list[list[int]]]:
    """Learners by region and pathway, and the same learners by region and school."""
    regions, pathways = draw(st.integers(2, 3)), draw(st.integers(1, 3))
    table = np.array(
        draw(
            st.lists(st.lists(few, min_size=pathways, max_size=pathways), min_size=regions, max_size=regions)
        )
    )
    schools = []
    for row in table:
        cuts = sorted(draw(st.lists(st.integers(0, int(row.sum())), min_size=0, max_size=2)))
        schools.append(np.diff([0, *cuts, int(row.sum())]).tolist())
    return table, schools


def told(table: np.ndarray, schools: list[list[int]]) -> Iterator[tuple[list[float], int]]:
    """Every equation that a reader of both pages has, over all counts: the regions' pages, then the schools'."""
    regions, pathways = table.shape
    many = table.size + sum(map(len, schools))
    begin = np.cumsum([table.size, *map(len, schools)])

    def equation(places: list[int], value: int, less: list[int] | None = None) -> tuple[list[float], int]:
        line = np.zeros(many)
        line[places], line[less or []] = 1, -1
        return line.tolist(), value

    pages = [one_way(table[:, p].tolist(), SMALLEST) for p in range(pathways)]
    untold = {str(r) for p in pages for r in range(regions) if p.counts[r] is None}
    parts = {str(r): {f"{r}:{s}": n for s, n in enumerate(row)} for r, row in enumerate(schools)}
    shown, whole = in_parts(parts, untold, SMALLEST, told=all(page.total is not None for page in pages))
    for p, page in enumerate(pages):
        cells = [r * pathways + p for r in range(regions)]
        yield from (equation([cell], n) for cell, n in zip(cells, page.counts, strict=True) if n is not None)
        if page.total is not None:
            yield equation(cells, page.total)
    for r, row in enumerate(schools):
        mine = [int(begin[r]) + s for s in range(len(row))]
        yield from (equation([at], n) for s, at in enumerate(mine) if (n := shown[f"{r}:{s}"]) is not None)
        # Whoever learns in a region is on some pathway there, and at some school.
        yield equation(mine, 0, [r * pathways + p for p in range(pathways)])
    if whole is not None:
        yield equation(list(range(table.size, many)), whole)


@settings(max_examples=30, deadline=None)
@given(states())
def test_whoever_reads_both_pages_is_left_with_several_sizes_for_every_small_group(
    state: tuple[np.ndarray, list[list[int]]],
) -> None:
    table, schools = state
    values = [*table.ravel().tolist(), *(n for row in schools for n in row)]
    lines, right = zip(*told(table, schools), strict=True)
    for place, count in enumerate(values):
        if 0 < count < SMALLEST:
            aim = np.zeros(len(values))
            aim[place] = 1
            ends = [
                linprog(sign * aim, A_eq=lines, b_eq=right, bounds=(0, sum(values) + WIDTH))
                for sign in (1, -1)
            ]
            assert all(each.status in (0, 3) for each in ends)
            low, high = ends[0].fun, -ends[1].fun
            assert high - low >= WIDTH - 1e-6, (place, low, high)


def test_a_school_is_hidden_where_its_region_holds_a_hidden_group_else_the_other_page_would_be_told() -> None:
    """Two on a pathway in the west, hidden with the east's twenty: the west's 32 at school less its shown 30 would tell."""
    parts = {"west": {"w": 32}, "east": {"e": 40, "f": 10}, "north": {"n": 9, "m": 3, "o": 50}}
    shown, whole = in_parts(parts, {"west", "east"}, SMALLEST, told=True)
    assert shown == {"w": None, "e": 40, "f": None, "n": None, "m": None, "o": 50}
    assert whole == 144
    assert in_parts(parts, {"west", "east"}, SMALLEST, told=False)[1] is None
    shown, whole = in_parts({"west": {"w": 32}, "east": {"e": 40, "f": 10}}, (), SMALLEST, told=True)
    assert (shown, whole) == ({"w": 32, "e": 40, "f": 10}, 82)
