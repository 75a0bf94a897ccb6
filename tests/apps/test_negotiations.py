"""Organizations agree: drafts apart from what is in force, signed by every party, in force with the last signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.agreed import COLLEGE, GROUP, SCHOOL, WHY, parties, places, signed_by_all, terms
from tests.factories import NOW, TODAY, load, person
from tests.offered import finishes, own
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import negotiations, watching
from throughline.apps.records.queries import stated
from throughline.core.agreements.counting import executed
from throughline.core.progress.record import Fact, Record
from throughline.core.progress.standing import Standing

pytestmark = pytest.mark.django_db


def look(who, made):
    return queries.negotiations.negotiation(who, made, on=TODAY)


@pytest.mark.covers("N03")
def test_a_draft_changes_nothing_and_with_the_last_signature_it_is_in_force_and_in_the_log() -> None:
    cora, pia, gus = parties()
    made = negotiations.begin(by=cora, party=COLLEGE, terms=terms(), reasons=WHY, now=NOW)
    assert look(pia, made).shown.value.turn == (COLLEGE, SCHOOL, GROUP)
    for who, party in ((cora, COLLEGE), (pia, SCHOOL)):
        assert not negotiations.sign(by=who, negotiation=made, party=party, number=1, now=NOW)
    assert "tools-count" not in frameworks.catalogue().agreements
    assert look(gus, made).shown.my_turn == (GROUP,)
    assert negotiations.sign(by=gus, negotiation=made, party=GROUP, number=1, now=NOW)
    kept = frameworks.catalogue()
    assert kept.agreements["tools-count"].owner == COLLEGE
    shown = look(gus, made).shown
    assert (shown.outcome, shown.number, shown.value.turn) == ("in_force", 1, ())
    (version,) = frameworks.versions_of("agreement:tools-count")
    assert version.number == 1
    signed = queries.negotiations.signatures("tools-count", 1)
    assert [each["party"] for each in signed] == [f"organization:{p}" for p in (COLLEGE, SCHOOL, GROUP)]
    for document, party in zip(signed, (COLLEGE, SCHOOL, GROUP), strict=True):
        assert stated.holds(document, party, now=NOW)
        assert not stated.holds({**document, "draft": 2}, party, now=NOW)


@pytest.mark.covers("S001-D3.18")
def test_a_signed_agreement_executes_on_a_record_and_a_contradiction_with_another_is_found() -> None:
    cora, pia, gus = parties()
    signed_by_all(terms(), (cora, COLLEGE), (pia, SCHOOL), (gus, GROUP))
    kept = frameworks.catalogue().agreements["tools-count"]

    def given(*whats: str):
        facts = tuple(Fact(id=what, what=what, when=TODAY, confirmed=True) for what in whats)
        return executed(kept, Standing(Record(facts), frameworks.program_for(), TODAY)).counts[0]

    assert given("milestone:numbers").open == ("milestone:reading", "milestone:cells")
    two = given("milestone:numbers", "milestone:cells")
    assert (two.counts_as, {u: int(n) for u, n in two.credits.items()}) == (
        ("course:college-skills",),
        {"credit": 6},
    )
    less = terms(id="tools-less")
    less["sets"][0]["credits"] = {"credit": 3}
    other = negotiations.begin(by=cora, party=COLLEGE, terms=less, reasons=WHY, now=NOW)
    said = {each.check: each.sentence for each in look(cora, other).said.should}
    assert "gives 3 credit" in said["two_credits"]
    assert "agreement:tools-count" in said["two_credits"]
    refusing = terms(id="no-cells", refuses=["milestone:cells"], sets=[])
    negotiations.withdraw(by=cora, negotiation=other, party=COLLEGE, now=NOW)
    third = negotiations.begin(by=cora, party=COLLEGE, terms=refusing, reasons=WHY, now=NOW)
    assert "recognized_and_refused" in {each.check for each in look(cora, third).said.should}


def test_a_change_is_drafted_on_a_version_and_the_old_one_holds_until_all_have_signed() -> None:
    cora, pia, _gus = parties()
    signed_by_all(places(), (cora, COLLEGE), (pia, SCHOOL))
    more = places(capacity=3)
    with pytest.raises(Refused, match="does not say why"):
        negotiations.begin(by=pia, party=SCHOOL, terms=more, reasons={}, now=NOW)
    with pytest.raises(Refused, match="othing would change"):
        negotiations.begin(by=pia, party=SCHOOL, terms=places(), reasons=WHY, now=NOW)
    made = negotiations.begin(
        by=pia, party=SCHOOL, terms=more, reasons={"capacity": "Two more finish."}, now=NOW
    )
    negotiations.sign(by=pia, negotiation=made, party=SCHOOL, number=1, now=NOW)
    negotiations.oppose(
        by=cora, negotiation=made, party=COLLEGE, number=1, words="We have room for two.", now=NOW
    )
    shown = look(pia, made).shown
    assert (shown.value.turn, shown.value.objection.words) == ((SCHOOL,), "We have room for two.")
    with pytest.raises(Refused, match="objects"):
        negotiations.sign(by=cora, negotiation=made, party=COLLEGE, number=1, now=NOW)
    two = places(capacity=2)
    assert (
        negotiations.redraft(by=cora, negotiation=made, party=COLLEGE, terms=two, reasons=WHY, now=NOW) == 2
    )
    with pytest.raises(Refused, match="newer draft"):
        negotiations.sign(by=pia, negotiation=made, party=SCHOOL, number=1, now=NOW)
    negotiations.sign(by=cora, negotiation=made, party=COLLEGE, number=2, now=NOW)
    assert frameworks.catalogue().agreements["study-near"].capacity == 1
    assert negotiations.sign(by=pia, negotiation=made, party=SCHOOL, number=2, now=NOW)
    kept = frameworks.catalogue()
    assert (kept.agreements["study-near"].capacity, kept.versions["agreement:study-near"]) == (2, 2)
    steps = [(s.number, s.party, s.what) for s in look(pia, made).steps]
    assert steps == [
        (1, SCHOOL, "wrote"), (1, SCHOOL, "signed"), (1, COLLEGE, "opposed"),
        (2, COLLEGE, "wrote"), (2, COLLEGE, "signed"), (2, SCHOOL, "signed"),
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE opportunities_negotiationdraft SET party = 'x'")


@pytest.mark.covers("T-12")
def test_offers_open_from_the_day_all_have_signed_and_wait_for_the_learners_yes() -> None:
    cora, pia, _gus = parties()
    early = finishes("Ana", NOW)
    watching.catch_up(by=HOUSE, now=NOW - timedelta(days=1))
    signed_by_all(places(capacity=2, starts=str(TODAY)), (cora, COLLEGE), (pia, SCHOOL))
    watching.catch_up(by=HOUSE, now=NOW)
    later = finishes("Ben", NOW)
    assert {own(who, NOW)["study-near"].state for who in (early, later)} == {"held"}


REFUSED = {
    "age": ({"trigger": {"have": {"what": "age", "score": {"min": 18, "scale": "years"}}}}, "no words for"),
    "grade": ({"trigger": {"have": "grade:11"}}, "no words for"),
    "school": ({"trigger": {"have": {"what": "milestone:numbers", "issuer": [SCHOOL]}}}, "no words for `issuer`"),
    "first try": ({"trigger": {"have": {"what": "milestone:numbers", "attempt": "first"}}}, "no words for"),
    "sum": ({"trigger": {"total": {"measure": "count", "min": 3, "from": {"kind": "course"}}}}, "no words for"),
    "unknown": ({"trigger": "milestone:nothing"}, "nothing"),
    "no promise": ({"promise": {}}, "promise"),
    "alone": ({"parties": [COLLEGE]}, "two parties"),
}  # fmt: skip


@pytest.mark.parametrize(("changed", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_a_condition_has_no_words_for_who_somebody_is(changed, why) -> None:
    cora, _pia, _gus = parties()
    with pytest.raises(Refused, match=why):
        negotiations.begin(by=cora, party=COLLEGE, terms=terms(**changed), reasons=WHY, now=NOW)


MUST = {
    "no remedy": (places(remedy={}), "names no remedy"),
    "no rule": (places(shortage=""), "no rule says who gets one"),
    "new gate": (places(trigger="credential:shop-card"), "offers nothing in its place"),
    "stranger answers": (places(owner=GROUP), "is no party"),
}


@pytest.mark.covers("T-29")
@pytest.mark.parametrize(("body", "why"), MUST.values(), ids=MUST.keys())
def test_what_is_not_whole_cannot_be_signed(body, why) -> None:
    cora, _pia, _gus = parties()
    made = negotiations.begin(by=cora, party=COLLEGE, terms=body, reasons=WHY, now=NOW)
    with pytest.raises(Refused, match=why):
        negotiations.sign(by=cora, negotiation=made, party=COLLEGE, number=1, now=NOW)


def test_only_who_speaks_for_a_party_signs_and_only_its_people_read() -> None:
    cora, pia, _gus = parties()
    made = negotiations.begin(by=cora, party=COLLEGE, terms=places(), reasons=WHY, now=NOW)
    tess, elsewhere = person("Tess", ("teacher", SCHOOL)), person("Eve", ("principal", "southside-high"))
    assert look(tess, made).shown.my_turn == ()
    for who, party in ((tess, SCHOOL), (pia, COLLEGE), (elsewhere, "southside-high")):
        with pytest.raises(Refused):
            negotiations.sign(by=who, negotiation=made, party=party, number=1, now=NOW)
    with pytest.raises(Refused, match="none at this address for you"):
        look(elsewhere, made)
    with pytest.raises(Refused, match="being agreed already"):
        negotiations.begin(by=pia, party=SCHOOL, terms=places(), reasons=WHY, now=NOW)
    with pytest.raises(Refused, match="another party began"):
        negotiations.withdraw(by=pia, negotiation=made, party=SCHOOL, now=NOW)
    negotiations.withdraw(by=cora, negotiation=made, party=COLLEGE, now=NOW)
    listed = queries.negotiations.ours(pia, on=TODAY)
    assert [each.outcome for each in listed.over] == ["withdrawn"]


def test_what_changed_meanwhile_is_not_overwritten() -> None:
    cora, pia, _gus = parties()
    kept = frameworks.catalogue()
    body = {"parties": [COLLEGE, SCHOOL], "id": "study"}
    from throughline.core.formats.state_pack.bodies import document_to_json

    now_in_force = document_to_json("agreement", kept.agreements["study"])
    made = negotiations.begin(
        by=cora, party=COLLEGE, terms={**now_in_force, **body, "capacity": 9, "shortage": "lottery"}, reasons=WHY, now=NOW
    )  # fmt: skip
    negotiations.sign(by=cora, negotiation=made, party=COLLEGE, number=1, now=NOW)
    load(
        replace(
            kept,
            agreements={
                **kept.agreements, "study": replace(kept.agreements["study"], capacity=5, shortage="order")
            },
        )
    )  # fmt: skip
    with pytest.raises(Refused, match="has changed since"):
        negotiations.sign(by=pia, negotiation=made, party=SCHOOL, number=1, now=NOW)
    assert frameworks.catalogue().agreements["study"].capacity == 5
    assert look(pia, made).shown.value.turn == (SCHOOL,)


def test_a_draft_is_tried_on_everyone_and_small_groups_are_protected() -> None:
    cora, _pia, _gus = parties()
    for nth in range(3):
        finishes(f"L{nth}", NOW, by=None)
    made = negotiations.begin(by=cora, party=COLLEGE, terms=places(), reasons=WHY, now=NOW)
    whole = look(cora, made)
    assert whole.trial is None
    assert whole.made.records >= 10
    assert 0 < whole.made.opens < whole.made.records
    draft = negotiations.ask_for_trial(by=cora, negotiation=made, now=NOW)
    assert queries.negotiations.unfinished_trials() == [draft]
    negotiations.look(by=HOUSE, draft=draft, now=NOW + timedelta(minutes=1))
    trial = look(cora, made).trial
    assert trial is not None
    assert trial.found is not None
    assert (trial.found.records, trial.found.opens) == (0, 0)


def test_every_night_what_speaks_against_an_agreement_is_told_to_who_answers_for_it() -> None:
    cora, pia, _gus = parties()
    signed_by_all(places(), (cora, COLLEGE), (pia, SCHOOL))
    watching.watch(by=HOUSE, now=NOW)
    told = [each for each in queries.promised.to_mend([COLLEGE]) if each.kind == "clash"]
    assert told == []
    signed_by_all(places(id="study-again"), (cora, COLLEGE), (pia, SCHOOL))
    watching.watch(by=HOUSE, now=NOW)
    told = [each for each in queries.promised.to_mend([COLLEGE]) if each.kind == "clash"]
    assert {each.about for each in told} == {"agreement:study-near", "agreement:study-again"}
    assert "promised in agreement:study-again as well" in "".join(each.sentence for each in told)
