"""What an issued credential says, and what it can never be made to say."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.core.credentials.badges import JUNE, SALT, SCHOOL, STATE, badge, schema_faults, signed, urn
from throughline.core.credentials.building import endorsement, open_badge, shapes, subjects, vocabulary
from throughline.core.credentials.building import facts as f
from throughline.core.credentials.building.errors import CannotBuild, NotOfThisKind
from throughline.core.credentials.building.forms import same

CAD = badge(1, "credential:cad-design", "CAD design")


def test_a_credential_follows_the_published_schema_of_open_badges(shared_standards: Path) -> None:
    document = open_badge.build(CAD)
    assert schema_faults(shared_standards, "ob_v3p0_achievementcredential_schema", document) == []
    assert schema_faults(shared_standards, "clr_v2p0_achievementcredential_schema", document) == []


def test_a_credential_with_everything_a_value_can_hold_follows_the_schema_too(shared_standards: Path) -> None:
    about = endorsement.build(
        f.Endorsement(
            urn(9), STATE, f.Endorsed(CAD.subject.achievement.id, "We hire on this."), JUNE, "Word of support"
        )
    )
    image = f.Image("https://meridian.example/badge.png", "A blue line with a filled ring")
    school = replace(
        SCHOOL, image=image, parent=STATE, email="office@harbor.example", phone="555-0100", official="Registrar",
        address=f.Address("United States", "US", "ME", "Harbor", "1 Quay", "12", "04001"),
        identifiers=(f.Identifier("H-12", "sourcedId"),), endorsements=(signed(about),),
    )  # fmt: skip
    earned = replace(
        CAD.subject.achievement, creator=STATE, credits=1.5, code="CAD-1", field_of_study="Design", version="1",
        specialization="Solid models", image=image, tags=("cad", "design"), endorsements=(signed(about),),
        identifiers=(f.Identifier("ce-1", "ext:CTID"),), related=(f.Related("https://meridian.example/old", "0", "es"),),
    )  # fmt: skip
    full = replace(
        CAD, issuer=school, description="One of five", valid_until=JUNE.replace(year=2032), awarded=JUNE, image=image,
        endorsements=(signed(about),),
        schemas=(f.Schema("https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"),),
        subject=replace(
            CAD.subject, achievement=earned, narrative="Modeled a bracket.", role="Designer", source=STATE, started=JUNE,
            ended=JUNE, credits=1.5, license_number="L-1", term="Summer", image=image,
        ),
    )  # fmt: skip
    document = open_badge.build(full)
    assert schema_faults(shared_standards, "ob_v3p0_achievementcredential_schema", document) == []
    assert open_badge.read(document) == full


def test_the_lists_of_types_are_those_of_the_published_schemas(shared_standards: Path) -> None:
    folder = shared_standards / "credentials" / "schemas"
    read = [json.loads((folder / f"{n}_schema.json").read_text())["$defs"]
            for n in ("ob_v3p0_achievementcredential", "clr_v2p0_clrcredential")]  # fmt: skip
    parts = {**read[1], **read[0]}

    def listed(part: str, member: str) -> set[str]:
        held = parts[part]["properties"][member]
        return set(held["enum"] if "enum" in held else held["oneOf"][0]["enum"])

    assert listed("Achievement", "achievementType") == vocabulary.ACHIEVEMENT_TYPES
    assert len(vocabulary.ACHIEVEMENT_TYPES) == 31
    assert listed("ResultDescription", "resultType") == vocabulary.RESULT_TYPES
    assert listed("Alignment", "targetType") == vocabulary.ALIGNMENT_TYPES
    assert listed("Association", "associationType") == vocabulary.ASSOCIATION_TYPES
    assert listed("Result", "status") > vocabulary.STATED


def test_instants_are_written_in_utc_with_z() -> None:
    east = datetime.fromisoformat("2027-06-01T14:30:00+02:00")
    document = open_badge.build(replace(CAD, valid_from=east))
    assert document["validFrom"] == "2027-06-01T12:30:00Z"


def test_a_learner_is_named_by_a_salted_hash_that_only_the_right_name_meets() -> None:
    held = subjects.identity("Ana Lúcia Ortiz", SALT)
    document = json.dumps(open_badge.build(CAD), ensure_ascii=False)
    assert "Ana" not in document
    assert "Ortiz" not in document
    assert subjects.is_named(held, "Ana Lu\u0301cia Ortiz"), "however the accent is typed"
    assert not subjects.is_named(held, "Ana Lucia Ortiz")
    assert subjects.identity("Ana Lúcia Ortiz", SALT[::-1]).hash != held.hash


def test_a_hash_is_sha256_over_the_name_and_then_the_salt_as_open_badges_says() -> None:
    held = subjects.identity("Ana", SALT)
    assert held.hash == "sha256$" + sha256(b"Ana" + held.salt.encode()).hexdigest()
    assert bytes.fromhex(held.salt) == SALT
    assert not subjects.is_named(replace(held, hash=held.hash.replace("sha256$", "md5$")), "Ana")


def test_a_salt_that_could_be_guessed_is_refused() -> None:
    with pytest.raises(CannotBuild, match="can be guessed"):
        subjects.identity("Ana", b"short")


def _result(**changes: Any) -> f.Badge:
    return replace(CAD, subject=replace(CAD.subject, results=(replace(CAD.subject.results[0], **changes),)))


def _achievement(**changes: Any) -> f.Badge:
    return replace(CAD, subject=replace(CAD.subject, achievement=replace(CAD.subject.achievement, **changes)))


def _described(kind: str) -> f.Badge:
    return _achievement(results=(replace(CAD.subject.achievement.results[0], kind=kind),))


REFUSED: list[tuple[str, Callable[[], f.Badge], str]] = [
    ("a result without a status", lambda: _result(status=""), r"subject.results\[0\]"),
    ("a try that did not succeed", lambda: _result(status="Failed"), "the status 'Failed' is not stated"),
    ("a try that was given up", lambda: _result(status="Withdrew"), "the status 'Withdrew' is not stated"),
    ("a result nothing describes", lambda: _result(describes="urn:x"), "no result description"),
    ("a level of another scale", lambda: _result(level="urn:x#9"), "is not a level of"),
    ("a grade point average", lambda: _described("GradePointAverage"), "is not stated here"),
    ("a letter grade", lambda: _described("LetterGrade"), "keep a grade as evidence"),
    ("a type that is not on the list", lambda: _achievement(kind="Program"), "'Program' is not a type"),
    ("an achievement without criteria", lambda: _achievement(criteria=None), "nothing says how it is earned"),
    ("an achievement without a lasting id", lambda: _achievement(id="cad"), "no lasting id"),
    ("a file inside the credential", lambda: replace(CAD, evidence=(f.EvidenceFacts("data:image/png;base64,AA=="),)),
     "it carries its content"),
    ("a digest in another form", lambda: replace(CAD, evidence=(replace(CAD.evidence[0], digest="47DE"),)), "not an SRI"),
    ("a name in the clear", lambda: replace(CAD, subject=replace(CAD.subject, identities=(
        f.Identity("Ana Ortiz", "name", hashed=False),))), "a name stands in the clear"),
    ("an id made of a person's address", lambda: replace(CAD, subject=replace(CAD.subject, id="mailto:ana@example.org")),
     "neither urn:uuid nor did"),
    ("an issuer nobody can look up", lambda: replace(CAD, issuer=f.Issuer("harbor-high", "Harbor High")), "looked up"),
    ("an end before the beginning", lambda: replace(CAD, valid_until=JUNE.replace(year=2020)), "is before"),
    ("an instant of no zone", lambda: replace(CAD, valid_from=datetime(2027, 6, 1)), "no time zone"),  # noqa: DTZ001
    ("text with control characters", lambda: replace(CAD, name="CAD\x08"), "control characters"),
    ("a name that is missing", lambda: replace(CAD, name=""), "no name"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "says"), [pytest.param(m, s, id=name) for name, m, s in REFUSED])
def test_refused(made: Callable[[], f.Badge], says: str) -> None:
    with pytest.raises(CannotBuild, match=says) as raised:
        open_badge.build(made())
    assert raised.value.fix, "what to do instead is said"


def test_an_endorsement_is_a_second_voice(shared_standards: Path) -> None:
    support = f.Endorsement(
        urn(5),
        STATE,
        f.Endorsed(CAD.id, "She taught the others."),
        JUNE,
        "Word of support",
        valid_until=JUNE.replace(year=2030),
    )
    document = endorsement.build(support)
    assert schema_faults(shared_standards, "ob_v3p0_endorsementcredential_schema", document) == []
    assert endorsement.read(document) == support
    with pytest.raises(CannotBuild, match="cannot endorse itself"):
        endorsement.build(replace(support, subject=f.Endorsed(STATE.id, "We are good.")))
    with pytest.raises(CannotBuild, match="it says nothing"):
        endorsement.build(replace(support, subject=f.Endorsed(CAD.id, "")))


def _samples(standards: Path) -> list[tuple[str, dict[str, Any]]]:
    folder = standards / "credentials"
    found = []
    for family in (
        "learncard",
        "1edtech-spec-examples",
        "1edtech-impl-vectors",
        "1edtech-validator",
        "dcc-fixtures",
    ):
        for file in sorted((folder / family).rglob("*.json")):
            try:
                document = json.loads(file.read_text())
            except ValueError:
                continue
            if isinstance(document, dict):
                found.append((f"{family}/{file.name}", document))
    return found


def test_every_sample_of_others_is_understood_and_written_back_to_the_letter(shared_standards: Path) -> None:
    kinds = {"ClrCredential": shapes.CLR, "EndorsementCredential": shapes.ENDORSEMENT,
             "AchievementCredential": shapes.BADGE, "OpenBadgeCredential": shapes.BADGE}  # fmt: skip
    read, unread = 0, []
    for name, document in _samples(shared_standards):
        shape = next((kinds[t] for t in document.get("type", ()) if t in kinds), None)
        if shape is None:
            continue
        try:
            held = shape.read(document)
        except NotOfThisKind as why:
            unread.append(f"{name}: {why.where}")
            continue
        assert same(shape.write(held), document), name
        read += 1
    assert read >= 99
    assert unread == [
        "1edtech-validator/simple-err-context.json: credentialSubject.achievement",  # an achievement of none
        "1edtech-validator/simple-err-issuer.json: issuer",
        "1edtech-validator/simple-noproof.json: credentialSubject.achievement",
    ]


def test_the_schema_refuses_a_credential_that_says_nothing(shared_standards: Path) -> None:
    broken = {**open_badge.build(CAD), "credentialSubject": {"type": ["AchievementSubject"]}}
    assert schema_faults(shared_standards, "ob_v3p0_achievementcredential_schema", broken)
