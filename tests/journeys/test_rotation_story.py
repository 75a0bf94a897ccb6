"""Jason sees eight fields of medicine, one day a week over two years, and decides; the decision closes nothing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.factories import person
from tests.journeys.stories import BEGAN, MEDICINE, Story
from throughline.apps.advising import actions, queries
from throughline.apps.advising.actions.rotating import choose_after_rotation
from throughline.apps.frameworks import queries as published
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import attending, rotations, stays
from throughline.apps.opportunities.actions.attending import NewDay
from throughline.apps.opportunities.actions.rotations import NewField, NewRotation
from throughline.core.reasoning.reachability import Reachable

pytestmark = pytest.mark.django_db
FIELDS = {
    "Heart care": ("mercy-bay-hospital", "doctor"), "Ward nursing": ("mercy-bay-hospital", "nurse"),
    "Pharmacy": ("mercy-bay-hospital", "pharmacist"), "Laboratory": ("capital-university-hospital", "researcher"),
    "Imaging": ("capital-university-hospital", "doctor"), "Clinic on wheels": ("bay-youth-works", "public-health-official"),
    "Emergency room": ("capital-university-hospital", "doctor"),
    "Prosthetics": ("alder-prosthetics", "biomedical-engineer"),
}  # fmt: skip
WEEKS = 13


def _rotation(hosts: tuple[str, ...]) -> NewRotation:
    fields = tuple(
        NewField(
            title, host, WEEKS, (f"experience:{title.lower().replace(' ', '-')}",), f"course:field-{nth}", Decimal("0.25"),
            "bus", 25, "The 4 from Northside, paid by the network.", role,
        )
        for nth, (title, (host, role)) in enumerate(FIELDS.items())
    )  # fmt: skip
    return NewRotation(
        "harbor-pathways-network", "Eight fields of medicine", "One day a week.", 3, Decimal(6), hosts, fields,
        MEDICINE.partition(":")[2], ordered=True,
    )  # fmt: skip


def _lived(jason: Story, place: object, acting: dict[str, object]) -> int:
    """Jason sees every field, a day a week, and says what he thinks of each; gives the days that were confirmed."""
    home, days = person("Hal", ("registrar", "northside-high"), starts=BEGAN), 0
    for _ in FIELDS:
        own = opportunities.rotations.own(jason.actor, place)
        (field,) = [each.field for each in own.fields if each.next]
        agreement = rotations.take_up(
            by=jason.actor, place=place, field=field.id, starts=jason.day, now=jason.now
        )
        for who in (home, acting[field.host]):
            stays.approve(by=who, agreement=agreement, number=1, now=jason.now)
        jason.day += timedelta(days=(3 - jason.day.weekday()) % 7)
        for _week in range(WEEKS):
            day = NewDay(jason.day, True, Decimal(6), "bus")
            attending.confirm(by=acting[field.host], agreement=agreement, day=day, now=jason.now)
            jason.day, days = jason.day + timedelta(weeks=1), days + 1
        stay = opportunities.rotations.own(jason.actor, place).fields[field.nth - 1].stay
        rotations.think(
            by=jason.actor, stay=stay, wish="maybe", words=f"{field.title} was new.", now=jason.now
        )
    return days


@pytest.mark.covers("S001-J15")
def test_eight_fields_over_two_years_narrow_the_plan_to_one_role_and_the_other_five_stay_reachable(begin):
    jason = begin("Jason", "northside-high")
    jason.choose(MEDICINE)
    hosts = tuple(sorted({host for host, _ in FIELDS.values()}))
    acting = {each: person(each[:5], ("workplace_mentor", each), starts=BEGAN) for each in hosts}
    tom = person("Tom", ("coordinator", "harbor-pathways-network"), starts=BEGAN)
    made = rotations.make(by=tom, new=_rotation(hosts), now=jason.now)
    for each in hosts:
        rotations.sign(by=acting[each], rotation=made, organization=each, now=jason.now)
    place = rotations.join(by=jason.actor, rotation=made, home="northside-high", now=jason.now)
    assert _lived(jason, place, acting) == 104, "one day a week for two years"
    own = opportunities.rotations.own(jason.actor, place)
    assert len({each.field.title for each in own.fields if each.state == "seen"}) == 8
    last = own.fields[-1].field
    assert (
        choose_after_rotation(
            by=jason.actor, place=place, field=last.id, why="I can build it.", now=jason.now
        )
        == "biomedical-engineer"
    )
    me = jason.actor.me
    assert queries.choice_of(jason.actor, me, now=jason.now).destination == "biomedical-engineer"
    kept = published.catalogue()
    roles = kept.pathways["medical-sciences"].destinations
    others = [each for each in roles if each.id != "biomedical-engineer"]
    reachable = Reachable(kept)
    assert len(others) == 5
    assert [each.id for each in others if each.adds and reachable.blocker(each.adds) is not None] == []
    for each in others:
        actions.narrow(by=jason.actor, destination=each.id, now=jason.now)
        assert queries.choice_of(jason.actor, me, now=jason.now).destination == each.id
