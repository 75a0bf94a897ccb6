"""What this house issues is verified by it for anyone, and by a stranger with neither network nor database."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.awarding import awarding_state
from tests.core.credentials.bundles import WORDS
from tests.core.credentials.independent import accepts
from tests.core.credentials.school import pdf_with, picture
from tests.factories import NOW, learner, load, person, show, teacher
from throughline.apps.directory.actor import PUBLIC
from throughline.apps.records import actions, queries
from throughline.apps.records.actions import NewShare
from throughline.apps.records.credentials import addresses
from throughline.core.credentials.bundle.contents import Contents, Snapshot, held
from throughline.core.credentials.bundle.writing import write_bundle
from throughline.core.credentials.carriers.baking import bake_png
from throughline.core.credentials.controllers.resolving import Unreachable

pytestmark = pytest.mark.django_db
CAUSE = "issued_in_error"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ana():
    load(awarding_state())
    return learner()


@pytest.fixture
def badge(ana):
    show(ana, teacher(), "competency:numbers")
    (award,) = queries.awards(ana, ana.me, now=NOW)
    return award, queries.credential_of(ana, award.id, now=NOW)


def nobody(address):
    raise Unreachable(f"{address} must not be asked.")


def verified(given, now=NOW):
    data = given if isinstance(given, bytes | str) else json.dumps(given)
    return queries.verified(PUBLIC, data, now=now, fetcher=nobody)


def marks(found):
    return {each.name: each.mark for each in found.steps if each.mark != "yes"}


@pytest.mark.covers("N13")
def test_anyone_verifies_what_the_house_issued_and_reads_the_registrys_name(badge):
    _, document = badge
    found = verified(document)
    assert (found.answer, marks(found), found.not_reached) == ("verified", {}, ())
    assert found.claims.known_as == "Northside-High"


def test_a_suspended_licence_says_so_until_it_stands_again_and_a_revoked_one_for_good(ana):
    clerk = person("Bea", ("registrar", "board"))
    key = actions.issue(by=clerk, issuer="board", learner=ana.me, credential="trade-licence", now=NOW)
    document = queries.credential_of(ana, key, now=NOW)
    actions.suspend(by=clerk, award=key, cause=CAUSE, reason="A mix-up of names.", now=NOW)
    later = NOW + timedelta(minutes=1)
    assert verified(document, later).step("status").reason.code == "suspended"
    actions.reinstate(by=clerk, award=key, reason="It was hers.", now=later)
    assert verified(document, later + timedelta(minutes=1)).answer == "verified"
    actions.revoke(
        by=clerk, award=key, cause=CAUSE, reason="Issued by mistake.", now=later + timedelta(hours=1)
    )
    found = verified(document, later + timedelta(hours=2))
    assert (found.answer, found.step("status").reason.code) == ("not_verified", "revoked")
    assert found.claims.name == document["name"]


def test_what_is_no_licence_names_one_list_and_stands_on_it_while_on_hold(badge):
    award, document = badge
    assert document["credentialStatus"]["statusPurpose"] == "revocation"
    registrar = person("Rita", ("registrar", "northside-high"))
    actions.suspend(by=registrar, award=award.id, cause=CAUSE, reason="A mix-up of names.", now=NOW)
    later = NOW + timedelta(minutes=1)
    assert verified(document, later).step("status").reason.code == "revoked"
    actions.reinstate(by=registrar, award=award.id, reason="It was hers.", now=later)
    assert verified(document, later + timedelta(minutes=1)).answer == "verified"


@pytest.mark.covers("N11")
def test_baked_into_a_picture_or_attached_to_a_pdf_it_verifies_and_changed_it_does_not(badge):
    _, document = badge
    text = json.dumps(document)
    assert verified(bake_png(picture(), text)).answer == "verified"
    assert verified(pdf_with(text.encode())).answer == "verified"
    assert verified(bake_png(picture(), json.dumps(document | {"name": "Medicine"}))).answer == "not_verified"


@pytest.mark.covers("S001-R3.2d", "N11")
def test_other_peoples_libraries_accept_it_and_refuse_it_changed(badge, ana, shared_standards):
    _, document = badge
    controller = queries.controller_document("northside-high")
    assert accepts(document, controller, shared_standards / "credentials")
    assert not accepts(document | {"name": "Medicine"}, controller, shared_standards / "credentials")


def test_what_stands_at_this_houses_own_addresses_is_never_asked_for_over_the_network(badge):
    found = verified(f"{addresses.house()}/nothing/here")
    assert (found.answer, found.steps[0].reason.code) == ("cannot_tell", "address_not_reached")


def outside(folder, *words):
    """The command line of somebody else: no database, no network, no settings of this house."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "throughline", "verify", "--offline", "--json", *words],
        cwd=folder, env=kept | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.covers("S001-U3", "N13")
def test_a_bundle_verifies_elsewhere_with_the_network_off_and_the_issuer_gone(badge, tmp_path):
    _, document = badge
    entries = [document["credentialStatus"]["statusListCredential"]]
    lists = [queries.status_list(e.split("/")[-2], e.split("/")[-1], now=NOW)[0] for e in entries]
    snapshots = tuple(
        Snapshot(e, json.dumps(each).encode(), NOW) for e, each in zip(entries, lists, strict=True)
    )
    contents = Contents("Ana", NOW, {}, credentials=(held("Numbers", document),), snapshots=snapshots)
    (tmp_path / "record.zip").write_bytes(b"".join(write_bundle(contents, WORDS)))
    (tmp_path / "issuers.json").write_text(json.dumps(queries.signed_registry(now=NOW)))
    code, (found,) = outside(tmp_path, "record.zip", "--issuers", "issuers.json", "--as-of", NOW.isoformat())
    inside = found["parts"][0]
    steps = {each["name"]: each["mark"] for each in inside["steps"]}
    assert (steps["signature"], steps["key"], steps["issuer"]) == ("yes", "yes", "yes")
    assert inside["claims"]["known_as"] == "Northside-High"
    assert (code, found["answer"]) == (0, "verified")


@pytest.mark.covers("N13")
def test_without_the_registry_and_the_network_a_stranger_is_told_what_is_missing(badge, tmp_path):
    _, document = badge
    (tmp_path / "badge.json").write_text(json.dumps(document))
    code, (found,) = outside(tmp_path, "badge.json")
    assert (code, found["answer"], found["claims"]) == (2, "cannot_tell", None)
    assert found["not_reached"][0]["address"].endswith("/issuers/northside-high/did.json")


def test_the_link_of_a_share_is_verified_and_once_taken_back_it_leads_nowhere(badge, ana):
    new = NewShare("college", "Harbor College", "To apply", ("competency:numbers",), NOW + timedelta(days=9))
    key = actions.prepare(by=ana, learner=ana.me, new=new, now=NOW)
    link = f"{addresses.house()}/shared/{actions.open_share(by=ana, share=key, now=NOW)}/"
    found = verified(link, NOW + timedelta(minutes=1))
    assert (found.answer, found.kind, found.not_reached) == ("verified", "clr", ())
    actions.withdraw_share(by=ana, share=key, now=NOW + timedelta(minutes=2))
    gone = verified(link, NOW + timedelta(minutes=3))
    assert (gone.answer, gone.steps[0].reason.code) == ("cannot_tell", "address_not_reached")
