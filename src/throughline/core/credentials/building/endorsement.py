"""Endorsements: a signed word of support for a credential, an achievement or an organization (OB 3.0)."""

from typing import Any

from throughline.core.credentials.building import rules
from throughline.core.credentials.building.errors import CannotBuild
from throughline.core.credentials.building.facts import Document, Endorsement
from throughline.core.credentials.building.shapes import ENDORSEMENT


def build(endorsement: Endorsement) -> dict[str, Any]:
    """The unsigned endorsement credential. Raises `CannotBuild`, also for who endorses what it issues itself: no
    second voice."""
    held = endorsement
    rules.check_head(held.id, held.issuer, held.valid_from, held.valid_until, held.name)
    if not held.subject.id.startswith(rules.ABSOLUTE):
        raise CannotBuild(
            "subject.id", f"'{held.subject.id}' is not an id", "Give the id of what is endorsed"
        )
    if not held.subject.comment:
        raise CannotBuild("subject.comment", "it says nothing", "Say in your own words what you stand behind")
    if held.subject.id == held.issuer.id:
        raise CannotBuild(
            "subject.id", "an organization cannot endorse itself", "Let another one speak for it"
        )
    document = ENDORSEMENT.write(held)
    rules.check_texts(document)
    return document


def read(document: Document) -> Endorsement:
    """The values of an endorsement of anyone's. Raises `NotOfThisKind`."""
    return ENDORSEMENT.read(document)
