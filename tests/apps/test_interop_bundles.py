"""A state in a box: what one house publishes, signed, is taken in by another; what it certified stays its word there."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client, override_settings

from tests.another_house import House
from tests.apps.test_interop import finish, framework, look, outcomes
from tests.awarding import awarding_state
from tests.core.credentials.bundles import WORDS
from tests.factories import NOW, learner, load, show, teacher
from tests.governing import governed
from tests.web.looking import said
from throughline.apps.directory.actor import HOUSE, PUBLIC
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.interop import queries
from throughline.apps.interop.bundling import write_bundle
from throughline.apps.interop.models import ImportRun
from throughline.apps.records import queries as queries_of_records
from throughline.apps.registry.models import RegistryDocument
from throughline.apps.registry.queries.exporting import package
from throughline.apps.trail import log_keys
from throughline.core.credentials.bundle.reading import read_bundle
from throughline.core.credentials.bundle.writing import write_bundle as write_own_bundle
from throughline.core.credentials.controllers.resolving import Unreachable
from throughline.core.formats import bundles
from throughline.core.formats.packages import Unreadable
from throughline.core.signed_notes import NoteKey
from throughline.web import keeping

ELSEWHERE = {
    "address": "https://elsewhere.example",
    "LOG_NAME": "elsewhere.example/log",
    "LOG_KEY": "22" * 32,
}


def bundle() -> bytes:
    out = io.BytesIO()
    write_bundle(PUBLIC, out, now=NOW)
    return out.getvalue()


def remade(data: bytes, **files: bytes | None) -> bytes:
    """The same archive with some of its files changed, added, or left out (None)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        kept = {each: old.read(each) for each in old.namelist()}
        for name, content in {**kept, **files}.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def content(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return packed.read(name)


@pytest.mark.django_db
@pytest.mark.covers("X23")
def test_frameworks_travel_from_house_to_house_and_certification_stays_the_word_of_the_first(
    another_house: House, settings
):
    load()
    finish(look(framework("atoms", name="science")))
    data, key = bundle(), log_keys.signer().key.text()
    ours = {each.identifier: each for each in RegistryDocument.objects.all()}
    with another_house(**ELSEWHERE, KNOWN_HOUSES=[key]):
        load()
        run = look(data, name="bundle.zip")
        assert run.house
        assert set(outcomes(run)) == {"new"}
        finish(run)
        there = {each.identifier: each for each in RegistryDocument.objects.filter(own=False)}
        assert set(there) == set(ours)
        for identifier, each in ours.items():
            came = there[identifier]
            assert (came.title, came.items, came.associations) == (each.title, each.items, each.associations)
            claimed = came.status.startswith(f"claimed by {run.house}")
            assert claimed is each.own, "only of its own catalogue did the first house say anything"
            assert queries.claimed_by(came.id) == run.house
        assert not RegistryDocument.objects.filter(own=True, identifier__in=ours).exists()
        science = next(each for each in there.values() if each.title == "Science")
        assert science.status == "Implemented", "what its publisher says stays what its publisher says"
        found = package(science.id, 1)
        assert found is not None
        assert [each.statement for each in found.items] == ["Explains atoms."]
        keeping.forget()
        assert f"It came in a signed bundle of {run.house}." in said(Client().get(f"/registry/{science.id}/"))
        again = look(data, name="bundle.zip")
        assert set(outcomes(again)) == {"same"}
    assert queries.claimed_by(science.id) == ""


@pytest.mark.django_db
@pytest.mark.covers("A-OS-1")
def test_another_state_takes_a_framework_in_as_a_claim_decides_nothing_by_it_and_believes_its_evidence(
    another_house: House, settings, tmp_path
):
    load(awarding_state())
    finish(look(framework("atoms", name="science")))
    ana = learner()
    show(ana, teacher(), "competency:numbers", "competency:reading")
    earned = queries_of_records.everything(ana, ana.me, clr=None, transcript=None, now=NOW)
    carried = b"".join(write_own_bundle(earned, WORDS))
    known = tmp_path / "issuers.json"
    known.write_text(json.dumps(queries_of_records.signed_registry(now=NOW)))
    data, key = bundle(), log_keys.signer().key.text()
    certified = set(frameworks.catalogue().pathways)
    assert certified
    with another_house(**ELSEWHERE, KNOWN_HOUSES=[key]):
        load(governed())
        before = frameworks.catalogue()
        finish(look(data, name="bundle.zip"))
        came = RegistryDocument.objects.filter(own=False)
        assert {each.title for each in came} >= {"Science"}
        assert all(each.status.startswith("claimed by") for each in came if each.title != "Science")
        assert frameworks.catalogue() == before, "nothing of it is in force, and nothing counts as certified"
        believed = queries_of_records.verified(PUBLIC, read_bundle(carried), now=NOW, fetcher=_nobody)
        assert believed.answer == "cannot_tell", "the keys in it prove nothing by themselves"
        with override_settings(KNOWN_ISSUERS=[str(known)]):
            believed = queries_of_records.verified(PUBLIC, read_bundle(carried), now=NOW, fetcher=_nobody)
            assert believed.answer == "verified"
            assert {each.claims.name for each in believed.parts} == {"Numbers Badge"}


def _nobody(address: str) -> bytes:
    raise Unreachable(f"{address} must not be asked.")


@pytest.mark.django_db
@pytest.mark.covers("X23")
def test_an_unsigned_changed_or_unknown_bundle_is_refused_whole(another_house: House):
    load()
    finish(look(framework("atoms", name="science")))
    data, key = bundle(), log_keys.signer().key.text()
    listed = json.loads(content(data, bundles.LIST))
    first = listed["documents"][0]["file"]
    changed_list = content(data, bundles.LIST).replace(b'"number": 1', b'"number": 9', 1)
    cases = {
        "not signed": remade(data, **{bundles.NOTE: b""}),
        "list of the bundle was changed": remade(data, **{bundles.LIST: changed_list}),
        "changed after the bundle was signed": remade(data, **{first: content(data, first) + b"\n"}),
        "other files than its list names": remade(data, **{"documents/more.jsonl": b"{}"}),
        "files than its list": remade(data, **{first: None}),
    }
    with another_house(**ELSEWHERE, KNOWN_HOUSES=[key]):
        load()
        for why, made in cases.items():
            run = look(made, name="bundle.zip")
            assert (run.state, run.parts.count()) == ("refused", 0), why
            (refused,) = queries.quarantined(HOUSE, run=run.id)
            assert why in refused.why or (why == "not signed" and "signature" in refused.why)
        assert RegistryDocument.objects.filter(own=False).count() == 0
    with another_house(**ELSEWHERE, KNOWN_HOUSES=[]):
        load()
        run = look(data, name="bundle.zip")
        (refused,) = queries.quarantined(HOUSE, run=run.id)
        assert "which is not known here" in refused.why


def test_a_signature_of_the_log_over_something_else_signs_no_bundle():
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    key = NoteKey("a.example/log", private.public_key().public_bytes_raw())
    out = io.BytesIO()
    bundles.write(out, [], bundles.Maker("A", "https://a.example", "2026-03-02", key, private.sign))
    files = {name: content(out.getvalue(), name) for name in (bundles.LIST, bundles.NOTE)}
    assert bundles.opened(files, "b.zip", [key]).house == "A"
    other = NoteKey(
        "a.example/log", Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    )
    with pytest.raises(Unreadable, match="not that of"):
        bundles.opened(files, "b.zip", [other])
    checkpoint = files[bundles.NOTE].replace(bundles.KIND.encode(), b"a.example/log")
    with pytest.raises(Unreadable, match="changed after it was signed"):
        bundles.opened({**files, bundles.NOTE: checkpoint}, "b.zip", [key])


@pytest.mark.django_db
def test_a_house_does_not_take_its_own_documents_from_a_bundle(settings):
    load()
    settings.KNOWN_HOUSES = [log_keys.signer().key.text()]
    run = look(bundle(), name="bundle.zip")
    assert (run.state, ImportRun.objects.get(id=run.id).parts.count()) == ("refused", 0)
