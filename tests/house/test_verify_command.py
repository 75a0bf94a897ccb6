"""`throughline verify` as a person meets it: files, what is piped in, exit codes, and one bad file among good ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.core.credentials.school import BADGE, KEY, by_key, signed
from throughline.core import ledger
from throughline.core.checkpoint import Checkpoint
from throughline.core.checkpoint import signed as signed_checkpoint
from throughline.core.credentials.controllers.controller_documents import PublishedKey, controller_document
from throughline.core.credentials.keys import new_private
from throughline.core.log_proof import LogProof, digest_of, salted
from throughline.core.signed_notes import NoteKey

DAY = datetime(2025, 1, 10, tzinfo=UTC)
THEN = {**BADGE, "validFrom": "2025-01-10T00:00:00Z"}
ROOT = Path(__file__).resolve().parents[2]


def verify(folder: Path, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("THROUGHLINE", "DATABASE", "DJANGO"))
    }
    return subprocess.run(
        [sys.executable, "-m", "throughline", "verify", "--offline", *words],
        cwd=folder, env=kept | {"PYTHONPATH": str(ROOT / "src")}, input=given, capture_output=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good file, a changed one, one of a school whose key is not at hand, and one that is nothing."""
    good = by_key(THEN, created=DAY)
    for name, document in (
        ("good", good),
        ("changed", {**good, "name": "Medicine"}),
        ("school", signed(THEN, created=DAY)),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    (tmp_path / "nothing.bin").write_bytes(bytes(range(256)))
    return tmp_path


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["good.json"], 0), (["changed.json"], 1), (["school.json"], 2), (["nothing.bin"], 2), (["absent.json"], 2),
        (["good.json", "school.json"], 2), (["nothing.bin", "changed.json", "good.json"], 1), (["."], 2),
    ],
)  # fmt: skip
def test_the_exit_code_says_verified_not_verified_or_cannot_tell(
    folder: Path, words: list[str], code: int
) -> None:
    done = verify(folder, *words)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_one_bad_file_never_stops_the_rest_and_programs_get_a_line_for_each(folder: Path) -> None:
    done = verify(folder, "--json", "nothing.bin", "changed.json", "good.json")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["of"], each["answer"]) for each in lines] == [
        ("nothing.bin", "cannot_tell"), ("changed.json", "not_verified"), ("good.json", "verified"),
    ]  # fmt: skip
    assert [each["claims"] is None for each in lines] == [True, True, False]


def test_what_is_piped_in_is_checked_and_paints_nothing_on_the_screen(folder: Path) -> None:
    painted = by_key({**THEN, "name": "Robotics\u202e\u200b"}, created=DAY)
    done = verify(folder, "-", given=json.dumps(painted).encode())
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "VERIFIED" in text
    assert "\u202e" not in text
    assert "Robotics" in text


def test_a_list_of_issuers_names_them_and_brings_their_keys(folder: Path) -> None:
    school = BADGE["issuer"]["id"]
    key = PublishedKey("key-1", KEY.public)
    issuer = {"id": school, "name": "Northside High School", "document": controller_document(school, [key])}
    (folder / "issuers.json").write_text(json.dumps({"issuers": [issuer]}))
    done = verify(folder, "--issuers", "issuers.json", "school.json")
    assert done.returncode == 0
    assert "Northside High School" in done.stdout.decode()
    (folder / "issuers.json").write_text('{"issuers": [{}]}')
    refused = verify(folder, "--issuers", "issuers.json", "school.json")
    assert (refused.returncode, b"lacks an id or a name" in refused.stderr) == (2, True)


def test_a_proof_of_the_public_log_saves_what_was_signed_before_a_key_was_stolen(folder: Path) -> None:
    school, document, salt = BADGE["issuer"]["id"], signed(THEN, created=DAY), b"s" * 32
    stolen = PublishedKey("key-1", KEY.public, revoked=datetime(2025, 3, 1, tzinfo=UTC))
    issuer = {"id": school, "name": "Northside", "document": controller_document(school, [stolen])}
    (folder / "issuers.json").write_text(json.dumps({"issuers": [issuer]}))
    entry = {"kind": "credential", "digest": salted(digest_of(document), salt)}
    leaf = ledger.leaf_hash(ledger.canonical(entry))
    private = new_private()
    log = NoteKey("log.example", private.public.encoded)
    note = signed_checkpoint(
        Checkpoint("log.example", 1, leaf), log, private.sign, at=datetime(2025, 2, 1, tzinfo=UTC)
    )
    (folder / "proof.json").write_text(json.dumps(LogProof(entry, 0, (), note.written(), salt).as_json()))
    words = ("--issuers", "issuers.json", "school.json")
    assert verify(folder, *words).returncode == 2
    assert verify(folder, "--log-proof", "proof.json", "--log-key", log.text(), *words).returncode == 0
