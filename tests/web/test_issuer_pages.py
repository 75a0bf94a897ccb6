"""What programs and people find of issuers: keys, lists, achievements, the registry."""

import pytest
from django.utils import timezone

from tests.awarding import awarding_state
from tests.factories import NOW, learner, load, person, show, teacher
from throughline.apps.directory.actor import HOUSE
from throughline.apps.records import actions, queries
from throughline.core.credentials.controllers.controller_documents import methods_of
from throughline.core.credentials.controllers.resolving import known
from throughline.core.credentials.proofs import data_integrity
from throughline.core.credentials.status.status_entry import status_entries
from throughline.core.credentials.status.status_list import status_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def badge():
    load(awarding_state())
    ana = learner()
    show(ana, teacher(), "competency:numbers")
    (award,) = queries.awards(ana, ana.me, now=NOW)
    return queries.credential_of(ana, award.id, now=timezone.now())


def path_of(address):
    return address.removeprefix("https://records.example")


def fetched(client, address):
    answer = client.get(path_of(address), headers={"accept": "application/json"})
    assert answer.status_code == 200, address
    return answer.json()


def test_a_stranger_checks_a_credential_by_what_stands_at_the_addresses_it_names(client, badge):
    name = badge["issuer"]["id"].rpartition(":")[2]
    document = fetched(client, f"https://records.example/issuers/{name}/did.json")
    methods = methods_of(document, badge["issuer"]["id"])
    (check,) = data_integrity.check_proofs(badge, methods=known(methods))
    assert check.outcome == "holds"
    for entry in status_entries(badge):
        listed = fetched(client, entry.url)
        (proof,) = data_integrity.check_proofs(listed, methods=known(methods))
        status = status_at(
            listed, entry, issuer=badge["issuer"]["id"], proven=proof.outcome == "holds", as_of=timezone.now()
        )
        assert (status.answer, status.findings) == ("clear", ())


def test_a_list_says_how_long_it_may_be_kept_and_is_not_sent_again_unchanged(client, badge):
    address = path_of(status_entries(badge)[0].url)
    first = client.get(address)
    assert first["Cache-Control"] == "public, max-age=300"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_achieved_is_a_document_for_programs_and_a_page_for_people(client, badge):
    achieved = badge["credentialSubject"]["achievement"]
    document = fetched(client, achieved["id"])
    assert {k: v for k, v in document.items() if k != "@context"} == achieved
    page = client.get(path_of(achieved["id"]), headers={"accept": "text/html"})
    assert page["Location"] == "/credentials/numbers-badge/"
    assert client.get("/achievements/numbers-badge/9").status_code == 404


def test_the_registry_is_a_signed_list_that_can_be_carried_away(client, badge):
    listed = fetched(client, "/issuers.json")
    (check,) = data_integrity.check_proofs(
        listed, methods=known({m.id: m for m in queries.methods_of("small")})
    )
    assert check.outcome == "holds"
    by_name = {each["name"]: each for each in listed["issuers"]}
    assert by_name["Northside-High"]["document"]["id"] == badge["issuer"]["id"]
    assert "document" not in by_name["Mercy-Bay"], "it has issued nothing yet"
    assert "Board" in by_name


def test_keys_of_all_issuers_stand_in_one_set_and_a_stolen_one_is_in_none(client, badge):
    board = person("Bea", ("registrar", "board"))
    made = actions.rotate(by=board, issuer="board", kind="RSA", reason="First.", now=NOW)
    kids = {key["kid"] for key in fetched(client, "/.well-known/jwks.json")["keys"]}
    assert kids == {f"did:web:records.example:issuers:board#{made.name}"}
    actions.report_stolen(
        by=HOUSE, issuer="board", name=made.name, at=NOW, reason="A laptop was lost.", now=NOW
    )
    (key,) = fetched(client, "/issuers/board/jwks.json")["keys"]
    assert key["kid"].endswith("#key-2")
    document = fetched(client, "/issuers/board/did.json")
    old = next(m for m in document["verificationMethod"] if m["id"].endswith("#key-1"))
    assert old["revoked"] == "2026-03-02T15:00:00Z"
    assert "did:web:records.example:issuers:board#key-1" not in document["assertionMethod"]


def test_people_read_who_may_issue_since_when_and_with_which_keys(client, badge):
    page = client.get("/issuers/").content.decode()
    assert "Northside-High" in page
    assert client.get("/issuers/nobody/").status_code == 404
    one = client.get("/issuers/northside-high/").content.decode()
    assert badge["issuer"]["id"] in one
    assert "key-1" in one
