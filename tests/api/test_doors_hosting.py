"""A host of Open Badges 3.0: an app that the learner lets in reads and adds credentials, and no other does."""

import json
from datetime import timedelta
from functools import cache

import pytest
from django.core.cache import cache as kept
from django.test import Client
from django.utils import timezone
from jsonschema.exceptions import best_match

from tests.api.outside import BACK, OB, App, browser_of
from tests.awarding import awarding_state
from tests.factories import learner, load, show, teacher
from tests.rows import shared_folder
from throughline.apps.directory import queries as directory
from throughline.apps.records import queries as records
from throughline.apps.records.models import HeldCredential
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.keys import new_private
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.tokens import jose

pytestmark = pytest.mark.django_db
HERE = "/ims/ob/v3p0/"
CREDENTIALS, PROFILE = f"{HERE}credentials", f"{HERE}profile"


@pytest.fixture(autouse=True)
def _no_counts_of_others():
    kept.clear()


@pytest.fixture
def ana():
    load(awarding_state())
    return learner()


@pytest.fixture
def app(ana):
    return App().let_in(browser_of(ana))


@cache
def schema(name):
    from jsonschema import Draft201909Validator

    file = shared_folder() / "standards" / "credentials" / "schemas" / name
    if not file.exists():
        pytest.skip("the shared standards are not here; name their place with THROUGHLINE_SHARED")
    return Draft201909Validator(json.loads(file.read_text()))


def fits(name, value):
    wrong = best_match(schema(name).iter_errors(value))
    assert wrong is None, f"{list(wrong.absolute_path)}: {wrong.message[-300:]}"


KEY = new_private()


def badge(number=1, days=0, name="Robotics", key=KEY):
    """A badge of an issuer elsewhere, signed with a key that its name carries."""
    did = f"did:key:{key.public.multibase()}"
    began = timezone.now() - timedelta(days=30 - days)
    document = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"https://club.example/badges/{number}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": did, "type": ["Profile"], "name": "Harbor Robotics Club"},
        "validFrom": began.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "name": name,
        "credentialSubject": {
            "id": "urn:uuid:7d9f6e2a-1c1b-4a55-9a43-0d2a6c2f1f10",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "https://club.example/robotics",
                "type": ["Achievement"],
                "name": name,
                "description": "Built a robot that sorts",
                "criteria": {"narrative": "It ran three times"},
            },
        },
    }
    return data_integrity.sign(
        document, key=key, method=f"{did}#{key.public.multibase()}", created=began.replace(microsecond=0)
    )


def token_of(document, key):
    plain = {name: value for name, value in document.items() if name != "proof"}
    return jose.sign_token(plain, key=key, kid=f"{document['issuer']['id']}#0", profile="1edtech", jwk=True)


def test_the_description_says_where_apps_ask_to_be_let_in(ana):
    said = Client().get(f"{HERE}discovery").json()
    asked = said["components"]["securitySchemes"]["OAuth2ACG"]
    flow = asked["flows"]["authorizationCode"]
    assert asked["x-imssf-registrationUrl"] == "https://records.example/oauth/register"
    assert flow["tokenUrl"] == flow["refreshUrl"] == "https://records.example/oauth/token"
    assert set(flow["scopes"]) == {
        f"{OB}{name}"
        for name in ("credential.readonly", "credential.upsert", "profile.readonly", "profile.update")
    }
    assert {"/credentials", "/profile", "/discovery"} == set(said["paths"])
    assert said["servers"] == [{"url": "https://records.example/ims/ob/v3p0"}]


def test_an_app_that_the_learner_let_in_reads_their_credentials_as_they_were_signed(ana, app):
    show(ana, teacher(), "competency:numbers")
    answer = app.get(CREDENTIALS)
    assert answer.status_code == 200
    assert answer["X-Total-Count"] == "1"
    (document,) = answer.json()["credential"]
    fits("ob_v3p0_getopenbadgecredentialsresponse_schema.json", {"credential": [document]})
    award = records.awards(ana, ana.me, now=timezone.now())[0]
    assert document == records.credential_of(ana, award.id, now=timezone.now())
    (check,) = data_integrity.check_proofs(document, methods=known(records.methods_of(award.issuer)))
    assert check.outcome == "holds"


def test_what_an_app_reads_stands_where_the_learner_sees_who_looked(ana, app):
    app.get(CREDENTIALS)
    (look,) = directory.reads_of(ana, ana.me)
    assert (look.who, look.at) == ("Badge Book", "record, through Badge Book")


def test_a_badge_that_is_added_is_checked_kept_and_given_back_equal(ana, app):
    given = badge()
    answer = app.send(CREDENTIALS, json.dumps(given))
    assert (answer.status_code, answer.json()) == (201, given)
    assert app.get(CREDENTIALS).json()["credential"] == [given]
    (row,) = HeldCredential.objects.all()
    assert (bytes(row.content), row.source, row.answer) == (
        json.dumps(given).encode(),
        "Badge Book",
        "verified",
    )
    fits("ob_v3p0_getopenbadgecredentialsresponse_schema.json", app.get(CREDENTIALS).json())


def test_a_badge_as_a_token_comes_back_as_the_same_token(ana, app):
    key = new_private("RSA")
    did = "did:jwk:" + _b64(json.dumps(key.public.jwk(), separators=(",", ":")))
    document = {**badge(), "issuer": {"id": did, "type": ["Profile"], "name": "Club"}}
    token = token_of(document, key)
    answer = app.send(CREDENTIALS, token, media="text/plain")
    assert (answer.status_code, answer.content.decode()) == (201, token)
    listed = app.get(CREDENTIALS).json()
    assert (listed["credential"], listed["compactJwsString"]) == ([], [token])
    fits("ob_v3p0_getopenbadgecredentialsresponse_schema.json", listed)


def _b64(text):
    from throughline.core.credentials.multibase import base64url

    return base64url(text.encode())


def test_a_newer_copy_takes_the_place_of_an_older_and_not_the_other_way_round(ana, app):
    older, newer = badge(days=0), badge(days=9, name="Robotics II")
    assert app.send(CREDENTIALS, json.dumps(older)).status_code == 201
    replaced = app.send(CREDENTIALS, json.dumps(newer))
    assert (replaced.status_code, replaced.json()) == (200, newer)
    stays = app.send(CREDENTIALS, json.dumps(older))
    assert (stays.status_code, stays.json()) == (200, newer)
    assert app.get(CREDENTIALS).json()["credential"] == [newer]


def test_a_forged_badge_is_not_kept(ana, app):
    forged = badge()
    forged["credentialSubject"]["achievement"]["name"] = "Brain surgery"
    answer = app.send(CREDENTIALS, json.dumps(forged))
    assert answer.status_code == 400
    fits("ob_v3p0_imsx_statusinfo_schema.json", answer.json())
    assert not HeldCredential.objects.exists()


@pytest.mark.parametrize(
    "body", [b" ", b"[]", b"{", b"\xff", b'{"type":"x","type":"y"}', b'"text"', b"[" * 100_000]
)
def test_what_is_no_badge_is_refused_in_words(ana, app, body):
    answer = app.send(CREDENTIALS, body)
    assert answer.status_code == 400
    fits("ob_v3p0_imsx_statusinfo_schema.json", answer.json())
    assert (
        answer.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"]
        == "invalid_data"
    )


def test_credentials_are_given_page_by_page_with_the_way_to_the_next(ana, app):
    for number in range(5):
        assert app.send(CREDENTIALS, json.dumps(badge(number, days=number))).status_code == 201
    first = app.get(f"{CREDENTIALS}?limit=2")
    assert first["X-Total-Count"] == "5"
    links = dict(reversed(each.split("; ")) for each in first["Link"].split(", "))
    assert links['rel="next"'] == "<https://records.example/ims/ob/v3p0/credentials?limit=2&offset=2>"
    assert links['rel="last"'] == "<https://records.example/ims/ob/v3p0/credentials?limit=2&offset=4>"
    last = app.get(f"{CREDENTIALS}?limit=2&offset=4")
    assert 'rel="next"' not in last["Link"]
    seen = [app.get(f"{CREDENTIALS}?limit=2&offset={at}").json()["credential"] for at in (0, 2, 4)]
    assert [each["id"][-1] for page in seen for each in page] == list("01234")
    since = badge(3, days=2)["validFrom"]
    assert [each["id"][-1] for each in app.get(f"{CREDENTIALS}?since={since}").json()["credential"]] == [
        "3",
        "4",
    ]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=-1", "offset=x", "since=yesterday", "limit=²"]
)
def test_a_question_that_is_not_understood_is_answered_so(ana, app, query):
    answer = app.get(f"{CREDENTIALS}?{query}")
    assert answer.status_code == 400
    minor = answer.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"]
    assert minor == "invalid_query_parameter"


def test_the_profile_is_the_learners_under_a_name_that_no_other_app_is_told(ana, app):
    mine = app.get(PROFILE).json()
    fits("ob_v3p0_profile_schema.json", mine)
    other = App(name="Other").let_in(browser_of(ana)).get(PROFILE).json()
    assert mine["name"] == other["name"] == ana.name
    assert mine["id"] != other["id"]
    assert str(ana.me) not in json.dumps(mine)


def test_an_app_writes_what_the_learner_says_and_never_their_name_or_day_of_birth(ana, app):
    said = {"id": "urn:x", "type": ["Profile"], "name": "Somebody Else", "description": "I build robots",
            "dateOfBirth": "2012-01-01", "phone": "+1-555"}  # fmt: skip
    answer = app.send(PROFILE, json.dumps(said), method="put")
    assert answer.status_code == 200
    fits("ob_v3p0_profile_schema.json", answer.json())
    assert (answer.json()["name"], answer.json()["description"]) == (ana.name, "I build robots")
    assert "dateOfBirth" not in app.get(PROFILE).json()
    for wrong in (
        {"type": "Person"},
        {"type": ["Profile"], "phone": 5},
        [],
        {"type": "Profile", "address": "x"},
    ):
        assert app.send(PROFILE, json.dumps(wrong), method="put").status_code == 400


def test_without_a_token_or_with_too_small_a_one_nothing_is_told(ana):
    answer = Client().get(CREDENTIALS)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    fits("ob_v3p0_imsx_statusinfo_schema.json", answer.json())
    signed_in = browser_of(ana).get(CREDENTIALS)
    assert signed_in.status_code == 401, "a session is no token"
    reader = App(scopes=(f"{OB}credential.readonly",)).let_in(browser_of(ana))
    assert reader.get(CREDENTIALS).status_code == 200
    assert reader.send(CREDENTIALS, json.dumps(badge())).status_code == 403
    assert reader.get(PROFILE).status_code == 403
    assert reader.get("/ims/clr/v2p0/credentials").status_code == 403


def test_the_learner_lets_in_less_than_was_asked(ana):
    app = App().let_in(browser_of(ana), scopes=(f"{OB}profile.readonly",))
    assert app.get(PROFILE).status_code == 200
    assert app.get(CREDENTIALS).status_code == 403


def test_a_learner_who_says_no_gives_no_code(ana):
    back = App().consent(browser_of(ana), action="cancel")
    assert back["Location"].startswith(f"{BACK}?")
    assert "error=access_denied" in back["Location"]
    assert "code=" not in back["Location"]


def test_the_page_that_asks_says_which_app_what_for_and_lets_the_answer_lead_only_there(ana):
    page = browser_of(ana).get(App().address)
    text = page.content.decode()
    assert "Let Badge Book in?" in text
    assert "Read your badges and other credentials" in text
    assert page["Content-Security-Policy"].endswith("form-action 'self' https://app.example")


def test_a_code_without_its_proof_key_or_twice_is_worth_nothing(ana):
    app, browser = App(), browser_of(ana)
    plain = browser.get(app.address.replace("S256", "plain"))
    assert plain.status_code == 400
    assert browser.get(app.address.partition("&code_challenge")[0]).status_code == 400
    from urllib.parse import parse_qs, urlsplit

    code = parse_qs(urlsplit(app.consent(browser)["Location"]).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK}
    assert app.trade(**form, code_verifier="x" * 64).status_code == 400
    code = parse_qs(urlsplit(app.consent(browser)["Location"]).query)["code"][0]
    form["code"] = code
    assert app.trade(**form, code_verifier=app.verifier).status_code == 200
    assert app.trade(**form, code_verifier=app.verifier).status_code == 400


def test_a_token_is_renewed_once_and_revoked_for_good(ana, app):
    first, old = app.token, app.refresh
    renewed = app.trade(grant_type="refresh_token", refresh_token=old).json()
    assert renewed["access_token"] != first
    assert app.trade(grant_type="refresh_token", refresh_token=old).status_code == 400
    app.token = renewed["access_token"]
    assert app.get(CREDENTIALS).status_code == 200
    gone = app.http.post(
        "/oauth/revoke", {"token": app.token}, headers={"Authorization": f"Basic {app.basic}"}
    )
    assert gone.status_code == 200
    assert app.get(CREDENTIALS).status_code == 401


def test_an_app_at_an_unsafe_address_or_that_asks_for_what_there_is_not_cannot_register(ana):
    def register(**changes):
        asked = {"client_name": "X", "redirect_uris": [BACK], "scope": f"{OB}credential.readonly", **changes}
        return Client().post("/oauth/register", asked, content_type="application/json").status_code

    assert register() == 201
    assert register(redirect_uris=["org.example.app:/back"]) == 201
    assert register(redirect_uris=["http://127.0.0.1:4000/back"]) == 201
    for unsafe in ("http://app.example/back", "javascript:alert(1)", "data:text/html,x", "https://app.example/#x",
                   "https://*.example/"):  # fmt: skip
        assert register(redirect_uris=[unsafe]) == 400, unsafe
    assert register(scope="everything") == 400
    assert register(scope="openid") == 400
    assert register(grant_types=["client_credentials"]) == 400
    assert register(client_name="") == 400
