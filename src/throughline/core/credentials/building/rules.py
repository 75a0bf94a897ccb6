"""What no credential of this house may hold, whoever asks: each a sentence with what to do instead."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from throughline.core.credentials.building import facts as f
from throughline.core.credentials.building import vocabulary as words
from throughline.core.credentials.building.errors import CannotBuild

ISSUERS = ("did:", "https://")
SUBJECTS = ("urn:uuid:", "did:")
ABSOLUTE = ("urn:", "https://", "did:")


def check_head(
    id: str, issuer: f.Issuer, valid_from: datetime | None, valid_until: datetime | None, name: str
) -> None:
    """What every credential has: an id of its own, an issuer with a key, a window of time, a name to be shown by."""
    if not id.startswith("urn:uuid:"):
        raise CannotBuild(
            "id", f"'{id}' is not a urn:uuid", "Give each credential one of its own, urn:uuid:..."
        )
    if not issuer.id.startswith(ISSUERS) or not issuer.name:
        raise CannotBuild(
            "issuer", f"'{issuer.id}' cannot be looked up or has no name", "Give its did:web and name"
        )
    if not name:
        raise CannotBuild("name", "the credential has no name", "Say in a few words what it is")
    _check_window("valid_from", "valid_until", valid_from, valid_until)
    if valid_from is None:
        raise CannotBuild("valid_from", "nothing says from when it is valid", "Give the instant")


def _check_window(first: str, last: str, start: datetime | None, end: datetime | None) -> None:
    for name, moment in ((first, start), (last, end)):
        if moment is not None and moment.tzinfo is None:
            raise CannotBuild(name, f"{moment} has no time zone", "Give an instant that knows its zone")
    if start is not None and end is not None and end < start:
        raise CannotBuild(last, f"{end} is before {start}", "Let it end after it begins")


def check_achievement(held: f.AchievementFacts, where: str) -> None:
    """What can be earned: an id anyone can keep, a type of the list, words on how it is earned, results that are not
    grades."""
    if not held.id.startswith(ABSOLUTE):
        raise CannotBuild(f"{where}.id", f"'{held.id}' is no lasting id", "Give the address of this version")
    for name, text in (("name", held.name), ("description", held.description)):
        if not text:
            raise CannotBuild(f"{where}.{name}", "it is empty", "Take it from the published version")
    if held.criteria is None or not (held.criteria.narrative or held.criteria.id):
        raise CannotBuild(f"{where}.criteria", "nothing says how it is earned", "Give the criteria in words")
    if not words.is_term(held.kind, words.ACHIEVEMENT_TYPES):
        raise CannotBuild(
            f"{where}.kind",
            f"'{held.kind}' is not a type of achievement",
            "Take one of the list, or ext:... of your own",
        )
    for index, alignment in enumerate(held.alignments):
        _check_alignment(alignment, f"{where}.alignments[{index}]")
    for index, result in enumerate(held.results):
        _check_description(result, f"{where}.results[{index}]")


def _check_alignment(held: f.Alignment, where: str) -> None:
    if not held.name or not held.url.startswith(ABSOLUTE):
        raise CannotBuild(where, "an alignment needs a name and an address", "Give the competency's own")
    if held.kind and not words.is_term(held.kind, words.ALIGNMENT_TYPES):
        raise CannotBuild(where, f"'{held.kind}' is not a kind of target", "Take one of the list, or ext:...")


def _check_description(held: f.ResultDescription, where: str) -> None:
    if held.kind in words.NOT_ISSUED:
        raise CannotBuild(
            where,
            f"{held.kind} is not stated here",
            "Say the level reached; keep a grade as evidence of its source",
        )
    if not held.name or not words.is_term(held.kind, words.RESULT_TYPES):
        raise CannotBuild(where, f"'{held.kind}' is not a kind of result", "Take one of the list, or ext:...")


def check_subject(held: f.Subject) -> None:
    """Whom it is about: a pairwise id, names only as salted hashes, and results none of which stands without status."""
    check_person(held.id, held.identities)
    check_achievement(held.achievement, "subject.achievement")
    described = {each.id: each for each in held.achievement.results}
    for index, result in enumerate(held.results):
        _check_result(result, described.get(result.describes), f"subject.results[{index}]")
    _check_window("subject.started", "subject.ended", held.started, held.ended)


def check_person(id: str, identities: Iterable[f.Identity]) -> None:
    """An id that says nothing of a person, and no name in the clear."""
    if not id.startswith(SUBJECTS):
        raise CannotBuild(
            "subject.id", f"'{id}' is neither urn:uuid nor did", "Give the pairwise id or the holder's DID"
        )
    for index, each in enumerate(identities):
        if not each.hashed or not each.salt or not each.hash.startswith("sha256$"):
            raise CannotBuild(
                f"subject.identities[{index}]", "a name stands in the clear", "Give its salted hash"
            )


def _check_result(held: f.ResultFacts, described: f.ResultDescription | None, where: str) -> None:
    if described is None:
        raise CannotBuild(
            where, f"no result description '{held.describes}'", "Describe it on the achievement"
        )
    if held.status not in words.STATED:
        raise CannotBuild(
            where,
            f"the status '{held.status}' is not stated here",
            f"Give one of {', '.join(sorted(words.STATED))}",
        )
    if held.level and held.level not in {each.id for each in described.levels}:
        raise CannotBuild(
            where, f"'{held.level}' is not a level of '{described.name}'", "Give the id of one of its own"
        )


def check_evidence(each: Iterable[f.EvidenceFacts]) -> None:
    """Evidence is named by an urn and known by its digest; a file inside a credential would be signed over and over."""
    for index, held in enumerate(each):
        if not held.id.startswith(ABSOLUTE):
            raise CannotBuild(
                f"evidence[{index}].id",
                "it carries its content or has no id",
                "Give urn:uuid:... and a digest",
            )
        if held.digest and not held.digest.startswith(("sha256-", "sha384-", "sha512-")):
            raise CannotBuild(
                f"evidence[{index}].digest", f"'{held.digest}' is not an SRI digest", "Write sha256-..."
            )


def check_texts(document: Mapping[str, Any]) -> None:
    """No control characters anywhere: what signs and what checks would not agree on their bytes."""
    for where, text in _texts(document, ""):
        if words.has_control_characters(text):
            raise CannotBuild(where, "the text holds control characters", "Take them out")


def _texts(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            yield from _texts(each, f"{where}.{name}".lstrip("."))
    elif isinstance(value, (list, tuple)):
        for index, each in enumerate(value):
            yield from _texts(each, f"{where}[{index}]")
