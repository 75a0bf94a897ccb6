"""A college asks to be shown a credential; a wallet shows one; each request is answered once, by whoever holds it."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.test_doors_wallets import Wallet, offered
from tests.awarding import awarding_state
from tests.core.credentials import presenting as presentation
from tests.factories import learner, load, person, show, teacher
from tests.rows import shared_folder
from throughline.apps.directory.actor import Refused
from throughline.apps.records import queries as records
from throughline.apps.records.actions import showing
from throughline.apps.records.models import ShowRequest
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.tokens.jws import compact, write_jws

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    load(awarding_state())
    ana = learner()
    show(ana, teacher(), "competency:numbers")
    return ana


@pytest.fixture
def college(ana):
    return person("Dee", ("employer", "mercy-bay"))


@pytest.fixture
def wallet(ana):
    """Ana's wallet with her badge in it."""
    made, link = offered(ana, records.awards(ana, ana.me, now=timezone.now())[0])
    wallet = Wallet().read(link)
    wallet.trade(made.pin)
    wallet.badge = wallet.ask().json()["credentials"][0]["credential"]
    return wallet


def ask(who, what="badge"):
    return showing.ask(by=who, organization="mercy-bay", purpose="Your shift", what=what, now=timezone.now())


def request_of(who, key):
    """The request as a wallet reads it from the link."""
    link = records.showing.asked(who, key, now=timezone.now()).link
    assert link.startswith("openid4vp://")
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def presented(wallet, asked, credential=None, key=None, **changes):
    """A presentation as a wallet signs it for this request."""
    key = key or wallet.key
    did = f"did:key:{key.public.multibase()}"
    unsigned = presentation.build(
        "urn:uuid:1b671a64-40d5-491e-99b0-da01ff1f3341", did, [credential or wallet.badge]
    )
    signed_for = {"challenge": asked["nonce"], "domain": asked["client_id"]} | changes
    now = timezone.now().replace(microsecond=0)
    return data_integrity.sign(
        unsigned, key=key, method=f"{did}#{did[8:]}", created=now, purpose="authentication", more=signed_for
    )


def send(asked, shown, state=None, name="badge_ldp_vc"):
    form = {"vp_token": json.dumps({name: [shown]}), "state": state or asked["state"]}
    return Client().post(urlsplit(asked["response_uri"]).path, form)


def found(who, key):
    return records.showing.asked(who, key, now=timezone.now())


def test_what_a_wallet_shows_is_checked_and_told_to_who_asked(college, wallet):
    key = ask(college)
    asked = request_of(college, key)
    answer = send(asked, presented(wallet, asked))
    assert (answer.status_code, answer.json()) == (200, {})
    told = found(college, key)
    assert (told.state, told.answer, told.link) == ("answered", "verified", "")
    (part,) = told.report["parts"]
    assert part["claims"]["known_as"] == "Northside-High"


def test_the_same_as_a_token(college, ana, wallet):
    made, link = offered(ana, records.awards(ana, ana.me, now=timezone.now())[0])
    wallet.read(link).trade(made.pin)
    token = wallet.ask("OpenBadge_jwt_vc_json").json()["credentials"][0]["credential"]
    key = ask(college)
    asked = request_of(college, key)
    shown = _token(wallet, asked, token)
    assert send(asked, shown, name="badge_jwt_vc_json").status_code == 200
    assert found(college, key).answer == "verified", found(college, key).report


def _token(wallet, asked, token):
    inside = presentation.enveloped(token)
    claims = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"],
              "holder": wallet.did, "verifiableCredential": [inside], "iss": wallet.did, "aud": asked["client_id"],
              "nonce": asked["nonce"]}  # fmt: skip
    return write_jws({"typ": "JWT", "kid": f"{wallet.did}#{wallet.did[8:]}"}, compact(claims), wallet.key)


def test_the_same_answer_a_second_time_is_refused(college, wallet):
    key = ask(college)
    asked = request_of(college, key)
    shown = presented(wallet, asked)
    assert send(asked, shown).status_code == 200
    again = send(asked, shown)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_request")


def test_an_answer_made_for_another_request_is_not_taken_for_this_one(college, wallet):
    first, second = ask(college), ask(college)
    replayed = presented(wallet, request_of(college, first))
    assert send(request_of(college, second), replayed).status_code == 200
    assert found(college, second).answer == "not_verified"


@pytest.mark.parametrize(
    "changes", [{"challenge": "made-up"}, {"domain": "redirect_uri:https://elsewhere.example/"}]
)
def test_what_was_signed_for_another_number_or_reader_does_not_count(college, wallet, changes):
    key = ask(college)
    asked = request_of(college, key)
    send(asked, presented(wallet, asked, **changes))
    assert found(college, key).answer == "not_verified"


def test_somebody_elses_credential_does_not_count(college, wallet):
    from throughline.core.credentials.keys import new_private

    key = ask(college)
    asked = request_of(college, key)
    send(asked, presented(wallet, asked, key=new_private()))
    told = found(college, key)
    assert (told.answer, told.report["problem"]) == ("not_verified", "not_their_own")


def test_a_credential_without_a_presentation_around_it_does_not_count(college, wallet):
    key = ask(college)
    asked = request_of(college, key)
    send(asked, wallet.badge)
    assert found(college, key).answer == "not_verified"


def test_another_kind_than_was_asked_for_does_not_count(college, wallet):
    key = ask(college, "record")
    asked = request_of(college, key)
    send(asked, presented(wallet, asked))
    told = found(college, key)
    assert (told.answer, told.report["problem"]) == ("not_verified", "not_what_was_asked")


def test_a_changed_credential_does_not_count(college, wallet):
    key = ask(college)
    asked = request_of(college, key)
    send(asked, presented(wallet, asked, credential={**wallet.badge, "name": "Surgeon"}))
    assert found(college, key).answer == "not_verified"


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '"x"', '{"a": 1, "a": 2}', '{"badge_ldp_vc": []}', '{"other": ["x"]}']
)
def test_an_answer_that_is_none_is_no_error_of_ours(college, wallet, body):
    key = ask(college)
    asked = request_of(college, key)
    answer = Client().post(urlsplit(asked["response_uri"]).path, {"vp_token": body, "state": asked["state"]})
    assert answer.status_code in (200, 400)
    assert found(college, key).answer in ("", "not_verified")


def test_without_the_requests_own_state_or_after_its_time_nothing_is_taken(college, wallet):
    key = ask(college)
    asked = request_of(college, key)
    assert send(asked, presented(wallet, asked), state="guess").status_code == 400
    ShowRequest.objects.update(
        made_at=timezone.now() - timedelta(hours=2), until=timezone.now() - timedelta(hours=1)
    )
    assert send(asked, presented(wallet, asked)).status_code == 400
    assert found(college, key).state == "over"


def test_only_who_acts_for_the_organization_asks_and_only_they_read_the_answer(college, ana, wallet):
    for stranger in (ana, person("Eve", ("employer", "trades-association"))):
        with pytest.raises(Refused):
            ask(stranger)
    key = ask(college)
    with pytest.raises(Refused):
        records.showing.asked(person("Fay", ("employer", "mercy-bay")), key, now=timezone.now())


def test_the_request_has_the_members_of_the_standards_own_samples(college):
    samples = shared_folder() / "standards" / "credentials" / "openid4vp"
    if not samples.is_dir():
        pytest.skip("the shared standards are not here; name their place with THROUGHLINE_SHARED")
    asked = request_of(college, ask(college))
    query = json.loads(asked["dcql_query"])["credentials"]
    metadata = json.loads(asked["client_metadata"])["vp_formats_supported"]
    for name, form in (("ldp", "ldp_vc"), ("jwt", "jwt_vc_json")):
        (known,) = json.loads((samples / f"request-dcql_{name}_vc.json").read_text())["credentials"]
        (ours,) = [each for each in query if each["format"] == form]
        assert set(ours) <= set(known)
        assert {type(each) for each in ours["meta"]["type_values"]} == {list}
        theirs = json.loads((samples / f"client_metadata-w3c_{name}_verifier_metadata.json").read_text())
        assert set(metadata[form]) <= set(theirs["vp_formats_supported"][form])
    assert asked["client_id"] == f"redirect_uri:{asked['response_uri']}"
    assert (asked["response_type"], asked["response_mode"]) == ("vp_token", "direct_post")
