"""Who can get where: four layers that each follow one factor alone, and the reach that all four give together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations, product
from math import acos, cos, inf, radians, sin

import pytest

from throughline.core.access import DAYS, Access, in_groups, offered_in
from throughline.core.catalogue.access import AccessRules, Stop, TakesFrom, Town, TransitLine
from throughline.core.catalogue.documents import Organization
from throughline.core.drawing.access_map import Route, Spot, access_map
from throughline.core.formats.state_pack import Pack

TEXT = {"en": "x"}
LAYERS = ("offers", "near", "open", "lines")


def town(name: str, longitude: float) -> Town:
    return Town(name, {"en": name.title()}, 41.0, longitude)


def place(name: str, longitude: float) -> Organization:
    return Organization(name, TEXT, "school", "k12", latitude=41.0, longitude=longitude)


BUS = TransitLine(
    "bus", TEXT, "bus", ("mon", "tue"), 20, (Stop("east", 0), Stop("middle", 25), Stop("west", 45))
)
RIDE = TransitLine("ride", TEXT, "ride", ("fri",), 60, (Stop("middle", 0), Stop("far", 20)))
RULES = AccessRules(
    60, Decimal(6), towns=(town("east", -70.0), town("middle", -70.3), town("west", -70.6), town("far", -70.9)),
    lines=(BUS, RIDE), takes=(TakesFrom("west-school", ("west", "middle")),),
)  # fmt: skip
BASE = Access(
    RULES,
    {"pathway:iron": frozenset({"west-school"}), "pathway:care": frozenset({"east-clinic", "far-clinic"})},
    {each.id: each for each in (place("west-school", -70.61), place("east-clinic", -70.0), place("far-clinic", -70.9))},
)  # fmt: skip


def test_reach_is_what_one_and_the_same_place_offers_opens_and_lets_come_to_in_time() -> None:
    assert BASE.reach == {
        "east": {"pathway:care"}, "middle": {"pathway:iron", "pathway:care"}, "west": {"pathway:iron", "pathway:care"},
        "far": {"pathway:care"},
    }  # fmt: skip
    assert BASE.why_not("east", "pathway:iron") == "open"
    assert BASE.why_not("far", "pathway:iron") == "open"
    assert BASE.why_not("far", "pathway:none") == "offered"
    assert replace(BASE, rules=replace(RULES, minutes=20)).why_not("middle", "pathway:iron") == "lines"
    way = BASE.ways["middle", "west-school"]
    assert (way.minutes, way.days) == (10 + 20 + 10, ("mon", "tue")), "half of 20, the ride, 10 on foot"
    assert BASE.ways["west", "west-school"].days[-1] == "sun", "on foot any day"


def test_the_way_changes_lines_where_it_has_to_and_both_run_on_that_day() -> None:
    both = replace(RIDE, days=("mon",))
    joined = replace(BASE, rules=replace(RULES, minutes=90, lines=(BUS, both)))
    assert joined.lines["east", "far"] == {"mon": 10 + 25 + 30 + 20}
    assert joined.ways["east", "far-clinic"].days == ("mon",)
    assert ("east", "far") not in BASE.lines, "no day has both"


def _moved(found: Access) -> Access:
    return replace(found, places={**found.places, "east-clinic": place("east-clinic", -75.0)})


FACTORS: dict[str, Callable[[Access], Access]] = {
    "offers": lambda found: replace(
        found, offers={**found.offers, "pathway:iron": frozenset({"east-clinic"})}
    ),
    "near": _moved,
    "open": lambda found: replace(
        found, rules=replace(found.rules, takes=(TakesFrom("west-school", ("west",)),))
    ),
    "lines": lambda found: found.without("bus"),
}


@pytest.mark.covers("S001-D4.2")
@pytest.mark.parametrize("factor", LAYERS)
def test_each_factor_changes_its_own_layer_alone_and_the_reach_is_worked_out_anew(factor: str) -> None:
    assert BASE.reach == _by_hand(BASE)
    after = FACTORS[factor](BASE)
    assert [layer for layer in LAYERS if getattr(after, layer) != getattr(BASE, layer)] == [factor]
    assert after.reach != BASE.reach
    assert after.reach == _by_hand(after)


def _by_hand(found: Access) -> dict[str, set[str]]:
    """The same reach, worked out apart: every ride between two stops of a line, put together until nothing gets shorter."""
    rules, only = found.rules, {each.organization: each.towns for each in found.rules.takes}
    reached: dict[str, set[str]] = {each.id: set() for each in rules.towns}
    for day in DAYS:
        took = _rides(rules, day)
        for one in rules.towns:
            for what, places in found.offers.items():
                for name in places & found.places.keys():
                    takes_them = one.id in only.get(name, (one.id,))
                    ends = [
                        (took[one.id, other.id], _on_foot(other, found.places[name])) for other in rules.towns
                    ]
                    if takes_them and any(
                        walk <= rules.walk_minutes and ride + walk <= rules.minutes for ride, walk in ends
                    ):
                        reached[one.id].add(what)
    return reached


def _rides(rules: AccessRules, day: str) -> dict[tuple[str, str], float]:
    ids = [each.id for each in rules.towns]
    took = {(a, b): 0.0 if a == b else inf for a in ids for b in ids}
    for line in rules.lines:
        for one, other in permutations(line.stops, 2) if day in line.days else ():
            key = (one.town, other.town)
            took[key] = min(took[key], line.every / 2 + abs(one.minutes - other.minutes))
    for via, a, b in product(ids, ids, ids):
        took[a, b] = min(took[a, b], took[a, via] + took[via, b])
    return took


def _on_foot(one: Town, other: Organization) -> float:
    assert other.latitude is not None
    assert other.longitude is not None
    lat, to = radians(one.latitude), radians(other.latitude)
    near = sin(lat) * sin(to) + cos(lat) * cos(to) * cos(radians(other.longitude - one.longitude))
    return 6371 * acos(min(near, 1.0)) / float(RULES.walk_km_hour) * 60


def test_without_a_line_each_town_loses_what_only_that_line_led_to() -> None:
    assert BASE.lost_without("bus") == {"middle": {"pathway:iron"}, "west": {"pathway:care"}}
    assert BASE.lost_without("ride") == {}
    both = replace(BASE, rules=replace(RULES, lines=(BUS,)))
    assert both.lost_without("bus")["middle"] == {"pathway:iron", "pathway:care"}


@pytest.mark.parametrize("people", [{"east": 0}, {"east": 9, "west": 10}, {"east": 37, "west": 129}])
def test_learners_are_told_in_whole_groups(people: dict[str, int]) -> None:
    told = in_groups(people, 10)
    assert all(each % 10 == 0 and 0 <= people[name] - each < 10 for name, each in told.items())


def test_the_demo_state_reaches_all_its_pathways_from_its_capital_and_each_line_matters(
    meridian_pack: Pack,
) -> None:
    kept = meridian_pack.catalogue
    rules = kept.state.access
    assert rules is not None
    found = Access(rules, offered_in(kept), kept.organizations)
    assert set(found.reach) == {each.id for each in rules.towns}
    assert all(found.lost_without(line.id) for line in rules.lines)
    assert {found.town_of(name) for name, each in kept.organizations.items() if each.kind == "school"} == set(
        found.reach
    )


def test_the_map_names_every_town_and_line() -> None:
    spots = [
        Spot(each.id, each.title["en"], 41.0, each.longitude, f"/access/{each.id}/") for each in RULES.towns
    ]
    routes = [Route("Bus", ("east", "west")), Route("Gone", ("west", "far"), gone=True)]
    drawn = access_map(spots, routes, "Map", "Words", "m")
    assert all(f">{each.name}<" in drawn for each in spots)
    assert drawn.count("stroke-dasharray") == 1
    assert access_map(spots[:1], [], "Map", "Words", "m") == ""
