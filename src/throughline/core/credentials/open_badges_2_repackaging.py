"""A badge of Open Badges 2.0 as a credential of Open Badges 3.0 that points back to where it came from.

The organization that repackages is the new issuer and says only what it did; who made the achievement stays its creator,
and the old badge is the evidence (1EdTech, Open Badges 3.0 implementation guide, "Upgrading from 2.0").
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from throughline.core.credentials.instants import read_instant, write_instant
from throughline.core.credentials.open_badges_2 import Badge2

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


def repackaged(
    badge: Badge2, *, id: str, issuer: Mapping[str, Any], valid_from: datetime, subject: str = ""
) -> dict[str, Any]:
    """The unsigned credential. issuer: the profile of who repackages it. subject: the learner's id, where they have one.

    Raises `ValueError` where the badge is broken, or its class or issuer is not at hand.
    """
    if badge.outcome == "broken" or not badge.badge_class or not badge.issuer:
        raise ValueError(
            "only a whole badge that is not broken can be repackaged; get its class and issuer first"
        )
    made: dict[str, Any] = {
        "@context": CONTEXTS,
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": dict(issuer),
        "validFrom": write_instant(valid_from),
        "awardedDate": write_instant(read_instant(badge.assertion["issuedOn"])),
        "name": badge.badge_class["name"],
        "credentialSubject": _subject(badge, subject),
        "evidence": _evidence(badge),
    }
    if badge.assertion.get("expires") is not None:
        made["validUntil"] = write_instant(read_instant(badge.assertion["expires"]))
    return made


def _subject(badge: Badge2, subject: str) -> dict[str, Any]:
    made: dict[str, Any] = {"type": ["AchievementSubject"]}
    if subject:
        made["id"] = subject
    made["identifier"] = [_identity(badge.assertion["recipient"])]
    made["achievement"] = _achievement(badge)
    return made


def _identity(recipient: Mapping[str, Any]) -> dict[str, Any]:
    kinds = {"email": "emailAddress"}
    made = {
        "type": "IdentityObject",
        "hashed": recipient.get("hashed") is True,
        "identityHash": str(recipient.get("identity", "")),
        "identityType": kinds.get(str(recipient.get("type")), "identifier"),
    }
    return {**made, "salt": str(recipient["salt"])} if recipient.get("salt") else made


def _achievement(badge: Badge2) -> dict[str, Any]:
    given = badge.badge_class
    made: dict[str, Any] = {
        "id": given["id"],
        "type": ["Achievement"],
        "name": given["name"],
        "description": given["description"],
        "criteria": _criteria(given["criteria"]),
        "creator": _creator(badge.issuer),
    }
    image = _image(given.get("image"))
    if image:
        made["image"] = image
    alignment = [_alignment(each) for each in _listed(given.get("alignment")) if isinstance(each, Mapping)]
    if alignment:
        made["alignment"] = alignment
    tags = [each for each in _listed(given.get("tags")) if isinstance(each, str)]
    return {**made, "tag": tags} if tags else made


def _criteria(given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        return {"id": given}
    return {name: given[name] for name in ("id", "narrative") if isinstance(given.get(name), str)}


def _creator(issuer: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: issuer[name] for name in ("id", "name", "url", "email", "description") if issuer.get(name)}
    return {**kept, "type": ["Profile"]}


def _image(given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        return {"id": given, "type": "Image"}
    if not isinstance(given, Mapping) or not isinstance(given.get("id"), str):
        return {}
    caption = {"caption": given["caption"]} if isinstance(given.get("caption"), str) else {}
    return {"id": given["id"], "type": "Image", **caption}


def _alignment(given: Mapping[str, Any]) -> dict[str, Any]:
    names = ("targetName", "targetUrl", "targetDescription", "targetFramework", "targetCode")
    return {
        "type": ["Alignment"],
        **{name: given[name] for name in names if isinstance(given.get(name), str)},
    }


def _evidence(badge: Badge2) -> list[dict[str, Any]]:
    origin: dict[str, Any] = {
        "id": badge.assertion["id"],
        "type": ["Evidence"],
        "name": "The badge as it was first issued",
        "narrative": f"Open Badges 2.0, issued by {badge.issuer['name']}. This credential repackages it.",
        "genre": "Open Badges 2.0 Assertion",
    }
    return [origin, *(_older(each) for each in _listed(badge.assertion.get("evidence")))]


def _older(given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        return {"id": given, "type": ["Evidence"]}
    names = ("id", "name", "description", "narrative", "genre", "audience")
    return {"type": ["Evidence"], **{name: given[name] for name in names if isinstance(given.get(name), str)}}


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else [] if given is None else [given]
