"""Findings on the shape of Open Badges 3.0 and CLR 2.0: what a reader made for them may miss.

A finding is no fault of the signature: most real badges have one. The rules are the required members and closed lists of
the two data models (1EdTech, Open Badges 3.0 section B; CLR Standard 2.0 section B), written here as rules of our own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from throughline.core.credentials.verifying.answers import Said, said
from throughline.core.credentials.verifying.shape import V2, is_address, model_of, several, types_of

BADGE = ("OpenBadgeCredential", "AchievementCredential")
CLR = "ClrCredential"
ENDORSEMENT = "EndorsementCredential"
ACHIEVEMENT_TYPES = frozenset({
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award",
    "Badge", "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification",
    "CommunityService", "Competency", "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree",
    "Fieldwork", "GeneralEducationDevelopment", "JourneymanCertificate", "LearningProgram", "License",
    "Membership", "ProfessionalDoctorate", "QualityAssuranceCredential", "MasterCertificate",
    "MasterDegree", "MicroCredential", "ResearchDoctorate", "SecondarySchoolDiploma",
})  # fmt: skip
"""The closed list of Open Badges 3.0; any other begins with `ext:`."""
_PURL = "https://purl.imsglobal.org/spec/"


def findings(document: Mapping[str, Any]) -> Iterator[Said]:
    """What differs from the badge or record that the document says to be; nothing for other credentials."""
    named = types_of(document)
    if any(each in BADGE for each in named):
        yield from _badge(document)
    if CLR in named:
        yield from _clr(document)
    if ENDORSEMENT in named:
        yield from _endorsement(document)


def _badge(document: Mapping[str, Any]) -> Iterator[Said]:
    yield from _contexts(document, (f"{_PURL}ob/v3p0/context",))
    if not document.get("name") and model_of(document) == "2.0":
        yield said("shape_lacks", path="name")
    for subject in several(document.get("credentialSubject")):
        yield from _typed(subject, "AchievementSubject", "credentialSubject")
        found = _object(subject).get("achievement")
        if found is None:
            yield said("shape_lacks", path="credentialSubject.achievement")
        for achievement in several(found):
            yield from _achievement(_object(achievement))
        yield from _results(_object(subject))


def _achievement(achievement: Mapping[str, Any]) -> Iterator[Said]:
    where = "credentialSubject.achievement"
    for name in ("id", "type", "name", "description", "criteria"):
        if not achievement.get(name):
            yield said("shape_lacks", path=f"{where}.{name}")
    kind = achievement.get("achievementType")
    if isinstance(kind, str) and kind not in ACHIEVEMENT_TYPES and not kind.startswith("ext:"):
        yield said("shape_other_achievement_type", kind=kind[:100])


def _results(subject: Mapping[str, Any]) -> Iterator[Said]:
    for each in several(subject.get("result")):
        yield from _typed(each, "Result", "credentialSubject.result")


def _clr(document: Mapping[str, Any]) -> Iterator[Said]:
    yield from _contexts(document, (f"{_PURL}clr/v2p0/context", f"{_PURL}ob/v3p0/context"))
    for subject in several(document.get("credentialSubject")):
        yield from _typed(subject, "ClrSubject", "credentialSubject")
        if not several(_object(subject).get("verifiableCredential")):
            yield said("shape_lacks", path="credentialSubject.verifiableCredential")
    known = {each["id"] for each in _achievements(document) if isinstance(each.get("id"), str)}
    for each in _associations(document):
        for end in ("sourceId", "targetId"):
            at = each.get(end)
            if not is_address(at):
                yield said("shape_lacks", path=f"credentialSubject.association.{end}")
            elif known and at not in known:
                yield said("shape_association_elsewhere", path=f"credentialSubject.association.{end}")


def _endorsement(document: Mapping[str, Any]) -> Iterator[Said]:
    yield from _contexts(document, (f"{_PURL}ob/v3p0/context",))
    for subject in several(document.get("credentialSubject")):
        yield from _typed(subject, "EndorsementSubject", "credentialSubject")
        if not _object(subject).get("id"):
            yield said("shape_lacks", path="credentialSubject.id")


def _contexts(document: Mapping[str, Any], wanted: tuple[str, ...]) -> Iterator[Said]:
    given = [each for each in several(document.get("@context")) if isinstance(each, str)]
    if given[:1] != [V2]:
        return
    for place, beginning in enumerate(wanted, 1):
        if len(given) <= place or not given[place].startswith(beginning):
            yield said("shape_context_order", wanted=beginning)


def _typed(value: Any, wanted: str, path: str) -> Iterator[Said]:
    if wanted not in types_of(value):
        yield said("shape_type", path=path, wanted=wanted)


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _achievements(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    left: list[Any] = [document]
    while left:
        each = left.pop()
        if isinstance(each, list):
            left.extend(each)
        elif isinstance(each, Mapping):
            if "Achievement" in types_of(each):
                yield each
            left.extend(each.values())


def _associations(document: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for subject in several(document.get("credentialSubject")):
        yield from (_object(each) for each in several(_object(subject).get("association")))
