"""The public log: what stands in it, who signed it, and that nobody's name is there."""

import secrets
import subprocess
import sys
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import NOW, every, have, learner, load, small_state, with_rule
from throughline.apps.trail import actions, log_keys, nodes
from throughline.apps.trail import queries as trail
from throughline.apps.trail.actions import Leaf, credential_leaf
from throughline.apps.trail.models import PublicEntry, PublicNode
from throughline.cli import main
from throughline.core import ledger, subtrees
from throughline.core.checkpoint import Checkpoint, read_checkpoint, signed, trusted
from throughline.core.log_file import check_log
from throughline.core.log_proof import check_log_proof, digest_of, survives
from throughline.core.signed_notes import BadNote, NoteKey, cosign, read_note, read_note_key, sign
from throughline.core.subtrees import Node

pytestmark = pytest.mark.django_db
DIGEST = bytes(range(32))


def enter(count: int, now=NOW) -> list[bytes]:
    """Enter credentials; gives their salts."""
    salts = [secrets.token_bytes(32) for _ in range(count)]
    actions.enter((credential_leaf(state="small", digest=DIGEST, salt=salt) for salt in salts), now=now)
    return salts


def leaves() -> list[bytes]:
    return [bytes.fromhex(each.leaf_hash) for each in trail.public_log(limit=100_000)]


def test_roots_and_proofs_are_those_of_all_the_entries():
    load()
    for count in (1, 40, 3, 300):
        enter(count)
        log = leaves()
        assert trail.checkpoint() == trail.Checkpoint(len(log), ledger.root(log).hex())
        for at in (0, len(log) // 2, len(log) - 1):
            assert trail.inclusion_proof(at) == [step.hex() for step in ledger.inclusion_proof(log, at)]
        earlier = len(log) - count
        found = trail.consistency_proof(earlier)
        assert found == [step.hex() for step in ledger.consistency_proof(log, earlier)]
        smaller = [step.hex() for step in ledger.consistency_proof(log[: len(log) - 1], 1)]
        assert trail.consistency_proof(1, len(log) - 1) == smaller


def test_the_kept_hashes_are_those_of_the_whole_log():
    enter(700)
    wanted = subtrees.completed(0, {}, leaves())
    rows = PublicNode.objects.values_list("level", "at", "hash")
    assert {Node(level, at): bytes(value) for level, at, value in rows} == wanted


def test_a_proof_takes_a_few_queries_however_long_the_log_is():
    enter(5000)
    with CaptureQueriesContext(connection) as seen:
        trail.inclusion_proof(2_345)
        trail.checkpoint()
    assert len(seen) <= 6
    asked: list[Node] = []
    subtrees.hashes_of(
        subtrees.inclusion_spans(2_345, 5000), lambda wanted: (asked.extend(wanted), nodes.kept(wanted))[1]
    )
    assert len(asked) < 70


def test_every_publication_stands_under_a_signed_checkpoint():
    load()
    checkpoint, _ = trusted(trail.signed_checkpoint(), log_keys.public_keys())
    assert (checkpoint.origin, checkpoint.size) == ("meridian.example/log", trail.log_size())
    assert checkpoint.root.hex() == trail.checkpoint().root


def test_a_log_from_before_signing_is_signed_once():
    load()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trail_signedcheckpoint DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM trail_signedcheckpoint")
    assert trail.signed_checkpoint() == ""
    assert actions.sign_unsigned(now=NOW)
    assert not actions.sign_unsigned(now=NOW)
    assert trusted(trail.signed_checkpoint(), log_keys.public_keys())[0].size == trail.log_size()


def test_a_credential_is_proven_with_its_salt_and_under_the_earliest_checkpoint():
    load()
    before = trail.log_size()
    salt = enter(3)[1]
    enter(50, NOW + timedelta(days=30))
    proof = trail.log_proof(before + 1, salt=salt)
    check = check_log_proof(proof, log=log_keys.public_keys(), digest=DIGEST)
    assert (check.holds, check.seen_at) == (True, NOW)
    answer, _ = survives(proof, stolen_at=NOW + timedelta(days=1), digest=DIGEST, log=log_keys.public_keys())
    assert answer == "survives"


def test_a_version_is_proven_too():
    load()
    entry = trail.entry_of("small", "pathway:medicine", 1)
    assert entry is not None
    proof = trail.log_proof(entry.position)
    assert check_log_proof(proof, log=log_keys.public_keys(), digest=bytes.fromhex(entry.digest)).holds


@pytest.mark.parametrize(
    "asked",
    [
        lambda: trail.inclusion_proof(10_000),
        lambda: trail.inclusion_proof(-1),
        lambda: trail.inclusion_proof(0, 10_000),
        lambda: trail.consistency_proof(0),
        lambda: trail.log_proof(10_000),
    ],
)
def test_a_proof_of_what_is_not_there_is_refused(asked):
    enter(3)
    with pytest.raises(ValueError, match="the log has"):
        asked()


# --- witnesses ---


@pytest.fixture
def library(settings):
    private = Ed25519PrivateKey.generate()
    key = NoteKey("library.example/w", private.public_key().public_bytes_raw(), "witness")
    settings.LOG_WITNESSES, settings.LOG_QUORUM = [key.text()], 1
    return private, key


def test_a_witness_of_the_house_is_heard_once_and_published(library):
    load()
    private, key = library
    note = read_note(trail.signed_checkpoint())
    cosigned = note.with_signature(cosign(note.text, key, private.sign, at=NOW)).written()
    assert actions.take_cosignatures(cosigned) == 1
    assert actions.take_cosignatures(cosigned) == 0
    assert read_note(trail.signed_checkpoint()).cosigned_by(key) == NOW


def test_a_proof_travels_under_a_checkpoint_that_witnesses_saw(library):
    private, key = library
    (salt,) = enter(1)
    enter(1)
    note = read_note(trail.signed_checkpoint())
    actions.take_cosignatures(note.with_signature(cosign(note.text, key, private.sign, at=NOW)).written())
    assert read_checkpoint(trail.log_proof(0, salt=salt).checkpoint)[0].size == 2


def test_a_stranger_and_a_checkpoint_of_another_log_are_not_taken(library):
    load()
    note = read_note(trail.signed_checkpoint())
    stranger = Ed25519PrivateKey.generate()
    key = NoteKey("library.example/w", stranger.public_key().public_bytes_raw(), "witness")
    assert (
        actions.take_cosignatures(
            note.with_signature(cosign(note.text, key, stranger.sign, at=NOW)).written()
        )
        == 0
    )
    by = log_keys.signer()
    text = note.text.replace(note.text.split("\n")[1], "999999", 1)
    with pytest.raises(BadNote, match="no such checkpoint"):
        actions.take_cosignatures(text + "\n" + sign(text, by.key, by.sign).line())


def test_a_key_is_made_once_where_none_is_set(settings, tmp_path):
    settings.LOG_KEY, settings.LOG_KEY_FILE = "", tmp_path / "house" / "key"
    first = log_keys.signer().key
    assert log_keys.signer().key == first
    assert settings.LOG_KEY_FILE.stat().st_mode & 0o077 == 0
    settings.LOG_KEY = "not hex"
    with pytest.raises(ValueError, match="64 hex digits"):
        log_keys.signer()


# --- what the log can and cannot hold ---


@pytest.mark.parametrize(
    "leaf",
    [
        Leaf("small", "issued", "learner:ana", 0, "a" * 64, "credential"),
        Leaf("small", "issued", "", 7, "a" * 64, "credential"),
        Leaf("small", "issued", "", 0, "Ana Rivera", "credential"),
        Leaf("small", "praised", "", 0, "a" * 64, "credential"),
        Leaf("small", "published", "x", 1, "a" * 64, "person"),
        Leaf("small", "issued", "pathway:x", 1, "a" * 64),
    ],
)
def test_the_database_refuses_an_entry_that_could_name_a_person(leaf):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.enter([leaf], now=NOW)


def test_what_is_public_has_its_name_in_the_log_once():
    given = [
        Leaf("small", "published", "status:1/revocation", 1, "a" * 64, "status_list"),
        Leaf("small", "published", "did:web:meridian.example:issuers:trades", 1, "b" * 64, "issuer_key"),
        Leaf("small", "granted", "trades", 1, "c" * 64, "recognition"),
    ]
    actions.enter(given, now=NOW)
    assert [each.contents["kind"] for each in trail.public_log()] == [
        "status_list",
        "issuer_key",
        "recognition",
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.enter(given[:1], now=NOW)
    salt = secrets.token_bytes(32)
    for _ in range(2):
        again = credential_leaf(state="small", digest=DIGEST, salt=salt)
        if PublicEntry.objects.filter(digest=again.digest).exists():
            with pytest.raises(IntegrityError), transaction.atomic():
                actions.enter([again], now=NOW)
        else:
            actions.enter([again], now=NOW)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["publicnode", "signedcheckpoint", "publicentry"])
def test_what_the_log_keeps_cannot_be_changed(table):
    enter(20)
    for wrong in (f"DELETE FROM trail_{table}", f"TRUNCATE trail_{table} CASCADE"):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            run(wrong)


def test_the_catalogue_is_not_read_again_because_credentials_were_issued():
    load()
    before = trail.newest_version()
    enter(2)
    assert trail.newest_version() == before
    load(with_rule(small_state(), "cells", every("more", [have("competency:cells", 3)])))
    assert trail.newest_version() != before


def test_a_scan_of_the_log_finds_no_personal_data(client):
    """T-08: everything the log gives to anyone, held against everything the house knows of its people."""
    load()
    names = ("Ana Rivera", "Benjamin Osei", "Chanda Kim")
    people = {name: learner(name).me for name in names}
    salts = [secrets.token_bytes(32) for _ in names]
    credentials = [
        {"id": f"urn:uuid:{me}", "credentialSubject": {"name": name}} for name, me in people.items()
    ]
    digests = [digest_of(each) for each in credentials]
    found = zip(digests, salts, strict=True)
    actions.enter((credential_leaf(state="small", digest=one, salt=salt) for one, salt in found), now=NOW)
    given = "".join(
        client.get(address).content.decode()
        for address in ("/log/checkpoint", "/log/entries?start=0", "/published/", "/api/v1/log?limit=1000")
    )
    assert '"kind": "credential"' in given
    known = [part for name in names for part in name.split()]
    known += [text for me in people.values() for text in (str(me), me.hex)]
    known += [each.hex() for each in (*digests, *salts)]
    assert [each for each in known if each.lower() in given.lower()] == []


def test_anyone_may_ask_the_log_and_check_what_it_answers(client):
    load()
    enter(100)
    note = client.get("/log/checkpoint")
    assert note.headers["Access-Control-Allow-Origin"] == "*"
    key = read_note_key(client.get("/log/key").content.decode().splitlines()[0])
    checkpoint, _ = trusted(note.content.decode(), [key])
    given: list[dict[str, object]] = []
    while len(given) < checkpoint.size:
        given += client.get(f"/log/entries?start={len(given)}&limit=60").json()["entries"]
    assert check_log(note.content.decode(), given, log=[key]).faults == ()
    at = checkpoint.size - 5
    leaf = ledger.leaf_hash(ledger.canonical(given[at]))
    by_leaf = client.get(f"/log/proof/inclusion?leaf={leaf.hex()}").json()
    assert by_leaf == client.get(f"/log/proof/inclusion?index={at}&size={checkpoint.size}").json()
    path = [bytes.fromhex(step) for step in by_leaf["path"]]
    assert ledger.is_included(leaf, at, checkpoint.size, path, checkpoint.root)
    earlier = ledger.root([ledger.leaf_hash(ledger.canonical(each)) for each in given[:40]])
    proof = client.get("/log/proof/consistency?from=40").json()
    steps = [bytes.fromhex(step) for step in proof["path"]]
    assert ledger.is_consistent(40, checkpoint.size, earlier, checkpoint.root, steps)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/log/proof/inclusion", 400),
        ("/log/proof/inclusion?index=-1", 400),
        ("/log/proof/inclusion?index=999999", 400),
        ("/log/proof/inclusion?leaf=00", 400),
        ("/log/proof/consistency", 400),
        ("/log/proof/consistency?from=0", 400),
        ("/log/proof/consistency?from=1&to=999999", 400),
        ("/log/entries?start=x", 400),
        ("/log/entries?start=999999", 200),
        ("/log/checkpoint", 200),
    ],
)
def test_a_question_that_makes_no_sense_gets_a_reason(client, address, status):
    enter(1)
    answer = client.get(address)
    assert answer.status_code == status
    assert status == 200 or answer.json()["detail"].endswith(".")


def test_an_empty_log_has_no_checkpoint_yet(client):
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/entries").json() == {"start": 0, "entries": []}


# --- the command ---


class Bridge(BaseHTTPRequestHandler):
    """Answers over HTTP what the application answers, in the thread that holds the test's database."""

    def do_GET(self) -> None:
        answer = Client().get(self.path)
        self.send_response(answer.status_code)
        self.send_header("Content-Type", answer.headers["Content-Type"])
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *given: object) -> None:
        """Quietly."""


def command(*words: str) -> tuple[int, str]:
    """Run the command against this house over HTTP; gives its exit code and what it said."""
    with HTTPServer(("127.0.0.1", 0), Bridge) as server:
        server.timeout = 0.1
        address = f"http://127.0.0.1:{server.server_port}"
        asked = [
            sys.executable,
            "-m",
            "throughline",
            "log",
            *(word.replace("HERE", address) for word in words),
        ]
        with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
            while process.poll() is None:
                server.handle_request()
            assert process.stdout is not None
            return process.returncode, process.stdout.read()


def test_the_log_of_a_house_is_verified_saved_and_cosigned_from_elsewhere(tmp_path, settings):
    load()
    key, kept, seen, private = (str(tmp_path / name) for name in ("key", "log.jsonl", "seen", "private"))
    code, said = command("verify", "HERE")
    assert (code, "Whole: the entries give the signed root" in said) == (0, True)
    Path(key).write_text(log_keys.signer().key.text())
    assert command("save", "HERE", kept)[0] == 0
    assert command("witness-key", private, "--name", "library.example/w")[0] == 0
    cosigning = ("cosign", "HERE", "--name", "library.example/w", "--witness-key", private, "--seen", seen)
    assert command(*cosigning)[0] == 0
    enter(20)
    assert command(*cosigning)[0] == 0
    code, said = command("verify", "HERE", "--key", Path(key).read_text(), "--since", seen)
    assert (code, "still begins" in said) == (0, True)
    code, said = command("verify", kept, "--key", Path(key).read_text())
    assert code == 0
    settings.LOG_WITNESSES = [witness_of(private)]
    assert main(["log", "accept", seen]) == 0
    assert main(["log", "verify", "--witness", witness_of(private), "--quorum", "1"]) == 0


def witness_of(file: str) -> str:
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(Path(file).read_text()))
    return NoteKey("library.example/w", private.public_key().public_bytes_raw(), "witness").text()


def test_a_house_that_shows_a_witness_a_changed_past_is_found_out(tmp_path):
    enter(5)
    seen, private = str(tmp_path / "seen"), str(tmp_path / "private")
    assert command("witness-key", private, "--name", "library.example/w")[0] == 0
    by = log_keys.signer()
    other = Checkpoint(by.key.name, 4, ledger.root([ledger.leaf_hash(b"another past")] * 4))
    Path(seen).write_text(signed(other, by.key, by.sign, at=NOW).written())
    cosigning = ("cosign", "HERE", "--name", "library.example/w", "--witness-key", private, "--seen", seen)
    code, said = command(*cosigning)
    assert (code, "NOT COSIGNED" in said) == (1, True)
    code, said = command("verify", "HERE", "--since", seen)
    assert (code, "NOT WHOLE" in said) == (1, True)


def test_an_address_where_no_log_is_says_so():
    code, said = command("verify", "http://127.0.0.1:9")
    assert (code, "could not be reached" in said) == (2, True)
