"""What changed between two packages: added, changed, removed, moved, by identifier and by member."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats.case import packages_made as made
from tests.core.formats.case.packages_made import guid
from throughline.core.formats.case import reading
from throughline.core.formats.comparing import Mark, MemberChange, changes, compare, digest, members


def of(items: list[Any], order: list[tuple[int, int]], **more: Any) -> Any:
    links = [
        made.link(100 + child, "isChildOf", child, above, sequenceNumber=nth)
        for nth, (child, above) in enumerate(order)
    ]
    return made.read(made.package(items, links, **more))


ITEMS = [made.item(nth) for nth in (1, 2, 3, 4)]
ORDER = [(1, 0), (2, 1), (3, 1), (4, 1)]


@settings(max_examples=60, deadline=None)
@given(made.packages(), st.sampled_from([None, 2]))
def test_a_package_is_no_different_from_itself_with_other_spaces_and_order_of_members(
    content: dict[str, Any], indent: Any
) -> None:
    turned = json.dumps(content, indent=indent, sort_keys=True)
    difference = compare(made.read(content), reading.read(turned.encode(), name="turned.json"))
    assert not difference
    assert difference.items.same == len(content["CFItems"])


def test_what_was_added_changed_and_removed_is_named() -> None:
    before = of(ITEMS, ORDER)
    after = of([*ITEMS[:2], made.item(3, "Another statement."), made.item(5)], [*ORDER[:3], (5, 1)])
    difference = compare(before, after)
    assert difference.items.added == (guid(5),)
    assert difference.items.changed == (guid(3),)
    assert difference.items.removed == (guid(4),)
    assert (difference.items.moved, difference.items.same) == ((), 2)
    assert difference.associations.added == (guid(105),)
    assert difference.associations.removed == (guid(104),)


def test_an_item_that_went_elsewhere_or_before_its_siblings_was_moved_and_the_others_were_not() -> None:
    before = of(ITEMS, ORDER)
    assert compare(before, of(ITEMS, [(1, 0), (4, 1), (2, 1), (3, 1)])).items.moved == (guid(4),)
    assert compare(before, of(ITEMS, [(1, 0), (2, 1), (3, 2), (4, 1)])).items.moved == (guid(3),)
    one_more = compare(before, of([made.item(9), *ITEMS], [(1, 0), (9, 1), (2, 1), (3, 1), (4, 1)]))
    assert (one_more.items.moved, one_more.items.added) == ((), (guid(9),))


def test_members_that_changed_are_named_with_their_values() -> None:
    before = json.dumps({"a": {"b": 1, "c": [1, 2]}, "d": "x", "f": 1}).encode()
    after = json.dumps({"a": {"b": 2, "c": [1, 3]}, "e": "y", "f": True}).encode()
    assert members(before, after) == (
        MemberChange("a.b", 1, 2), MemberChange("a.c", [1, 2], [1, 3]), MemberChange("d", "x", None),
        MemberChange("f", 1, True), MemberChange("e", None, "y"),
    )  # fmt: skip
    assert members(before, before) == ()


def test_a_changed_title_of_the_document_is_a_change_of_the_document() -> None:
    before, content = made.package([]), made.package([])
    content["CFDocument"] |= {"title": "Another"}
    assert compare(made.read(before), made.read(content)).document == (
        MemberChange("CFDocument.title", "Example framework", "Another"),
    )


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 30), unique=True, max_size=12), st.randoms(use_true_random=False))
def test_as_few_siblings_are_moved_as_explain_the_new_order(identifiers: list[int], random: Any) -> None:
    shuffled = list(identifiers)
    random.shuffle(shuffled)
    before = [Mark(str(each), b"", "p", nth) for nth, each in enumerate(identifiers)]
    after = [Mark(str(each), b"", "p", nth) for nth, each in enumerate(shuffled)]
    moved = {int(each) for each in changes(before, after).moved}
    assert [each for each in identifiers if each not in moved] == [
        each for each in shuffled if each not in moved
    ]
    best = longest([shuffled.index(each) for each in identifiers])
    assert len(moved) == len(identifiers) - best


def longest(values: list[int]) -> int:
    """The length of the longest rising subsequence, the slow way."""
    ends: list[int] = []
    for nth, value in enumerate(values):
        ends.append(1 + max((ends[k] for k in range(nth) if values[k] < value), default=0))
    return max(ends, default=0)


def test_a_digest_says_the_same_for_the_same_record() -> None:
    assert digest(b'{"a": 1, "b": [1, 2]}') == digest(b'{"b":[1,2],"a":1}') != digest(b'{"b":[2,1],"a":1}')
