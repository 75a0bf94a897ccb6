"""A learner record holds signed credentials of many settings; a part of it tells nothing of the rest."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.core.credentials.badges import (
    HOME,
    JUNE,
    SALT,
    SHOP,
    STATE,
    achievement,
    badge,
    holds,
    record,
    schema_faults,
    signed,
    urn,
)
from throughline.core.credentials.building import clr, open_badge, shapes, subjects
from throughline.core.credentials.building import facts as f
from throughline.core.credentials.building.errors import CannotBuild
from throughline.core.credentials.building.forms import same

CAD = badge(1, "credential:cad-design", "CAD design")
WELD = badge(2, "credential:welding", "Welding", "Certificate", SHOP)
READ = badge(3, "competency:read-plans", "Reading plans", "Competency")
MAKING = achievement("milestone:making", "Making things", "ext:Milestone", results=())
SAFETY = achievement("milestone:safety", "Working safely", "ext:Milestone", results=())
WHOLE = record(
    CAD, WELD, READ,
    achievements=(MAKING, SAFETY),
    associations=(
        f.Association("isChildOf", CAD.subject.achievement.id, MAKING.id),
        f.Association("isChildOf", READ.subject.achievement.id, MAKING.id),
        f.Association("isChildOf", WELD.subject.achievement.id, SAFETY.id),
        f.Association("precedes", SAFETY.id, MAKING.id),
    ),
    evidence=(f.EvidenceFacts(urn(77), "Transcript", genre="transcript", digest="sha256-" + "A" * 43 + "=",
                              media_type="application/pdf"),),
)  # fmt: skip


def test_a_record_follows_the_published_schema_with_its_contexts_in_order(shared_standards: Path) -> None:
    document = clr.build(WHOLE)
    assert schema_faults(shared_standards, "clr_v2p0_clrcredential_schema", document) == []
    assert [name.rpartition("/")[2] for name in document["@context"]] == [
        "v2",
        "context-2.0.1.json",
        "context-3.0.3.json",
    ]
    inside = document["credentialSubject"]["verifiableCredential"]
    assert inside == [signed(open_badge.build(each)) for each in (CAD, WELD, READ)], "each as it was signed"
    assert clr.read(document) == WHOLE


def test_a_record_and_each_credential_in_it_are_signed_and_hold_alone_and_together() -> None:
    document = json.loads(json.dumps(signed(clr.build(WHOLE))))
    assert holds(document)
    assert all(holds(each) for each in document["credentialSubject"]["verifiableCredential"])
    document["credentialSubject"]["association"][0]["associationType"] = "isPeerOf"
    assert not holds(document), "how achievements belong together is signed too"


def test_a_record_takes_no_credential_that_is_not_signed_and_is_never_empty() -> None:
    bare = replace(WHOLE.subject, credentials=(open_badge.build(CAD),), associations=())
    with pytest.raises(CannotBuild, match="it is not signed"):
        clr.build(replace(WHOLE, subject=bare))
    with pytest.raises(CannotBuild, match="the record is empty"):
        clr.build(replace(WHOLE, subject=replace(bare, credentials=())))


def test_an_association_names_achievements_of_the_record_and_never_credentials() -> None:
    for source, says in (
        (CAD.id, "is no achievement of this record"),
        (f"{HOME}elsewhere@1", "is no achievement"),
    ):
        wrong = replace(WHOLE.subject, associations=(f.Association("isChildOf", source, MAKING.id),))
        with pytest.raises(CannotBuild, match=says):
            clr.build(replace(WHOLE, subject=wrong))
    kin = f.Association("isBetterThan", CAD.subject.achievement.id, MAKING.id)
    odd = replace(WHOLE, subject=replace(WHOLE.subject, associations=(kin,)))
    with pytest.raises(CannotBuild, match="'isBetterThan' is not an association"):
        clr.build(odd)


def test_a_part_of_a_record_leaves_no_trace_of_the_rest(shared_standards: Path) -> None:
    fresh = (subjects.identity("Ana Lúcia Ortiz", bytes(range(100, 116))),)
    part = clr.part_of(
        WHOLE, {CAD.id}, id=urn(50), subject=urn(51), identities=fresh, valid_from=JUNE.replace(day=9)
    )
    document = clr.build(part)
    assert schema_faults(shared_standards, "clr_v2p0_clrcredential_schema", document) == []
    assert document["partial"] is True
    text = json.dumps(document)
    gone = [WELD.id, WELD.subject.id, WELD.issuer.id, WELD.issuer.name, WELD.subject.achievement.id, "Welding",
            READ.id, READ.subject.id, READ.subject.achievement.id, "Reading plans", SAFETY.id, "Working safely",
            WHOLE.id, WHOLE.subject.id, WHOLE.evidence[0].id]  # fmt: skip
    for each in gone:
        assert each in json.dumps(clr.build(WHOLE)), f"{each} is in the whole record"
        assert each not in text, f"{each} is still in the part"
    own = signed(open_badge.build(CAD))
    assert SALT.hex() not in text.replace(json.dumps(own), ""), "the salt of the whole record links the two"
    assert document["credentialSubject"]["verifiableCredential"] == [own]
    assert [each["targetId"] for each in document["credentialSubject"]["association"]] == [MAKING.id]


def _clr(standards: Path, name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((standards / "credentials" / "learncard" / name).read_text())
    return document


def test_a_record_of_the_shape_north_dakota_issues_goes_through_our_values_with_nothing_lost(
    shared_standards: Path,
) -> None:
    document = _clr(shared_standards, "clr-nd-student-transcript.json")
    held = clr.read(document)
    assert set(held.more) == {"@context", "validFrom"}, "two contexts more, and seven decimals of a second"
    assert held.subject.more == {}
    assert [i.kind for i in held.subject.identities] == ["name", "emailAddress"]
    assert held.issuer.address is not None
    assert held.issuer.address.region == "ND"
    children = [open_badge.read(each) for each in held.subject.credentials]
    assert {name for child in children for name in child.more} == {"@context", "validFrom", "awardedDate"}
    assert children[0].subject.achievement.kind == "LearningProgram"
    assert children[1].subject.results[0].value == "3.2200", (
        "a grade point average is kept as its source said it"
    )
    assert same(shapes.CLR.write(held), document)
    assert [shapes.BADGE.write(child) for child in children] == list(held.subject.credentials)


@pytest.mark.parametrize(
    "name", ["clr-westbridge-full", "clr-university-transcript", "clr-competency-aligned", "clr-minimal"]
)
def test_records_of_other_makers_go_through_with_nothing_lost(shared_standards: Path, name: str) -> None:
    document = _clr(shared_standards, f"{name}.json")
    held = clr.read(document)
    assert held.subject.credentials or held.subject.achievements
    assert same(shapes.CLR.write(held), document)
    for child in held.subject.credentials:
        assert same(shapes.BADGE.write(open_badge.read(child)), child)


def test_what_is_read_can_be_changed_and_the_rest_stays(shared_standards: Path) -> None:
    document = _clr(shared_standards, "clr-nd-student-transcript.json")
    renamed = shapes.CLR.write(replace(clr.read(document), name="Transcript"))
    assert renamed == {**document, "name": "Transcript"}


def test_a_record_is_issued_by_an_organization_with_a_name() -> None:
    with pytest.raises(CannotBuild, match="cannot be looked up or has no name"):
        clr.build(replace(WHOLE, issuer=replace(STATE, name="")))
