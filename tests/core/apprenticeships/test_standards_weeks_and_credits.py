"""What standards must hold before they are registered, what signed weeks come to, and what a credit comes to."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from throughline.core.apprenticeships.incentives import reckon
from throughline.core.apprenticeships.standards import Lack, Standards, WageStep, lacking, read, written
from throughline.core.apprenticeships.weeks import Week, standing
from throughline.core.formats.state_pack import Pack

SPONSOR = "ironworkers-local-9"
ASKS = ("milestone:iron-raising", "competency:steel-drawings")
MONDAY = date(2026, 9, 7)


def whole(pack: Pack, **changes) -> Standards:
    """Standards in which nothing is missing."""
    rules = pack.catalogue.state.apprenticeships
    assert rules is not None
    made = Standards(
        "Ironworker", "hybrid", Decimal(6000), Decimal(144), Decimal("40.00"),
        (WageStep(0, Decimal(50)), WageStep(1000, Decimal(60)), WageStep(3000, Decimal(80))), 1, 2, ASKS,
        "credential:journeyworker-ironworker", {each.id: "So it is done." for each in rules.standards.parts},
    )  # fmt: skip
    return replace(made, **changes)


def lacks(pack: Pack, standards: Standards, sponsor: str = SPONSOR) -> tuple[Lack, ...]:
    rules = pack.catalogue.state.apprenticeships
    assert rules is not None
    return lacking(standards, rules.standards, sponsor, pack.catalogue)


STEPS = (WageStep(0, Decimal(50)), WageStep(1000, Decimal(60)))
FAULTS = [
    ({"occupation": " "}, Lack("occupation")),
    ({"form": "weekly"}, Lack("form")),
    ({"hours": Decimal(0)}, Lack("hours")),
    ({"form": "time", "hours": Decimal(1999)}, Lack("hours", "short")),
    ({"instruction": Decimal(0)}, Lack("instruction")),
    ({"asks": ()}, Lack("asks")),
    ({"form": "competency", "asks": ()}, Lack("asks")),
    ({"asks": ("competency:flying",)}, Lack("asks", "unknown")),
    ({"rate": Decimal(0)}, Lack("wage")),
    ({"steps": ()}, Lack("wage")),
    ({"steps": STEPS[:1]}, Lack("wage", "short")),
    ({"steps": (STEPS[0], WageStep(1000, Decimal(50)))}, Lack("wage", "not_rising")),
    ({"steps": (STEPS[0], WageStep(1000, Decimal(45)))}, Lack("wage", "not_rising")),
    ({"steps": (WageStep(10, Decimal(50)), STEPS[1])}, Lack("wage", "unknown")),
    ({"steps": (STEPS[0], WageStep(1000, Decimal(120)))}, Lack("wage", "unknown")),
    ({"apprentices": 0}, Lack("ratio")),
    ({"journeyworkers": 0}, Lack("ratio")),
    ({"credential": ""}, Lack("credential")),
    ({"credential": "credential:none"}, Lack("credential", "unknown")),
]


@pytest.mark.parametrize(
    ("changes", "lack"), FAULTS, ids=[f"{f[1].part}-{f[1].kind}-{n}" for n, f in enumerate(FAULTS)]
)
def test_each_part_that_is_missing_is_named_alone(meridian_pack: Pack, changes: dict, lack: Lack) -> None:
    assert lacks(meridian_pack, whole(meridian_pack)) == ()
    assert lacks(meridian_pack, whole(meridian_pack, **changes)) == (lack,)


def test_each_part_in_words_is_asked_for(meridian_pack: Pack) -> None:
    parts = whole(meridian_pack).parts
    assert {"supervision", "review", "equal-opportunity", "work-processes", "safety"} <= set(parts)
    for name in parts:
        without = {**parts, name: "  "}
        assert lacks(meridian_pack, whole(meridian_pack, parts=without)) == (Lack(name),)


def test_the_gate_at_the_end_is_given_by_somebody_else_than_the_sponsor(meridian_pack: Pack) -> None:
    own = lacks(meridian_pack, whole(meridian_pack), "meridian-apprenticeship-council")
    assert own == (Lack("credential", "own"),)


def test_a_form_asks_only_for_what_it_counts(meridian_pack: Pack) -> None:
    assert lacks(meridian_pack, whole(meridian_pack, form="time", asks=())) == ()
    assert lacks(meridian_pack, whole(meridian_pack, form="competency", hours=Decimal(0))) == ()


def test_standards_are_the_same_once_written_and_read(meridian_pack: Pack) -> None:
    made = whole(meridian_pack)
    assert read(written(made)) == made
    assert read({}) == Standards()


def weeks(many: int, signed: int, hours: int = 30, paid: str | None = None) -> list[Week]:
    return [
        Week(
            MONDAY + timedelta(days=7 * n),
            Decimal(hours),
            Decimal(4),
            Decimal(paid) if paid else None,
            n < signed,
        )
        for n in range(many)
    ]


def test_weeks_count_once_signed_and_a_week_without_a_signature_stays_open(meridian_pack: Pack) -> None:
    at = standing(whole(meridian_pack), weeks(12, 10), frozenset())
    assert (at.hours, at.open_hours, at.instruction) == (Decimal(300), Decimal(60), Decimal(40))


@pytest.mark.parametrize(
    ("form", "hours", "held", "complete"),
    [
        ("time", 6000, (), True),
        ("time", 5970, ASKS, False),
        ("competency", 0, ASKS, True),
        ("competency", 6000, ASKS[:1], False),
        ("hybrid", 6000, ASKS, True),
        ("hybrid", 5970, ASKS, False),
        ("hybrid", 6000, ASKS[:1], False),
    ],
)
def test_a_hybrid_needs_both_and_hours_only_inform_where_competence_decides(
    meridian_pack: Pack, form: str, hours: int, held: tuple[str, ...], complete: bool
) -> None:
    at = standing(whole(meridian_pack, form=form), weeks(hours // 30, hours // 30), frozenset(held))
    assert at.complete is complete


def test_the_first_wage_is_half_of_the_posted_rate_each_step_rises_and_less_is_named(
    meridian_pack: Pack,
) -> None:
    made = whole(meridian_pack)
    wages = [standing(made, weeks(n, n), frozenset()).wage for n in (0, 34, 100)]
    assert wages == [Decimal("20.00"), Decimal("24.00"), Decimal("32.00")]
    paid = [
        *weeks(35, 35, paid="20.00"),
        Week(MONDAY + timedelta(days=7 * 35), Decimal(30), Decimal(0), Decimal("24"), True),
    ]
    # 34 signed weeks of 30 hours are 1,020: the 35th is paid at the second step, and was paid at the first.
    assert standing(made, paid, frozenset()).underpaid == (MONDAY + timedelta(days=7 * 34),)


def test_where_competence_decides_the_wage_rises_with_what_is_shown(meridian_pack: Pack) -> None:
    steps = (WageStep(0, Decimal(50)), WageStep(1, Decimal(70)), WageStep(2, Decimal(90)))
    made = whole(meridian_pack, form="competency", steps=steps)
    assert [standing(made, [], frozenset(ASKS[:n])).wage for n in range(3)] == [
        Decimal(20),
        Decimal(28),
        Decimal(36),
    ]


def credit(pack: Pack, **changes):
    rules = pack.catalogue.state.apprenticeships
    assert rules is not None
    return replace(rules.incentives[0], **changes)


@pytest.mark.parametrize(
    ("earlier", "given", "short", "due", "why"),
    [
        (0, 0, "rest", 4250, "whole"),
        (3, 0, "rest", 4250, "whole"),
        (4, 0, "rest", 0, "years"),
        (0, 7_495_750, "rest", 4250, "whole"),
        (0, 7_496_000, "rest", 4000, "rest"),
        (0, 7_496_000, "nothing", 0, "cap"),
        (0, 7_500_000, "rest", 0, "cap"),
    ],
)
def test_three_apprentices_of_whom_one_is_in_school_give_4250_until_the_years_or_the_cap_are_used_up(
    meridian_pack: Pack, earlier: int, given: int, short: str, due: int, why: str
) -> None:
    rule = credit(meridian_pack, short=short)
    found = reckon(rule, apprentices=3, in_school=1, earlier_years=earlier, given=Decimal(given))
    assert (found.base, found.more, found.due, found.why) == (Decimal(3750), Decimal(500), Decimal(due), why)


def test_nobody_trained_gives_nothing_and_more_in_school_than_there_are_is_refused(
    meridian_pack: Pack,
) -> None:
    rule = credit(meridian_pack)
    assert reckon(rule, apprentices=0, in_school=0, earlier_years=0, given=Decimal(0)).why == "none"
    with pytest.raises(ValueError, match="how many there are"):
        reckon(rule, apprentices=1, in_school=2, earlier_years=0, given=Decimal(0))
