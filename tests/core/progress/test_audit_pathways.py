"""A learner against whole pathways: gates, what is next, and answers that no age or order enters."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tests.core.progress.made import (
    DAY,
    catalogue,
    equivalence,
    fact,
    milestone,
    pathway,
    record,
    rule,
    stage,
)
from throughline.core.catalogue.documents import Destination
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.audit import audit, audit_all
from throughline.core.progress.standing import stand

FOUR = ["benchmark-1", "benchmark-2", "benchmark-3", "benchmark-4"]
BOOK = RuleBook(
    catalogue(
        [
            *(
                milestone(name, {"choose": [f"assessment:{name}-written", f"assessment:{name}-performance"]})
                for name in FOUR
            ),
            milestone("design", "competency:design"),
            milestone("after", {"choose": ["milestone:benchmark-1", "competency:later"]}),
        ],
        [
            pathway(
                "medical",
                [
                    stage("pre", {"choose": [f"milestone:{name}" for name in FOUR]}, ("diploma",)),
                    stage("college", {"choose": ["milestone:after", "credential:diploma"]}, level=5),
                ],
                [
                    Destination("nurse", {"en": "Nurse"}),
                    Destination("engineer", {"en": "Biomedical engineer"}, adds=rule("milestone:design")),
                ],
            )
        ],
    )
)


def parts(*names: str) -> list[str]:
    return [f"assessment:{name}-{part}" for name in names for part in ("written", "performance")]


@pytest.mark.covers("S001-J21")
def test_with_three_of_four_benchmarks_the_gate_is_closed_and_names_the_fourth_and_at_four_it_opens_by_itself() -> (
    None
):
    three = audit("medical", stand(record(*parts(*FOUR[:3])), BOOK, DAY))
    gate = three.stages[0].gate
    assert (gate.status, gate.done, gate.needed) == ("not_met", 3, 4)
    assert [gap.what for gap in gate.missing] == ["milestone:benchmark-4"]
    assert (three.next, three.stages[1].open) == (("benchmark-4",), False)
    four = audit("medical", stand(record(*parts(*FOUR)), BOOK, DAY))
    assert four.stages[0].passed
    assert four.stages[1].open
    assert four.credentials == ("credential:diploma",)


def test_a_benchmark_with_one_part_shown_is_in_progress_and_only_the_other_part_is_missing() -> None:
    found = audit("medical", stand(record("assessment:benchmark-1-written"), BOOK, DAY))
    first = found.milestones[0]
    assert (first.id, first.status) == ("benchmark-1", "in_progress")
    assert first.outcome is not None
    assert [gap.what for gap in first.outcome.missing] == ["assessment:benchmark-1-performance"]


def test_a_destination_adds_its_extras_and_the_others_do_not() -> None:
    nurse, engineer = audit("medical", stand(record(*parts(*FOUR)), BOOK, DAY)).destinations
    assert nurse.adds is None
    assert engineer.adds is not None
    assert engineer.adds.status == "not_met"


@pytest.mark.covers("S001-U9")
def test_two_learners_meet_one_milestone_by_different_evidence_in_different_order() -> None:
    book = RuleBook(
        catalogue(
            [
                milestone("m", {"choose": {"of": ["course:a", "experience:b"], "min": 1}}),
                milestone("n", {"choose": {"of": ["course:c", "experience:d"], "min": 1}}),
            ],
            [pathway("p", [stage("s", {"choose": ["milestone:m", "milestone:n"]})])],
        )
    )
    one = audit(
        "p",
        stand(
            record(fact("course:a", when=date(2029, 1, 1)), fact("course:c", when=date(2029, 2, 1))),
            book,
            DAY,
        ),
    )
    two = audit(
        "p",
        stand(
            record(fact("experience:d", when=date(2028, 1, 1)), fact("experience:b", when=date(2029, 1, 1))),
            book,
            DAY,
        ),
    )
    assert one.complete
    assert two.complete
    assert not set(one.kept) & set(two.kept)
    start = audit("p", stand(record(), book, DAY))
    assert start.next == ("m", "n"), "both can be worked on at once: no order is imposed"


def test_settings_of_the_evidence_are_shown_with_each_milestone() -> None:
    names = ("school", "college", "work", "community")
    book = RuleBook(
        catalogue(
            [milestone(name, f"competency:{name}") for name in names],
            [pathway("p", [stage("s", {"choose": [f"milestone:{name}" for name in names]})])],
        )
    )
    found = audit(
        "p", stand(record(*(fact(f"competency:{name}", context=name) for name in names)), book, DAY)
    )
    assert found.stages[0].passed
    assert [m.settings for m in found.milestones] == [(name,) for name in names]


def test_next_lists_what_a_milestone_itself_waits_for_and_not_what_cannot_be_begun() -> None:
    book = RuleBook(
        catalogue(
            [
                milestone("first", "competency:a"),
                milestone("second", {"choose": ["milestone:first", "competency:b"]}),
            ],
            [pathway("p", [stage("s", "milestone:second")])],
        )
    )
    assert audit("p", stand(record(), book, DAY)).next == ("first",)
    assert audit("p", stand(record("competency:a"), book, DAY)).next == ("second",)
    assert audit("p", stand(record("competency:a", "competency:b"), book, DAY)).next == ()


@pytest.mark.covers("S001-D9.4")
def test_next_steps_are_computed_for_any_record_and_the_learner_enters_no_equivalence() -> None:
    exams = parts(*FOUR)
    abroad = [equivalence(f"e{n}", f"course:abroad-{n}", what) for n, what in enumerate(exams)]
    book = RuleBook(replace(BOOK.catalogue, equivalences={each.id: each for each in abroad}))
    for held in product([False, True], repeat=len(exams)):
        at_home = [what for what, here in zip(exams, held, strict=True) if here]
        elsewhere = [f"course:abroad-{n}" for n, here in enumerate(held) if here]
        first, second = (audit("medical", stand(record(*names), book, DAY)) for names in (at_home, elsewhere))
        open_still = [name for n, name in enumerate(FOUR) if not all(held[2 * n : 2 * n + 2])]
        assert first.next == second.next == tuple(open_still or ["after"])


def test_a_stage_that_was_granted_stays_passed() -> None:
    found = audit("medical", stand(record("credential:diploma"), BOOK, DAY))
    assert found.stages[0].passed
    assert found.stages[1].open


def test_one_line_for_each_pathway_says_what_the_full_audit_says() -> None:
    for count in range(9):
        standing = stand(record(*parts(*FOUR)[:count], fact("competency:later", confirmed=False)), BOOK, DAY)
        (line,) = audit_all(standing)
        full = audit("medical", standing)
        assert [status for _, status in line.stages] == [s.gate.status for s in full.stages]
        assert line.remaining == sum(s.gate.remaining for s in full.stages)
        assert line.milestones_met == sum(m.status == "met" for m in full.milestones)
