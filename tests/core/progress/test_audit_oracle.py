"""The audit against answers found by exhaustive search (shared standards, audit/made-oracle)."""

from decimal import Decimal
from typing import Any

from tests.core.progress.made import DAY, catalogue, fact, record
from tests.core.progress.standards import rows
from throughline.core.progress.program import Program
from throughline.core.progress.remaining import least_remaining
from throughline.core.progress.standing import Standing, evaluate
from throughline.core.requirements.nodes import Choose, Have, Node, Selector, Total
from throughline.core.requirements.rulebook import RuleBook

BOOK = RuleBook(catalogue())


def tree(data: dict[str, Any], ids: list[int]) -> Node:
    ids.append(0)
    name = f"n{len(ids)}"
    if "have" in data:
        return Have(id=name, what=f"competency:{data['have']}")
    if "total" in data:
        select = Selector(kind="experience", tags=(data["unit"],))
        return Total(id=name, measure="hours", unit="h", min=Decimal(data["min"]), select=select)
    below = data["choose"]
    return Choose(id=name, of=tuple(tree(child, ids) for child in below["of"]), min=below["min"])


def learner(row: dict[str, Any]):  # type: ignore[no-untyped-def]
    hours = [fact(f"experience:{u}", amounts={"h": h}, tags=[u]) for u, h in row["hours"].items() if h]
    return record(*(f"competency:{name}" for name in row["has"]), *hours)


def test_met_and_remaining_equal_the_exhaustive_search_on_every_tree() -> None:
    for row in rows("audit/made-oracle/trees.jsonl"):
        node = tree(row["rule"], [])
        outcome = evaluate(node, learner(row), BOOK, DAY)
        assert (outcome.status == "met") == row["met"], row["id"]
        assert outcome.remaining == row["remaining_recursive"], row["id"]


def test_the_least_remaining_equals_the_exhaustive_search_on_every_tree() -> None:
    for row in rows("audit/made-oracle/trees.jsonl"):
        node = tree(row["rule"], [])
        standing = Standing(learner(row), Program(BOOK), DAY)
        assert least_remaining(node, BOOK, standing.steps) == row["remaining_least"], row["id"]


def test_exclusive_children_miss_what_the_exhaustive_search_says() -> None:
    for row in rows("audit/made-oracle/exclusive.jsonl"):
        children = tuple(
            Total(
                id=f"n{n}",
                measure="count",
                unit="",
                min=Decimal(need),
                select=Selector(tags=(f"serves:{n}",)),
            )
            for n, need in enumerate(row["need"])
        )
        items = [
            fact(f"course:c{n}", tags=[f"serves:{child}" for child in item["serves"]])
            for n, item in enumerate(row["items"])
            if item["has"]
        ]
        outcome = evaluate(Choose(id="top", of=children, exclusive=True), record(*items), BOOK, DAY)
        assert (outcome.status == "met") == row["met"], row["id"]
        assert outcome.remaining == row["missing"], row["id"]
        assert len(outcome.facts) == len(set(outcome.facts))


def test_whole_credits_in_an_exclusive_choice_miss_the_same_when_every_item_is_one_credit() -> None:
    """The integer program for sums, held against the same oracle: an item of one credit is a unit item."""
    for row in rows("audit/made-oracle/exclusive.jsonl"):
        children = tuple(
            Total(
                id=f"n{n}",
                measure="credits",
                unit="cr",
                min=Decimal(need),
                select=Selector(tags=(f"serves:{n}",)),
            )
            for n, need in enumerate(row["need"])
        )
        items = [
            fact(f"course:c{n}", amounts={"cr": 1}, tags=[f"serves:{child}" for child in item["serves"]])
            for n, item in enumerate(row["items"])
            if item["has"]
        ]
        outcome = evaluate(Choose(id="top", of=children, exclusive=True), record(*items), BOOK, DAY)
        assert (outcome.status == "met") == row["met"], row["id"]
