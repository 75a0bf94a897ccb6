"""What a credential says, taken out of it to be shown once its signature holds. Any shape is survived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from throughline.core.credentials.verifying.answers import Claims, Evidence, Result
from throughline.core.credentials.verifying.shape import first_text, instant, several, types_of

LONGEST = 2_000
MOST = 200
"""How much of a text, and how many results or pieces of evidence, are shown."""
_GENERAL = {"VerifiableCredential", "VerifiablePresentation"}


def claims_of(document: Mapping[str, Any], known_as: str) -> Claims:
    """What the document says. known_as: the issuer's name in the registry, or empty."""
    subject = _first(document.get("credentialSubject"))
    # A record lists the achievements of all its parts; none of them is what the record itself says.
    achievement = {} if "verifiableCredential" in subject else _first(subject.get("achievement"))
    begins = document.get("validFrom", document.get("issuanceDate"))
    ends = document.get("validUntil", document.get("expirationDate"))
    return Claims(
        name=_text(document.get("name")) or _text(achievement.get("name")),
        types=tuple(each[:100] for each in types_of(document) if each not in _GENERAL),
        issuer=issuer_of(document),
        issuer_name=_text(_first(document.get("issuer")).get("name")),
        known_as=known_as,
        about=_text(subject.get("name")) or _spoken_identity(subject),
        achievement=_text(achievement.get("name")),
        description=_text(achievement.get("description")) or _text(document.get("description")),
        criteria=_text(_first(achievement.get("criteria")).get("narrative")),
        valid_from=instant(begins),
        valid_until=instant(ends),
        results=tuple(_results(subject, achievement))[:MOST],
        speaks_of=_plain(subject.get("id")) if "EndorsementCredential" in types_of(document) else "",
        comment=_text(subject.get("endorsementComment")),
        evidence=tuple(_evidence(each) for each in several(document.get("evidence")) if isinstance(each, Mapping))[:MOST],
    )  # fmt: skip


def issuer_of(document: Mapping[str, Any]) -> str:
    """The id of the issuer as the document gives it; empty where there is none."""
    issuer = document.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return found if isinstance(found, str) else ""


def _first(value: Any) -> Mapping[str, Any]:
    return next((each for each in several(value) if isinstance(each, Mapping)), {})


def _text(value: Any) -> str:
    return first_text(value)[:LONGEST]


def _spoken_identity(subject: Mapping[str, Any]) -> str:
    for each in several(subject.get("identifier")):
        plain = (
            isinstance(each, Mapping) and each.get("hashed") is False and each.get("identityType") == "name"
        )
        if plain and isinstance(each.get("identityHash"), str):
            return str(each["identityHash"])[:LONGEST]
    return ""


def _results(subject: Mapping[str, Any], achievement: Mapping[str, Any]) -> list[Result]:
    described = {
        str(each.get("id")): each for each in several(achievement.get("resultDescription")) if isinstance(each, Mapping)
    }  # fmt: skip
    made = []
    for each in several(subject.get("result")):
        if isinstance(each, Mapping):
            what = each.get("resultDescription")
            description = described.get(what) if isinstance(what, str) else None
            name = _text((description or {}).get("name")) or _text(each.get("name"))
            made.append(Result(name, _value(each, description or {}), _plain(each.get("status"))))
    return made


def _value(result: Mapping[str, Any], description: Mapping[str, Any]) -> str:
    given = _plain(result.get("value"))
    level = result.get("achievedLevel")
    for each in several(description.get("rubricCriterionLevel")):
        if isinstance(each, Mapping) and level is not None and each.get("id") == level:
            return _text(each.get("level")) or _text(each.get("name")) or given
    return given


def _plain(value: Any) -> str:
    return str(value)[:LONGEST] if isinstance(value, str | int | float) else ""


def _evidence(each: Mapping[str, Any]) -> Evidence:
    return Evidence(_text(each.get("name")), _text(each.get("narrative")), _plain(each.get("id")))
