"""The table of permissions: who may what, with the reason either way."""

from uuid import uuid4

import pytest

from throughline.apps.directory.actor import HOUSE, PUBLIC, Actor, Help, Role, Subject
from throughline.apps.directory.policy import TABLE, allowed

ANA = uuid4()
SUBJECT = Subject(
    ANA, "Ana", frozenset({"northside-high"}), organization="northside-high",
    shown_to=frozenset({"northside-high"}), confirmed_by=frozenset({"mercy-bay"}),
)  # fmt: skip


def acts(role: str, organization: str = "northside-high") -> Actor:
    return Actor(uuid4(), role, roles=(Role(role, organization),))


def helps(kind: str, *scopes: str) -> Actor:
    return Actor(uuid4(), kind, helps=(Help(ANA, kind, frozenset(scopes)),))


PEOPLE = {
    "public": PUBLIC,
    "house": HOUSE,
    "ana": Actor(ANA, "Ana"),
    "stranger": Actor(uuid4(), "Stranger"),
    "guardian": helps("guardian", "plan", "progress", "record"),
    "mentor": helps("mentor", "plan"),
    "adviser": helps("adviser", "plan", "progress"),
    "teacher": acts("teacher"),
    "teacher elsewhere": acts("teacher", "southside-high"),
    "principal": acts("principal"),
    "counselor": acts("counselor"),
    "schoolmate": acts("learner"),
    "board member": acts("board_member", "board"),
    "employer": acts("employer", "mercy-bay"),
}
EVERYONE = set(PEOPLE)
SIGNED_IN = EVERYONE - {"public", "house"}
STAFF = {"teacher", "principal", "counselor"}

MAY = {
    "catalogue.read": EVERYONE,
    "catalogue.publish": {"house"},
    "catalogue.add": {"house", *STAFF},
    "log.read": EVERYONE,
    "occupation.read": EVERYONE,
    "occupations.load": {"house"},
    "registry.read": EVERYONE,
    "registry.keep": {"house", "board member"},
    "import.run": {"house", "board member"},
    "alignment.read": EVERYONE,
    "alignment.claim": {"teacher", "teacher elsewhere", "principal", "counselor", "board member", "employer"},
    "alignment.review": {"teacher", "teacher elsewhere", "board member"},
    "alignment.certify": {"board member"},
    "equivalence.settle": {"board member"},
    "directory.manage": {"house"},
    "person.enrol": {"house", *STAFF},
    "language.keep": SIGNED_IN,
    "relation.grant": {"ana", "guardian"},
    "relation.assign": {"house", *STAFF},
    "relation.revoke": {"ana"},
    "relations.read": {"ana", "guardian"},
    "record.read": {"ana", "guardian"},
    "progress.read": {"ana", "guardian", "adviser", "house"},
    "attempts.read": {"ana", "teacher"},
    "record.attest": {"teacher"},
    "submission.make": {"ana"},
    "submission.read": {"ana", "teacher"},
    "submission.judge": {"teacher"},
    "submissions.queue": {"teacher", "teacher elsewhere"},
    "anchors.make": {"house", "board member"},
    "calibration.read": {"teacher", "teacher elsewhere"},
    "calibration.take": {"teacher", "teacher elsewhere"},
    "moderation.run": {"house"},
    "moderation.read": {"house", "board member"},
    "second.mark": {"teacher"},
    "agreement.read": EVERYONE,
    "sample.make": {"teacher"},
    "samples.read": {*STAFF, "teacher elsewhere", "board member", "employer"},
    "exhibition.set": STAFF,
    "exhibition.read": STAFF,
    "exhibition.close": set(),
    "results.import": {"teacher"},
    "results.read": {"ana", "teacher"},
    "skills.rate": {"ana", "guardian", "mentor", "adviser", "teacher"},
    "skills.read": {"ana", "guardian"},
    "skills.answer": {"ana"},
    "record.withdraw": {"teacher"},
    "record.except": {"principal"},
    "review.close": {"teacher"},
    "award.issue": {"house"},
    "award.ask": {"ana"},
    "award.sweep": {"house"},
    "award.mark": {"house"},
    "award.appeal": {"ana", "guardian"},
    "award.review": {"house"},
    "record.approve": set(),
    "issuer.read": EVERYONE,
    "keys.manage": {"house"},
    "batch.run": {"teacher", "house"},
    "credential.verify": EVERYONE,
    "record.feature": {"ana"},
    "record.export": {"ana"},
    "record.bring": {"ana", "house"},
    "guarantees.prove": {"ana", "house"},
    "night.prove": {"house"},
    "record.merge": {"ana"},
    "share.make": {"ana"},
    "share.read": {"ana", "guardian"},
    "share.open": {"ana", *STAFF},
    "today.read": {"ana", "guardian", "mentor", "adviser", "teacher elsewhere", *STAFF},
    "inbox.read": {*STAFF, "teacher elsewhere", "board member", "employer"},
    "consent.give": {"ana", "guardian"},
    "consent.read": {"ana", "guardian"},
    "correction.ask": {"ana", "guardian"},
    "correction.read": {"ana", "guardian"},
    "correction.answer": {*STAFF, "board member"},
    "recovery.make": {"ana"},
    "recovery.use": EVERYONE,
    "evidence.add": {"ana", "guardian", "mentor", "adviser"},
    "evidence.keep": {"ana"},
    "evidence.read": {"ana", "teacher"},
    "attestation.ask": {"ana"},
    "attestation.give": set(),
    "attestation.give_by_link": EVERYONE,
    "recognition.ask": {"ana", "guardian", "employer"},
    "recognition.appeal": {"ana"},
    "recognition.read": {"ana", "teacher"},
    "recognition.decide": {"teacher"},
    "recognition.oversee": {"house", "board member"},
    "changes.read": {"ana", "guardian"},
    "reads.read": {"ana", "guardian"},
    "choice.make": {"ana"},
    "choice.read": {"ana", "guardian", "mentor", "adviser"},
    "plan.read": {"ana", "guardian", "mentor", "adviser"},
    "plan.write": {"ana"},
    "plan.propose": {"guardian", "mentor", "adviser", "counselor"},
    "plan.comment": {"guardian"},
    "reflections.read": {"ana", "guardian", "mentor", "adviser"},
    "exploration.read": {"ana", "guardian"},
    "caseload.read": {"mentor", "adviser", "counselor"},
    "counter.read": {"house", "board member", *STAFF},
    "held.keep": {"ana"},
    "held.read": {"ana", "guardian"},
    "app.let_in": {"ana"},
    "app.read": {"ana", "guardian"},
    "door.read": EVERYONE,
    "wallet.offer": {"ana"},
    "wallet.collect": set(),
    "showing.ask": STAFF,
    "showing.answer": set(),
    "opportunity.read": EVERYONE,
    "activity.read": EVERYONE,
    "activity.plan": STAFF,
    "activity.name_work": {"ana"},
    "activity.see_work": {"teacher"},
    "badge.make": {"ana", "guardian", "mentor", "adviser"},
    "badge.validate": {"teacher"},
    "badges.own": SIGNED_IN,
    "badges.queue": {"teacher", "teacher elsewhere"},
    "offers.read": {"ana", "guardian", "adviser"},
    "offer.answer": {"ana"},
    "offer.complain": {"ana", "guardian"},
    "offers.sweep": {"house"},
    "promises.read": EVERYONE,
    "promises.own": {*STAFF, "teacher elsewhere", "board member", "employer"},
    "promise.keep": STAFF,
    "request.file": SIGNED_IN,
    "request.read": EVERYONE,
    "docket.read": EVERYONE,
    "docket.propose": SIGNED_IN,
    "docket.speak_for": {*STAFF, "schoolmate"},
    "docket.draft": set(),
    "docket.withdraw": set(),
    "docket.comment": SIGNED_IN,
    "docket.answer": set(),
    "docket.keep": set(),
    "docket.vote": set(),
    "docket.decide": {"house"},
    "catalogue.enact": {"house"},
    "operator.ask": {"house"},
    "operator.answer": {"house"},
    "operator.read": EVERYONE,
    "body.read": EVERYONE,
    "seat.fill": {"house"},
    "seat.leave": set(),
    "office.give": {"house"},
    "vacancy.announce": set(),
    "conflict.declare": set(),
    "duty.record": set(),
    "groups.say": SIGNED_IN,
    "feedback.file": set(),
    "feedback.answer": set(),
    "strategy.read": EVERYONE,
    "strategy.write": STAFF,
    "strategy.speak": {"schoolmate"},
    "profile.read": EVERYONE,
    "profile.publish": {"principal"},
    "quality.list": EVERYONE,
    "quality.read": STAFF,
    "quality.write": {"principal"},
    "vision.read": EVERYONE,
    "vision.publish": {"principal"},
    "vision.sign": SIGNED_IN,
    "broker.read": EVERYONE,
    "broker.post": STAFF,
    "broker.propose": set(),
    "region.read": EVERYONE,
    "region.work": {"principal", "board member"},
    "region.write": {"principal"},
    "region.approve": {"board member"},
    "commitment.close": set(),
    "seams.read": EVERYONE,
    "certification.read": EVERYONE,
    "certification.run": {"house"},
    "reviews.list": {"house", "teacher", "teacher elsewhere"},
    "endorsement.give": STAFF,
    "endorsement.give_award": STAFF,
    "endorsement.take_back": STAFF,
    "endorsements.given": {*STAFF, "teacher elsewhere", "board member", "employer"},
    "endorsement.answer": {"ana"},
    "endorsements.read": {"ana"},
    "standards.read": EVERYONE,
    "standards.write": STAFF,
    "standards.register": STAFF,
    "apprentice.begin": {"ana"},
    "apprentice.confirm": STAFF,
    "apprentice.end": {"ana", *STAFF},
    "apprentices.read": {
        "teacher",
        "teacher elsewhere",
        "principal",
        "counselor",
        "board member",
        "employer",
    },
    "week.sign": set(),
    "weeks.read": set(),
    "listing.make": {"ana"},
    "listings.read": set(),
    "listing.approach": STAFF,
    "listings.public": EVERYONE,
    "listings.let_in": {"board member"},
    "incentive.read": EVERYONE,
    "desk.read": EVERYONE,
    "desk.post": STAFF,
    "desk.take_up": STAFF,
    "growth.read": EVERYONE,
    "incentive.claim": STAFF,
    "incentives.own": {"teacher", "teacher elsewhere", "principal", "counselor", "board member", "employer"},
    "stay.ask": {"ana"},
    "stay.read": {"ana", *STAFF},
    "stay.answer": STAFF,
    "stays.read": {*STAFF, "teacher elsewhere", "board member", "employer"},
    "record.recognize_agreed": {"house"},
}


def test_every_permission_of_the_policy_is_in_this_table():
    assert MAY.keys() == TABLE.keys()


@pytest.mark.parametrize("permission", sorted(MAY))
def test_exactly_these_people_may(permission):
    assert {name for name, who in PEOPLE.items() if allowed(who, permission, SUBJECT).allowed} == MAY[
        permission
    ]


@pytest.mark.parametrize("permission", sorted(MAY))
def test_every_answer_carries_its_reason(permission):
    for who in PEOPLE.values():
        decision = allowed(who, permission, SUBJECT)
        assert decision.reason
        assert decision.allowed == bool(decision.authority)


def test_a_guardian_is_told_that_they_are_one():
    assert allowed(PEOPLE["guardian"], "plan.comment", SUBJECT).reason == (
        "You see this because you are Ana's guardian."
    )


def test_what_no_rule_speaks_of_nobody_may():
    assert not any(allowed(who, "record.sell", SUBJECT).allowed for who in PEOPLE.values())
