"""The same host for whole records: CLR 2.0."""

import json

import pytest
from django.core.cache import cache as kept
from django.test import Client
from django.utils import timezone

from tests.api.outside import App, browser_of
from tests.api.test_doors_hosting import badge, fits
from tests.awarding import awarding_state
from tests.factories import learner, load, show, teacher
from tests.rows import shared_folder
from throughline.apps.records import queries as records
from throughline.apps.records.models import HeldCredential
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity

pytestmark = pytest.mark.django_db
CREDENTIALS, PROFILE = "/ims/clr/v2p0/credentials", "/ims/clr/v2p0/profile"


@pytest.fixture
def ana():
    kept.clear()
    load(awarding_state())
    return learner()


@pytest.fixture
def app(ana):
    return App().let_in(browser_of(ana))


def test_the_description_names_the_scopes_of_records(ana):
    said = Client().get("/ims/clr/v2p0/discovery").json()
    flow = said["components"]["securitySchemes"]["OAuth2ACG"]["flows"]["authorizationCode"]
    assert len(flow["scopes"]) == 4
    assert all("/clr/v2p0/scope/" in each for each in flow["scopes"])


def test_the_whole_record_is_given_signed_and_the_same_until_something_is_added(ana, app):
    show(ana, teacher(), "competency:numbers")
    (first,) = app.get(CREDENTIALS).json()["credential"]
    fits("clr_v2p0_getclrcredentialsresponse_schema.json", {"credential": [first]})
    (check,) = data_integrity.check_proofs(first, methods=known(records.methods_of("small")))
    assert check.outcome == "holds"
    assert app.get(CREDENTIALS).json()["credential"] == [first]
    show(ana, teacher("Bea"), "competency:tools")
    (second,) = app.get(CREDENTIALS).json()["credential"]
    assert len(second["credentialSubject"]["verifiableCredential"]) == 2
    held = {each["id"] for each in second["credentialSubject"]["verifiableCredential"]}
    assert held == {f"urn:uuid:{each.id}" for each in records.awards(ana, ana.me, now=timezone.now())}


def test_an_empty_record_is_an_empty_list(ana, app):
    answer = app.get(CREDENTIALS)
    assert (answer["X-Total-Count"], answer.json()) == ("0", {"credential": [], "compactJwsString": []})


def test_a_record_from_elsewhere_is_kept_and_given_back_equal(ana, app):
    file = shared_folder() / "standards" / "credentials" / "1edtech-validator" / "clr20" / "simple.json"
    if not file.exists():
        pytest.skip("the shared standards are not here; name their place with THROUGHLINE_SHARED")
    given = file.read_bytes()
    answer = app.send(CREDENTIALS, given)
    assert (answer.status_code, answer.json()) == (201, json.loads(given)), answer.content
    assert app.get(CREDENTIALS).json()["credential"] == [json.loads(given)]
    assert bytes(HeldCredential.objects.get().content) == given


def test_a_badge_is_no_record_and_a_record_is_no_badge(ana, app):
    assert app.send(CREDENTIALS, json.dumps(badge())).status_code == 400
    assert app.get(PROFILE).json()["@context"][1].startswith("https://purl.imsglobal.org/spec/clr/")
    fits("clr_v2p0_profile_schema.json", app.get(PROFILE).json())
