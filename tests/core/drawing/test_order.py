"""The order of tracks: what shares lies together, and it stays as it was."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.core.drawing.order import line_order

LINES = tuple("abcdef")
groups = st.lists(st.frozensets(st.sampled_from(LINES), min_size=2, max_size=4), max_size=7)


def capsules(order: tuple[str, ...], served: list[frozenset[str]]) -> int:
    """How many separate capsules the stations need in that order, counted one by one."""
    total = 0
    for group in served:
        marks = [line in group for line in order]
        total += marks[0] + sum(1 for before, after in pairwise(marks) if after and not before)
    return total


@given(groups)
@settings(max_examples=40, deadline=None)
def test_the_order_needs_hardly_more_capsules_than_the_best_of_all_orders(
    served: list[frozenset[str]],
) -> None:
    found = capsules(line_order(LINES, served), served)
    best = min(capsules(order, served) for order in permutations(LINES))
    assert best <= found <= best + 1


@given(st.permutations(LINES), st.lists(st.integers(1, 3), min_size=1, max_size=4))
def test_groups_that_do_not_overlap_are_never_torn(shuffled: list[str], sizes: list[int]) -> None:
    served, rest = [], list(shuffled)
    for size in sizes:
        served.append(frozenset(rest[:size]))
        rest = rest[size:]
    served = [group for group in served if group]
    assert capsules(line_order(LINES, served), served) == len(served)


@given(groups, st.permutations(LINES))
def test_the_order_does_not_depend_on_the_order_of_the_input(
    served: list[frozenset[str]], shuffled: list[str]
) -> None:
    assert line_order(LINES, served) == line_order(shuffled, served[::-1])


@given(groups, st.permutations(LINES), st.sampled_from(LINES))
def test_a_line_added_leaves_the_others_in_their_earlier_order(
    served: list[frozenset[str]], earlier: list[str], new: str
) -> None:
    kept = [line for line in earlier if line != new]
    order = line_order(LINES, served, kept)
    assert [line for line in order if line != new] == kept


def test_a_new_line_goes_beside_those_it_shares_with() -> None:
    served = [frozenset("ab"), frozenset("cd"), frozenset({"c", "d", "new"})]
    order = line_order([*"abcd", "new"], served, tuple("abcd"))
    assert order == ("a", "b", "c", "d", "new")


def test_without_sharing_lines_keep_the_order_of_their_ids() -> None:
    assert line_order(("c", "a", "b"), []) == ("a", "b", "c")
