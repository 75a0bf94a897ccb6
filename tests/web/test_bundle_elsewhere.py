"""What a learner downloads is checked on another machine: no house, no database, and a network that cannot be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.web.test_pages import signed_in
from throughline.core.credentials.bundle.reading import read_bundle
from throughline.core.credentials.keys import new_private

pytestmark = pytest.mark.usefixtures("meridian", "db")
ROOT = Path(__file__).resolve().parents[2]
# Whatever asks for a socket, or for the address behind a name, ends the program.
WITHOUT_NETWORK = """
import sys

def refuse(event, arguments):
    if event.startswith("socket."):
        sys.stderr.write(f"The network was asked for: {event} {arguments}\\n")
        sys.stderr.flush()
        import os
        os._exit(99)

sys.addaudithook(refuse)
from throughline.cli import main
sys.exit(main(sys.argv[1:]))
"""


def elsewhere(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """`throughline verify --offline` of somebody else, as JSON."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))
    }
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK, "verify", "--offline", "--json", *words],
        cwd=folder, env=kept | {"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What Jason took with him, and what a college once kept of the state."""
    (tmp_path / "everything.zip").write_bytes(signed_in("jason-24").get("/me/record/everything.zip").content)
    (tmp_path / "issuers.json").write_bytes(Client().get("/issuers.json").content)
    return tmp_path


def state_key(folder: Path) -> str:
    listed = json.loads((folder / "issuers.json").read_text())
    keeper = next(each for each in listed["issuers"] if each["id"] == listed["keptBy"])
    return str(keeper["document"]["verificationMethod"][-1]["publicKeyMultibase"])


def test_the_hook_of_these_tests_does_end_a_program_that_asks_for_the_network(tmp_path: Path) -> None:
    code = (
        WITHOUT_NETWORK.split("from throughline")[0]
        + "import socket; socket.create_connection(('127.0.0.1', 9))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 99


@pytest.mark.covers("S001-U3")
def test_everything_verifies_with_the_network_off_where_the_states_key_or_list_is_known(folder: Path) -> None:
    held = read_bundle((folder / "everything.zip").read_bytes())
    assert len(held.credentials) > 1
    assert held.clr is not None
    for known in (("--state-key", state_key(folder)), ("--issuers", "issuers.json")):
        code, found = elsewhere(folder, "everything.zip", *known)
        assert (code, found["answer"]) == (0, "verified"), known
        assert len(found["parts"]) == 1 + len(held.credentials)
        for part in found["parts"]:
            assert {each["name"]: each["mark"] for each in part["steps"]}["status"] in ("yes", "not_needed")
            assert part["claims"]["known_as"]
        assert found["warnings"] == []


def test_the_keys_in_a_bundle_prove_nothing_by_themselves_and_it_is_said_what_to_give(folder: Path) -> None:
    stranger = new_private().public.multibase()
    for known in ((), ("--state-key", stranger)):
        code, found = elsewhere(folder, "everything.zip", *known)
        assert (code, found["answer"]) == (2, "cannot_tell"), known
        assert [each["code"] for each in found["warnings"]] == ["bundle_keys_unproven"]
        assert "--state-key" in found["warnings"][0]["text"]
        assert all(part["claims"] is None for part in found["parts"])


def test_the_page_of_issuers_shows_the_key_to_keep(folder: Path) -> None:
    assert state_key(folder) in Client().get("/issuers/").content.decode()
    assert state_key(folder) in Client().get("/issuers/meridian/").content.decode()


def test_each_credential_in_a_bundle_has_its_proof_beside_it(folder: Path) -> None:
    held = read_bundle((folder / "everything.zip").read_bytes())
    (folder / "one.json").write_bytes(held.credentials[0].body)
    (folder / "proof.json").write_bytes(held.credentials[0].log_proof)
    assert all(each.log_proof for each in held.credentials)
    code, found = elsewhere(folder, "one.json", "--issuers", "issuers.json", "--log-proof", "proof.json")
    steps = {each["name"]: each["mark"] for each in found["steps"]}
    assert (steps["signature"], steps["key"], steps["status"]) == ("yes", "yes", "unknown"), (
        "no list came along"
    )
    assert code == 2
