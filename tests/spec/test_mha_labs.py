"""MHA Labs: 35 statements in six blocks, each an objective and an item that people rate on the same words."""

from collections import Counter

import pytest

from tests.spec.packs import faults, pack

BLOCKS = {
    "personal-mindset": 7, "planning-for-success": 7, "collaboration": 6, "problem-solving": 6,
}  # fmt: skip
SHARED = {"social-awareness", "verbal-communication"}


@pytest.mark.covers("N22")
def test_35_statements_load_in_six_blocks_as_objective_and_item_at_once() -> None:
    held = pack("mha-labs")
    assert faults(held.directory) == []
    catalogue = held.catalogue
    counted = Counter(each.success_skill for each in catalogue.competencies.values())
    assert sum(counted.values()) == 35
    assert {name: counted[name] for name in BLOCKS} == BLOCKS
    assert set(counted) == BLOCKS.keys() | SHARED == set(catalogue.state.success_skills)
    assert sum(counted[name] for name in SHARED) == 9
    form = catalogue.rating_forms["all-blocks"]
    assert set(form.items) == catalogue.competencies.keys()
    assert {"self", "mentor", "teacher"} <= set(form.raters)
    assert all(catalogue.competencies[item].statement["en"].endswith(".") for item in form.items)


@pytest.mark.covers("N23")
def test_the_form_for_first_jobs_asks_an_employer_twelve_of_them() -> None:
    form = pack("mha-labs").catalogue.rating_forms["hirability"]
    assert (form.review, len(form.items)) == (True, 12)
    assert set(form.items) <= set(pack("mha-labs").catalogue.rating_forms["all-blocks"].items)
