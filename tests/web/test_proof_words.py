"""What the pages of proofs say, and the files they give."""

import html
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.test_pages import signed_in
from throughline import check_proof
from throughline.apps.records import queries as records
from throughline.apps.trail import log_keys

pytestmark = pytest.mark.usefixtures("meridian", "db")


def later():
    return timezone.now() + timedelta(seconds=5)


def test_a_pathways_proof_is_told_in_words_and_taken_as_a_file():
    page = Client().get("/pathways/hospitality-culinary/proof").content.decode()
    assert "There are 4 shortest ways to complete it." in page
    assert log_keys.signer().key.text() in html.unescape(page)
    assert (
        'href="/pathways/hospitality-culinary/proof"'
        in Client().get("/pathways/hospitality-culinary/").content.decode()
    )
    file = Client().get("/pathways/hospitality-culinary/proof.json")
    assert 'filename="hospitality-culinary-proof.json"' in file.headers["Content-Disposition"]
    believed, why = check_proof.answer(file.content, set(), later(), [log_keys.signer().key.text()])
    assert believed, why
    assert Client().get("/pathways/nowhere/proof").status_code == 404


def test_a_learner_takes_the_proof_of_their_guarantees_from_the_page_of_their_progress():
    jason = signed_in("jason-16")
    assert 'href="/me/guarantees/proof.json"' in jason.get("/me/progress/").content.decode()
    file = jason.get("/me/guarantees/proof.json")
    keys = {each.public for each in records.keepers_keys()}
    believed, why = check_proof.answer(file.content, keys, later())
    assert believed, why
    assert any("msu-medicine-admission" in line for line in why)
    assert json.loads(file.content)["pathway"] == "pathway:medical-sciences"


def test_the_page_to_check_everything_has_its_commands():
    page = html.unescape(Client().get("/log/check/").content.decode())
    for command in ("log save", "log verify", "log monitor", "log witness-key", "log witness http"):
        assert f"<code>throughline {command}" in page
    assert f"--key '{log_keys.signer().key.text()}'" in page
