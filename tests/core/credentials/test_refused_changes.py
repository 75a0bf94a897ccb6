"""Signed samples with one thing changed: every change that a reader could see or miss breaks the proof."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.credentials import vectors
from tests.core.credentials.made import (
    CLR,
    CREATED,
    KEY,
    METHOD,
    OB,
    V2,
    at,
    badge,
    by_fragment,
    places,
    put,
    renamed,
)
from throughline.core.credentials.linked_data.active import NOTHING, SERVED
from throughline.core.credentials.proofs.data_integrity import check_proofs, sign

SAMPLES = (
    "1edtech-impl-vectors/ob-signed-credential.json",
    "1edtech-validator/clr20/simple.json",
    "1edtech-validator/ob30/simple.json",
    "1edtech-validator/ob30/endorsement-valid.json",
    "1edtech-validator/ob30/bit-string-list/credential-status-revoked.json",
    "dcc-fixtures/v2/dataIntegrityProof/didKey/legacyRegistry-noStatus-noExpiry-alignments.json",
    "dcc-fixtures/v2/bothSignatureTypes/didkey/legacy-noStatus-notExpired-endorsement.json",
    "dcc-fixtures/v1/ed25519/didKey/legacy-noStatus-expired.json",
    "third-party-signed/prc-full-signed.jsonld",
    "w3c-vc-di-eddsa/eddsa-jcs-2022/signedJCS.json",
)
OURS = sign(badge(), key=KEY, method=METHOD, created=CREATED)
PLAIN = "ours"
PLACES = [path for path in places(OURS) if path[:2] != ("proof", "@context")]
WORDS = (
    "@context",
    "@value",
    "@language",
    "@list",
    "id",
    "type",
    "proof",
    "name",
    "evidence",
    "proofPurpose",
)


def _sample(name: str) -> dict[str, Any]:
    return OURS if name == PLAIN else dict(vectors.value(name))


def _holds(document: dict[str, Any]) -> bool:
    """Whether any proof still holds."""
    checks = check_proofs(document, methods=by_fragment, allowed=("served", "tests"))
    return any(check.outcome == "holds" for check in checks)


def _inside(document: dict[str, Any]) -> list[tuple[str | int, ...]]:
    """Every place of the document but its contexts and its own proofs."""
    return [path for path in places(document) if path[0] != "proof" and "@context" not in path]


every_sample = pytest.mark.parametrize("name", [PLAIN, *SAMPLES])


@every_sample
def test_every_character_and_number_of_meaning_is_signed(name: str) -> None:
    document = _sample(name)
    assert _holds(document)
    for path in _inside(document):
        value = at(document, path)
        for changed in _changed(value):
            assert not _holds(put(document, path, changed)), (path, changed)


def _changed(value: Any) -> list[Any]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1, -value - 1, str(value)]
    if isinstance(value, str) and value:
        middle = len(value) // 2
        return [value + "x", value[:-1], value[:middle] + chr(ord(value[middle]) ^ 1) + value[middle + 1 :]]
    return []


@every_sample
def test_nothing_can_be_left_out(name: str) -> None:
    document = _sample(name)
    for path in _inside(document):
        if at(document, path) in ([], "") or _said_elsewhere(document, path):
            continue
        changed = copy.deepcopy(document)
        del at(changed, path[:-1])[path[-1]]
        assert not _holds(changed), path


def _said_elsewhere(document: dict[str, Any], path: tuple[str | int, ...]) -> bool:
    """Whether another part with the same id says the same, so that nothing is lost: the issuer of record and child."""
    for end in range(len(path) - 1, 0, -1):
        holder = at(document, path[:end])
        if isinstance(holder, dict) and "id" in holder:
            twins = [at(document, other) for other in _inside(document) if other != path[:end]]
            same = [twin for twin in twins if isinstance(twin, dict) and twin.get("id") == holder["id"]]
            return any(twin.get(path[end]) == holder[path[end]] for twin in same)
    return False


@every_sample
def test_no_word_can_be_respelled(name: str) -> None:
    document = _sample(name)
    iris = _iris(document)
    for path in _inside(document):
        key = path[-1]
        if not isinstance(key, str):
            continue
        others = [f"@{key}", f"{key}2", key.upper(), key.capitalize(), f"cred:{key}", f"_:{key}", f" {key}"]
        for other in {*others, *iris.get(key, ())} - {key}:
            assert not _holds(renamed(document, path, other)), (path, other)


def _iris(document: dict[str, Any]) -> dict[str, set[str]]:
    """Each word, with what it stands for, and all other words that stand for the same anywhere in the contexts."""
    found: dict[str, set[str]] = {}

    def look(terms: Any) -> None:
        for name, term in terms.items():
            found.setdefault(term.iri, {term.iri}).add(name)
            if term.scoped is not None:
                look(term.scoped.terms)

    look(NOTHING.with_contexts(document["@context"], ("served", "tests")).terms)
    return {name: names for names in found.values() for name in names}


@every_sample
def test_nothing_can_be_added(name: str) -> None:
    document = _sample(name)
    added = {
        "score": 5,
        "@id": "urn:x",
        "https://a.example/x": "y",
        "@type": "x",
        "@graph": [],
        "@included": [],
    }
    for path in [(), *_inside(document)]:
        if isinstance(at(document, path), dict):
            for key, value in added.items():
                assert not _holds(put(document, (*path, key), value)), (path, key)


@every_sample
def test_no_context_can_be_written_into_the_document(name: str) -> None:
    document = _sample(name)
    own = {"@context": {"validUntil": "https://a.example/never-read"}}
    contexts = document["@context"]
    listed = contexts if isinstance(contexts, list) else [contexts]
    for changed in (
        [*listed, own["@context"]],
        [own["@context"], *listed],
        own["@context"],
        [*listed, None],
        None,
    ):
        assert not _holds({**document, "@context": changed}), changed
    for path in _inside(document):
        if isinstance(at(document, path), dict):
            assert not _holds(put(document, (*path, "@context"), own["@context"])), path


@every_sample
def test_no_list_can_be_put_into_a_list(name: str) -> None:
    document = _sample(name)
    for path in _inside(document):
        value = at(document, path)
        assert not _holds(put(document, path, [[value]])), path
        if isinstance(value, list) and value:
            assert not _holds(put(document, path, [value, *value])), path


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["@id", "_:x", "urn:x", "\ud800"]),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text() | st.sampled_from(WORDS), inside, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(data=st.data(), value=ANYTHING)
def test_whatever_stands_in_a_credential_gets_an_answer_and_never_a_crash(
    data: st.DataObject, value: Any
) -> None:
    path = data.draw(st.sampled_from(PLACES))
    changed = put(OURS, path, value)
    if changed != OURS:
        assert not _holds(changed) or _same_meaning(at(OURS, path), value)


def _same_meaning(before: Any, after: Any) -> bool:
    """One value and a list of it say the same, and a list of none says nothing."""
    return (before if isinstance(before, list) else [before]) == (
        after if isinstance(after, list) else [after]
    )


def test_a_proof_serves_no_other_document() -> None:
    samples = {name: _sample(name) for name in (PLAIN, *SAMPLES)}
    for name, document in samples.items():
        for other, taken in samples.items():
            if other != name:
                assert not _holds({**document, "proof": taken["proof"]}), (name, other)


def test_the_children_of_a_record_keep_their_own_proofs() -> None:
    def child(number: int) -> dict[str, Any]:
        body = badge(id=f"urn:uuid:child-{number}", name=f"Badge {number}")
        return sign(body, key=KEY, method=METHOD, created=CREATED)

    record = {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": METHOD.partition("#")[0], "type": ["Profile"]},
        "validFrom": "2027-06-01T12:00:00Z",
        "name": "Record",
        "credentialSubject": {
            "id": "did:example:jason", "type": ["ClrSubject"], "verifiableCredential": [child(1), child(2)],
        },
    }  # fmt: skip
    signed = sign(record, key=KEY, method=METHOD, created=CREATED)
    children = ("credentialSubject", "verifiableCredential")
    assert _holds(signed)
    assert all(_holds(each) for each in at(signed, children))
    one, two = at(signed, children)
    swapped = put(signed, children, [{**one, "proof": two["proof"]}, {**two, "proof": one["proof"]}])
    assert not _holds(swapped)
    assert not any(_holds(each) for each in at(swapped, children))
    assert not _holds(put(signed, children, [one]))
    assert not _holds({**signed, "proof": one["proof"]})
    bare = {name: value for name, value in one.items() if name != "proof"}
    assert not _holds(put(signed, children, [bare, two]))


def test_the_end_of_a_badge_cannot_be_hidden_as_the_address_of_its_word() -> None:
    """Two widely used verifiers answer that this holds: the quads are the same."""
    for word in ("validUntil", "credentialStatus"):
        words = NOTHING.with_contexts([V2, OB], SERVED).with_types(OURS["type"])
        hidden = renamed(OURS, (word,), words.terms[word].iri)
        assert not _holds(hidden)
