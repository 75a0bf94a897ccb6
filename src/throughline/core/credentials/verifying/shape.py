"""Whether a document has the shape its model asks for: Verifiable Credentials 2.0 and, to be read only, 1.1.

Each fault is a path in the document and what is wrong there. Sources: W3C Verifiable Credentials Data Model v2.0,
section 4; Data Model v1.1, section 4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeAlias

from throughline.core.credentials.verifying.answers import Said, said

V2, V1 = "https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1"
Faults: TypeAlias = Iterator[Said]
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TERM = re.compile(r"[A-Za-z0-9][\w.+-]*(?::[^\s]*)?")
_INSTANT = re.compile(
    r"-?\d{4,6}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]|24(?=:00:00)):[0-5]\d:[0-5]\d(\.\d+)?"
    r"(Z|[+-](0\d|1[0-4]):[0-5]\d)"
)
_SPOKEN = {"@value", "@language", "@direction"}
_OWN = {"VerifiableCredential", "VerifiablePresentation", "id", "type", "credentialSubject", "issuer", "holder",
        "validFrom", "validUntil", "credentialStatus", "proof", "verifiableCredential"}  # fmt: skip


def is_address(value: object) -> bool:
    """Whether a value is one absolute URL, `did:` and `urn:` included."""
    return isinstance(value, str) and _ADDRESS.fullmatch(value) is not None


def several(value: Any) -> list[Any]:
    """A member as a list: nothing, the one value, or its items."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def types_of(value: Any) -> tuple[str, ...]:
    """The types an object names."""
    named = several(value.get("type", value.get("@type"))) if isinstance(value, Mapping) else []
    return tuple(each for each in named if isinstance(each, str))


def model_of(document: Mapping[str, Any]) -> str:
    """The data model by the first context: `2.0`, `1.1`, or empty for neither."""
    first = next(iter(several(document.get("@context"))), None)
    return {V2: "2.0", V1: "1.1"}.get(first, "") if isinstance(first, str) else ""


def instant(value: object) -> datetime | None:
    """An instant with its time zone as XML Schema writes it; None where it is none."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        return None
    text = re.sub(r"(\.\d{6})\d+", r"\1", value.replace("Z", "+00:00"))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def faults_of_credential(document: Mapping[str, Any]) -> Faults:
    """What a credential lacks of its data model; none where its shape is right."""
    yield from _head(document, "VerifiableCredential")
    yield from _issuer(document)
    yield from _subjects(document)
    yield from _times(document)
    yield from _texts(document, "")
    for name in ("credentialStatus", "evidence", "termsOfUse", "refreshService", "credentialSchema", "proof"):
        yield from _typed(document, name)
    for each in several(document.get("credentialSchema")):
        if isinstance(each, Mapping) and not is_address(each.get("id")):
            yield said("wrong_address", path="credentialSchema.id")


def faults_of_presentation(document: Mapping[str, Any]) -> Faults:
    """What a presentation lacks of its data model."""
    yield from _head(document, "VerifiablePresentation")
    holder = document.get("holder")
    if holder is not None and not is_address(holder.get("id") if isinstance(holder, Mapping) else holder):
        yield said("wrong_address", path="holder")
    tokens_too = model_of(document) == "1.1"
    for number, each in enumerate(several(document.get("verifiableCredential"))):
        if not (isinstance(each, Mapping) or (tokens_too and isinstance(each, str))):
            yield said("wrong_object", path=f"verifiableCredential.{number}")
    yield from _typed(document, "proof")


def _head(document: Mapping[str, Any], wanted: str) -> Faults:
    if not model_of(document):
        yield said("wrong_first_context")
    for number, each in enumerate(several(document.get("@context"))):
        yield from _context(each, f"@context.{number}")
    named = several(document.get("type"))
    if wanted not in named:
        yield said("wrong_type", wanted=wanted)
    if not all(isinstance(each, str) and _TERM.fullmatch(each) for each in named):
        yield said("wrong_term", path="type")
    if "id" in document and not is_address(document["id"]):
        yield said("wrong_address", path="id")


def _context(value: Any, path: str) -> Faults:
    if isinstance(value, Mapping):
        for term, meaning in value.items():
            plain = meaning.get("@id") if isinstance(meaning, Mapping) else meaning
            if term in _OWN or (isinstance(plain, str) and re.search(r"\s", plain)):
                yield said("wrong_context", path=f"{path}.{term}")
    elif not is_address(value):
        yield said("wrong_context", path=path)


def _issuer(document: Mapping[str, Any]) -> Faults:
    issuer = document.get("issuer")
    if not is_address(issuer.get("id") if isinstance(issuer, Mapping) else issuer):
        yield said("no_issuer")
    if isinstance(issuer, Mapping):
        yield from _texts(issuer, "issuer.")


def _subjects(document: Mapping[str, Any]) -> Faults:
    subjects = several(document.get("credentialSubject"))
    if not subjects:
        yield said("no_subject")
    for each in subjects:
        if not isinstance(each, Mapping) or not each:
            yield said("wrong_object", path="credentialSubject")
        elif "id" in each and not is_address(each["id"]):
            yield said("wrong_address", path="credentialSubject.id")


def _times(document: Mapping[str, Any]) -> Faults:
    names = ("issuanceDate", "expirationDate") if model_of(document) == "1.1" else ("validFrom", "validUntil")
    found = [instant(document.get(name)) for name in names]
    for name, when in zip(names, found, strict=True):
        if when is None and (name in document or name == "issuanceDate"):
            yield said("wrong_time", path=name)
    if found[0] and found[1] and found[0] > found[1]:
        yield said("ends_before_it_begins")


def _texts(document: Mapping[str, Any], path: str) -> Faults:
    for name in ("name", "description"):
        for each in several(document.get(name)):
            spoken = isinstance(each, Mapping) and "@value" in each and set(each) <= _SPOKEN
            if not isinstance(each, str) and not spoken:
                yield said("wrong_text", path=f"{path}{name}")


def _typed(document: Mapping[str, Any], name: str) -> Faults:
    for each in several(document.get(name)):
        if not isinstance(each, Mapping):
            yield said("wrong_object", path=name)
            continue
        named = several(each.get("type"))
        if not named or not all(isinstance(one, str) and _TERM.fullmatch(one) for one in named):
            yield said("wrong_term", path=f"{name}.type")
        if "id" in each and not is_address(each["id"]):
            yield said("wrong_address", path=f"{name}.id")


def first_text(value: Any, language: str = "en") -> str:
    """A text of a document: as it stands, or of several the one in the language, else the first."""
    spoken = [each for each in several(value) if isinstance(each, Mapping)]
    chosen = next((each for each in spoken if each.get("@language") == language), None) or next(
        iter(spoken), {}
    )
    plain = next((each for each in several(value) if isinstance(each, str)), None)
    return plain if plain is not None else str(chosen.get("@value", ""))


Check: TypeAlias = Callable[[Mapping[str, Any]], Faults]


def all_faults(document: Mapping[str, Any], checks: Sequence[Check]) -> tuple[Said, ...]:
    """Every fault that the checks find, in their order."""
    return tuple(fault for check in checks for fault in check(document))
