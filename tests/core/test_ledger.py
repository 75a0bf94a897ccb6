"""The Merkle log: every entry can be shown to be in it, and nothing can be slipped in, taken out or changed."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.core import ledger

leaves = st.lists(st.binary(max_size=8).map(ledger.leaf_hash), min_size=1, max_size=40)


def plain_root(hashes: list[bytes]) -> bytes:
    """RFC 9162 2.1.1, written bottom-up: pair neighbours; an odd last one goes up as it is."""
    while len(hashes) > 1:
        pairs = [hashes[i : i + 2] for i in range(0, len(hashes), 2)]
        hashes = [sha256(b"\x01" + p[0] + p[1]).digest() if len(p) == 2 else p[0] for p in pairs]
    return hashes[0]


def test_an_empty_log_has_the_hash_of_nothing():
    assert ledger.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_known_hash_of_the_empty_entry():
    assert ledger.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(leaves)
def test_the_root_is_the_one_of_pairing_from_the_bottom(log):
    assert ledger.root(log) == plain_root(log)


@given(leaves, st.data())
def test_every_entry_is_proven_and_no_other_passes_for_it(log, data):
    at = data.draw(st.integers(0, len(log) - 1))
    proof, root = ledger.inclusion_proof(log, at), ledger.root(log)
    assert ledger.is_included(log[at], at, len(log), proof, root)
    assert not ledger.is_included(ledger.leaf_hash(b"never written"), at, len(log), proof, root)
    assert not ledger.is_included(log[at], at, len(log), [*proof, root], root)
    if proof:
        assert not ledger.is_included(log[at], at, len(log), proof[:-1], root)


@given(leaves, st.data())
def test_a_later_log_is_proven_to_begin_with_the_earlier_one(log, data):
    earlier = data.draw(st.integers(1, len(log)))
    proof = ledger.consistency_proof(log, earlier)
    old, new = ledger.root(log[:earlier]), ledger.root(log)
    assert ledger.is_consistent(earlier, len(log), old, new, proof)


@given(leaves, st.data())
def test_a_log_whose_past_was_changed_is_found_out(log, data):
    earlier = data.draw(st.integers(1, len(log)))
    at = data.draw(st.integers(0, earlier - 1))
    forged = [*log[:at], ledger.leaf_hash(b"written afterwards"), *log[at + 1 :]]
    proof = ledger.consistency_proof(forged, earlier)
    assert not ledger.is_consistent(earlier, len(log), ledger.root(log[:earlier]), ledger.root(forged), proof)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_proof_of_what_is_not_there_is_refused(index):
    with pytest.raises(ValueError, match="3 entries"):
        ledger.inclusion_proof([ledger.leaf_hash(bytes([n])) for n in range(3)], index)


def test_canonical_json_does_not_depend_on_the_order_of_keys():
    assert ledger.digest({"b": 1, "a": [1.0, "é"]}) == ledger.digest({"a": [1, "é"], "b": 1})
