"""What one thing counts for, and what it would open."""

from dataclasses import replace
from decimal import Decimal

from tests.core.progress.made import (
    DAY,
    EN,
    catalogue,
    equivalence,
    fact,
    milestone,
    pathway,
    record,
    rule,
    shared_rule,
    stage,
)
from throughline.core.catalogue.documents import Agreement, Destination, Opportunity
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.progress.promise import promise
from throughline.core.progress.standing import stand

INTERNSHIP = Opportunity(
    id="clinic", title={"en": "Clinic internship"}, kind="internship", provider="clinic", sector="workforce",
    gives=("competency:care",), amounts={"h": Decimal(120)}, tags=("health",), context="work",
)  # fmt: skip
PLACE = Agreement(
    id="college-place", title={"en": "A place at River College"}, kind="admission", parties=("river-college",),
    trigger=rule({"choose": ["milestone:care", "credential:diploma"]}), promise=EN, legal_status="contract",
)  # fmt: skip
STATE = catalogue(
    [
        milestone(
            "care",
            {
                "choose": [
                    "competency:care",
                    {"total": {"measure": "hours", "min": 100, "from": {"tags": ["health"]}}},
                ]
            },
            ("aide",),
        ),
        milestone("mathematics", "course:algebra"),
        milestone("painting", "course:painting"),
    ],
    [
        pathway(
            "nursing",
            [stage("pre", {"choose": ["milestone:care", {"use": "core"}]}, ("diploma",))],
            [Destination("nurse", {"en": "Nurse"}, adds=rule("competency:care"))],
        ),
        pathway("software", [stage("pre", {"choose": ["milestone:mathematics"]})]),
        pathway("arts", [stage("pre", {"choose": ["milestone:painting"]})]),
    ],
    [shared_rule("core", "milestone:mathematics")],
    [equivalence("e", "course:college-algebra", "course:algebra")],
    [PLACE],
    [INTERNSHIP],
)
BOOK = RuleBook(STATE)


def test_what_is_said_to_open_does_open_when_it_is_finished() -> None:
    learner = record("competency:care", "course:algebra")
    hours = fact("experience:clinic", amounts={"h": 100}, tags=["health"])
    promised = promise(stand(learner, BOOK, DAY), [hours])
    assert promised.gates == ("pathway:nursing#pre",)
    assert promised.agreements == ("agreement:college-place",)
    after = stand(replace(learner, facts=(*learner.facts, hours)), BOOK, DAY)
    before = stand(learner, BOOK, DAY)
    trigger = (PLACE.trigger, "agreement:college-place")
    assert (before.status(*trigger), after.status(*trigger)) == ("not_met", "met")


def test_what_is_open_already_is_not_promised_again() -> None:
    promised = promise(stand(record("course:algebra"), BOOK, DAY), ["course:college-algebra"])
    assert promised.opens == ()
