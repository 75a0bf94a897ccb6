"""A request for data has a ground that reaches it, a purpose and an end; else it is refused with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from throughline.core.catalogue.datasets import AskedFor, Dataset, holder, without_ground
from throughline.core.requirements.nodes import Cite

ON = date(2026, 3, 2)
CITE = Cite("Meridian Learner Record Rules")
RESULTS = Dataset(
    "results", "achievement", {"en": "Results"}, {"en": "What was shown."}, "board", {"en": "To award."},
    {"en": "The learner."}, {"en": "For life."}, CITE, asked_on=("audit",), longest_days=90, holds=("records",),
)  # fmt: skip
PLANS = replace(RESULTS, id="plans", holds=("advising", "records.share"))
ASKED = AskedFor("results", "audit", "To see whether awards follow the rules.", ON + timedelta(days=90))


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (ASKED, None),
        (replace(ASKED, ground=""), "it names no ground."),
        (replace(ASKED, ground="curiosity"), "its ground does not reach this data."),
        (replace(ASKED, dataset="secrets"), "no such data is in the catalogue."),
        (replace(ASKED, purpose=" "), "it says nothing of its purpose."),
        (replace(ASKED, until=None), "no day is given by which its use ends."),
        (replace(ASKED, until=ON), "no day is given by which its use ends."),
        (replace(ASKED, until=ON + timedelta(days=91)), "it would be used longer than 90 days."),
    ],
)
def test_a_request_without_a_ground_is_refused_with_what_is_missing(asked: AskedFor, why: str | None) -> None:
    found = without_ground(asked, [RESULTS, PLANS], ON)
    assert (found and found[0]) == why


def test_a_table_belongs_to_what_names_it_most_exactly() -> None:
    assert holder("records.award", [RESULTS, PLANS]) == RESULTS
    assert holder("records.share", [RESULTS, PLANS]) == PLANS
    assert holder("recordsomething.x", [RESULTS, PLANS]) is None
