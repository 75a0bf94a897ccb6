"""A district's graduate profile keeps all of the state's and accepts every kind of showing; else the part is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from throughline.core.catalogue.rulebook import RuleBook, in_force
from throughline.core.certification.graduate_profiles import demands, narrowed, parts, shown_in, shut_out
from throughline.core.formats.state_pack import Pack
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import evaluate
from throughline.core.requirements.nodes import Choose, Have, Node, Selector, Total, ValidatedBy

DAY = date(2026, 6, 1)
KINDS = ("performance", "portfolio", "prior-work", "exhibition", "test")


@pytest.fixture(scope="module")
def book(meridian_pack: Pack) -> RuleBook:
    return RuleBook(meridian_pack.catalogue)


@pytest.fixture(scope="module")
def state(book: RuleBook) -> Choose:
    root = in_force(book.rule("graduate-profile"), None).root
    assert isinstance(root, Choose)
    return root


def with_part(state: Choose, name: str, *instead: Node) -> Choose:
    """The state's profile with one part replaced (by nothing: left out)."""
    return replace(
        state, of=tuple(new for each in state.of for new in (instead if each.id == name else (each,)))
    )


def of(state: Choose, name: str) -> Have:
    found = next(each for each in state.of if each.id == name)
    assert isinstance(found, Have)
    return found


def test_a_profile_that_adds_and_raises_is_a_superset(state: Choose, book: RuleBook) -> None:
    raised = with_part(state, "communication", replace(of(state, "communication"), level=3))
    more = replace(raised, of=(*raised.of, Have("civic", "competency:civic-understanding", level=2)))
    assert narrowed(more, state, book) == ()
    assert narrowed(replace(more, of=(*more.of, demands("exhibition", 1))), state, book) == ()


@pytest.mark.parametrize("how", ["left out", "lowered", "one of two", "advice only", "at most some"])
def test_a_narrowing_is_found_at_its_part(state: Choose, book: RuleBook, how: str) -> None:
    own = of(state, "communication")
    other = Have("tools", "competency:digital-literacy", level=4)
    less: dict[str, Node] = {
        "left out": with_part(state, "communication"),
        "lowered": with_part(state, "communication", replace(own, level=1)),
        "one of two": with_part(state, "communication", Choose("either", (own, other), min=1)),
        "advice only": with_part(state, "communication", replace(own, advisory=True)),
    }
    if how == "at most some":
        assert {each.node.id for each in narrowed(replace(state, min=9), state, book)} == {
            each.id for each in parts(state)
        }
        return
    (found,) = narrowed(less[how], state, book)
    assert found.node.id == "communication"
    assert found.certain


def test_a_sum_may_grow_and_not_shrink(state: Choose, book: RuleBook) -> None:
    work = next(each for each in state.of if isinstance(each, Total))
    two = replace(work, min=Decimal(2))
    assert narrowed(with_part(state, work.id, two), state, book) == ()
    assert [each.node.id for each in narrowed(state, with_part(state, work.id, two), book)] == [work.id]


@pytest.mark.covers("S001-R6.3")
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_shown_in_one_of_five_kinds_alone_meets_the_states_profile(
    state: Choose, book: RuleBook, kind: str
) -> None:
    assert tuple(each.id for each in book.catalogue.state.demonstrations) == KINDS
    named = [each for each in state.of if isinstance(each, Have)]
    facts = [Fact(e.id, e.what, DAY, level=e.level, tags=frozenset({shown_in(kind)})) for e in named]
    work = Fact("work", "experience:summer-at-the-clinic", DAY, context="workplace")
    assert evaluate(state, Record((*facts, work)), book, DAY).satisfied
    assert not evaluate(state, Record((*facts[1:], work)), book, DAY).satisfied
    assert shut_out(state, KINDS, book, DAY) == ()


@pytest.mark.parametrize(
    ("what", "refused"),
    [
        ({"validated_by": (ValidatedBy("teacher"),)}, {"test"}),
        ({"context": ("school",)}, {"prior-work"}),
        ({"context": ("school", "community")}, set()),
    ],
)
def test_a_part_that_shuts_a_kind_out_is_found(
    state: Choose, book: RuleBook, what: dict[str, object], refused: set[str]
) -> None:
    own = replace(of(state, "communication"), **what)  # type: ignore[arg-type]
    found = shut_out(with_part(state, "communication", own), KINDS, book, DAY)
    assert {(each.node.id, each.kind) for each in found} == {("communication", kind) for kind in refused}


def test_a_sum_over_one_kind_of_showing_shuts_the_others_out(state: Choose, book: RuleBook) -> None:
    only = Total(
        "communication", "count", "competency", Decimal(1),
        Selector(what=("competency:communication",), proficiency=2, tags=(shown_in("test"),)),
    )  # fmt: skip
    found = shut_out(with_part(state, "communication", only), KINDS, book, DAY)
    assert {each.kind for each in found} == {"performance", "portfolio", "prior-work", "exhibition"}


def test_a_district_may_ask_that_something_is_shown_in_an_exhibition(state: Choose, book: RuleBook) -> None:
    more = replace(state, of=(*state.of, demands("exhibition", 2), Have("maths", "milestone:mathematics-1")))
    assert shut_out(more, KINDS, book, DAY) == ()
    named = [each for each in state.of if isinstance(each, Have)]
    plain = Record(tuple(Fact(e.id, e.what, DAY, level=e.level) for e in named))
    told = evaluate(more, plain, book, DAY)
    assert {o.node.id for o in told.children if not o.satisfied} == {"at-work", "shown-exhibition", "maths"}
