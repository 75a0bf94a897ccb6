"""What the articles ask of credentials, shown with the demo state's own people, pathways and rules."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import actions, queries
from throughline.apps.records.facts import NewFact, Witness
from throughline.core.credentials.controllers.controller_documents import methods_of
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(meridian):
    return timezone.now()


def named(key, now):
    return directory.actor_named(key, on=timezone.localdate(now))


def issued(who, now):
    return {each.credential.partition(":")[2]: each for each in queries.awards(who, who.me, now=now)}


@pytest.mark.covers("S001-M22")
def test_mariah_completes_her_apprenticeship_and_anyone_checks_her_journeyworker_credential_offline(now):
    earlier, mariah = named("mariah-19", now), named("mariah-23", now)
    assert "journeyworker-ironworker" not in issued(earlier, now)
    held = issued(mariah, now)
    card = held["journeyworker-ironworker"]
    assert card.issuer == "meridian-apprenticeship-council"
    ironworking = frameworks.structure().parts["ironworking"]
    stages = list(ironworking.stages)
    upto = stages[: stages.index("apprenticeship") + 1]
    milestones = {m for stage in upto for m in ironworking.stages[stage]}
    met = {m for m in milestones if standing(mariah, now).holds(f"milestone:{m}")}
    assert len([m for m in met if m not in ironworking.stages["foundation"]]) == 14, "eight and six"
    facts = queries.record_of(mariah, mariah.me, now=now).facts
    began = advising.choice_of(mariah, mariah.me, now=now).began
    assert max(f.when for f in facts).year - began.year == 9, "from 14 to 23"
    # Offline: the credential and the council's document, read from files, and nothing asked of anyone.
    document = queries.credential_of(mariah, card.id, now=now)
    published = queries.controller_document("meridian-apprenticeship-council")
    methods = known(methods_of(published, document["issuer"]["id"]))
    assert [each.outcome for each in data_integrity.check_proofs(document, methods=methods)] == ["holds"]


def standing(who, now):
    return advising.standing_of(who, who.me, now=now, on=timezone.localdate(now))


KINDS = {
    "diploma-ironworking": ("pre-apprenticeship", "agreement:ironworking-apprenticeship-entry"),
    "bachelor-medical-sciences": ("degree to advanced study", "credential:master-medical-sciences"),
    "growers-college-certificate": ("two years that carry on", "agreement:year-in-charge-offers"),
    "bookkeeping-certificate": ("a single skill that is worth a job", ""),
}


@pytest.mark.covers("S001-D10.2")
def test_four_kinds_of_credential_each_lead_to_their_next_step(now):
    stacks = frameworks.published().stacks
    for name, (_, step) in KINDS.items():
        stack = stacks[name]
        onward = {*stack.above, *stack.agreements, *stack.destinations}
        assert onward, name
        assert not step or step in onward, (name, onward)


@pytest.mark.covers("S001-D8.8")
def test_a_hundred_results_drawn_at_random_each_lead_to_evidence_version_and_judges(now):
    drawn = queries.results_at_random(HOUSE, many=100)
    assert len(drawn) == 100
    assert [link for link in drawn if not link.complete] == []
    for link in drawn:
        assert all(judge.person and judge.role and judge.organization for judge in link.judges)
        kept = frameworks.version(*link.judged)
        assert kept is not None
        assert kept.digest == link.digest


@pytest.mark.covers("N15")
def test_what_nobody_of_the_institution_supervised_cannot_carry_the_registrars_mark(now):
    from tests.factories import person

    jason = named("jason-16", now)
    school = min(directory.subject_of(jason.me).organizations)
    registrar = replace(person("Reg", ("registrar", school)), helps=())
    coach = person("Coach", ("teacher", school))
    boss = person("Boss", ("workplace_mentor", "mercy-bay-hospital"))

    def entry(witness):
        fact = NewFact(
            jason.me, "experience:robotics-club", timezone.localdate(now) - timedelta(days=3), note="Built the arm.",
            witnesses=(witness,),
        )  # fmt: skip
        return actions.attest(by=coach, fact=fact, now=now)

    alone = entry(Witness(boss.me, "workplace_mentor", "mercy-bay-hospital"))
    with pytest.raises(Refused, match="supervised"):
        actions.approve(by=registrar, attainment=alone, organization=school, now=now)
    supervised = entry(Witness(coach.me, "teacher", school))
    with pytest.raises(Refused, match="registrar"):
        actions.approve(by=coach, attainment=supervised, organization=school, now=now)
    actions.approve(by=registrar, attainment=supervised, organization=school, now=now)
    assert queries.approvals(jason, jason.me, now=now).keys() == {supervised}
    assert alone not in queries.approvals(jason, jason.me, now=now)
