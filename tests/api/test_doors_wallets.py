"""A learner puts a credential into a wallet: offered once, collected once, named after the wallet's own key."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.awarding import awarding_state
from tests.core.credentials.independent import accepts
from tests.factories import learner, load, show, teacher
from tests.rows import shared_folder
from throughline.apps.directory.actor import HOUSE, Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import wallets
from throughline.apps.records.models import WalletCopy, WalletOffer
from throughline.core.credentials.keys import new_private
from throughline.core.credentials.tokens.holder_proof import TYPE
from throughline.core.credentials.tokens.jose import read_token
from throughline.core.credentials.tokens.jws import compact, write_jws
from throughline.web.learner.wallet import offer_link

pytestmark = pytest.mark.django_db
GRANT = "urn:ietf:params:oauth:grant-type:pre-authorized_code"


class Wallet:
    """A wallet as its makers write it, from the link on: metadata, token, nonce, proof, credential."""

    def __init__(self, kind="Ed25519", bind="did:key"):
        self.key, self.bind, self.http = new_private(kind), bind, Client()
        self.did = f"did:key:{self.key.public.multibase()}"
        self.token = ""

    def read(self, link):
        parts = urlsplit(link)
        assert parts.scheme == "openid-credential-offer"
        self.offer = json.loads(parse_qs(parts.query)["credential_offer"][0])
        self.issuer = self.offer["credential_issuer"]
        self.about = self.http.get("/.well-known/openid-credential-issuer").json()
        self.server = self.http.get("/.well-known/oauth-authorization-server").json()
        assert self.about["credential_issuer"] == self.issuer == self.server["issuer"]
        return self

    def trade(self, pin):
        code = self.offer["grants"][GRANT]["pre-authorized_code"]
        form = {"grant_type": GRANT, "pre-authorized_code": code, "tx_code": pin}
        answer = self.http.post(self._path(self.server["token_endpoint"]), form)
        if answer.status_code == 200:
            self.token = answer.json()["access_token"]
        return answer

    def nonce(self):
        return self.http.post(self._path(self.about["nonce_endpoint"])).json()["c_nonce"]

    def proof(self, **changes):
        claims = {"aud": self.issuer, "iat": int(timezone.now().timestamp()), "nonce": self.nonce()} | changes
        named = (
            {"kid": f"{self.did}#{self.did[8:]}"}
            if self.bind == "did:key"
            else {"jwk": self.key.public.jwk()}
        )
        return write_jws({"typ": TYPE, **named}, compact(claims), self.key)

    def ask(self, form="OpenBadge_ldp_vc", proof=None, token=None):
        asked = {"credential_configuration_id": form, "proofs": {"jwt": [proof or self.proof()]}}
        return self.http.post(
            self._path(self.about["credential_endpoint"]), asked, content_type="application/json",
            headers={"Authorization": f"Bearer {token or self.token}"},
        )  # fmt: skip

    def _path(self, address):
        return urlsplit(address).path


@pytest.fixture
def ana():
    load(awarding_state())
    ana = learner()
    show(ana, teacher(), "competency:numbers")
    return ana


@pytest.fixture
def award(ana):
    return records.awards(ana, ana.me, now=timezone.now())[0]


def offered(ana, award):
    made = wallets.offer(by=ana, award=award.id, now=timezone.now())
    return made, offer_link(made)


@pytest.mark.parametrize(
    ("kind", "bind"), [("Ed25519", "did:key"), ("P-256", "did:key"), ("P-256", "jwk"), ("Ed25519", "jwk")]
)
def test_a_wallet_gets_a_credential_that_names_its_own_key_and_verifies(ana, award, kind, bind):
    made, link = offered(ana, award)
    wallet = Wallet(kind, bind).read(link)
    assert wallet.trade(made.pin).status_code == 200
    answer = wallet.ask()
    assert answer.status_code == 200, answer.content
    (given,) = answer.json()["credentials"]
    document = given["credential"]
    holder = document["credentialSubject"]["id"]
    assert holder == wallet.did if bind == "did:key" else holder.startswith("did:jwk:")
    assert document["id"] == f"urn:uuid:{award.id}"
    assert _verified(ana, document).answer == "verified"
    assert WalletCopy.objects.get().holder == holder


def _verified(who, given):
    text = given if isinstance(given, str) else json.dumps(given)
    return records.verified(who, text, now=timezone.now() + timedelta(seconds=2))


@pytest.mark.covers("S001-R3.2d")
def test_other_peoples_libraries_accept_what_a_wallet_holds_and_refuse_it_changed(
    ana, award, shared_standards
):
    made, link = offered(ana, award)
    wallet = Wallet().read(link)
    wallet.trade(made.pin)
    document = wallet.ask().json()["credentials"][0]["credential"]
    controller = records.controller_document(award.issuer)
    assert accepts(document, controller, shared_standards / "credentials")
    other = {**document, "credentialSubject": {**document["credentialSubject"], "id": Wallet().did}}
    assert not accepts(other, controller, shared_standards / "credentials")


def test_the_same_as_a_token_for_wallets_that_read_tokens(ana, award):
    made, link = offered(ana, award)
    wallet = Wallet().read(link)
    wallet.trade(made.pin)
    (given,) = wallet.ask("OpenBadge_jwt_vc_json").json()["credentials"]
    assert _verified(ana, given["credential"]).answer == "verified"
    assert read_token(given["credential"]).document["credentialSubject"]["id"] == wallet.did


def test_a_revoked_award_shows_as_revoked_in_the_wallet_too(ana, award):
    made, link = offered(ana, award)
    wallet = Wallet().read(link)
    wallet.trade(made.pin)
    document = wallet.ask().json()["credentials"][0]["credential"]
    actions.revoke(by=HOUSE, award=award.id, cause="issued_in_error", reason="Mixed up", now=timezone.now())
    assert _verified(ana, document).answer == "not_verified"
    assert _verified(ana, document).marks()["status"] == "no"


def test_an_offer_is_good_once_and_a_second_try_ends_what_was_got(ana, award):
    made, link = offered(ana, award)
    first, second = Wallet().read(link), Wallet().read(link)
    assert first.trade(made.pin).status_code == 200
    refused = second.trade(made.pin)
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")
    assert first.ask().json()["error"] == "invalid_token", "somebody else saw the code"


def test_a_token_is_good_for_one_credential(ana, award):
    made, link = offered(ana, award)
    wallet = Wallet().read(link)
    wallet.trade(made.pin)
    assert wallet.ask().status_code == 200
    again = wallet.ask()
    assert (again.status_code, again.json()["error"]) == (401, "invalid_token")
    assert WalletCopy.objects.count() == 1


def test_the_code_to_type_must_be_right_and_cannot_be_guessed(ana, award):
    made, link = offered(ana, award)
    wallet = Wallet().read(link)
    wrong = f"{(int(made.pin) + 1) % 10**6:06}"
    assert {wallet.trade(wrong).json()["error"] for _ in range(wallets.MOST_WRONG_PINS)} == {"invalid_grant"}
    assert wallet.trade(made.pin).status_code == 400, "too many tries"


def test_an_offer_ends_by_itself_and_when_it_is_taken_back_or_made_anew(ana, award):
    made, link = offered(ana, award)
    WalletOffer.objects.update(
        made_at=timezone.now() - timedelta(hours=1), until=timezone.now() - timedelta(seconds=1)
    )
    assert Wallet().read(link).trade(made.pin).status_code == 400
    made, link = offered(ana, award)
    newer, newer_link = offered(ana, award)
    assert Wallet().read(link).trade(made.pin).status_code == 400
    wallets.withdraw_offer(by=ana, offer=newer.id, now=timezone.now())
    assert Wallet().read(newer_link).trade(newer.pin).status_code == 400


def test_a_proof_shows_that_the_wallet_holds_the_key_now_and_for_us(ana, award):
    made, link = offered(ana, award)
    wallet, other = Wallet().read(link), Wallet()
    wallet.trade(made.pin)
    used = wallet.nonce()
    wrong = {
        "invalid_proof": [
            wallet.proof(aud="https://elsewhere.example"),
            wallet.proof(iat=int(timezone.now().timestamp()) - 3600),
            write_jws({"typ": TYPE, "kid": other.did}, compact({"aud": wallet.issuer}), wallet.key),
            write_jws({"typ": "JWT", "kid": wallet.did}, compact({"aud": wallet.issuer}), wallet.key),
            write_jws(
                {"typ": TYPE, "kid": wallet.did, "jwk": wallet.key.public.jwk()}, compact({}), wallet.key
            ),
            "e30.e30.e30",
        ],
        "invalid_nonce": [
            wallet.proof(nonce=used + "x"),
            wallet.proof(nonce="made-up"),
            wallet.proof(nonce=""),
        ],
    }
    for error, proofs in wrong.items():
        assert {wallet.ask(proof=each).json()["error"] for each in proofs} == {error}
    assert not WalletCopy.objects.exists()
    assert wallet.ask(proof=wallet.proof(nonce=used)).status_code == 200


def test_a_number_that_stood_in_a_proof_is_not_taken_again(ana, award):
    nonce = None
    for expected in (200, 400):
        made, link = offered(ana, award)
        wallet = Wallet().read(link)
        wallet.trade(made.pin)
        nonce = nonce or wallet.nonce()
        assert wallet.ask(proof=wallet.proof(nonce=nonce)).status_code == expected


def test_requests_that_are_none_are_answered_in_the_words_of_the_standard(ana, award):
    made, link = offered(ana, award)
    wallet = Wallet().read(link)
    wallet.trade(made.pin)
    assert wallet.ask("UniversityDegree").json()["error"] == "unknown_credential_configuration"
    for body, error in (
        (b"{", "invalid_credential_request"),
        (b"[]", "invalid_credential_request"),
        (b'{"credential_identifier": "x"}', "unknown_credential_identifier"),
        (b'{"credential_configuration_id": "OpenBadge_ldp_vc"}', "invalid_proof"),
    ):
        answer = wallet.http.post("/wallet/credential", body, content_type="application/json")
        assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert wallet.http.post("/oauth/token", {"grant_type": GRANT}).json()["error"] == "invalid_request"


def test_only_the_learner_offers_and_only_what_stands(ana, award):
    for stranger in (teacher("Bo"), learner("Cy")):
        with pytest.raises(Refused):
            wallets.offer(by=stranger, award=award.id, now=timezone.now())
    with pytest.raises(Refused):
        wallets.offer(by=ana, award=uuid4(), now=timezone.now())
    actions.revoke(by=HOUSE, award=award.id, cause="given_back", reason="Asked", now=timezone.now())
    with pytest.raises(Refused):
        wallets.offer(by=ana, award=award.id, now=timezone.now())


def test_what_wallets_are_told_has_the_members_of_the_standards_own_samples(ana, award):
    samples = shared_folder() / "standards" / "credentials" / "openid4vci"
    if not samples.is_dir():
        pytest.skip("the shared standards are not here; name their place with THROUGHLINE_SHARED")

    def sample(name):
        return json.loads((samples / name).read_text())

    made, link = offered(ana, award)
    wallet = Wallet().read(link)
    theirs = sample("credential_offer_pre-authz_code.json")
    assert set(wallet.offer) == set(theirs)
    assert set(theirs["grants"][GRANT]) == set(wallet.offer["grants"][GRANT])
    for form in ("ldp_vc", "jwt_vc_json"):
        (known,) = sample(f"credential_metadata_{form}.json")["credential_configurations_supported"].values()
        ours = wallet.about["credential_configurations_supported"][f"OpenBadge_{form}"]
        assert ours["format"] == known["format"] == form
        assert set(known) - {"scope"} <= set(ours)
        assert set(known["credential_definition"]) == set(ours["credential_definition"])
        assert set(known["credential_metadata"]) == set(ours["credential_metadata"])
    wallet.trade(made.pin)
    told = json.loads(
        (samples / "credential_response_ldp_vc.txt").read_text().partition("\n\n")[2].replace("\n", " ")
    )
    ours = wallet.ask().json()
    assert set(ours) == set(told)
    assert set(ours["credentials"][0]) == set(told["credentials"][0])
