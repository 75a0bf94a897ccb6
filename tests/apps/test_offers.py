"""Offers from their opening to what comes of them: places, the line, answers, days, breaches, complaints."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from tests.factories import NOW, TODAY, learner, load, person, put_on, show, teacher
from tests.offered import agreement, finishes, own, promised_state
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import actions as frameworks
from throughline.apps.opportunities import promised as texts
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import offers, opening, promises, watching
from throughline.apps.opportunities.models import Offer, OfferDeed, SignedGuarantee
from throughline.apps.records.queries import stated
from throughline.apps.trail.models import Event

pytestmark = pytest.mark.django_db


def states(who, now=NOW):
    """The state of each of somebody's offers."""
    return {name: each.state for name, each in own(who, now).items()}


def test_all_that_is_earned_opens_at_once_and_each_only_once():
    load(promised_state())
    ana = finishes("Ana", NOW)
    assert states(ana) == {"study": "held", "study-far": "held", "lab-job": "held", "credit": "standing"}
    with opening(now=NOW):
        show(ana, teacher("Nia"), "competency:tools")
    assert Offer.objects.count() == 4
    assert opportunities.promised.places("study", on=TODAY).taken == 1


@pytest.mark.covers("S001-J26", "S003-B1b")
def test_one_yes_is_enough_and_lets_the_others_of_its_kind_go_and_the_reason_stays_the_learners_own():
    load(promised_state())
    ana = finishes("Ana", NOW)
    mine = own(ana, NOW)
    why = "My grandmother lives beside the far campus."
    offers.accept(by=ana, offer=mine["study-far"].id, now=NOW, reason=why)
    assert states(ana) == {
        "study": "released",
        "study-far": "accepted",
        "lab-job": "held",
        "credit": "standing",
    }
    assert opportunities.promised.places("study", on=TODAY).left == 2
    assert own(ana, NOW)["study-far"].own_reason == why
    assert why not in json.dumps([[e.verb, e.target, e.authority, e.data] for e in Event.objects.all()])
    mother = _guardian(ana)
    seen = opportunities.offers.own(mother, ana.me, now=NOW)
    assert {each.own_reason for each in seen} == {""}
    clerk = person("Clerk", ("registrar", "college"))
    _, owed = opportunities.promised.owed_one(clerk, "study-far", on=TODAY)
    assert why not in repr(owed)
    assert [(each.state, each.name) for each in owed.coming] == [("accepted", "")]
    with pytest.raises(Refused, match="accepted already"):
        offers.accept(by=ana, offer=mine["study-far"].id, now=NOW)


def _guardian(ana):
    from tests.factories import helps

    return helps(person("Mo"), ana, "guardian", "plan", "progress", "record")


def test_nobody_answers_for_somebody_else_not_their_guardian_either():
    load(promised_state())
    ana = finishes("Ana", NOW)
    for other in (person("Eve"), _guardian(ana), person("Clerk", ("registrar", "college"))):
        with pytest.raises(Refused, match="Only these may"):
            offers.accept(by=other, offer=own(ana, NOW)["study"].id, now=NOW)


@pytest.mark.covers("S001-R6.4b", "C05")
def test_more_who_finish_than_places_wait_in_the_published_order_and_each_free_place_goes_to_whose_turn_it_is():
    load(promised_state(capacity=1, shortage="hills-first"))
    first = finishes("Ana", NOW)
    later = [finishes(f"Bea {n}", NOW + timedelta(hours=n)) for n in range(1, 4)]
    far = finishes("Hal", NOW + timedelta(hours=9), school="southside-high")
    assert states(first)["study"] == "held"
    assert {states(each)["study"] for each in (*later, far)} == {"waiting"}
    line = opportunities.offers.in_line(own(far, NOW)["study"].id)
    assert (line.before, line.tier, line.rule.id) == (0, 1, "hills-first")
    befores = sorted(opportunities.offers.in_line(own(each, NOW)["study"].id).before for each in later)
    assert befores == [1, 2, 3], "everybody who waits sees their turn"
    assert own(far, NOW)["study"].unmet, (
        "what is owed and not given stands under what is owed, with who owes it"
    )

    offers.decline(by=first, offer=own(first, NOW)["study"].id, now=NOW)
    assert states(far)["study"] == "held"
    assert opportunities.promised.places("study", on=TODAY).waiting == 3
    assert Event.objects.filter(verb="a place opened", about=far.me).count() == 1
    (found,) = (p for p in opportunities.promised.promises(on=TODAY) if p.agreement.id == "study")
    assert (found.places.capacity, found.places.taken, found.onramps[0].pathway) == (1, 1, "medicine")


def test_an_answer_can_be_taken_back_for_some_days_and_what_went_for_it_opens_again():
    load(promised_state(capacity=1))
    ana = finishes("Ana", NOW)
    bea = finishes("Bea", NOW)
    offers.accept(by=ana, offer=own(ana, NOW)["study-far"].id, now=NOW)
    assert states(bea)["study"] == "held", "the place went on at once"
    again = NOW + timedelta(days=2)
    offers.take_back(by=ana, offer=own(ana, NOW)["study-far"].id, now=again)
    assert states(ana) == {"study": "waiting", "study-far": "held", "lab-job": "held", "credit": "standing"}
    offers.accept(by=ana, offer=own(ana, again)["study-far"].id, now=again)
    with pytest.raises(Refused, match="for 3 days"):
        offers.take_back(by=ana, offer=own(ana, again)["study-far"].id, now=again + timedelta(days=4))


@pytest.mark.covers("S003-B1b")
def test_a_held_place_lapses_only_after_its_published_day_and_after_reminders():
    load(promised_state())
    ana = finishes("Ana", NOW)
    assert own(ana, NOW)["study"].answer_by == TODAY + timedelta(days=30)
    late = NOW + timedelta(days=31)
    assert watching.keep_days(by=HOUSE, now=NOW + timedelta(days=5)) == {
        "reminded": 0,
        "lapsed": 0,
        "placed": 0,
    }
    assert watching.keep_days(by=HOUSE, now=late)["lapsed"] == 0, "nobody was reminded yet"
    assert watching.keep_days(by=HOUSE, now=late)["lapsed"] == 3
    assert states(ana, late) == {
        "study": "lapsed",
        "study-far": "lapsed",
        "lab-job": "lapsed",
        "credit": "standing",
    }
    told = Event.objects.filter(about=ana.me, verb="reminded of an offer")
    assert told.count() == 3
    with pytest.raises(Refused, match="its last day went by"):
        offers.accept(by=ana, offer=own(ana, late)["study"].id, now=late)


def test_reminders_come_on_their_days_and_an_answer_ends_them():
    load(promised_state())
    ana = finishes("Ana", NOW)
    days = {
        n: watching.keep_days(by=HOUSE, now=NOW + timedelta(days=n))["reminded"] for n in (10, 21, 22, 28)
    }
    assert days == {10: 0, 21: 3, 22: 0, 28: 3}
    offers.accept(by=ana, offer=own(ana, NOW)["study"].id, now=NOW + timedelta(days=29))
    assert watching.keep_days(by=HOUSE, now=NOW + timedelta(days=40))["lapsed"] == 1
    assert states(ana)["study"] == "accepted"


def test_the_institution_reads_a_name_only_with_the_learners_consent_and_says_that_it_is_given():
    load(promised_state())
    ana, clerk = finishes("Ana", NOW), person("Clerk", ("registrar", "college"))
    key = own(ana, NOW)["study"].id
    with pytest.raises(Refused, match="held for you"):
        promises.honor(by=clerk, offer=key, organization="college", now=NOW)
    offers.accept(by=ana, offer=key, now=NOW)
    _, owed = opportunities.promised.owed_one(clerk, "study", on=TODAY)
    assert (owed.unnamed, owed.coming[0].name) == (1, "")
    offers.tell(by=ana, offer=key, now=NOW)
    _, owed = opportunities.promised.owed_one(clerk, "study", on=TODAY)
    assert (owed.unnamed, owed.coming[0].name) == (0, "Ana Reed")
    for other in (teacher("Nia"), person("Boss", ("employer", "mercy-bay"))):
        with pytest.raises(Refused):
            promises.honor(by=other, offer=key, organization="college", now=NOW)
    promises.honor(by=clerk, offer=key, organization="college", now=NOW)
    assert states(ana)["study"] == "honored"
    assert opportunities.promised.promise("study", on=TODAY).kept == 1


def test_a_promise_that_is_not_kept_is_seen_and_a_complaint_has_an_owner_and_a_day():
    load(promised_state())
    ana, boss = finishes("Ana", NOW), person("Boss", ("employer", "mercy-bay"))
    key = own(ana, NOW)["lab-job"].id
    offers.accept(by=ana, offer=key, now=NOW)
    with pytest.raises(Refused, match="no reason"):
        promises.refuse(by=boss, offer=key, organization="mercy-bay", reason=" ", now=NOW)
    promises.refuse(by=boss, offer=key, organization="mercy-bay", reason="The lab closes.", now=NOW)
    found = own(ana, NOW)["lab-job"]
    assert (found.state, found.unmet, found.owed_by) == ("refused", True, ("mercy-bay",))
    assert opportunities.promised.promise("lab-job", on=TODAY).refused == 1

    complaint = promises.complain(by=ana, offer=key, words="I moved here for it.", now=NOW)
    told = own(ana, NOW)["lab-job"].open_complaint
    assert (told.owner, told.answer_by, told.late) == ("mercy-bay", TODAY + timedelta(days=10), False)
    with pytest.raises(Refused, match="one is open already"):
        promises.complain(by=ana, offer=key, words="Again.", now=NOW)
    member = person("Mem", ("board_member", "board"))
    answer = {
        "complaint": complaint,
        "organization": "board",
        "outcome": "kept",
        "answer": "Another lab takes you.",
    }
    with pytest.raises(Refused, match="mercy-bay answers it"):
        promises.answer_complaint(by=member, **answer, now=NOW)
    assert opportunities.promised.complaints(member, now=NOW) == []
    after = NOW + timedelta(days=11)
    ((seen, name),) = opportunities.promised.complaints(member, now=after)
    assert (seen.late, name) == (True, "lab-job")
    promises.answer_complaint(by=member, **answer, now=after)
    assert own(ana, after)["lab-job"].complaints[0].answer == "Another lab takes you."


@pytest.mark.covers("S001-P0.1")
def test_a_guarantee_is_signed_by_who_owes_it_and_editing_its_text_makes_verification_fail():
    load(promised_state())
    ana = finishes("Ana", NOW)
    found = own(ana, NOW)["lab-job"]
    signed = opportunities.offers.statement(ana, found.id, now=NOW)
    assert (signed["owed_by"], signed["legal_status"], signed["remedy"]["en"]) == (
        ["mercy-bay"], "contract", "Another one within a year.",
    )  # fmt: skip
    assert SignedGuarantee.objects.get().issuer == "mercy-bay"
    assert stated.holds(signed, "mercy-bay", now=NOW)
    edits = [
        {"promise": {"en": "You have lab-job, perhaps."}}, {"legal_status": "pledge"}, {"remedy": {}},
        {"capacity": 0}, {"ends": "2026-01-01"}, {"owed_by": ["college"]}, {"when": "Anything"}, {"version": 2},
    ]  # fmt: skip
    assert not any(stated.holds({**signed, **edit}, "mercy-bay", now=NOW) for edit in edits)
    assert not stated.holds({k: v for k, v in signed.items() if k != "proof"}, "mercy-bay", now=NOW)
    assert not stated.holds(signed, "college", now=NOW)
    assert texts.sign_all(now=NOW) == 3
    assert texts.sign_all(now=NOW) == 0


@pytest.mark.covers("S001-J30")
def test_an_agreement_that_ends_opens_to_nobody_new_its_owner_is_told_and_whoever_has_it_keeps_it():
    load(promised_state(ends=TODAY + timedelta(days=60)))
    ana = finishes("Ana", NOW)
    watching.watch(by=HOUSE, now=NOW)
    (told,) = opportunities.promised.to_mend(["college"])
    assert (told.kind, told.about, told.owner) == ("ending", "agreement:study", "college")
    watching.watch(by=HOUSE, now=NOW)
    assert len(opportunities.promised.to_mend(["college"])) == 1
    after = NOW + timedelta(days=61)
    bea = finishes("Bea", after)
    assert "study" not in own(bea, after)
    assert own(ana, after)["study"].state == "held"
    assert "study" not in {
        p.agreement.id for p in opportunities.promised.promises(on=timezone.localdate(after))
    }
    watching.watch(by=HOUSE, now=after)
    assert [each.kind for each in opportunities.promised.to_mend(["college"])] == ["ended"]
    assert Event.objects.filter(verb="a promise: ended", target="agreement:study").count() == 1


@pytest.mark.covers("S001-P3.3")
def test_a_stage_that_loses_its_last_promise_is_at_risk_and_its_body_and_learners_are_told_until_it_is_mended():
    pack = promised_state()
    pack = replace(
        pack,
        pathways={k: replace(v, shortage="lottery") for k, v in pack.pathways.items()},
        agreements={
            **pack.agreements,
            "after-exams": agreement("after-exams", "hiring", ("mercy-bay",), trigger="credential:care-degree"),
        },
    )  # fmt: skip
    load(pack)
    ana, tom = learner("Ana"), learner("Tom")
    put_on(ana, "pathway:medicine")
    put_on(tom, "pathway:trades")
    watching.watch(by=HOUSE, now=NOW)
    assert opportunities.promised.at_risk("medicine") == []
    assert not Event.objects.filter(verb="a promise is being mended", about=ana.me).exists()
    without = replace(pack, agreements={k: v for k, v in pack.agreements.items() if k != "after-exams"})
    frameworks.publish(by=HOUSE, pack=without, now=NOW)
    watching.watch(by=HOUSE, now=NOW)
    (told,) = opportunities.promised.at_risk("medicine")
    assert (told.about, told.owner) == ("pathway:medicine#secondary", "board")
    assert Event.objects.filter(verb="a promise is being mended", about=ana.me).count() == 1
    assert not Event.objects.filter(
        verb="a promise is being mended", about=tom.me, target="pathway:medicine"
    ).exists()
    frameworks.publish(by=HOUSE, pack=pack, now=NOW)
    watching.watch(by=HOUSE, now=NOW)
    assert opportunities.promised.at_risk("medicine") == []


def test_what_was_offered_and_what_happened_can_only_grow():
    load(promised_state())
    finishes("Ana", NOW)
    for model in (Offer, OfferDeed):
        found = model.objects.filter(pk=model.objects.latest("pk").pk)
        for change in (
            lambda rows=found: rows._raw_delete("default"),
            lambda rows=found: rows.update(id=uuid4()),
        ):
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                change()


def test_a_new_version_of_an_agreement_leaves_whoever_has_the_old_one_with_the_old_words():
    pack = promised_state()
    load(pack)
    ana = finishes("Ana", NOW)
    study = replace(pack.agreements["study"], promise={"en": "Less than before."})
    frameworks.publish(by=HOUSE, pack=replace(pack, agreements={**pack.agreements, "study": study}), now=NOW)
    bea = finishes("Bea", NOW)
    assert own(ana, NOW)["study"].agreement.promise["en"] == "You have study."
    assert own(bea, NOW)["study"].agreement.promise["en"] == "Less than before."
    assert (own(ana, NOW)["study"].number, own(bea, NOW)["study"].number) == (1, 2)
