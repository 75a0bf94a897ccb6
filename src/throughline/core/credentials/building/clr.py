"""The comprehensive learner record (CLR 2.0): signed credentials of many settings in one, and a part of it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from throughline.core.credentials.building import rules
from throughline.core.credentials.building import vocabulary as words
from throughline.core.credentials.building.errors import CannotBuild
from throughline.core.credentials.building.facts import Clr, ClrSubject, Document, Identity
from throughline.core.credentials.building.shapes import CLR

CONTAINED = frozenset({"isChildOf", "isPartOf"})
"""Kinds of association whose target is named with what is shown: the milestone that a shown competency belongs to."""


def build(clr: Clr) -> dict[str, Any]:
    """The unsigned record. Its contexts stand in the order CLR 2.0 fixes; its credentials as they were signed.

    Raises `CannotBuild` where it is empty, a credential in it is not signed, or an association leads outside it.
    """
    rules.check_head(clr.id, clr.issuer, clr.valid_from, clr.valid_until, clr.name)
    rules.check_person(clr.subject.id, clr.subject.identities)
    rules.check_evidence(clr.evidence)
    _check_credentials(clr.subject)
    for index, each in enumerate(clr.subject.achievements):
        rules.check_achievement(each, f"subject.achievements[{index}]")
    _check_associations(clr.subject)
    document = CLR.write(clr)
    rules.check_texts(
        {**document, "credentialSubject": {**document["credentialSubject"], "verifiableCredential": []}}
    )
    return document


def read(document: Document) -> Clr:
    """The values of a record of anyone's; `CLR.write` gives back the same document. Raises `NotOfThisKind`."""
    return CLR.read(document)


def achievement_ids(credential: Document) -> tuple[str, ...]:
    """The ids of what a credential says was achieved: what associations can name."""
    subjects = credential.get("credentialSubject", ())
    found = []
    for each in subjects if isinstance(subjects, list) else [subjects]:
        held = each.get("achievement") if isinstance(each, dict) else None
        if isinstance(held, dict) and isinstance(held.get("id"), str):
            found.append(held["id"])
    return tuple(found)


def held_ids(subject: ClrSubject) -> frozenset[str]:
    """The ids of all achievements in a record: those of its credentials and those listed beside them."""
    signed = (name for each in subject.credentials for name in achievement_ids(each))
    return frozenset(signed) | {each.id for each in subject.achievements}


def part_of(
    clr: Clr,
    credentials: Collection[str],
    *,
    id: str,
    subject: str,
    identities: tuple[Identity, ...],
    valid_from: datetime,
) -> Clr:
    """The record with only the credentials of these ids, under an id of its own: unsigned again, marked partial.

    Nothing in it leads to the rest: no achievement, association, evidence or endorsement that stands for something
    left out, and no id, salt or time of the record it was taken from. subject, identities: for whoever receives it.
    """
    chosen = tuple(each for each in clr.subject.credentials if each.get("id") in credentials)
    signed = frozenset(name for each in chosen for name in achievement_ids(each))
    around = frozenset(
        a.target for a in clr.subject.associations if a.source in signed and a.kind in CONTAINED
    )
    achievements = tuple(a for a in clr.subject.achievements if a.id in signed or a.id in around)
    kept = signed | {each.id for each in achievements}
    associations = tuple(a for a in clr.subject.associations if {a.source, a.target} <= kept)
    inside = ClrSubject(chosen, subject, identities, achievements, associations)
    return Clr(
        id, clr.issuer, inside, valid_from, clr.name, clr.description, partial=True, schemas=clr.schemas
    )


def _check_credentials(subject: ClrSubject) -> None:
    if not subject.credentials:
        raise CannotBuild("subject.credentials", "the record is empty", "Give at least one signed credential")
    for index, each in enumerate(subject.credentials):
        if "proof" not in each and "EnvelopedVerifiableCredential" not in each.get("type", ()):
            raise CannotBuild(
                f"subject.credentials[{index}]",
                "it is not signed",
                "Sign each credential before it goes into the record",
            )


def _check_associations(subject: ClrSubject) -> None:
    known = held_ids(subject)
    for index, each in enumerate(subject.associations):
        where = f"subject.associations[{index}]"
        if each.kind not in words.ASSOCIATION_TYPES:
            raise CannotBuild(where, f"'{each.kind}' is not an association", "Take one of the list")
        outside = {each.source, each.target} - known
        if outside:
            raise CannotBuild(
                where,
                f"'{min(outside)}' is no achievement of this record",
                "Associate the ids of achievements in it",
            )
