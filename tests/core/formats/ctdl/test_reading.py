"""Every CTDL file of the shared folder is read and written back, or refused with its reason."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats.ctdl.shared import CTDL, content, files, name_of, packages, plain
from throughline.core.formats.ctdl.reading import read, written_back
from throughline.core.formats.packages import Unreadable

SECOND = "a second document begins after the first."
COMMA = "nothing follows a comma."
SCHEMA = "this is a schema, which says how others are written."
CLASSLESS = "no node says of what class it is."
NEITHER = "this is neither JSON nor Turtle."
UNBOUND = 'this is not Turtle (Prefix "res:" not bound).'
INVALID_JSON = {
    "pathways/kansas/HutchinsonWeldingAAS.multidoc.json": (21, SECOND),
    "pathways/pathway-builder/Constraints-API.json": (110, COMMA),
    "pathways/pathway-builder/Constraints-CTDL.json": (58, COMMA),
    "pathways/use-cases/UC26.multidoc.jsonld": (8, SECOND),
    "registry-envelopes/ConditionManifest.json": (17, "a comma is missing."),
    "transfer/Transfer_Intermediary_-_WICHE_Example.json": (33, SECOND),
}
"""Six of the seven shared files that are no JSON; the seventh is one of ASN (see test_asn)."""
REFUSED = INVALID_JSON | {
    "context/ctdl-context-2016-deprecated.json": (1, CLASSLESS),
    "context/ctdl-terms-2016-deprecated.ttl": (
        508,
        "this is not Turtle (expected '.' or '}' or ']' at end of statement).",
    ),
    "context/vocab-educationLevel-deprecated.ttl": (
        13,
        'this is not Turtle (Prefix "educationLevel:" not bound).',
    ),
    "json-schema/ce_registry_config.json": (1, CLASSLESS),
    "json-schema/subclasses_map.json": (1, CLASSLESS),
    "pathways/badgr/badgr_TeachingExcellencePathway.csv": (1, NEITHER),
    "pathways/badgr/empowering-teaching-excellence-badgr-native.json": (1, CLASSLESS),
    "pathways/proposal-conditions-and-constraints.txt": (1, NEITHER),
    "pathways/use-cases/UC10.ttl": (1, UNBOUND),
    "pathways/use-cases/UC17.ttl": (1, UNBOUND),
    "pathways/use-cases/UC18.ttl": (1, UNBOUND),
    "pathways/use-cases/UC26.ttl": (1, UNBOUND),
    "registry-index/ce_pathway_export.csv": (1, NEITHER),
    "registry-payloads-2018/credentialSchema/invalid_credential.txt": (1, CLASSLESS),
    "transfer/Assistant_API_-_Assessment_-_ACE_-_Introductory_Sociology.json": (1, CLASSLESS),
}


def reason(path: str) -> tuple[int, str] | None:
    is_schema = path.startswith("json-schema/") and path not in REFUSED
    return (1, SCHEMA) if is_schema else REFUSED.get(path)


@pytest.mark.parametrize("path", files("ctdl"))
def test_a_shared_file_is_read_and_written_back_the_same_or_refused_whole(path: str) -> None:
    data, refused = content(CTDL / path), reason(path)
    if refused is not None:
        with pytest.raises(Unreadable) as caught:
            read(data, name=name_of(CTDL / path))
        assert (caught.value.line, caught.value.why) == refused
        assert caught.value.fix
        return
    found = read(data, name=name_of(CTDL / path))
    if path.endswith(".ttl"):
        assert found
    else:
        assert written_back(found) == plain(data)


@pytest.mark.parametrize("path", [each for each in files("ctdl") if reason(each) is None])
def test_identifiers_are_lower_case_uuids_and_differ_within_a_file(path: str) -> None:
    found = packages(path)
    names = [each.document.identifier for each in found]
    names += [item.identifier for each in found for item in each.items]
    assert len(names) == len(set(names))
    assert all(len(name) == 36 and name == name.lower() for name in names)


@pytest.mark.usefixtures("shared_standards")
def test_the_same_file_gives_the_same_rows_again() -> None:
    one, two = packages("pathways/heriot-watt/pathway.ttl"), packages("pathways/heriot-watt/pathway.ttl")
    assert one == two


KINDS = {
    "competency-frameworks/DQP.jsonld": [("framework", 83)],
    "credential-types/frameworkLevels.json": [("qualification_framework", 9), *[("credential_type", 0)] * 5],
    "pathways/termScheduleType.json": [("concept_scheme", 4)],
    "registry-envelopes/CredentialEnvelope.json.gz": [("credential", 0), *[("organization", 0)] * 4],
    "rubrics/Army_Task_Skill.json": [("rubric", 14)],
    "rubrics/Moodle.json": [("rubric", 11)],
    "transfer/CTDL_-_Course_-_KBOR_-_Infantryman_Level_10.json": [
        ("transfer_value", 0), ("occupation", 0), ("opportunity", 0), ("concept", 0),
    ],
    "transfer/prior-learning-policy-example.json": [("prior_learning_policy", 0)],
    "registry-payloads-2018/credentialSchema/invalid_credentialType.txt": [("certification_error", 0)],
    "registry-payloads-2018/competency/New_Competency_for_Capella_Part_1.a.json": [("competency", 0)],
}  # fmt: skip


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.usefixtures("shared_standards")
def test_what_a_file_holds_becomes_documents_with_their_parts(path: str) -> None:
    found = [(each.document.kind, len(tuple(each.items))) for each in packages(path)]
    assert sorted(found) == sorted(KINDS[path])


@pytest.mark.usefixtures("shared_standards")
def test_a_document_says_what_it_is() -> None:
    whole = packages("competency-frameworks/bcsp-asp.json")[0]
    assert whole.document.title == "Associate Safety Professional (ASP)"
    assert whole.document.status == "Published"
    assert whole.document.format == "ctdl"
    scqf = packages("qualifications-frameworks/scqf.json")[0].document
    assert (scqf.publisher, scqf.version) == (
        "Scottish Credit and Qualifications Framework Partnership",
        "revised 2012",
    )


@pytest.mark.usefixtures("shared_standards")
def test_competencies_stand_under_those_that_have_them() -> None:
    items = {each.identifier: each for each in packages("competency-frameworks/DQP.jsonld")[0].items}
    under = [each for each in items.values() if each.parent]
    assert len(under) > 50
    assert all(each.parent in items for each in under)


@pytest.mark.usefixtures("shared_standards")
def test_windows_letters_are_named_as_such() -> None:
    found = packages("registry-payloads-2018/assessmentProfileSchema/2018-03-15_assessment_10a_payload.json")
    note = found[0].notes[0]
    assert (note.where, note.what) == ("line 201", "the file is not UTF-8")
    assert "cp1252" in note.done


@pytest.mark.usefixtures("shared_standards")
def test_an_envelope_says_where_it_parts_from_what_was_signed() -> None:
    found = packages("registry-envelopes/AssessmentEnvelope.json.gz")[0]
    said = [note.what for note in found.notes]
    assert said == ["the file begins with a byte order mark", "its plain document is not the signed one"]
    other = plain(content(CTDL / "registry-envelopes/AssessmentEnvelope.json.gz"))
    head, payload, signature = other["resource"].split(".")
    other["resource"] = ".".join((head, payload, signature[:-8] + "AAAAAAAA"))
    notes = read(json.dumps(other).encode(), name="x.json")[0].notes
    assert "its signature does not hold by the key that it brings" in [note.what for note in notes]


@pytest.mark.usefixtures("shared_standards")
def test_an_envelope_with_the_signed_token_alone_is_opened() -> None:
    whole = plain(content(CTDL / "registry-envelopes/AssessmentEnvelope.json.gz"))
    del whole["decoded_resource"]
    found = read(json.dumps(whole).encode(), name="x.json")
    assert found[0].document.kind == "assessment"
    assert "as a token only" in found[0].notes[0].what


SHAPES: dict[str, Any] = {
    "text": "Welding", "id": {"@id": "https://x.org/a"}, "ids": [{"@id": "https://x.org/a"}],
    "languages": {"en": "Welding", "es": "Soldadura"}, "at": {"@en-US": "Welding"},
    "value": [{"@value": "Welding", "@language": "en"}],
}  # fmt: skip


@pytest.mark.parametrize("shape", ["text", "languages", "at", "value"])
def test_a_name_is_read_in_each_of_its_shapes(shape: str) -> None:
    node = {"@type": "ceterms:Course", "@id": "https://x.org/c", "ceterms:name": SHAPES[shape]}
    assert read(json.dumps(node).encode(), name="c.json")[0].document.title == "Welding"


@pytest.mark.parametrize(
    "term", ["ceterms:hasPart", "ceasn:hasPart", "hasPart", "https://purl.org/ctdl/terms/hasPart"]
)
@pytest.mark.parametrize("shape", ["id", "ids"])
def test_a_part_is_found_under_every_prefix_it_ever_had(term: str, shape: str) -> None:
    nodes = [
        {"@type": "ceterms:Pathway", "@id": "https://x.org/p", term: SHAPES[shape]},
        {"@type": "ceterms:BasicComponent", "@id": "https://x.org/a", "ceterms:name": "First"},
    ]
    (found,) = read(json.dumps(nodes).encode(), name="p.json")
    assert [each.statement for each in found.items] == ["First"]


def test_a_name_said_twice_in_one_object_is_refused() -> None:
    text = b'{"@type": "ceterms:Course",\n "ceterms:name": "A", "ceterms:name": "B"}'
    with pytest.raises(Unreadable, match="The name 'ceterms:name' stands twice"):
        read(text, name="c.json")


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Unreadable):
        read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x81\x8d", name="c.json")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=6),
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@id", "@type", "@graph", "en", "ceterms:name", "hasPart", "ceterms:hasCondition"]
            ),
            below,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_values)
def test_any_json_comes_back_as_it_was_or_is_refused(value: Any) -> None:
    try:
        found = read(json.dumps(value).encode(), name="x.json")
    except Unreadable:
        return
    assert written_back(found) == value
