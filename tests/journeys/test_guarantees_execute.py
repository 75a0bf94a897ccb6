"""What was promised opens by itself, on the day it is earned, in the act that earns it: Jason's and Mariah's replays."""

import pytest
from django.db import transaction
from django.utils import timezone

from tests.journeys.stories import BENCHMARKS, CERTIFICATIONS, EXAMS, IRON, MEDICINE
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import offers
from throughline.apps.opportunities.models import Offer
from throughline.apps.records import queries as records
from throughline.core.progress.guarantees import HOLDS_A_PLACE
from throughline.demo.recording import record_shown

pytestmark = pytest.mark.django_db
SIX = {
    "msu-biomedical-engineering-admission", "msu-medicine-admission", "msu-nursing-science-admission",
    "msu-pharmaceutical-science-admission", "msu-public-health-admission", "harbor-laboratory-science-admission",
}  # fmt: skip


def own(story, kind):
    """The learner's offers of a kind, by agreement."""
    found = opportunities.offers.own(story.actor, story.actor.me, now=story.now)
    return {each.agreement.id: each for each in found if each.kind == kind}


def at_gate(begin):
    """Jason with three of four benchmarks."""
    jason = begin("Jason", "northside-high")
    jason.choose(MEDICINE, "biomedical-engineer")
    jason.show_foundation(MEDICINE)
    jason.show(*BENCHMARKS[:3])
    return jason


@pytest.mark.covers("S001-J25", "S001-J26", "S001-J28", "S001-J31", "N78")
def test_jasons_fourth_pass_opens_six_admissions_and_his_twelfth_offers_from_ten_agreements(begin):
    jason = at_gate(begin)
    assert own(jason, "admission") == {}
    jason.show(BENCHMARKS[3])

    six = own(jason, "admission")
    assert set(six) == SIX, "a seventh program without a commitment is not listed"
    diploma = next(
        each for each in records.awards(jason.actor, jason.actor.me, now=jason.now)
        if each.credential == "credential:secondary-diploma-medical-sciences"
    )  # fmt: skip
    for each in six.values():
        assert (each.state, each.opened_at, each.facts) == ("held", diploma.issued_at, (diploma.id,))
        assert each.agreement.promise["en"]
        assert each.number >= 1

    engineering = six["msu-biomedical-engineering-admission"]
    why = "I want to live in a big city, for the music and the food."
    assert len(offers.accept(by=jason.actor, offer=engineering.id, now=jason.now, reason=why)) == 5
    after = own(jason, "admission")
    assert after["msu-biomedical-engineering-admission"].state == "accepted"
    assert after["msu-biomedical-engineering-admission"].own_reason == why
    assert {each.state for name, each in after.items() if "biomedical" not in name} == {"released"}
    assert not any(
        opportunities.promised.places(name, on=jason.day).taken for name in SIX if "biomed" not in name
    )
    assert opportunities.promised.places("msu-biomedical-engineering-admission", on=jason.day).taken == 1

    jason.show(*BENCHMARKS[4:9])
    assert "msu-advanced-medical-admission" not in own(jason, "admission")
    jason.show(BENCHMARKS[9])
    assert own(jason, "admission")["msu-advanced-medical-admission"].opened_at == jason.now

    jason.show(BENCHMARKS[10])
    assert own(jason, "hiring") == {}
    jason.show(BENCHMARKS[11])
    ten = own(jason, "hiring")
    assert len(ten) == 10
    assert {timezone.localdate(each.opened_at) for each in ten.values()} == {jason.day}
    post = ten["hiring-capital-university-hospital"]
    assert len(offers.accept(by=jason.actor, offer=post.id, now=jason.now)) == 9
    states = [each.state for each in own(jason, "hiring").values()]
    assert sum(state in HOLDS_A_PLACE for state in states) == 1


@pytest.mark.covers("S001-M16")
def test_mariahs_eighth_milestone_grants_diploma_and_apprenticeship_in_one_transaction(begin):
    mariah = begin("Mariah", "riverbend-high")
    mariah.choose(IRON, "ironworker")
    mariah.show_foundation(IRON)
    mariah.show(*CERTIFICATIONS, *EXAMS[:3], days=150)
    assert own(mariah, "apprenticeship") == {}

    before = len(mariah.showing.facts)
    with transaction.atomic():
        mariah.show(EXAMS[3], days=400)
        assert set(own(mariah, "apprenticeship")) == {"ironworking-apprenticeship-entry"}
        transaction.set_rollback(True)
    assert own(mariah, "apprenticeship") == {}, "what earns it and what it opens fall together"
    assert "credential:diploma-ironworking" not in _held(mariah)

    record_shown(mariah.showing.facts[before:], mariah.staff, mariah.school, mariah.now)
    (place,) = own(mariah, "apprenticeship").values()
    assert "credential:diploma-ironworking" in _held(mariah)
    assert (place.state, place.opened_at) == ("held", mariah.now)
    assert "late" not in repr(place).lower().replace("related", "").replace("calculate", "")


def _held(story):
    return {each.credential for each in records.awards(story.actor, story.actor.me, now=story.now)}


def test_without_the_door_the_net_below_finds_what_is_missing_and_with_it_nothing(begin):
    from throughline.apps.directory.actor import HOUSE
    from throughline.apps.opportunities.actions import watching

    jason = at_gate(begin)
    assert watching.catch_up(by=HOUSE, now=jason.now) == 0
    before = Offer.objects.count()
    jason.show(BENCHMARKS[3])
    assert Offer.objects.count() == before + 6
    assert watching.catch_up(by=HOUSE, now=jason.now) == 0
