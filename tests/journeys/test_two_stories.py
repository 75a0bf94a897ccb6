"""Jason and Mariah live their stage gates through real actions, day by day, with the days passed in.

The numbers are those of the two stories: 4 benchmarks, then 6, then 2; 4 certifications and 4 exams, then 6.
"""

import pytest

from tests.journeys.stories import (
    BEGAN,
    BENCHMARKS,
    CERTIFICATIONS,
    EXAMS,
    IRON,
    MEDICINE,
    Story,
    noon,
)
from throughline.apps.advising import actions, queries
from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as published
from throughline.apps.records import actions as record_actions
from throughline.apps.records import queries as records
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue.references import all_rules
from throughline.core.progress.audit import StageAudit
from throughline.core.requirements.nodes import TIME_KINDS, Have, Total, walk

pytestmark = pytest.mark.django_db


def missing(stage: StageAudit) -> set[str]:
    """What a stage's gate still misses."""
    return {gap.what for gap in stage.gate.missing}


@pytest.mark.covers("S001-J21")
def test_jasons_gate_is_closed_with_three_of_four_names_the_missing_one_and_opens_by_itself_at_four(begin):
    jason = begin("Jason", "northside-high")
    jason.choose(MEDICINE)
    jason.show_foundation(MEDICINE)
    assert jason.stage("foundation").passed
    assert jason.stage("secondary").open
    assert jason.open_agreements("admission", MEDICINE) == set()

    jason.show(*BENCHMARKS[:3])
    gate = jason.stage("secondary")
    assert (gate.passed, gate.gate.done, gate.gate.needed) == (False, 3, 4)
    assert missing(gate) == {"milestone:medical-benchmark-4"}
    assert not jason.stage("college").open

    jason.show(BENCHMARKS[3])
    gate = jason.stage("secondary")
    assert (gate.passed, gate.gate.done, gate.gate.needed) == (True, 4, 4)
    assert jason.stage("college").open
    assert "credential:secondary-diploma-medical-sciences" in jason.audit.credentials


def test_jasons_numbers_are_six_programs_then_six_benchmarks_then_two_then_ten_hiring_agreements(begin):
    jason = begin("Jason", "northside-high")
    jason.choose(MEDICINE, "biomedical-engineer")
    jason.show_foundation(MEDICINE)
    jason.show(*BENCHMARKS[:4])
    assert len(jason.open_agreements("admission", MEDICINE)) == 6

    jason.show(*BENCHMARKS[4:9])
    gate = jason.stage("college")
    assert (gate.passed, gate.gate.done, gate.gate.needed) == (False, 5, 6)
    assert "msu-advanced-medical-admission" not in jason.open_agreements("admission", MEDICINE)
    jason.show(BENCHMARKS[9])
    assert jason.stage("college").passed
    assert "msu-advanced-medical-admission" in jason.open_agreements("admission", MEDICINE)

    jason.show(BENCHMARKS[10])
    assert jason.open_agreements("hiring", MEDICINE) == set()
    jason.show(BENCHMARKS[11])
    assert (jason.stage("advanced").gate.done, jason.stage("advanced").passed) == (2, True)
    assert len(jason.open_agreements("hiring", MEDICINE)) == 10
    assert sum(len(jason.stage(s).milestones) for s in ("secondary", "college", "advanced")) == 12


def test_engineerings_extras_are_asked_only_of_those_who_chose_it_and_hold_up_nobody(begin):
    jason = begin("Jason", "northside-high")
    jason.choose(MEDICINE)
    adds = {d.id: d.adds for d in jason.audit.destinations}
    assert set(adds) == {
        "doctor", "nurse", "pharmacist", "public-health-official", "researcher", "biomedical-engineer"
    }  # fmt: skip
    extras = {gap.what for gap in adds["biomedical-engineer"].missing}
    assert extras
    assert all(extras.isdisjoint(missing(stage)) for stage in jason.audit.stages)


@pytest.mark.covers("S001-M13")
def test_mariahs_gate_is_closed_at_seven_and_opens_at_eight_whatever_her_age(begin):
    mariah = begin("Mariah", "riverbend-high")
    mariah.choose(IRON, "ironworker")
    mariah.show_foundation(IRON)
    mariah.show(*CERTIFICATIONS, *EXAMS[:3], days=150)
    gate = mariah.stage("secondary")
    assert (gate.passed, gate.gate.done, gate.gate.needed) == (False, 7, 8)
    assert missing(gate) == {"milestone:iron-exam-community-build"}
    assert mariah.open_agreements("apprenticeship", IRON) == set()

    mariah.show(EXAMS[3], days=400)
    assert mariah.stage("secondary").passed
    assert mariah.open_agreements("apprenticeship", IRON) == {"ironworking-apprenticeship-entry"}
    assert "credential:diploma-ironworking" in mariah.audit.credentials
    assert "late" not in repr(mariah.audit).lower().replace("related", "").replace("calculate", "")


def test_mariahs_apprenticeship_is_six_milestones_and_makes_her_a_journeyworker(begin):
    mariah = begin("Mariah", "riverbend-high")
    mariah.choose(IRON)
    mariah.show_foundation(IRON)
    mariah.show(*CERTIFICATIONS, *EXAMS)
    six = [m.id for m in mariah.stage("apprenticeship").milestones]
    assert len(six) == 6
    mariah.show(*six[:5])
    assert not mariah.stage("apprenticeship").passed
    assert mariah.open_agreements("hiring", IRON) == set()
    mariah.show(six[5])
    assert mariah.stage("apprenticeship").passed
    assert "credential:journeyworker-ironworker" in mariah.audit.credentials
    assert mariah.open_agreements("hiring", IRON) == {"ironworking-journeyworker-hire"}


@pytest.mark.covers("S001-M14")
def test_a_certification_from_an_issuer_the_association_does_not_know_does_not_count(begin):
    mariah = begin("Mariah", "riverbend-high")
    mariah.choose(IRON)
    stage = mariah.stage("secondary")
    assert {m.id for m in stage.milestones} == {*CERTIFICATIONS, *EXAMS}
    asked = {name: _credentials(name) for name in CERTIFICATIONS}
    assert all(node.issuer == ("meridian-trades-association",) for nodes in asked.values() for node in nodes)
    assert all(asked.values())
    assert not any(_credentials(name) for name in EXAMS)

    wanted = asked["cert-site-safety"][0].what
    by = mariah.staff.actor("assessor", "meridian-trades-association", mariah.day)
    fact = NewFact(mariah.actor.me, wanted, mariah.day, issuer="ironbridge-steel")
    record_actions.attest(by=by, fact=fact, now=noon(mariah.day))
    assert _status(mariah, "cert-site-safety") != "met"
    mariah.show("cert-site-safety")
    assert _status(mariah, "cert-site-safety") == "met"


def _credentials(milestone: str) -> list[Have]:
    rule = published.catalogue().milestones[milestone].rule
    return [n for n in walk(rule) if isinstance(n, Have) and n.kind == "credential"]


def _status(story: Story, name: str) -> str:
    return next(m.status for m in story.audit.milestones if m.id == name)


def test_the_two_share_their_common_foundation_and_each_keeps_it_on_a_change_to_the_others_way(begin):
    mariah = begin("Mariah", "riverbend-high")
    mariah.choose(IRON)
    mariah.show_foundation(IRON)
    before = records.record_of(mariah.actor, mariah.actor.me, now=noon(mariah.day))
    shared = {"explore", "mathematics-1", "literacy-1", "science-inquiry", "history-and-society",
              "working-with-others", "self-direction-project", "community-and-arts"}  # fmt: skip
    actions.look_at_portability(by=mariah.actor, pathway="pathway:nursing", now=noon(mariah.day))
    done = actions.switch(by=mariah.actor, pathway="pathway:nursing", now=noon(mariah.day))
    assert shared <= set(done.balance.kept_milestones)
    way = {*done.balance.kept_milestones, *done.balance.needed_milestones}
    assert way == set(published.structure().parts["nursing"].milestones) - _extras("nursing")
    assert done.record_before == done.record_after
    assert records.record_of(mariah.actor, mariah.actor.me, now=noon(mariah.day)) == before


def _extras(pathway: str) -> set[str]:
    return {m for names in published.structure().parts[pathway].destinations.values() for m in names}


@pytest.mark.covers("S001-J13")
def test_a_foundation_has_four_strands_and_asks_for_no_shortest_time(begin):
    jason = begin("Jason", "northside-high")
    jason.choose(MEDICINE)
    parts = published.structure().parts["medical-sciences"]
    foundation = next(iter(parts.stages.values()))
    subjects = {published.catalogue().milestones[m].subject for m in foundation}
    assert {"science", "mathematics", "literacy", "history-society"} <= subjects
    jason.show(*foundation, days=35)
    assert (jason.day - BEGAN).days < 14 * 31
    assert jason.stage("foundation").passed


def test_no_rule_of_the_state_knows_an_age_a_grade_or_a_calendar(begin):
    begin("Jason", "northside-high")
    for held in all_rules(published.catalogue()):
        for node in walk(held.node):
            if isinstance(node, Have):
                assert node.kind not in TIME_KINDS, held.holder
            if isinstance(node, Total):
                assert node.select.kind not in TIME_KINDS, held.holder


def test_neither_can_choose_before_having_seen_where_else_it_counts(begin):
    jason = begin("Jason", "northside-high")
    with pytest.raises(Refused, match="where else"):
        actions.choose(by=jason.actor, pathway=MEDICINE, now=noon(BEGAN))


@pytest.mark.covers("S001-J12")
def test_medicine_overlaps_with_other_sciences_with_therapy_and_with_social_work(begin):
    begin("Jason", "northside-high")
    shown = {each.milestone: {p.pathway for p in each.also_in} for each in queries.portability(MEDICINE)}
    foundation = next(iter(published.structure().parts["medical-sciences"].stages.values()))
    for other in ("environmental-energy", "therapy-rehabilitation", "social-work"):
        named = [m for m in foundation if other in shown[m]]
        assert named, other
        assert all(published.catalogue().milestones[m].title["en"] for m in named)
