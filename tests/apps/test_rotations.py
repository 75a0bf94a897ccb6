"""A rotation through its actions: offered by several, agreed field by field, confirmed day by day, chosen and changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.factories import NOW, learner, load, person, put_on, small_state, words
from throughline.apps.advising import queries as plans
from throughline.apps.advising.actions.rotating import choose_after_rotation
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import attending, rotations, stays
from throughline.apps.opportunities.actions.attending import NewDay
from throughline.apps.opportunities.actions.rotations import NewField, NewRotation
from throughline.apps.opportunities.models import LearningAgreement, StayDay
from throughline.apps.records import queries as records
from throughline.core.catalogue import documents as d

pytestmark = pytest.mark.django_db
FIELDS = ("welding", "plumbing", "heating", "ironwork", "electrical", "roofing", "masonry", "carpentry")
UNIONS, GROUP, NETWORK = ("iron-union", "power-union"), "river-group", "harbor-network"
ROLES = ("worker", "leader")


def _field(name: str, nth: int = 0) -> NewField:
    return NewField(
        name, UNIONS[nth % 2], 2, (f"experience:{name}",), f"course:{name}-seen", Decimal("0.25"), "bus", 20,
        "Line 4 from the school; the network pays.", ROLES[nth % 2],
    )  # fmt: skip


NEW = NewRotation(
    NETWORK, "Eight trades", "A trade after the other.", 4, Decimal(6), (*UNIONS, GROUP),
    tuple(_field(name, nth) for nth, name in enumerate(FIELDS)), "trades",
)  # fmt: skip


@pytest.fixture
def people() -> dict[str, Actor]:
    """The small state with two unions, a group and a network; who acts for each, and Ana."""
    pack = small_state()
    kinds = {UNIONS[0]: "union", UNIONS[1]: "union", GROUP: "community-group", NETWORK: "intermediary"}
    more = {name: d.Organization(name, words(name), kind, "workforce") for name, kind in kinds.items()}
    load(replace(pack, organizations={**pack.organizations, **more}))
    acting = {name: person(name[:4], ("sponsor", name)) for name in (*UNIONS, GROUP)}
    tom, home = person("Tom", ("coordinator", NETWORK)), person("Hal", ("registrar", "northside-high"))
    return {**acting, NETWORK: tom, "home": home, "ana": learner()}


def opened(people: dict[str, Actor], new: NewRotation = NEW) -> UUID:
    """A rotation that everyone behind it signed."""
    made = rotations.make(by=people[NETWORK], new=new, now=NOW)
    done = [
        rotations.sign(by=people[each], rotation=made, organization=each, now=NOW) for each in new.sponsors
    ]
    assert done == [False, False, True]
    return made


def seen(people: dict[str, Actor], place: UUID, field: UUID, at: datetime) -> datetime:
    """A field from taking it up to the last day; gives the moment after."""
    ana = people["ana"]
    agreement = rotations.take_up(by=ana, place=place, field=field, starts=timezone.localdate(at), now=at)
    found = LearningAgreement.objects.get(id=agreement)
    for who in (people["home"], people[found.host]):
        stays.approve(by=who, agreement=agreement, number=1, now=at)
    for week in range(2):
        on = found.starts + timedelta(weeks=week)
        late = datetime.combine(on, NOW.timetz())
        attending.confirm(
            by=people[found.host], agreement=agreement, day=NewDay(on, True, Decimal(6), "bus"), now=late
        )
    return late + timedelta(days=1)


def view(people: dict[str, Actor], place: UUID) -> queries.rotations.OwnRotation:
    found = queries.rotations.own(people["ana"], place)
    assert found is not None
    return found


@pytest.mark.covers("S001-M8")
def test_a_rotation_of_two_unions_and_a_group_opens_once_each_of_them_has_signed(people) -> None:
    made = rotations.make(by=people[NETWORK], new=NEW, now=NOW)
    with pytest.raises(Refused, match="it is not open"):
        rotations.join(by=people["ana"], rotation=made, home="northside-high", now=NOW)
    for nth, each in enumerate((*UNIONS, GROUP)):
        with pytest.raises(Refused, match="acts for the organization"):
            rotations.sign(by=people["home"], rotation=made, organization=each, now=NOW)
        assert rotations.sign(by=people[each], rotation=made, organization=each, now=NOW) == (nth == 2)
    shown = queries.rotations.rotation(people["ana"], made)
    assert shown is not None
    assert (shown.open, dict(shown.sponsors)) == (True, {**dict.fromkeys(UNIONS, True), GROUP: True})
    assert rotations.join(by=people["ana"], rotation=made, home="northside-high", now=NOW)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sponsors": (GROUP, GROUP)}, "fewer than two"), ({"fields": NEW.fields[:1]}, "it has 1 fields"),
        ({"weekday": 7}, "day of the week"), ({"title": " "}, "no title"), ({"pathway": "none"}, "no pathway"),
        ({"fields": (NEW.fields[0], replace(NEW.fields[1], transport=""))}, "Field 2: .*how learners get there"),
        ({"fields": (NEW.fields[0], replace(NEW.fields[1], destination="pilot"))}, "leads to no 'pilot'"),
    ],
)  # fmt: skip
def test_a_rotation_that_cannot_be_is_refused_with_the_field_at_fault(people, changes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        rotations.make(by=people[NETWORK], new=replace(NEW, **changes), now=NOW)


@pytest.mark.covers("S001-J14")
def test_each_day_is_confirmed_by_who_supervises_with_the_way_there_and_a_change_says_why(people) -> None:
    place = rotations.join(by=people["ana"], rotation=opened(people), home="northside-high", now=NOW)
    first = view(people, place).fields[0].field
    agreement = rotations.take_up(
        by=people["ana"], place=place, field=first.id, starts=timezone.localdate(NOW), now=NOW
    )
    stay = LearningAgreement.objects.get(id=agreement)
    assert (stay.starts.weekday(), stay.ends - stay.starts) == (4, timedelta(weeks=1)), "a Friday each week"
    friday, host = stay.starts, people[UNIONS[0]]
    late = datetime.combine(friday, NOW.timetz())
    day = NewDay(friday, True, Decimal(6), "bus")
    with pytest.raises(Refused, match="not agreed by all three"):
        attending.confirm(by=host, agreement=agreement, day=day, now=late)
    for who in (people["home"], host):
        stays.approve(by=who, agreement=agreement, number=1, now=NOW)
    for who, why in (
        (people["ana"], "nobody confirms their own"),
        (people["home"], "acts for the organization"),
    ):
        with pytest.raises(Refused, match=why):
            attending.confirm(by=who, agreement=agreement, day=day, now=late)
    with pytest.raises(Refused, match="still to come"):
        attending.confirm(by=host, agreement=agreement, day=day, now=NOW)
    before = records.record_digest(people["ana"].me)
    attending.confirm(by=host, agreement=agreement, day=day, now=late)
    with pytest.raises(Refused, match="was confirmed before"):
        attending.confirm(by=host, agreement=agreement, day=replace(day, hours=Decimal(4)), now=late)
    mended = replace(day, hours=Decimal(4), way="ride", words="The bus came late.")
    assert attending.confirm(by=host, agreement=agreement, day=mended, now=late) == 2
    (shown,) = view(people, place).fields[0].days
    assert (shown.hours, shown.way, shown.changed) == (Decimal(4), "ride", True)
    assert records.record_digest(people["ana"].me) == before, "attendance is no evidence"
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        StayDay.objects.update(hours=8)


@pytest.mark.covers("A-RI-2")
def test_eight_fields_are_seen_thought_about_and_end_in_a_choice_that_stays_changeable(people) -> None:
    ana, at = people["ana"], NOW
    put_on(ana, "pathway:trades")
    place = rotations.join(by=ana, rotation=opened(people), home="northside-high", now=NOW)
    own = view(people, place)
    assert own.way.next == tuple(f"{nth}" for nth in range(1, 9)), "in any order"
    wanted = [own.fields[nth] for nth in (2, 0, 1, 3, 7, 6, 5, 4)]
    for nth, each in enumerate(wanted):
        assert (each.field.way, each.field.minutes) == ("bus", 20)
        at = seen(people, place, each.field.id, at)
        now_at = view(people, place)
        assert now_at.way.seen == nth + 1
        assert now_at.way.asks == (f"{each.field.nth}",)
        with pytest.raises(Refused, match="not seen or thought about"):
            rotations.choose(by=ana, place=place, field=each.field.id, why="I like it", now=at)
        stay = now_at.fields[each.field.nth - 1].stay
        assert stay is not None
        wish = "more" if each.field.title == "welding" else "maybe"
        rotations.think(by=ana, stay=stay, wish=wish, words=f"About {each.field.title}", now=at)
    own = view(people, place)
    assert own.way.whole
    assert len({each.field.title for each in own.fields if each.state == "seen"}) == 8
    welding, plumbing = own.fields[0].field.id, own.fields[1].field.id
    assert choose_after_rotation(by=ana, place=place, field=welding, why="The arc.", now=at) == "worker"
    assert plans.choice_of(ana, ana.me, now=at).destination == "worker"
    assert choose_after_rotation(by=ana, place=place, field=plumbing, why="Water.", now=at) == "leader"
    choose_after_rotation(by=ana, place=place, field=None, why="Both.", now=at)
    assert plans.choice_of(ana, ana.me, now=at).destination == ""
    assert [each.title for each in view(people, place).choices] == ["", "plumbing", "welding"]
    _, (taking,) = queries.rotations.taking(people[NETWORK], own.rotation.id, now=at)
    assert (taking.seen, taking.fields, taking.now) == (8, 8, "")
    with pytest.raises(Refused, match="leads the organization"):
        queries.rotations.taking(people["home"], own.rotation.id, now=at)


def test_an_ordered_rotation_offers_the_next_field_alone_and_one_at_a_time(people) -> None:
    made = opened(people, replace(NEW, ordered=True))
    place = rotations.join(by=people["ana"], rotation=made, home="northside-high", now=NOW)
    own = view(people, place)
    assert own.way.next == ("1",)
    with pytest.raises(Refused, match="not this field's turn"):
        rotations.take_up(
            by=people["ana"], place=place, field=own.fields[3].field.id, starts=date(2027, 1, 1), now=NOW
        )
    rotations.take_up(
        by=people["ana"], place=place, field=own.fields[0].field.id, starts=timezone.localdate(NOW), now=NOW
    )
    assert view(people, place).way.next == ()
    rotations.leave(by=people["ana"], place=place, now=NOW)
    with pytest.raises(Refused, match="no place in it"):
        rotations.leave(by=people["ana"], place=place, now=NOW)
