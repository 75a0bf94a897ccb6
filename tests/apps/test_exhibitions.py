"""Work shown before a panel: who may sit, who signs, and the chair who closes it."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from tests import factories as f
from tests.apps.assessed import Around, around
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewExhibition, NewWork, Seen, Sitting

pytestmark = pytest.mark.django_db


@pytest.fixture
def who() -> Around:
    return around()


def sitting(who: Actor) -> Sitting:
    return Sitting(who.me, who.roles[0].role, who.roles[0].organization)


def day(who: Around, *panel: Actor, chair: Actor | None = None) -> NewExhibition:
    return NewExhibition(
        "project", "night", "Show night", "northside-high", f.TODAY, (chair or panel[0]).me,
        tuple(sitting(each) for each in panel),
    )  # fmt: skip


def shown(who: Actor, exhibition: UUID) -> UUID:
    work = NewWork("project", "night", f.TODAY, True, straight=True, exhibition=exhibition)
    return actions.hand_in(by=who, work=work, now=f.NOW)


def sign(by: Actor, work: UUID, level: int) -> str:
    seen = Seen({"plans": level}, level >= 2, next="" if level >= 2 else "Tell why you changed it.")
    return actions.sign(by=by, submission=work, seen=seen, now=f.NOW)


def test_a_panel_has_enough_members_from_enough_sectors_in_roles_that_judge(who: Around) -> None:
    sue = f.teacher("Sue", "southside-high")
    wrong = (
        (day(who, who.marta, who.lucia), "it has 2 from 2 sector"),
        (day(who, who.marta, sue, who.hall), "it has 3 from 1 sector"),
        (day(who, who.marta, sue, who.lucia, chair=who.hall), "do not sit"),
        (replace(day(who, who.marta, sue, who.lucia), part="none"), "no assessment"),
        (
            replace(
                day(who, who.marta, sue, who.lucia),
                panel=(sitting(who.marta), sitting(sue), Sitting(who.lucia.me, "teacher", "mercy-bay")),
            ),
            "does not hold the role",
        ),
    )
    for new, why in wrong:
        with pytest.raises(Refused, match=why):
            actions.set_exhibition(by=who.marta, new=new, now=f.NOW)
    with pytest.raises(Refused, match="Only these may"):
        actions.set_exhibition(by=sue, new=day(who, who.marta, sue, who.lucia), now=f.NOW)


def test_each_of_the_panel_signs_and_the_chair_closes_it(who: Around) -> None:
    sue = f.teacher("Sue", "southside-high")
    key = actions.set_exhibition(by=who.marta, new=day(who, who.marta, sue, who.lucia), now=f.NOW)
    days = records.before_handing_in(who.ana, "project", "night", now=f.NOW).days
    assert [each.id for each in days] == [key]
    work = shown(who.ana, key)
    for each, level in ((who.marta, 3), (sue, 1), (who.lucia, 2)):
        assert [line.turn for line in records.queue(each)] == ["panel"]
        assert sign(each, work, level) == "waiting"
    with pytest.raises(Refused, match="the chair closes it"):
        sign(sue, work, 3)
    with pytest.raises(Refused, match="those who sit on its panel"):
        sign(f.teacher("Other"), work, 3)
    with pytest.raises(Refused, match="Only these may"):
        actions.close_exhibition(by=sue, exhibition=key, present=[], now=f.NOW)
    with pytest.raises(Refused, match="it has 2 from 1 sector"):
        actions.close_exhibition(by=who.marta, exhibition=key, present=[who.marta.me, sue.me], now=f.NOW)
    assert records.records_of([who.ana.me])[who.ana.me].facts == ()
    sat = [who.marta.me, sue.me, who.lucia.me]
    assert actions.close_exhibition(by=who.marta, exhibition=key, present=sat, now=f.NOW) == {work: "met"}
    fact = records.records_of([who.ana.me])[who.ana.me].facts[0]
    assert (fact.what, fact.level, fact.tags) == ("competency:tools", 2, {"shown:exhibition"})
    assert {v.person for v in fact.validators} == {str(who.marta.me), str(who.lucia.me)}, "who saw it so"
    held = records.exhibition(sue, key)
    assert {each.name: each.sat for each in held.panel} == {
        "Marta Reed": True, "Sue Reed": True, "Lucia Reed": True,
    }  # fmt: skip
    assert [each.outcome for each in held.works] == ["met"]
    with pytest.raises(Refused, match="closed already"):
        actions.close_exhibition(by=who.marta, exhibition=key, present=sat, now=f.NOW)


def test_only_those_who_sit_read_the_outcome_of_a_work(who: Around) -> None:
    sue = f.teacher("Sue", "southside-high")
    key = actions.set_exhibition(by=who.marta, new=day(who, who.marta, sue, who.lucia), now=f.NOW)
    work = shown(who.ana, key)
    for each in (who.marta, sue, who.lucia):
        sign(each, work, 1)
    sat = [who.marta.me, sue.me, who.lucia.me]
    assert actions.close_exhibition(by=who.marta, exhibition=key, present=sat, now=f.NOW) == {work: "not_yet"}
    clerk = f.person("Clerk", ("principal", "northside-high"))
    assert [each.outcome for each in records.exhibition(clerk, key).works] == [""]
    assert [each.outcome for each in records.exhibition(who.lucia, key).works] == ["not_yet"]
    with pytest.raises(Refused):
        records.exhibition(f.teacher("Far", "trades-association"), key)
    assert [each.id for each in records.exhibitions(who.lucia)] == [key]


def test_what_counts_is_shown_before_a_panel_and_practice_need_not_be(who: Around) -> None:
    with pytest.raises(Refused, match="shown before a panel"):
        actions.hand_in(
            by=who.ana, work=NewWork("project", "night", f.TODAY, True, words="x", straight=True), now=f.NOW
        )
    practice = actions.hand_in(
        by=who.ana, work=NewWork("project", "night", f.TODAY, False, words="Plan"), now=f.NOW
    )
    assert sign(who.marta, practice, 1) == "feedback"
