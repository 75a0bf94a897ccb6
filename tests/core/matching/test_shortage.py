"""Places that are short: the published rule, followed to the letter, and the same again whenever it is run."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

import pytest

from throughline.core.catalogue.agreements import LOTTERY, ORDER
from throughline.core.catalogue.state_profile import Shortage, ShortageTier
from throughline.core.matching.shortage import Claim, allot, line

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
FAR = Shortage(
    "far", {"en": "Far first"},
    (
        ShortageTier({"en": "the Highlands"}, regions=("highlands",)),
        ShortageTier({"en": "Gull Point"}, places=("gull-point-high",)),
    ),
)  # fmt: skip


def claim(nth, region="capital", place="eastgate-high"):
    """A claim that arose so many hours after noon."""
    return Claim(f"offer-{nth}", NOON + timedelta(hours=nth), frozenset({place}), frozenset({region}))


CLAIMS = [claim(0), claim(1, "highlands"), claim(2, place="gull-point-high"), claim(3), claim(4, "highlands")]


@pytest.mark.covers("S001-R8.2b")
def test_the_rule_gives_what_its_text_says_and_the_same_however_often_it_is_run():
    """First the Highlands, then Gull Point, then everyone else; among those alike the smallest SHA-256 comes first."""
    by_hand = sorted(
        CLAIMS,
        key=lambda c: (
            0 if "highlands" in c.regions else 1 if "gull-point-high" in c.places else 2,
            sha256(f"agreement:lab|{c.id}".encode()).hexdigest(),
        ),
    )
    first = line(FAR, CLAIMS, "agreement:lab")
    assert [turn.claim for turn in first] == [each.id for each in by_hand]
    assert [turn.tier for turn in first] == [1, 1, 2, 3, 3]
    for seed in range(5):
        mixed = Random(seed).sample(CLAIMS, len(CLAIMS))
        assert line(FAR, mixed, "agreement:lab") == first
    assert [turn.claim for turn in line(ORDER, CLAIMS, "any")] == [each.id for each in CLAIMS]


@pytest.mark.parametrize("places", [-1, 0, 1, 3, 5, 9])
@pytest.mark.parametrize("rule", [LOTTERY, ORDER, FAR], ids=lambda rule: rule.id)
def test_whoever_gets_no_place_waits_with_a_turn_and_nobody_is_dropped(rule, places):
    found = allot(rule, CLAIMS, places, "agreement:lab")
    assert len(found.given) == min(max(places, 0), len(CLAIMS))
    assert {t.claim for t in (*found.given, *found.waiting)} == {c.id for c in CLAIMS}
    assert [t.number for t in (*found.given, *found.waiting)] == [1, 2, 3, 4, 5]


def test_another_draw_gives_another_order_and_leaves_the_tiers_as_they_are():
    orders = {tuple(t.claim for t in line(replace(FAR, first=()), CLAIMS, f"draw {n}")) for n in range(20)}
    assert len(orders) > 10
    assert {tuple(t.tier for t in line(FAR, CLAIMS, f"draw {n}")) for n in range(20)} == {(1, 1, 2, 3, 3)}
