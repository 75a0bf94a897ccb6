"""A saved log is checked on a machine without a network, by anyone."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from throughline.cli import main
from throughline.core import ledger
from throughline.core.checkpoint import Checkpoint, signed
from throughline.core.credentials.keys import new_private
from throughline.core.credentials.tokens.jws import write_jws
from throughline.core.log_file import check_log, entries_of, read_head, written
from throughline.core.log_proof import LogProof, digest_of, salted
from throughline.core.signed_notes import BadNote, NoteKey

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PRIVATE = Ed25519PrivateKey.generate()
KEY = NoteKey("meridian.example/log", PRIVATE.public_key().public_bytes_raw())
SALT = bytes(32)
CREDENTIAL = {"id": "urn:uuid:1", "type": ["VerifiableCredential"], "name": "Robotics"}


def entry(number: int) -> dict[str, Any]:
    return {
        "state": "meridian",
        "act": "published",
        "reference": "pathway:x",
        "number": number,
        "digest": "a" * 64,
    }


ENTRIES = [
    *map(entry, range(1, 8)),
    {"state": "meridian", "kind": "credential", "act": "issued", "reference": "", "number": 0,
     "digest": salted(digest_of(CREDENTIAL), SALT)},
    *map(entry, range(8, 12)),
]  # fmt: skip
LEAVES = [ledger.leaf_hash(ledger.canonical(each)) for each in ENTRIES]


def note(count: int = len(ENTRIES)) -> str:
    made = Checkpoint(KEY.name, count, ledger.root(LEAVES[:count]))
    return signed(made, KEY, PRIVATE.sign, at=NOON).written()


def saved(tmp_path: Path, entries: list[dict[str, Any]] = ENTRIES) -> str:
    file = tmp_path / "log.jsonl"
    file.write_text("".join(written(note(), entries)))
    return str(file)


def kept(tmp_path: Path, name: str, text: str) -> str:
    (tmp_path / name).write_text(text)
    return str(tmp_path / name)


def test_a_whole_log_holds_and_says_what_is_in_it():
    report = check_log(note(), ENTRIES, log=[KEY], earlier=[note(3), note(12)])
    assert (report.faults, dict(report.kinds)) == ((), {"version": 11, "credential": 1})


@pytest.mark.parametrize(
    ("entries", "earlier", "says"),
    [
        (ENTRIES[:-1], [], "11 entries"),
        ([*ENTRIES, entry(12)], [], "13 entries"),
        ([*ENTRIES[:4], entry(99), *ENTRIES[5:]], [], "was changed"),
        ([*ENTRIES[:4], ENTRIES[5], ENTRIES[4], *ENTRIES[6:]], [note(5)], "earlier"),
    ],
)
def test_a_log_that_was_changed_is_found_out(entries, earlier, says):
    faults = check_log(note(), entries, log=[KEY], earlier=earlier).faults
    assert any(says in fault for fault in faults)


def test_a_log_that_is_shorter_than_what_was_seen_before_is_found_out():
    faults = check_log(note(6), ENTRIES[:6], log=[KEY], earlier=[note(9)]).faults
    assert faults == ("The log has 6 entries, and the earlier checkpoint covers 9.",)


def test_a_saved_log_reads_back():
    lines = list(written(note(), ENTRIES))
    assert read_head(lines[0]) == note()
    assert list(entries_of(lines[1:])) == ENTRIES


@pytest.mark.parametrize(
    "line", ["", "[]", '{"format":"other"}', '{"format":"throughline-log/1"}', "{" * 200_000]
)
def test_what_is_no_saved_log_says_so(line):
    with pytest.raises(BadNote, match="no"):
        read_head(line)


@pytest.mark.parametrize("line", ["", "[]", "{" * 3000, '{"a":' + "1" * 5000 + "}"])
def test_a_line_that_is_no_entry_is_named(line):
    with pytest.raises(BadNote, match="Line 3"):
        list(entries_of(["{}", line]))


@pytest.mark.parametrize("number", ["NaN", "1" * 400])
def test_an_entry_that_has_no_one_form_is_refused(number):
    entries = entries_of([f'{{"number":{number}}}'])
    with pytest.raises(BadNote, match="Entry 0"):
        check_log(note(), entries, log=[KEY])


# --- the command ---


def test_the_command_verifies_a_saved_log_offline(tmp_path, capsys):
    earlier = kept(tmp_path, "kept.note", note(3))
    assert main(["log", "verify", saved(tmp_path), "--key", KEY.text(), "--since", earlier]) == 0
    said = capsys.readouterr().out
    assert "12 entries (1 credential, 11 version)" in said
    assert "still begins" in said


def test_the_command_finds_a_credential_with_its_salt(tmp_path, capsys):
    path = tuple(ledger.inclusion_proof(LEAVES[:9], 7))
    proof = LogProof(ENTRIES[7], 7, path, note(9), SALT)
    files = (
        kept(tmp_path, "p.json", json.dumps(proof.as_json())),
        kept(tmp_path, "c.json", json.dumps(CREDENTIAL)),
    )
    asked = ["log", "verify", saved(tmp_path), "--key", KEY.text(), "--proof", files[0], "--credential"]
    assert main([*asked, files[1]]) == 0
    assert "entry is number 7, seen on 2026-11-22" in capsys.readouterr().out
    signed_form = write_jws(
        {}, json.dumps({**CREDENTIAL, "iss": "did:web:a.example"}).encode(), new_private()
    )
    assert main([*asked, kept(tmp_path, "c.jwt", signed_form)]) == 0
    other = kept(tmp_path, "o.json", json.dumps({**CREDENTIAL, "name": "Surgery"}))
    assert main([*asked, other]) == 1
    assert "stands for something else" in capsys.readouterr().out


def test_the_command_finds_out_a_changed_log(tmp_path, capsys):
    changed = saved(tmp_path, [*ENTRIES[:2], entry(77), *ENTRIES[3:]])
    assert main(["log", "verify", changed, "--key", KEY.text(), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["holds"] is False
    assert "was changed" in said["faults"][0]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ([], "--key"),
        (["--key", "x+y+z"], "no public key"),
        (["--key", NoteKey("a", bytes(32)).text()], "not at hand"),
    ],
)
def test_without_the_logs_key_nothing_is_said_to_hold(tmp_path, capsys, more, says):
    assert main(["log", "verify", saved(tmp_path), *more]) == 2
    assert says in capsys.readouterr().err


def test_a_witness_cosigns_a_log_that_only_grew_and_no_other(tmp_path, capsys):
    private, seen = tmp_path / "private", tmp_path / "seen.note"
    assert main(["log", "witness-key", str(private), "--name", "library.example/w"]) == 0
    assert private.stat().st_mode & 0o077 == 0
    assert main(["log", "witness-key", str(private), "--name", "library.example/w"]) == 2
    capsys.readouterr()
    asked = [
        "--key",
        KEY.text(),
        "--name",
        "library.example/w",
        "--witness-key",
        str(private),
        "--seen",
        str(seen),
    ]
    assert main(["log", "cosign", saved(tmp_path), *asked]) == 0
    assert "— library.example/w " in capsys.readouterr().out
    assert main(["log", "cosign", saved(tmp_path), *asked]) == 0
    other = [entry(50), *ENTRIES[1:]]
    leaves = [ledger.leaf_hash(ledger.canonical(each)) for each in other]
    forked = signed(Checkpoint(KEY.name, 12, ledger.root(leaves)), KEY, PRIVATE.sign, at=NOON).written()
    file = kept(tmp_path, "forked.jsonl", "".join(written(forked, other)))
    assert main(["log", "cosign", file, *asked]) == 1
    assert "NOT COSIGNED" in capsys.readouterr().err
