"""Documents read as quads: like a second processor where both read them, and refused where words could deceive."""

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from pyld import jsonld

from tests.core.credentials import vectors
from tests.core.credentials.made import CLR, OB, V1, V2, badge
from throughline.core.credentials.linked_data.active import WITH_TESTS
from throughline.core.credentials.linked_data.canonical import UnknownContext, Unsafe, canonical, contexts_of
from throughline.core.credentials.linked_data.expansion import quads_of
from throughline.core.credentials.linked_data.quads import parse
from throughline.core.credentials.linked_data.rdf_canonical import canonical_lines
from throughline.core.credentials.strict_json import Unreadable, read

FAMILIES = (
    "1edtech-impl-vectors", "1edtech-spec-examples", "1edtech-validator", "dcc-fixtures", "jff-plugfest", "learncard",
    "spruceid-ssi", "third-party-signed", "w3c-vc-di-bbs", "w3c-vc-di-ecdsa", "w3c-vc-di-eddsa", "w3c-vc-jose-cose",
    "w3c-vcdm2-suite",
)  # fmt: skip


@cache
def _documents() -> dict[str, Any]:
    return {
        url: vectors.value(f"contexts/{row['file']}")
        for url, row in vectors.value("contexts/index.json").items()
    }


def _load(url: str, options: object = None) -> dict[str, Any]:
    return {
        "contextUrl": None,
        "documentUrl": url,
        "document": _documents()[url],
        "contentType": "application/ld+json",
    }


def _by_pyld(document: dict[str, Any]) -> bytes:
    options = {"documentLoader": _load, "format": "application/n-quads", "rdfDirection": "i18n-datatype"}
    return "".join(canonical_lines(parse(jsonld.to_rdf(document, options)))[0]).encode()


def test_every_sample_that_is_safe_reads_as_a_second_processor_reads_it() -> None:
    vectors.path("contexts")
    compared = 0
    for family in FAMILIES:
        for name in vectors.family(family, ".json") + vectors.family(family, ".jsonld"):
            try:
                document = read(vectors.text(name))
                mine = canonical(document, allowed=WITH_TESTS) if isinstance(document, dict) else None
            except (Unreadable, Unsafe):
                continue
            if mine is None:
                continue
            assert mine == _by_pyld(document), name
            compared += 1
    assert compared > 190


def test_a_badge_of_ours_reads_as_a_second_processor_reads_it() -> None:
    vectors.path("contexts")
    assert canonical(badge()) == _by_pyld(badge())


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (3, '"3"^^<https://www.w3.org/2001/XMLSchema#float>'),
        (3.0, '"3"^^<https://www.w3.org/2001/XMLSchema#float>'),
        (2.5, '"2.5E0"^^<https://www.w3.org/2001/XMLSchema#float>'),
        (-0.0025, '"-2.5E-3"^^<https://www.w3.org/2001/XMLSchema#float>'),
        (1e21, '"1.0E21"^^<https://www.w3.org/2001/XMLSchema#float>'),
        (100.25, '"1.0025E2"^^<https://www.w3.org/2001/XMLSchema#float>'),
    ],
)
def test_a_number_is_written_as_every_processor_writes_it(number: float, written: str) -> None:
    document = badge()
    document["credentialSubject"]["creditsEarned"] = number
    assert any(quad[2] == written for quad in quads_of(document))


def test_a_number_finer_than_a_signature_covers_is_refused() -> None:
    document = badge()
    document["credentialSubject"]["creditsEarned"] = 0.12345678901234568
    with pytest.raises(Unsafe, match="more digits"):
        canonical(document)


def test_a_text_with_its_language_and_direction_is_read() -> None:
    texts = [
        {"@value": "Soldadura", "@language": "es"},
        {"@value": "لحام", "@language": "AR", "@direction": "rtl"},
    ]
    written = canonical(badge(name=texts)).decode()
    assert '"Soldadura"@es' in written
    assert '"لحام"^^<https://www.w3.org/ns/i18n#ar_rtl>' in written


@pytest.mark.parametrize(
    "text",
    [
        {"@value": "plain"},
        {"@value": "x", "@type": "https://a.example/type"},
        {"@value": "x", "@language": "en", "id": "urn:x"},
        {"@value": 5, "@language": "en"},
        {"@value": "x", "@language": "no language"},
        {"@value": "x", "@language": "en", "@direction": "up"},
        {"@language": "en"},
    ],
)
def test_a_text_in_another_spelling_is_refused(text: dict[str, Any]) -> None:
    with pytest.raises(Unsafe) as refused:
        canonical(badge(name=text))
    assert refused.value.path.startswith("/name")


def test_a_date_in_the_long_form_of_a_text_is_refused() -> None:
    with pytest.raises(Unsafe):
        canonical(badge(validUntil={"@value": "2030-06-01T12:00:00Z", "@language": "en"}))


REFUSED: dict[str, dict[str, Any]] = {
    "a word that no context knows": {"gradePointAverage": 4},
    "a word as its address": {"https://www.w3.org/2018/credentials#validUntil": "2031-01-01T00:00:00Z"},
    "a word as an abbreviated address": {"cred:validUntil": "2031-01-01T00:00:00Z"},
    "a keyword": {"@id": "urn:uuid:1"},
    "another keyword": {"@graph": []},
    "the name of a type as a property": {"Image": {"id": "https://a.example/i.png", "type": "Image"}},
    "a list in a list": {"evidence": [[{"id": "urn:e", "type": ["Evidence"]}]]},
    "nothing": {"validUntil": None},
    "nothing in a list": {"evidence": [None]},
    "two ends": {"validUntil": ["2030-06-01T12:00:00Z", "2035-06-01T12:00:00Z"]},
    "an end in a list": {"validUntil": ["2030-06-01T12:00:00Z"]},
    "two issuers": {"issuer": ["urn:a", "urn:b"]},
    "two names": {"id": ["urn:a", "urn:b"]},
    "no name": {"id": None},
    "a name without a scheme": {"id": "badge-1"},
    "a name with a space": {"id": "urn:a b"},
    "a name that ends a line": {"id": "urn:a> <urn:p> <urn:o"},
    "an unknown type": {"type": ["VerifiableCredential", "SuperBadge"]},
    "a type as its address": {"type": ["https://www.w3.org/2018/credentials#VerifiableCredential"]},
    "a type that is a keyword": {"type": ["VerifiableCredential", "@id"]},
    "a type that is a number": {"type": ["VerifiableCredential", 5]},
    "a type that is a property": {"type": ["VerifiableCredential", "issuer"]},
    "a control character": {"name": "Welds\u0000a joint"},
    "a delete character": {"name": "Welds\u007fa joint"},
    "a nested unknown word": {"credentialSubject": {"type": "AchievementSubject", "score": "A"}},
    "a relative address": {"evidence": [{"id": "evidence/1", "type": ["Evidence"]}]},
    "a relative address of a status list": {
        "credentialStatus": {
            "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1",
            "statusListCredential": "/status/1",
        }
    },
    "a proof that is only named": {"proof": "urn:proof"},
    "a proof that is only named in an object": {"proof": {"id": "urn:proof"}},
}  # fmt: skip


@pytest.mark.parametrize("more", REFUSED.values(), ids=[name.replace(" ", "-") for name in REFUSED])
def test_what_would_be_dropped_or_respelled_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(Unsafe) as refused:
        canonical(badge(**more))
    assert refused.value.path
    assert refused.value.why.endswith(".")
    assert refused.value.fix.endswith(".")


@pytest.mark.parametrize(
    "contexts",
    [
        [OB, V2],
        [V2, V1, OB],
        [V2, OB, {"score": "https://a.example/score"}],
        {"@vocab": "https://a.example/"},
        [V2, [OB]],
        [V2, None, OB],
        [],
        None,
        [V2, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"],
        [V2, OB, "https://www.w3.org/ns/credentials/examples/v2"],
        [V2, OB, "https://www.w3.org/ns/credentials/undefined-terms/v2"],
        [V2, OB, "http://www.w3.org/ns/credentials/v2"],
        [V2, OB + "#"],
    ],
)
def test_contexts_are_published_ones_by_address_the_base_first(contexts: Any) -> None:
    with pytest.raises(Unsafe) as refused:
        canonical({**badge(), "@context": contexts})
    assert refused.value.path == "/@context"


def test_a_context_written_inside_is_read_for_conformance_suites_alone() -> None:
    own = {"@protected": True, "score": {"@id": "https://a.example/score", "@type": "xsd:integer"}}
    xsd = {"xsd": {"@id": "http://www.w3.org/2001/XMLSchema#", "@prefix": True}}
    document = {**badge(), "@context": [V2, OB, xsd, own], "score": 5}
    assert (
        '<https://a.example/score> "5"^^<http://www.w3.org/2001/XMLSchema#integer>'
        in canonical(document, allowed=WITH_TESTS).decode()
    )
    with pytest.raises(Unsafe, match="written inside"):
        canonical(document)
    for wrong in (
        {"VerifiableCredential": "https://a.example/x"},
        {"id": "https://a.example/x"},
        {"score": 5},
        {"@base": "x"},
    ):
        with pytest.raises(Unsafe):
            canonical({**document, "@context": [V2, OB, wrong, own]}, allowed=WITH_TESTS)


def test_a_context_inside_of_the_document_follows_the_same_rules() -> None:
    inner = copy.deepcopy(badge())
    inner["credentialSubject"]["@context"] = {"score": "https://a.example/score"}
    with pytest.raises(Unsafe) as refused:
        canonical(inner)
    assert refused.value.path == "/credentialSubject/@context"
    inner["credentialSubject"]["@context"] = [V2, OB]
    assert canonical(inner) == canonical(badge())


def test_an_unknown_context_is_told_apart_from_an_unsafe_document() -> None:
    with pytest.raises(UnknownContext, match=r"a\.example"):
        canonical(badge() | {"@context": [V2, "https://a.example/context"]})


def test_a_second_part_may_not_speak_of_the_credential_itself() -> None:
    """Else an end date could move to where no reader looks for it, under the same signature."""
    document = badge()
    end = document.pop("validUntil")
    document["evidence"][0]["id"] = document["id"]
    honest = canonical(badge(evidence=[{"id": "urn:uuid:other"}]))
    assert honest
    moved = copy.deepcopy(document)
    moved["evidence"][0]["validUntil"] = end
    with pytest.raises(Unsafe):
        canonical(moved)
    document["evidence"] = [{"id": document["id"]}]
    assert canonical(document)


def _endorsement(number: int = 1, of: str = "", **more: Any) -> dict[str, Any]:
    subject = {
        "id": of or badge()["id"],
        "type": ["EndorsementSubject"],
        "endorsementComment": f"Well done, {number}.",
    }
    return {
        "id": f"urn:uuid:endorsement-{number}", "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": "did:example:college", "validFrom": "2027-06-01T12:00:00Z", "credentialSubject": subject,
    } | more  # fmt: skip


PROOF = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z1"}


def test_an_endorsement_inside_of_a_credential_may_speak_of_that_credential() -> None:
    assert canonical(badge(endorsement=[_endorsement()]))
    assert canonical(badge(endorsement=[_endorsement(1, proof=PROOF), _endorsement(2, proof=PROOF)]))


HIDING: dict[str, Callable[[dict[str, Any]], None]] = {
    "an end in what is endorsed": lambda d: d["endorsement"][0]["credentialSubject"].update(
        validUntil=d.pop("validUntil")
    ),
    "a name in what is endorsed": lambda d: d["endorsement"][0]["credentialSubject"].update(
        name=d.pop("name")
    ),
    "a status in what is endorsed": lambda d: d["endorsement"][0]["credentialSubject"].update(
        credentialStatus=d.pop("credentialStatus")
    ),
    "a type in what is endorsed": lambda d: d["endorsement"][0]["credentialSubject"]["type"].append(
        d["type"].pop()
    ),
    "the comment in the credential": lambda d: d.update(
        type=[*d["type"], "EndorsementSubject"],
        endorsementComment=d["endorsement"][0]["credentialSubject"].pop("endorsementComment"),
    ),
    "the kind of what is endorsed in the credential": lambda d: d.update(
        type=[*d["type"], *d["endorsement"][0]["credentialSubject"].pop("type")]
    ),
    "an end in what something else speaks of": lambda d: d["evidence"][0].update(
        id=d["id"], type=["EndorsementSubject"], validUntil=d.pop("validUntil")
    ),
    "a comment beside the endorsement": lambda d: d["evidence"].append(
        d["endorsement"][0].pop("credentialSubject")
    ),
    "a type in a part that only has the name": lambda d: d["evidence"].append(
        {"id": d["id"], "type": [d["type"].pop()]}
    ),
    "a second comment that nobody signed": lambda d: d["endorsement"].append(_endorsement(2)),
    "a second comment of which one is signed": lambda d: d["endorsement"].append(
        _endorsement(2, proof=PROOF)
    ),
}


@pytest.mark.parametrize("name", HIDING)
def test_no_member_of_an_endorsed_credential_hides_where_the_endorsement_speaks(name: str) -> None:
    document = copy.deepcopy(badge(endorsement=[_endorsement()]))
    assert canonical(document)
    HIDING[name](document)
    with pytest.raises(Unsafe):
        canonical(document)


def test_a_record_keeps_its_signed_children_apart_by_their_proofs() -> None:
    child = badge() | {
        "proof": {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofValue": "z1"}
    }
    record = {
        "@context": [V2, CLR, OB],
        "id": "urn:uuid:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": "did:example:state",
        "validFrom": "2027-06-01T12:00:00Z",
        "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": [child]},
    }
    proofs = [line for line in canonical(record).decode().splitlines() if line.endswith("_:c14n0 .")]
    assert any("cryptosuite" in line for line in proofs)
    record["credentialSubject"]["verifiableCredential"] = [child, child]  # type: ignore[index]  # a test's own
    with pytest.raises(Unsafe):
        canonical(record)


def test_the_contexts_used_are_named_with_their_hash() -> None:
    used = contexts_of(badge())
    assert [source.url for source in used] == [V2, OB]
    assert used[1].sha256 == "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"


def test_the_order_of_members_and_of_sets_is_no_part_of_the_meaning() -> None:
    turned = dict(reversed(badge().items()))
    turned["credentialSubject"]["achievement"]["tag"].reverse()
    assert canonical(turned) == canonical(badge())


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    inner: dict[str, Any] = {"type": ["Evidence"]}
    document = badge()
    profile: dict[str, Any] = {"type": ["Profile"]}
    for _ in range(5000):
        profile = {"type": ["Profile"], "parentOrg": profile}
    document["issuer"] = {**document["issuer"], "parentOrg": profile}
    document["evidence"] = [inner]
    with pytest.raises(Unsafe, match="too deeply"):
        canonical(document)
