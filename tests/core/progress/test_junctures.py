"""Where a way has no next step follows from what happened; where on the way that lies, and who calls, by plain rules."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from throughline.core.catalogue.ways_on import JUNCTURES, WaysOn
from throughline.core.progress.junctures import Going, Owner, StageNow, Stay, juncture, owner, stopped

TODAY = date(2026, 3, 2)
TERMS = WaysOn(next_days=45, quiet_days=120, offer_days=14)
GOES_ON = Going(at_work=True, finished=False, stepped=date(2025, 1, 1), entered=TODAY - timedelta(days=3))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


SCHOOL = (Stay("northside-high", ago(400), ago(60)),)


@pytest.mark.parametrize(
    ("what", "going", "found"),
    [
        ("it goes on", GOES_ON, None),
        ("paused yesterday", replace(GOES_ON, at_work=False, stepped=ago(1)), None),
        ("paused to the day", replace(GOES_ON, at_work=False, stepped=ago(45)), None),
        ("paused, and a day more", replace(GOES_ON, at_work=False, stepped=ago(46)), ("paused", ago(46))),
        ("completed", replace(GOES_ON, at_work=False, finished=True, stepped=ago(900)), None),
        ("nobody entered anything", replace(GOES_ON, entered=ago(121)), ("quiet", ago(121))),
        ("an entry within the time", replace(GOES_ON, entered=ago(120)), None),
        ("a step counts as well", replace(GOES_ON, entered=ago(300), stepped=ago(100)), None),
        ("the last place ended", replace(GOES_ON, stays=SCHOOL), ("between_places", ago(60))),
        ("another place began", replace(GOES_ON, stays=(*SCHOOL, Stay("college", ago(20)))), None),
        ("two places, one goes on", replace(GOES_ON, stays=(*SCHOOL, Stay("club", ago(500)))), None),
        ("it ended just now", replace(GOES_ON, stays=(Stay("northside-high", ago(400), ago(20)),)), None),
        ("an offer went by", replace(GOES_ON, entered=ago(30), lapsed=ago(20)), ("offer", ago(20))),
        ("and something happened since", replace(GOES_ON, entered=ago(5), lapsed=ago(20)), None),
        ("and a place began since", replace(GOES_ON, entered=ago(30), lapsed=ago(20),
                                            stays=(Stay("college", ago(10)),)), None),
    ],
)  # fmt: skip
def test_a_way_has_no_next_step_after_the_days_the_state_set(what: str, going: Going, found: object) -> None:
    at = stopped(going, TERMS, TODAY)
    assert (at and (at.kind, at.since)) == found, what


def stages(*passed: bool, begun: int = 0) -> tuple[StageNow, ...]:
    phases = ("foundation", "secondary", "postsecondary", "entry", "beyond")
    return tuple(
        StageNow(phase, yes, yes or n < begun)
        for n, (phase, yes) in enumerate(zip(phases, passed, strict=False))
    )


@pytest.mark.parametrize(
    ("found", "kind", "where"),
    [
        (stages(False, False), "paused", "within"),
        (stages(True, False), "paused", "into-secondary"),
        (stages(True, False, begun=2), "quiet", "within"),
        (stages(True, False, begun=2), "between_places", "into-secondary"),
        (stages(True, True, False), "offer", "into-college"),
        (stages(True, True, True, False), "quiet", "into-work"),
        (stages(True, True, True, True, False), "quiet", "within"),
        (stages(True, True, True, True, True), "quiet", None),
    ],
)
def test_where_it_lies_follows_from_the_gates_that_are_passed(
    found: tuple[StageNow, ...], kind: str, where: str | None
) -> None:
    at = juncture(found, kind, JUNCTURES)  # type: ignore[arg-type]
    assert (at and at.id) == where


def test_there_is_always_somebody_who_calls() -> None:
    adviser, one, two = uuid4(), uuid4(), uuid4()
    assert owner(adviser, [one, two], {}, "desk") == Owner("adviser", adviser)
    assert owner(None, [one, two], {one: 3, two: 2}, "desk") == Owner("navigator", two)
    assert owner(None, [one, two], {one: 1, two: 1}, "desk") == Owner("navigator", one), "the first of equals"
    assert owner(None, [], {}, "second-chapter") == Owner("desk", None, "second-chapter")
