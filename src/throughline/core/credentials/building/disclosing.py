"""Which parts of one signed credential an audience is shown: JSON pointers (RFC 6901) for a selective proof.

What every part shows is chosen by the issuer: from whom, since when, whether it still holds, and the status of each
result. So a learner can leave a result out, and nobody can show one without its status.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from throughline.core.credentials.building import open_badge
from throughline.core.credentials.building.audiences import Audience
from throughline.core.credentials.building.facts import Badge, Document
from throughline.core.credentials.building.work_based import HOURS

ACHIEVEMENT = "/credentialSubject/achievement"
ALWAYS = (
    "/issuer", "/validFrom", "/validUntil", "/awardedDate", "/credentialStatus", "/credentialSchema", "/name",
    f"{ACHIEVEMENT}/name", f"{ACHIEVEMENT}/achievementType",
)  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    "description": (f"{ACHIEVEMENT}/description",),
    "criteria": (f"{ACHIEVEMENT}/criteria",),
    "competencies": (f"{ACHIEVEMENT}/alignment",),
    "credits": (f"{ACHIEVEMENT}/creditsAvailable", "/credentialSubject/creditsEarned"),
    "code": (f"{ACHIEVEMENT}/humanCode",),
    "evidence": ("/evidence",),
    "employer": ("/credentialSubject/source",),
    "role": ("/credentialSubject/role",),
    "started": ("/credentialSubject/activityStartDate",),
    "ended": ("/credentialSubject/activityEndDate",),
}
"""Members behind each field of an entry. Levels and hours are results, and stand apart."""


def always_shown(credential: Document) -> tuple[str, ...]:
    """What every part of a credential shows; what its issuer gives to `selective.sign_for_showing` as mandatory."""
    results = range(len(open_badge.read(credential).subject.results))
    statuses = (f"/credentialSubject/result/{number}/status" for number in results)
    return tuple(_there(credential, (*ALWAYS, *statuses)))


def shown_to(credential: Document, audience: Audience) -> tuple[str, ...]:
    """What an audience is shown of a credential beside that; the pointers `selective.show` takes."""
    named = (pointer for name, each in FIELDS.items() if name in audience.fields for pointer in each)
    return tuple(_there(credential, (*named, *_results(open_badge.read(credential), audience))))


def optional_parts(credential: Document) -> dict[str, tuple[str, ...]]:
    """What a learner may show of a credential or leave out, by name, each with its pointers; only what is there.

    The names are those of `FIELDS`, besides `results` (each whole) and `holder` (the salted hash of the holder's name).
    """
    found = {name: tuple(_there(credential, pointers)) for name, pointers in FIELDS.items()}
    found["results"] = tuple(_whole_results(open_badge.read(credential)))
    found["holder"] = tuple(_there(credential, ("/credentialSubject/identifier",)))
    return {name: pointers for name, pointers in found.items() if pointers}


def _whole_results(badge: Badge) -> Iterator[str]:
    for number in range(len(badge.subject.results)):
        yield f"/credentialSubject/result/{number}"
    for place in range(len(badge.subject.achievement.results)):
        yield f"{ACHIEVEMENT}/resultDescription/{place}"


def _results(badge: Badge, audience: Audience) -> Iterator[str]:
    """Each result whole, with the description that gives it meaning."""
    described = {each.id: place for place, each in enumerate(badge.subject.achievement.results)}
    for number, result in enumerate(badge.subject.results):
        place = described.get(result.describes)
        if place is None:
            continue
        kind = badge.subject.achievement.results[place].kind
        if ("hours" if kind == HOURS else "levels") in audience.fields:
            yield f"/credentialSubject/result/{number}"
            yield f"{ACHIEVEMENT}/resultDescription/{place}"


def _there(credential: Document, pointers: tuple[str, ...]) -> Iterator[str]:
    return (pointer for pointer in pointers if _holds(credential, pointer))


def _holds(document: Any, pointer: str) -> bool:
    for step in pointer.split("/")[1:]:
        if isinstance(document, Mapping) and step in document:
            document = document[step]
        elif isinstance(document, (list, tuple)) and step.isdigit() and int(step) < len(document):
            document = document[int(step)]
        else:
            return False
    return True
