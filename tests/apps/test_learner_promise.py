"""The state's promise to every learner: signed by whoever makes it, in versions that stay, in the public log."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from tests.factories import NOW, load, person, small_state, words
from throughline.apps.advising import actions as advising
from throughline.apps.directory.actor import PUBLIC, Actor, Refused
from throughline.apps.governance import queries
from throughline.apps.governance.models import LearnerPromiseVersion
from throughline.apps.records.queries import stated
from throughline.apps.trail import queries as trail
from throughline.core import ledger
from throughline.core.catalogue.documents import Organization
from throughline.core.governing.promising import LearnerPromise, PromisePart

pytestmark = pytest.mark.django_db
OFFICE = "governors-office"
MADE = LearnerPromise(words("To every learner"), (PromisePart(words("A way"), words("Near home"), "reach"),))
NEXT = replace(MADE, opening=words("To every learner of the state"))


@pytest.fixture
def governor() -> Actor:
    kept = small_state()
    office = Organization(OFFICE, words("Office of the Governor"), "agency", "government")
    own = replace(kept.state, promised_by=OFFICE)
    load(replace(kept, state=own, organizations={**kept.organizations, OFFICE: office}))
    return person("Gail", ("director", OFFICE))


def test_each_version_is_signed_logged_and_stays_and_names_the_one_before(governor: Actor) -> None:
    assert advising.make_promise(by=governor, promise=MADE, now=NOW) == 1
    assert advising.make_promise(by=governor, promise=NEXT, now=NOW, why="It was too short.") == 2
    newest, first = queries.promises_made()
    assert (newest.promise, first.promise) == (NEXT, MADE)
    assert newest.document["credentialSubject"]["replaces"] == first.digest == ledger.digest(first.document)
    for made in (newest, first):
        assert stated.holds(made.document, OFFICE, now=NOW)
        assert not stated.holds(made.document, "northside-high", now=NOW)
        entry = trail.public_log(start=made.position, limit=1)[0]
        assert (entry.reference, entry.number, entry.digest) == (
            "learner_promise:small",
            made.number,
            made.digest,
        )
    changed = {**newest.document, "name": "Another promise"}
    assert not stated.holds(changed, OFFICE, now=NOW)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        LearnerPromiseVersion.objects.filter(number=1).update(why="never said")


def test_only_whoever_the_state_names_makes_it_and_each_change_says_why(governor: Actor) -> None:
    for who in (PUBLIC, person("Pam", ("principal", "northside-high")), person("Ed", ("employer", OFFICE))):
        with pytest.raises(Refused, match="leads the organization"):
            advising.make_promise(by=who, promise=MADE, now=NOW)
    with pytest.raises(Refused, match="the opening is empty"):
        advising.make_promise(by=governor, promise=replace(MADE, opening={}), now=NOW)
    advising.make_promise(by=governor, promise=MADE, now=NOW)
    with pytest.raises(Refused, match="nothing in it is different"):
        advising.make_promise(by=governor, promise=MADE, now=NOW, why="Again")
    with pytest.raises(Refused, match="why it changed"):
        advising.make_promise(by=governor, promise=NEXT, now=NOW)
    assert len(queries.promises_made()) == 1


def test_a_state_that_names_nobody_makes_no_promise() -> None:
    load()
    with pytest.raises(Refused, match="does not say who makes it"):
        advising.make_promise(by=person("Gail", ("director", "mercy-bay")), promise=MADE, now=NOW)
