"""Parties that sign at once, and learners who come at once: exactly one outcome each."""

from __future__ import annotations

import pytest

from tests.agreed import COLLEGE, GROUP, SCHOOL, WHY, parties, places, terms
from tests.apps.test_offers_at_once import committed, together
from tests.factories import NOW, learner, put_on, show, teacher
from tests.offered import own
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import negotiations, opening, watching

MANY = 6
__all__ = ["committed"]


@pytest.mark.covers("T-11")
def test_at_once_each_signature_counts_once_one_version_is_made_and_nobody_is_dropped_for_want_of_places() -> (
    None
):
    cora, pia, gus = parties()
    made = negotiations.begin(by=cora, party=COLLEGE, terms=terms(), reasons=WHY, now=NOW)
    sign = [
        lambda who=who, party=party: negotiations.sign(
            by=who, negotiation=made, party=party, number=1, now=NOW
        )
        for who, party in ((cora, COLLEGE), (pia, SCHOOL), (gus, GROUP))
        for _ in range(2)
    ]
    told = together(sign)
    assert sorted(str(each) for each in told if not isinstance(each, Refused)) == ["False", "False", "True"]
    assert [v.number for v in frameworks.versions_of("agreement:tools-count")] == [1]
    assert len(queries.negotiations.signatures("tools-count", 1)) == 3

    drafts = [
        lambda who=who, party=party: negotiations.begin(
            by=who, party=party, terms=places(), reasons=WHY, now=NOW
        )
        for who, party in ((cora, COLLEGE), (pia, SCHOOL))
    ]
    begun = [each for each in together(drafts) if not isinstance(each, Refused)]
    assert len(begun) == 1
    for who, party in ((cora, COLLEGE), (pia, SCHOOL)):
        negotiations.sign(by=who, negotiation=begun[0], party=party, number=1, now=NOW)

    marta, people = teacher("Marta"), [learner(f"L{n}") for n in range(MANY)]
    for each in people:
        put_on(each, "pathway:medicine")

    def earn(who: object) -> None:
        with opening(now=NOW):
            show(who, marta, "competency:numbers", "competency:reading", "competency:cells")

    together([lambda who=who: earn(who) for who in people])
    assert watching.catch_up(by=HOUSE, now=NOW) == 0
    states = [own(who, NOW)["study-near"].state for who in people]
    assert sorted(states) == ["held"] + ["waiting"] * (MANY - 1)
