"""A learner shows a part of one credential; it verifies by itself, and of the rest there is no trace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from tests.web.looking import MOST, actor, cost, said
from tests.web.test_pages import signed_in
from throughline.apps.directory.actor import HOUSE, PUBLIC, Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.cli import main
from throughline.core.credentials.building import disclosing
from throughline.core.credentials.proofs import selective

pytestmark = pytest.mark.usefixtures("meridian", "db")
JASON = "jason-16"


def an_award() -> UUID:
    """One of Jason's credentials."""
    jason = actor(JASON)
    return records.awards(jason, jason.me, now=timezone.now())[0].id


def part(*parts: str) -> tuple[dict[str, Any], str]:
    """The file a learner takes, and its bytes as text."""
    client, key = signed_in(JASON), an_award()
    answer = client.post(f"/me/record/parts/{key}/", {"part": list(parts), "file": "yes"})
    text = answer.content.decode()
    return json.loads(text), text


def texts_in(value: Any) -> set[str]:
    """Every text of a document that tells something."""
    if isinstance(value, dict):
        return {text for each in value.values() for text in texts_in(each)}
    if isinstance(value, list):
        return {text for each in value for text in texts_in(each)}
    return {value} if isinstance(value, str) and len(value) > 12 else set()


@pytest.mark.parametrize("shown", [(), ("description",), ("holder", "results"), ("criteria", "competencies")])
def test_a_part_verifies_and_nothing_of_what_was_left_out_is_in_its_bytes(shown: tuple[str, ...]) -> None:
    jason = actor(JASON)
    whole = records.credential_of(jason, an_award(), now=timezone.now())
    optional = disclosing.optional_parts(whole)
    assert {"description", "criteria", "holder", "results"} <= optional.keys()
    document, text = part(*shown)
    found = records.verified(PUBLIC, text, now=timezone.now())
    assert found.answer == "verified", [(s.name, s.reason.code) for s in found.steps if s.mark != "yes"]
    assert found.step("status").mark == "yes"
    kept = texts_in({name: value for name, value in document.items() if name != "proof"})
    assert "endorsement" not in document
    hidden = (
        texts_in({name: value for name, value in whole.items() if name not in ("proof", "endorsement")})
        - kept
    )
    assert hidden
    assert not [each for each in hidden if each in text]
    assert not [
        each for each in whole["endorsement"] if each["credentialSubject"]["endorsementComment"] in text
    ]
    assert ("identifier" in document["credentialSubject"]) == ("holder" in shown)
    assert ("criteria" in document["credentialSubject"]["achievement"]) == ("criteria" in shown)


def test_a_changed_part_and_the_holders_own_copy_are_refused() -> None:
    document, _ = part("description")
    document["credentialSubject"]["achievement"]["name"] = "Surgeon"
    assert records.verified(PUBLIC, json.dumps(document), now=timezone.now()).answer == "not_verified"
    document, _ = part("description")
    subject = document["credentialSubject"]["achievement"]
    subject["creditsAvailable"] = 120
    assert records.verified(PUBLIC, json.dumps(document), now=timezone.now()).answer == "not_verified"
    with pytest.raises(selective.BadProofValue):
        selective.show(document, ["/credentialSubject/achievement/criteria"])


def test_two_parts_of_one_credential_share_no_signature_and_no_secret() -> None:
    one, other = part("description")[0], part("description", "criteria")[0]
    packed = [selective.read_shown(each["proof"]["proofValue"]) for each in (one, other)]
    assert packed[0].statements_key != packed[1].statements_key
    assert not set(packed[0].signatures) & set(packed[1].signatures)
    assert not set(packed[0].names.values()) & set(packed[1].names.values())


def test_the_command_line_verifies_a_part_offline_with_the_list_of_issuers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, text = part("description")
    (tmp_path / "part.json").write_text(text)
    (tmp_path / "issuers.json").write_text(json.dumps(records.signed_registry(now=timezone.now())))
    code = main(
        [
            "verify",
            str(tmp_path / "part.json"),
            "--issuers",
            str(tmp_path / "issuers.json"),
            "--offline",
            "--json",
        ]
    )
    found = json.loads(capsys.readouterr().out)
    steps = {each["name"]: each["mark"] for each in found["steps"]}
    assert (steps["signature"], steps["key"]) == ("yes", "yes")
    assert (found["answer"], code) == ("cannot_tell", 2), "whether it was taken back nobody can know offline"


def test_the_learner_sees_every_word_first_and_only_they_take_a_part() -> None:
    client, key = signed_in(JASON), an_award()
    assert cost(client, f"/me/record/parts/{key}/") <= MOST
    look = client.post(f"/me/record/parts/{key}/", {"part": ["description"]})
    assert "This is all they get" in said(look)
    assert "Left out: How it is earned" in said(look)
    assert signed_in("mariah-16").get(f"/me/record/parts/{key}/").status_code == 403
    with pytest.raises(Refused):
        records.part_of(actor("ms-ortiz"), key, ["description"], now=timezone.now())
    actions.revoke(by=HOUSE, award=key, cause="issued_in_error", reason="A mix-up.", now=timezone.now())
    assert client.post(f"/me/record/parts/{key}/", {"part": ["description"]}).status_code == 403
