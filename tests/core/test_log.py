"""The public log from outside: checkpoints, witnesses, proofs that travel, and what a theft leaves standing."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rows import shared_folder
from throughline.core import ledger, subtrees
from throughline.core.checkpoint import Checkpoint, Witnesses, read_checkpoint, said_at, signed, trusted
from throughline.core.credentials.verifying.logged import Found, LogEvidence, proofs_in
from throughline.core.log_proof import (
    LogProof,
    check_log_proof,
    digest_of,
    proofs_as_json,
    read_log_proof,
    read_log_proofs,
    salted,
    survives,
)
from throughline.core.signed_notes import BadNote, NoteKey, cosign, read_note, read_note_key, sign
from throughline.core.subtrees import Growing, Node

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ORIGIN = "meridian.example/log"
LOG, UNIVERSITY, LIBRARY, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in range(4))


def key(private: Ed25519PrivateKey, name: str, role: Any = "log") -> NoteKey:
    return NoteKey(name, private.public_key().public_bytes_raw(), role)


LOG_KEY = key(LOG, ORIGIN)
UNIVERSITY_KEY, LIBRARY_KEY = (
    key(UNIVERSITY, "university.example/w", "witness"), key(LIBRARY, "library.example/w", "witness"),
)  # fmt: skip
SEEN = {UNIVERSITY_KEY.name: (UNIVERSITY, UNIVERSITY_KEY), LIBRARY_KEY.name: (LIBRARY, LIBRARY_KEY)}


def leaves(count: int) -> list[bytes]:
    return [ledger.leaf_hash(f"entry {n}".encode()) for n in range(count)]


# --- roots and proofs from kept hashes ---


def kept(hashes: list[bytes]) -> Any:
    """A table of the nodes that are kept, filled as a log fills it: in batches of uneven size."""
    table: dict[Node, bytes] = {}
    size = 0
    while size < len(hashes):
        batch = hashes[size : size + 1 + size % 37]
        made = subtrees.completed(size, {node: table[node] for node in subtrees.unfinished(size)}, batch)
        table |= made | {Node(0, size + at): each for at, each in enumerate(batch)}
        size += len(batch)
    return lambda nodes: {node: table[node] for node in nodes}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.data())
def test_proofs_from_kept_hashes_are_those_from_all_entries(count, data):
    log = leaves(count)
    table = kept(log)
    size = data.draw(st.integers(1, count))
    at, earlier = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert subtrees.root_of(size, table) == ledger.root(log[:size])
    included = subtrees.hashes_of(subtrees.inclusion_spans(at, size), table)
    assert included == ledger.inclusion_proof(log[:size], at)
    consistent = subtrees.hashes_of(subtrees.consistency_spans(earlier, size), table)
    assert consistent == ledger.consistency_proof(log[:size], earlier)


def test_only_every_sixteenth_hash_is_kept_and_a_proof_in_a_million_reads_few():
    asked: list[Node] = []

    def table(nodes: Any) -> dict[Node, bytes]:
        asked.extend(nodes)
        return dict.fromkeys(nodes, bytes(32))

    subtrees.hashes_of(subtrees.inclusion_spans(654_321, 1_000_000), table)
    subtrees.root_of(1_000_000, table)
    assert len(asked) < 200
    assert {node.level % subtrees.STEP for node in asked} == {0}


@given(st.integers(0, 300))
def test_a_root_grows_with_its_entries(count):
    growing = Growing()
    for leaf in leaves(count):
        growing.add(leaf)
    assert (growing.size, growing.root()) == (count, ledger.root(leaves(count)))


@pytest.mark.parametrize(
    "asked", [lambda: subtrees.inclusion_spans(3, 3), lambda: subtrees.consistency_spans(0, 3)]
)
def test_a_proof_of_what_is_not_in_a_large_log_is_refused(asked):
    with pytest.raises(ValueError, match="3 entries"):
        asked()


# --- the published vectors ---

MERKLE = shared_folder() / "standards" / "credentials" / "ct-merkle"


@pytest.mark.parametrize(
    "file", sorted(MERKLE.rglob("*.json")), ids=lambda file: "/".join(file.relative_to(MERKLE).parts)
)
def test_the_published_proofs_are_accepted_and_refused_as_they_say(file: Path):
    case = json.loads(file.read_text())
    proof = [b64decode(step) for step in case["proof"] or []]
    if "leafIdx" in case:
        leaf, root = b64decode(case["leafHash"]), b64decode(case["root"])
        held = ledger.is_included(leaf, case["leafIdx"], case["treeSize"], proof, root)
    else:
        roots = b64decode(case["root1"]), b64decode(case["root2"])
        held = ledger.is_consistent(case["size1"], case["size2"], *roots, proof)
    assert held is not case["wantErr"]


# --- notes and checkpoints ---


def test_the_example_of_the_note_format_is_read_and_holds():
    owner = read_note_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = read_note(
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert note.is_signed_by(owner)
    assert owner.text() == "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def checkpoint(count: int = 5, at: datetime = NOON, signer: Ed25519PrivateKey = LOG) -> str:
    made = Checkpoint(ORIGIN, count, ledger.root(leaves(count)))
    return signed(made, LOG_KEY, signer.sign, at=at).written()


def cosigned(text: str, **times: datetime) -> str:
    note = read_note(text)
    for (private, witness), at in zip(SEEN.values(), times.values()):
        note = note.with_signature(cosign(note.text, witness, private.sign, at=at))
    return note.written()


def test_a_checkpoint_reads_back_with_the_time_its_log_gave_it():
    found, note = trusted(checkpoint(), [LOG_KEY])
    assert found == Checkpoint(ORIGIN, 5, ledger.root(leaves(5)))
    assert said_at(note, [LOG_KEY]) == NOON
    assert read_note_key(LOG_KEY.text()) == LOG_KEY


def test_a_witness_adds_its_name_and_the_time_and_a_quorum_counts():
    text = cosigned(checkpoint(), first=NOON + timedelta(hours=1), second=NOON + timedelta(hours=2))
    two = Witnesses((UNIVERSITY_KEY, LIBRARY_KEY), 2)
    assert two.seen_at(trusted(text, [LOG_KEY], two)[1]) == NOON + timedelta(hours=2)
    assert Witnesses((UNIVERSITY_KEY, LIBRARY_KEY), 1).seen_at(read_note(text)) == NOON + timedelta(hours=1)
    with pytest.raises(BadNote, match="2 witnesses"):
        trusted(cosigned(checkpoint(), first=NOON), [LOG_KEY], two)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (checkpoint(signer=STRANGER), "not signed by its log"),
        (checkpoint().replace("\n5\n", "\n6\n"), "not signed by its log"),
        (checkpoint().replace(ORIGIN + "\n", "other.example/log\n", 1), "key is not at hand"),
        (checkpoint().replace("\n5\n", "\n05\n"), "no checkpoint"),
        (checkpoint().replace("\n5\n", "\nfive\n"), "no checkpoint"),
        (checkpoint().replace("— ", "- "), "cannot be read"),
        (checkpoint().replace("\n\n", "\n"), "no signed note"),
        (checkpoint() + "more", "no signed note"),
        (checkpoint()[:-3] + "\n", "cannot be read"),
        ("", "no signed note"),
        ("x" * 2_000_000, "too long"),
    ],
    ids=lambda given: given[:20],
)
def test_a_checkpoint_that_is_not_the_logs_own_is_refused(text, says):
    with pytest.raises(BadNote, match=says):
        trusted(text, [LOG_KEY])


@pytest.mark.parametrize(
    "text", ["", "a+b", "a+00000000+AAAA", LOG_KEY.text()[:-4] + "AAA=", LOG_KEY.text().replace("+", "+0", 1)]
)
def test_what_is_no_key_of_a_log_says_so(text):
    with pytest.raises(BadNote):
        read_note_key(text)


def test_a_signature_of_one_role_does_not_pass_for_the_other():
    text = Checkpoint(ORIGIN, 1, bytes(32)).text()
    as_witness = key(LOG, ORIGIN, "witness")
    note = read_note(text + "\n" + sign(text, as_witness, LOG.sign).line())
    assert not note.is_signed_by(LOG_KEY)
    assert note.cosigned_by(as_witness) is None


# --- proofs that travel ---

SALT = bytes(range(32))
CREDENTIAL = {"id": "urn:uuid:1", "name": "Robotics", "proof": {"proofValue": "z1"}}
DIGEST = digest_of(CREDENTIAL)


def travelling(note: str | None = None, **changes: Any) -> LogProof:
    entry = {"state": "meridian", "kind": "credential", "act": "issued", "digest": salted(DIGEST, SALT)}
    log = [*leaves(4), ledger.leaf_hash(ledger.canonical(entry)), *leaves(3)]
    made = Checkpoint(ORIGIN, len(log), ledger.root(log))
    text = note or signed(made, LOG_KEY, LOG.sign, at=NOON).written()
    given = {
        "entry": entry,
        "index": 4,
        "path": tuple(ledger.inclusion_proof(log, 4)),
        "checkpoint": text,
        "salt": SALT,
    }
    return LogProof(**{**given, **changes})


def test_the_proof_that_travels_with_a_credential_shows_that_it_is_in_the_log():
    proof = read_log_proof(json.loads(json.dumps(travelling().as_json())))
    assert proof == travelling()
    check = check_log_proof(proof, log=[LOG_KEY], digest=DIGEST)
    assert (check.holds, check.seen_at) == (True, NOON)


@pytest.mark.parametrize(
    ("proof", "says"),
    [
        (travelling(index=3), "does not lead"),
        (travelling(path=()), "does not lead"),
        (travelling(entry={**travelling().entry, "act": "revoked"}), "does not lead"),
        (travelling(salt=bytes(32)), "something else"),
        (travelling(salt=b""), "something else"),
        (travelling(salt=b"short"), "32 bytes"),
        (travelling(note=checkpoint()), "does not lead"),
        (travelling(note=checkpoint(signer=STRANGER)), "not signed"),
    ],
)
def test_a_proof_that_does_not_hold_says_why(proof, says):
    check = check_log_proof(proof, log=[LOG_KEY], digest=DIGEST)
    assert not check.holds
    assert says in check.why


def test_a_proof_of_another_credential_does_not_hold():
    check = check_log_proof(travelling(), log=[LOG_KEY], digest=digest_of({**CREDENTIAL, "name": "Welding"}))
    assert not check.holds


def test_without_its_salt_an_entry_says_nothing():
    assert salted(DIGEST, SALT) != salted(DIGEST, SALT[::-1])
    assert DIGEST.hex() not in json.dumps(travelling().entry)
    with pytest.raises(ValueError, match="32 bytes"):
        salted(DIGEST, b"")


@pytest.mark.parametrize(
    "change",
    [{"format": "other"}, {"index": -1}, {"index": True}, {"path": ["00"]}, {"path": ["zz" * 32]}, {"entry": 1},
     {"salt": "A0"}, {"path": ["00" * 32] * 65}, {"checkpoint": None}],
)  # fmt: skip
def test_what_is_no_proof_says_so(change):
    with pytest.raises(BadNote):
        read_log_proof({**travelling().as_json(), **change})


@pytest.mark.parametrize(
    ("stolen_at", "expected"),
    [(NOON + timedelta(days=1), "survives"), (NOON, "does_not"), (NOON - timedelta(days=1), "does_not")],
)
def test_a_credential_survives_a_stolen_key_where_the_log_held_it_before(stolen_at, expected):
    answer, why = survives(travelling(), stolen_at=stolen_at, digest=DIGEST, log=[LOG_KEY])
    assert answer == expected
    assert why.endswith(".")


def test_a_verifier_asks_since_when_the_log_held_a_document():
    asked = LogEvidence((LOG_KEY,))
    assert asked({**CREDENTIAL, "proof": {"proofValue": "another form"}}, [travelling()]) == Found(NOON)
    assert asked({**CREDENTIAL, "name": "Surgery"}, [travelling()]) is None
    assert asked({**CREDENTIAL, "score": float("nan")}, [travelling()]) is None
    assert asked(CREDENTIAL, [travelling(salt=b"")]) is None
    assert LogEvidence((key(STRANGER, ORIGIN),))(CREDENTIAL, [travelling()]) is None


def test_several_proofs_travel_in_one_file_and_each_stands_for_its_own():
    written = json.dumps(proofs_as_json([travelling(), travelling()])).encode()
    broken = json.dumps({"format": "throughline-log-proofs/1", "proofs": [{"format": "other"}]}).encode()
    proofs = proofs_in([b"no proof", broken, written, json.dumps(travelling().as_json()).encode()])
    assert proofs == (travelling(),) * 3
    with pytest.raises(BadNote):
        read_log_proofs({"format": "throughline-log-proofs/1", "proofs": {}})


def test_with_witnesses_their_word_on_the_time_counts_and_not_the_logs():
    theft, both = NOON + timedelta(days=1), Witnesses((UNIVERSITY_KEY, LIBRARY_KEY), 2)

    def asked(text: str) -> str:
        return survives(travelling(text), stolen_at=theft, digest=DIGEST, log=[LOG_KEY], witnesses=both)[0]

    alone = travelling().checkpoint
    assert asked(cosigned(alone, first=NOON, second=NOON + timedelta(hours=5))) == "survives"
    assert asked(cosigned(alone, first=NOON, second=NOON + timedelta(days=2))) == "does_not"
    assert asked(alone) == "cannot_tell"


def test_what_a_thief_signs_with_an_earlier_date_does_not_survive():
    forged = digest_of({**CREDENTIAL, "name": "Surgery", "validFrom": "2020-01-01T00:00:00Z"})
    theft = NOON + timedelta(days=1)
    assert survives(None, stolen_at=theft, digest=forged, log=[LOG_KEY])[0] == "does_not"
    assert survives(travelling(), stolen_at=theft, digest=forged, log=[LOG_KEY])[0] == "does_not"


def test_every_signed_form_of_a_credential_has_one_digest():
    said = {"b": 1, "a": 2}
    assert digest_of(said) == sha256(b'{"a":2,"b":1}').digest()
    assert digest_of({**said, "proof": {"proofValue": "z1"}}) == digest_of(said)


def test_a_checkpoint_may_carry_further_lines():
    note = read_note(checkpoint())
    text = note.text + "more\n"
    assert read_checkpoint(text + "\n" + sign(text, LOG_KEY, LOG.sign).line())[0].size == 5
