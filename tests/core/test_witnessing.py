"""What a witness answers a log that asks it to cosign: each answer that the protocol knows, and what it keeps of it."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from throughline.core import ledger
from throughline.core.checkpoint import (
    Checkpoint,
    Witnesses,
    read_checkpoint,
    read_witnesses,
    signed,
    trusted,
)
from throughline.core.signed_notes import BadNote, NoteKey, read_note
from throughline.core.witnessing import SIZE_TYPE, Asking, Witness, read_asking

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ENTRIES = [ledger.leaf_hash(bytes([at])) for at in range(40)]
FORKED = [*ENTRIES[:10], ledger.leaf_hash(b"another vote"), *ENTRIES[11:]]


def private(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


LOG = NoteKey("state.example/log", private(1).public_key().public_bytes_raw())
TOWN = NoteKey("town.example/w", private(2).public_key().public_bytes_raw(), "witness")
WITNESS = Witness(TOWN, private(2).sign, {LOG.name: (LOG,)})


def note(leaves: list[bytes], key: NoteKey = LOG, seed: int = 1) -> str:
    return signed(
        Checkpoint(key.name, len(leaves), ledger.root(leaves)), key, private(seed).sign, at=NOW
    ).written()


def asking(old: int, leaves: list[bytes], steps: list[bytes] | None = None) -> str:
    given = steps if steps is not None else ledger.consistency_proof(leaves, old) if old > 0 else []
    return Asking(old, tuple(given), note(leaves)).text()


def asked(request: str, before: list[bytes] | None = None):
    """The answer of a witness that cosigned a log of these entries before."""
    last = {LOG.name: note(before)} if before is not None else {}
    return WITNESS.answer(request, lambda origin: last.get(origin, ""), NOW)


@pytest.mark.parametrize(
    ("before", "old", "size"), [(None, 0, 12), (12, 12, 31), (31, 31, 31), (16, 16, 40), (1, 1, 2)]
)
def test_a_log_that_grew_is_cosigned_with_the_time(before, old, size):
    answer = asked(asking(old, ENTRIES[:size]), None if before is None else ENTRIES[:before])
    assert answer.status == 200
    cosigned = read_note(note(ENTRIES[:size]) + answer.body)
    assert cosigned.cosigned_by(TOWN) == NOW
    assert answer.keep == cosigned.written(), "what is kept is what was answered"


OTHER = NoteKey("other.example/log", private(1).public_key().public_bytes_raw())
PROOF = ledger.consistency_proof(ENTRIES[:20], 12)


@pytest.mark.parametrize(
    ("request_", "status", "body"),
    [
        (asking(0, ENTRIES[:20]), 409, "12\n"),
        (asking(11, ENTRIES[:20]), 409, "12\n"),
        (asking(12, FORKED[:12]), 409, "12\n"),
        (asking(12, FORKED[:20]), 422, None),
        (asking(12, ENTRIES[:20], PROOF[:-1]), 422, None),
        (asking(12, ENTRIES[:20], [*PROOF, PROOF[0]]), 422, None),
        (asking(12, ENTRIES[:12], PROOF), 422, None),
        (asking(21, ENTRIES[:20], []), 400, None),
        (Asking(12, tuple(PROOF), note(ENTRIES[:20], OTHER)).text(), 404, None),
        (Asking(12, tuple(PROOF), note(ENTRIES[:20], LOG, seed=9)).text(), 403, None),
        (asking(12, ENTRIES[:20]).replace("old 12", "old 012"), 400, None),
        (asking(12, ENTRIES[:20]).replace("old 12", "size 12"), 400, None),
        (asking(12, ENTRIES[:20], [ENTRIES[0]] * 64), 400, None),
        (asking(12, ENTRIES[:20], [b"short"]), 400, None),
        ("old 12\n\nno checkpoint\n", 400, None),
        ("", 400, None),
    ],
)
def test_all_else_is_refused_by_its_own_number_and_nothing_is_signed(request_, status, body):
    answer = asked(request_, ENTRIES[:12])
    assert (answer.status, answer.keep) == (status, "")
    if body is not None:
        assert (answer.body, answer.kind) == (body, SIZE_TYPE)
    assert TOWN.name not in answer.body


def test_a_fork_that_the_log_signed_is_kept_as_evidence_and_a_stranger_s_is_not():
    for request in (asking(12, FORKED[:12]), asking(12, FORKED[:20])):
        evidence = asked(request, ENTRIES[:12]).evidence
        assert trusted(evidence, [LOG])[0].root in {ledger.root(FORKED[:12]), ledger.root(FORKED[:20])}
    stranger = Asking(12, tuple(PROOF), note(FORKED[:20], LOG, seed=9)).text()
    assert asked(stranger, ENTRIES[:12]).evidence == ""


def test_a_first_checkpoint_comes_without_a_proof():
    assert asked(asking(0, ENTRIES[:5], [ENTRIES[0]])).status == 422
    assert asked(asking(0, [])).status == 200
    false_root = signed(Checkpoint(LOG.name, 0, ENTRIES[0]), LOG, private(1).sign, at=NOW).written()
    assert asked(Asking(0, (), false_root).text()).status == 422


def test_a_request_is_read_as_it_was_written():
    request = asking(12, ENTRIES[:20])
    read = read_asking(request)
    assert (read.old, list(read.proof), read_checkpoint(read.note)[0].size) == (12, PROOF, 20)
    assert read.text() == request
    assert b64encode(PROOF[0]).decode() in request


# -- k of n


KEYS = tuple(
    NoteKey(f"w{at}.example", private(at).public_key().public_bytes_raw(), "witness") for at in (3, 4, 5)
)


def test_a_policy_of_k_of_n_is_written_read_and_asked_for():
    from throughline.core.signed_notes import cosign

    two = Witnesses(KEYS, 2)
    assert read_witnesses("# who must have seen the log\n\n" + two.text()) == two
    plain = read_note(note(ENTRIES))
    one = plain.with_signature(cosign(plain.text, KEYS[0], private(3).sign, at=NOW))
    both = one.with_signature(cosign(plain.text, KEYS[2], private(5).sign, at=NOW))
    forged = one.with_signature(cosign(plain.text, KEYS[1], private(9).sign, at=NOW))
    for short in (plain, one, forged):
        with pytest.raises(BadNote, match="Fewer than 2 witnesses have cosigned"):
            trusted(short.written(), [LOG], two)
    assert trusted(both.written(), [LOG], two)[0].size == 40


@pytest.mark.parametrize(
    "text",
    [
        "", "quorum 1\n", f"witness {KEYS[0].text()}\n", f"quorum 2\nwitness {KEYS[0].text()}\n",
        f"quorum 0\nwitness {KEYS[0].text()}\n", f"quorum 1\nwitness {KEYS[0].text()[:-3]}\n",
        f"quorum 1\nquorum 1\nwitness {KEYS[0].text()}\n", f"quorum 1\nlog {KEYS[0].text()}\n",
        f"quorum 2\nwitness {KEYS[0].text()}\nwitness {KEYS[0].text()}\n",
    ],
)  # fmt: skip
def test_a_policy_that_asks_for_more_than_it_names_or_for_nothing_is_refused(text):
    with pytest.raises(BadNote):
        read_witnesses(text)
