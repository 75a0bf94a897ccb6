"""A learner's guarantees as a file that a stranger believes, by a checker that is not the house's own code."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.apps.test_proof_files import state_keys
from tests.awarding import awarding_state, the
from tests.core.proofs.changing import TO_TRY, changes
from tests.factories import EXAMS, NOW, have, learner, load, person, put_on, show, teacher, words
from throughline import check_proof
from throughline.apps.directory.actor import Refused
from throughline.apps.records import actions, queries
from throughline.core.catalogue.documents import Agreement
from throughline.core.proofs.writing import sealed

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def promise(name: str, trigger: str, *pathways: str) -> Agreement:
    return Agreement(
        name, words(name.title()), "admission", ("mercy-bay",), have(trigger), words(f"You have {name}."), "contract",
        pathways, remedy=words("The board finds a place."),
    )  # fmt: skip


PROMISES = (
    promise("college", "credential:foundation-diploma", "medicine"),
    promise("hospital", "credential:care-degree", "medicine"),
    promise("lab", "milestone:cells"),
    promise("workshop", "credential:shop-card", "trades"),
)


def settled(name: str = "Ana"):
    """A learner of medicine who has shown its foundation, and with it earned the diploma."""
    ana, judge = learner(name), teacher(f"Marta of {name}")
    put_on(ana, "pathway:medicine")
    show(ana, judge, "competency:numbers", "competency:reading", "competency:cells")
    return ana


@pytest.fixture
def ana():
    state = awarding_state()
    load(replace(state, agreements={each.id: each for each in PROMISES}))
    return settled()


def proof(who, now: datetime = NOW) -> dict[str, Any]:
    return queries.guarantee_proof(who, who.me, now=now)


def asked(file: dict[str, Any], now: datetime = LATER) -> tuple[bool, list[str]]:
    return check_proof.answer(json.dumps(file, ensure_ascii=False).encode(), state_keys(), now)


def finishes(file: dict[str, Any]) -> dict[str, list[str]]:
    return {each["id"]: each["finish"] for each in file["guarantees"]}


@pytest.mark.covers("X02")
def test_a_file_shows_which_promises_are_open_and_which_open_if_what_is_finished(ana):
    file = proof(ana)
    believed, why = asked(file)
    assert believed, why
    assert finishes(file) == {
        "agreement:college": [],
        "agreement:hospital": [f"milestone:{name}" for name in EXAMS],
        "agreement:lab": [],
    }
    assert "agreement:college is open (contract): You have college." in why
    exams = ", ".join(f"milestone:{name}" for name in EXAMS)
    assert f"If you finish {exams}, then agreement:hospital opens (contract): You have hospital." in why
    assert [each["name"] for each in file["credentials"]] == ["Foundation Diploma"]
    assert file["holder"]["holds"] == ["milestone:cells"], "no credential shows it, so the state says it"


@pytest.mark.covers("X02")
def test_changed_files_are_all_refused_sealed_anew_or_not(ana):
    file = proof(ana)
    every = list(changes(file))
    assert len(every) > TO_TRY
    for nth, (where, changed) in enumerate(Random(2).sample(every, TO_TRY)):
        assert not asked(sealed(changed) if nth % 2 and not where.startswith("seal") else changed)[0], where


def test_a_step_that_does_not_follow_is_refused_whoever_seals_it(ana):
    """What the state signed stays as it is; only the steps lie."""
    file = proof(ana)

    def with_guarantee(nth: int, **changed: Any) -> dict[str, Any]:
        given = [dict(each) for each in file["guarantees"]]
        given[nth] |= changed
        return sealed({**file, "guarantees": given})

    college, hospital, lab = file["guarantees"]
    lies = {
        "three exams": with_guarantee(1, finish=hospital["finish"][:3]),
        "no exams": with_guarantee(1, finish=[]),
        "more than needed": with_guarantee(0, finish=["milestone:tools"]),
        "no gate": with_guarantee(1, steps=hospital["steps"][-1:]),
        "another's steps": with_guarantee(1, steps=college["steps"]),
        "none at all": with_guarantee(0, steps=[]),
    }
    for what, lie in lies.items():
        assert not asked(lie)[0], what
    unlisted = sealed({**file, "guarantees": [college, hospital]})
    assert asked(unlisted) == (False, ["It does not show each promise whose text is in it, in order."])
    without_text = [each for each in file["documents"] if each["reference"] != lab["id"]]
    assert asked(sealed({**unlisted, "documents": without_text})) == (
        False, ["It shows something of the learner that nothing in it rests on."],
    )  # fmt: skip


def test_what_one_learner_holds_does_not_open_a_promise_to_another(ana):
    bo = settled("Bo")
    one, other = proof(ana), proof(bo)
    assert asked(other)[0]
    for part in ("holder", "credentials", "statusLists"):
        mixed = sealed({**one, part: other[part]})
        assert part == "statusLists" or not asked(mixed)[0]
    mixed = sealed({**one, "credentials": other["credentials"], "statusLists": other["statusLists"]})
    assert asked(mixed) == (False, ["A credential is about somebody else."])


def test_a_credential_that_was_taken_back_opens_nothing(ana):
    old, award = proof(ana), the(ana, "foundation-diploma")
    registrar = person("Reg", ("registrar", award.issuer))
    actions.revoke(by=registrar, award=award.id, cause="issued_in_error", reason="It was another's.", now=NOW)
    new = proof(ana, LATER)
    mixed = sealed({**old, "issuers": new["issuers"], "statusLists": new["statusLists"]})
    assert not asked(mixed, LATER + timedelta(hours=1))[0]
    believed, why = asked(new, LATER + timedelta(hours=1))
    assert believed, why
    assert new["credentials"] == []


@pytest.mark.parametrize(("days", "holds"), [(-1, False), (0.1, True), (6, True), (8, False)])
def test_a_file_holds_as_long_as_the_states_word_in_it(ana, days, holds):
    assert asked(proof(ana), NOW + timedelta(days=days))[0] is holds


def test_only_the_learner_takes_it_and_only_on_a_pathway(ana):
    with pytest.raises(Refused):
        queries.guarantee_proof(teacher("Tom"), ana.me, now=NOW)
    free = learner("Cy")
    with pytest.raises(Refused, match="have not chosen a pathway"):
        proof(free)
