"""A finding has a clock: it is open, answered, or overdue; what nobody answers goes on to the next body up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from throughline.core.catalogue.charters import Body
from throughline.core.equity.answering import Done, State, body_above, next_due, speaks_for, state_of

DAY = date(2026, 11, 1)
DUE = DAY + timedelta(days=30)
ANSWERED = Done("answered", DAY, DAY + timedelta(days=60))
RAISED = Done("raised", DUE + timedelta(days=1), DUE + timedelta(days=31), "bay")
KEPT = Done("kept", DAY)


@pytest.mark.parametrize(
    ("done", "days", "state"),
    [
        ((), 30, "open"), ((), 31, "overdue"), ((ANSWERED,), 31, "answered"), ((ANSWERED,), 61, "late"),
        ((ANSWERED, KEPT), 90, "changed"), ((RAISED,), 32, "overdue"), ((RAISED, ANSWERED), 50, "answered"),
    ],
)  # fmt: skip
def test_a_finding_stands_by_its_day_and_by_what_was_done(
    done: tuple[Done, ...], days: int, state: State
) -> None:
    assert state_of(DUE, done, DAY + timedelta(days=days)) == state


def test_what_nobody_answers_goes_to_the_region_then_to_the_state_and_stays_there() -> None:
    def body(name: str, organization: str, parent: str = "", regions: tuple[str, ...] = ()) -> Body:
        return Body(
            name, {"en": name}, "regional" if parent else "state", organization, (), (), parent=parent, regions=regions
        )  # fmt: skip

    bodies = {
        each.id: each
        for each in (body("board", "the-board"), body("bay", "the-board", "board", ("harbor",)), body("zed", "other"))
    }  # fmt: skip
    assert next_due(DUE, [RAISED]) == RAISED.due
    assert speaks_for(bodies, "the-board") == bodies["board"]
    order = []
    while (found := body_above(bodies, "harbor", "the-board", order)) is not None:
        order.append(found.id)
    assert order == ["bay", "board"]
    above = body_above(bodies, "prairie", "the-board", [])
    assert above is not None
    assert above.id == "board"
    assert body_above(bodies, "", "nobody", []) is None
