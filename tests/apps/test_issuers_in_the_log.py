"""Who may issue is entered in the public log: granted, changed, withdrawn; the list of issuers follows from it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.awarding import awarding_state
from tests.factories import NOW, load, small_state
from throughline.apps.records import queries
from throughline.apps.trail import log_keys
from throughline.apps.trail import queries as trail
from throughline.apps.trail.models import PublicEntry
from throughline.core import ledger
from throughline.core.credentials.controllers.controller_documents import methods_of
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity
from throughline.core.log_proof import check_log_proof

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
SCHOOL = "organization:northside-high"


def said(reference):
    found = PublicEntry.objects.filter(kind="recognition", reference=reference).order_by("position")
    return [(each.act, each.number) for each in found]


def without(pack, issuer):
    credentials = {
        name: replace(each, issuers=tuple(i for i in each.issuers if i != issuer))
        for name, each in pack.credentials.items()
    }
    return replace(pack, credentials=credentials)


def entry(issuer):
    return queries.registry()[f"did:web:records.example:issuers:{issuer}"]


def test_recognizing_an_issuer_is_entered_with_what_it_may_issue_and_can_be_proven():
    load(awarding_state())
    assert said(SCHOOL) == [("granted", 1)]
    assert said("state:small") == [("granted", 1)]
    row = PublicEntry.objects.get(kind="recognition", reference=SCHOOL)
    may = ["credential:foundation-diploma", "credential:numbers-badge"]
    assert row.digest == ledger.digest({"issuer": SCHOOL, "credentials": may})
    assert check_log_proof(trail.log_proof(row.position), log=log_keys.public_keys()).holds
    load(awarding_state(), now=LATER)
    assert said(SCHOOL) == [("granted", 1)], "the same pack twice enters nothing"


def test_a_removal_is_entered_what_was_issued_stands_and_coming_back_is_entered_too():
    pack = awarding_state()
    load(pack)
    load(without(pack, "northside-high"), now=LATER)
    assert said(SCHOOL) == [("granted", 1), ("withdrawn", 2)]
    gone = entry("northside-high")
    assert (gone.since, gone.removed, gone.credentials) == (NOW, LATER, ())
    load(pack, now=LATER + timedelta(days=1))
    assert said(SCHOOL) == [("granted", 1), ("withdrawn", 2), ("granted", 3)]
    assert (entry("northside-high").since, entry("northside-high").removed) == (NOW, None)


def test_letting_an_issuer_give_one_more_credential_is_a_decision_of_its_own():
    pack = awarding_state()
    load(pack)
    licence = replace(pack.credentials["trade-licence"], issuers=("board", "northside-high"))
    load(replace(pack, credentials={**pack.credentials, "trade-licence": licence}), now=LATER)
    assert said(SCHOOL) == [("granted", 1), ("granted", 2)]
    assert entry("northside-high").since == NOW


def test_an_organization_that_issues_nothing_is_no_issuer():
    load(small_state())
    assert said(SCHOOL) == []
    assert "did:web:records.example:issuers:northside-high" not in queries.registry()


def test_the_signed_list_brings_its_keepers_own_keys_from_its_first_answer_on():
    load(awarding_state())
    listed = queries.signed_registry(now=NOW)
    keeper = next(each for each in listed["issuers"] if each["id"] == listed["keptBy"])
    methods = methods_of(keeper["document"], listed["keptBy"])
    (check,) = data_integrity.check_proofs(listed, methods=known(methods))
    assert check.outcome == "holds"
