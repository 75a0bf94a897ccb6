"""Lists of issuers that come along in a bundle: believed only by a key that was known before, and never to bring back
what has ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.core.credentials.bundles import WORDS
from tests.core.credentials.school import BADGE, KEY, NOW, OTHER, SCHOOL, signed
from throughline.core.credentials.bundle import Contents, Snapshot, write_bundle
from throughline.core.credentials.bundle.contents import held
from throughline.core.credentials.controllers.controller_documents import PublishedKey, controller_document
from throughline.core.credentials.keys import PrivateKey, new_private
from throughline.core.credentials.proofs.data_integrity import sign
from throughline.core.credentials.strict_json import Unreadable
from throughline.core.credentials.verifying.answers import Verification
from throughline.core.credentials.verifying.bundles import together
from throughline.core.credentials.verifying.reaching import Registry
from throughline.core.credentials.verifying.registry_file import IssuerList, read_issuers
from throughline.core.credentials.verifying.verify import verify

STATE, STATE_KEY = "did:web:state.example", new_private()
MARCH, MAY = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC)


def entry(issuer: str, *keys: PublishedKey, **more: Any) -> dict[str, Any]:
    return {
        "id": issuer,
        "name": issuer.rpartition(":")[2],
        "document": controller_document(issuer, keys),
        **more,
    }


def published(
    *issuers: Mapping[str, Any], by: PrivateKey = STATE_KEY, method: str = f"{STATE}#key-1",
    keeper: Mapping[str, Any] | None = None, **more: Any,
) -> bytes:  # fmt: skip
    own = keeper or entry(STATE, PublishedKey("key-1", STATE_KEY.public))
    listed = {"issuers": [own, *issuers], "keptBy": own["id"], **more}
    return json.dumps(sign(listed, key=by, method=method, created=NOW, suite="eddsa-jcs-2022")).encode()


SCHOOL_ENTRY = entry(SCHOOL, PublishedKey("key-1", KEY.public))


def judged(listed: bytes, **known: Any) -> Verification:
    at = Snapshot("https://state.example/issuers.json", listed, NOW)
    contents = Contents("Ana", NOW, {}, credentials=(held("Robotics", signed(BADGE)),), snapshots=(at,))
    return verify(b"".join(write_bundle(contents, WORDS)), now=NOW, **known)


def registry(*issuers: Mapping[str, Any]) -> Registry:
    return read_issuers(json.dumps({"issuers": list(issuers)}).encode()).issuers


def test_a_list_in_a_bundle_counts_where_its_keepers_key_was_known_before() -> None:
    good = published(SCHOOL_ENTRY)
    assert judged(good, state_keys=[STATE_KEY.public]).answer == "verified"
    known = registry(entry(STATE, PublishedKey("key-1", STATE_KEY.public)))
    assert judged(good, registry=known).parts[0].step("issuer").reason.details["name"] == "northside.example"
    assert judged(good).answer == "cannot_tell"


def test_a_list_is_not_believed_for_naming_the_right_key_beside_the_one_that_signed_it() -> None:
    mine, pinned = PublishedKey("mine", OTHER.public), PublishedKey("key-1", STATE_KEY.public)
    both = entry(STATE, pinned, mine)
    forged = published(SCHOOL_ENTRY, by=OTHER, method=f"{STATE}#mine", keeper=both)
    assert judged(forged, state_keys=[STATE_KEY.public]).answer == "cannot_tell"
    assert judged(forged, registry=registry(entry(STATE, pinned))).answer == "cannot_tell"


def test_a_list_is_not_believed_by_a_keeper_whose_name_carries_its_key() -> None:
    did = f"did:key:{OTHER.public.multibase()}"
    keeper = {
        "id": did, "name": "The State", "document": {
            "id": did, "assertionMethod": [f"{did}#pinned"],
            "verificationMethod": [{"id": f"{did}#pinned", "type": "Multikey", "controller": did,
                                    "publicKeyMultibase": STATE_KEY.public.multibase()}],
        },
    }  # fmt: skip
    method = f"{did}#{OTHER.public.multibase()}"
    forged = published(SCHOOL_ENTRY, by=OTHER, method=method, keeper=keeper)
    assert read_issuers(forged).keeper == did, "it is a list in good form"
    found = judged(forged, state_keys=[STATE_KEY.public])
    assert (found.answer, [each.code for each in found.warnings]) == ("cannot_tell", ["bundle_keys_unproven"])


def test_a_list_signed_with_a_key_that_was_stolen_is_not_believed() -> None:
    stolen = entry(STATE, PublishedKey("key-1", STATE_KEY.public, revoked=MARCH))
    assert judged(published(SCHOOL_ENTRY), registry=registry(stolen)).answer == "cannot_tell"
    assert (
        judged(published(SCHOOL_ENTRY, keeper=stolen), state_keys=[STATE_KEY.public]).answer == "cannot_tell"
    )


def test_a_list_that_was_changed_after_its_keeper_signed_it_is_not_believed() -> None:
    changed = json.loads(published(SCHOOL_ENTRY))
    changed["issuers"][1]["name"] = "The best school"
    assert judged(json.dumps(changed).encode(), state_keys=[STATE_KEY.public]).answer == "cannot_tell"


def test_of_two_lists_what_either_says_has_ended_has_ended_and_ones_own_names_count() -> None:
    mine = registry(entry(SCHOOL, PublishedKey("key-1", KEY.public, revoked=MAY), name="My name for it"))
    theirs = registry(
        entry(
            SCHOOL, PublishedKey("key-1", KEY.public, revoked=MARCH), PublishedKey("key-2", OTHER.public),
            until="2027-05-01T00:00:00Z",
        ),
        entry("did:web:elsewhere.example", PublishedKey("key-1", OTHER.public)),
    )  # fmt: skip
    for first, second, name in ((mine, theirs, "My name for it"), (theirs, mine, "northside.example")):
        both = together(first, second)
        school = both[SCHOOL]
        assert school.keys is not None
        keys = school.keys()
        assert (keys[f"{SCHOOL}#key-1"].revoked, school.until, school.name) == (MARCH, MAY, name)
        assert keys[f"{SCHOOL}#key-2"].key == OTHER.public
        assert "did:web:elsewhere.example" in both


def test_another_key_under_a_name_that_is_known_does_not_take_its_place() -> None:
    mine = registry(entry(SCHOOL, PublishedKey("key-1", KEY.public)))
    theirs = registry(entry(SCHOOL, PublishedKey("key-1", OTHER.public, revoked=MARCH)))
    keys = together(mine, theirs)[SCHOOL].keys
    assert keys is not None
    assert (keys()[f"{SCHOOL}#key-1"].key, keys()[f"{SCHOOL}#key-1"].revoked) == (KEY.public, None)


@pytest.mark.parametrize(
    "log",
    [[], {}, {"keys": 7}, {"keys": ["nonsense"]}, {"keys": [], "quorum": 3}, {"keys": [], "witnesses": 1}],
)
def test_a_list_whose_public_log_cannot_be_read_is_refused_in_words(log: Any) -> None:
    with pytest.raises(Unreadable, match="public log"):
        read_issuers(json.dumps({"issuers": [], "log": log}).encode())


def test_a_list_without_a_log_names_none() -> None:
    found = read_issuers(b'{"issuers": []}')
    assert isinstance(found, IssuerList)
    assert (found.log, found.witnesses.quorum, found.keeper) == ((), 0, "")
