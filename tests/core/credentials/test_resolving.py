"""From the name of a key to the key."""

import pytest

from tests.core.credentials import vectors
from throughline.core.credentials.controllers.resolving import (
    SIGNING,
    Method,
    NotThere,
    Unreachable,
    did_key,
    known,
)
from throughline.core.credentials.keys import BadKey, UnsupportedKey, new_private

KEY = new_private().public
DID = f"did:key:{KEY.multibase()}"


@pytest.mark.parametrize("name", [DID, f"{DID}#{KEY.multibase()}"])
def test_a_did_key_carries_its_key_with_or_without_fragment(name: str) -> None:
    assert known()(name) == Method(f"{DID}#{KEY.multibase()}", DID, KEY, SIGNING)


@pytest.mark.parametrize("fragment", ["", "key-1", new_private().public.multibase()])
def test_a_did_key_has_no_other_key(fragment: str) -> None:
    with pytest.raises(NotThere):
        did_key(f"{DID}#{fragment}")


def test_a_did_key_for_encryption_signs_nothing() -> None:
    for name in vectors.value("did-key/x25519.json")["didDocument"]:
        with pytest.raises(UnsupportedKey):
            did_key(name)
    with pytest.raises(BadKey):
        did_key("did:key:z123")


def test_a_name_that_is_not_at_hand_is_unreachable_rather_than_absent() -> None:
    mine = Method("https://a.example/issuer#key-1", "https://a.example/issuer", KEY)
    assert known([mine])(mine.id) is mine
    with pytest.raises(Unreachable):
        known([mine])("https://a.example/issuer#key-2")
