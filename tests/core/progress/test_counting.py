"""What one thing counts for, and what it would open."""

from dataclasses import replace
from decimal import Decimal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

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
from throughline.core.credentials.statement import read_signed, sign, verifies
from throughline.core.progress.counting import Counting
from throughline.core.progress.promise import digest, promise
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
COUNTING = Counting(BOOK)


@pytest.mark.covers("S001-D7.4")
def test_an_internship_names_the_diploma_and_the_college_it_counts_for_as_the_rules_do() -> None:
    counts = COUNTING.toward(INTERNSHIP)
    assert counts.of("milestone") == ("milestone:care",)
    assert "credential:diploma" in counts.of("credential")
    assert counts.of("agreement") == ("agreement:college-place",)
    assert counts.destinations == ("pathway:nursing#nurse",)
    done = [fact("competency:care"), fact("experience:clinic", amounts={"h": 120}, tags=["health"])]
    opened = promise(stand(record("course:algebra"), BOOK, DAY), done)
    assert set(opened.opens) <= {place.ref for place in counts.places} | {p.holder for p in counts.places}
    assert {"milestone:care", "credential:diploma", "agreement:college-place"} <= set(opened.opens)


def test_a_fact_counts_only_where_it_suits_and_by_which_equivalence() -> None:
    counts = COUNTING.toward(fact("course:college-algebra"))
    assert set(counts.of("milestone")) == {"milestone:mathematics"}
    assert set(counts.of("pathway")) == {"pathway:nursing", "pathway:software"}
    assert counts.places[0].step is not None
    assert COUNTING.toward(fact("experience:shop", amounts={"h": 9}, tags=["wood"])).places == ()


@pytest.mark.covers("S000-1.4")
@pytest.mark.parametrize(
    ("thing", "own", "other", "where"),
    [
        ("milestone:mathematics", "nursing", "software", "both"),
        ("milestone:painting", "nursing", "arts", "other"),
        ("milestone:care", "nursing", "arts", "own"),
        ("milestone:painting", "nursing", "software", "elective"),
    ],
)
def test_a_milestone_of_another_pathway_shows_where_it_counts(
    thing: str, own: str, other: str, where: str
) -> None:
    assert COUNTING.placed(thing, own, other) == where
    plain = [name for name in (own, other) if thing in _references(STATE.pathways[name])]
    assert (
        where
        == {(True, True): "both", (True, False): "own", (False, True): "other", (False, False): "elective"}[
            own in plain, other in plain
        ]
    )


def _references(document) -> str:  # type: ignore[no-untyped-def]
    """Everything a pathway names, read from its written form, shared rules included."""
    return repr(document).replace("rule='core'", repr(STATE.rules["core"]))


@pytest.mark.covers("S001-D7.5")
def test_a_statement_of_what_opens_verifies_and_finishing_it_does_open_it() -> None:
    learner = record("competency:care", "course:algebra")
    hours = fact("experience:clinic", amounts={"h": 100}, tags=["health"])
    promised = promise(stand(learner, BOOK, DAY), [hours])
    assert promised.gates == ("pathway:nursing#pre",)
    assert promised.agreements == ("agreement:college-place",)
    after = stand(replace(learner, facts=(*learner.facts, hours)), BOOK, DAY)
    before = stand(learner, BOOK, DAY)
    trigger = (PLACE.trigger, "agreement:college-place")
    assert (before.status(*trigger), after.status(*trigger)) == ("not_met", "met")

    key = Ed25519PrivateKey.generate()
    signed = sign(promised.statement("learner-1", "state"), key, "state-key-1")
    assert verifies(signed, key.public_key())
    assert read_signed(signed.as_json()) == signed
    altered = replace(
        signed, statement={**signed.statement, "then_open": {"agreements": ["agreement:other"]}}
    )
    assert not verifies(altered, key.public_key())
    assert not verifies(signed, Ed25519PrivateKey.generate().public_key())
    assert (
        digest(signed.statement)
        == digest(dict(reversed(signed.statement.items())))
        != digest(altered.statement)
    )


def test_what_is_open_already_is_not_promised_again() -> None:
    promised = promise(stand(record("course:algebra"), BOOK, DAY), ["course:college-algebra"])
    assert promised.opens == ()
