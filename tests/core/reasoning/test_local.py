"""Local variations of a state's rule: a menu of ways to graduate, with floors the state sets."""

import pytest

from tests.core.requirements.strategies import STATE
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Edition, Rule
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.local import broken_refinements, refines
from throughline.core.requirements.nodes import Node
from throughline.core.requirements.reading import read

BOOK = RuleBook(Catalogue(state=STATE))


def score(test: str, cut: int) -> dict[str, object]:
    return {"have": {"id": test, "what": f"assessment:{test}", "score": {"min": cut, "scale": "points"}}}


def menu(english: list[dict[str, object]], mathematics: list[dict[str, object]]) -> Node:
    of = [{"choose": {"id": "english", "min": 1, "of": english}}]
    if mathematics:
        of.append({"choose": {"id": "mathematics", "min": 1, "of": mathematics}})
    return read({"choose": of})


FLOOR = menu([score("reading", 470), score("essay", 18)], [score("algebra", 500), score("statistics", 3)])


@pytest.mark.parametrize(
    ("english", "mathematics", "gaps"),
    [
        ([score("reading", 470), score("essay", 18)], [score("algebra", 500), score("statistics", 3)], []),
        ([score("reading", 470)], [score("statistics", 3)], []),
        ([score("reading", 520)], [score("algebra", 500)], []),
        ([score("reading", 430)], [score("algebra", 500)], ["english"]),
        ([score("reading", 470), score("essay", 17)], [score("algebra", 500)], ["english"]),
        ([score("reading", 470)], [], ["mathematics"]),
        ([score("reading", 470)], [score("algebra", 500), score("local-test", 1)], ["mathematics"]),
    ],
    ids=["the same", "fewer options", "a higher cut", "a cut below the floor", "one option below the floor",
         "no option left in a subject", "an option of its own"],
)  # fmt: skip
def test_a_district_may_ask_for_more_and_offer_less_but_never_go_below_the_floor(
    english: list[dict[str, object]], mathematics: list[dict[str, object]], gaps: list[str]
) -> None:
    answer = refines(menu(english, mathematics), FLOOR, BOOK)
    assert [gap.node for gap in answer.gaps] == gaps
    assert answer.holds is not bool(gaps)


def test_a_rule_that_says_it_refines_another_and_does_not_is_named() -> None:
    def rule(name: str, root: Node, base: str = "") -> Rule:
        return Rule(name, {"en": name}, "award", (Edition("1", root),), refines=base)

    low = menu([score("reading", 430)], [score("algebra", 500)])
    rules = {"floor": rule("floor", FLOOR), "district": rule("district", low, "rule:floor")}
    (finding,) = broken_refinements(Catalogue(state=STATE, rules=rules))
    assert finding.sentence == (
        "rule:district asks for less than rule:floor: by assessment:reading, assessment:algebra it is met without"
        " node 'english'."
    )
