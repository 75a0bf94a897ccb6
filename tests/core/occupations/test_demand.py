"""What is in demand follows from its inputs by the method that is shown, and from nothing else."""

from __future__ import annotations

from decimal import Decimal

from throughline.core.occupations.demand import Input, Method, in_demand, openings_in


def given(code: str = "29-1141", **known: Decimal | bool | None) -> Input:
    usual: dict[str, Decimal | bool | None] = {
        "jobs": Decimal(1000), "median": Decimal(30), "base": Decimal(50), "openings": Decimal(5),
        "change": Decimal(2), "top": False,
    }  # fmt: skip
    return Input(code, f"Title {code}", **{**usual, **known})  # type: ignore[arg-type]


def codes(inputs: list[Input], method: Method) -> list[str]:
    return [each.code for each in in_demand(inputs, method)]


def test_openings_are_the_areas_jobs_times_the_rate_of_the_projections() -> None:
    assert openings_in(given()) == 100
    assert openings_in(given(jobs=None)) is None
    assert openings_in(given(base=Decimal(0))) is None


def test_the_list_changes_with_its_inputs_and_its_method() -> None:
    nurses, cooks = given(), given("35-1011", jobs=Decimal(2000), median=Decimal(15))
    assert codes([nurses, cooks], Method(Decimal(50))) == ["35-1011", "29-1141"]
    assert codes([nurses, cooks], Method(Decimal(150))) == ["35-1011"]
    assert codes([nurses, cooks], Method(Decimal(50), living=Decimal(20))) == ["29-1141"]
    assert codes([nurses, given("35-1011", median=Decimal(21))], Method(Decimal(50), living=Decimal(20))) == [
        "29-1141",
        "35-1011",
    ]


def test_what_is_not_known_is_not_taken_for_a_yes() -> None:
    assert codes([given(median=None)], Method(living=Decimal(20))) == []
    assert codes([given(median=None, top=True)], Method(living=Decimal(20))) == ["29-1141"]
    assert codes([given(change=None)], Method(growing=True)) == []
    assert codes([given(change=Decimal("-0.1"))], Method(growing=True)) == []
    assert codes([given(openings=None)], Method(Decimal(0))) == []
