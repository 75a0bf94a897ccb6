"""Open Badges 3.0: an achievement credential from plain values, and back."""

from typing import Any

from throughline.core.credentials.building import rules
from throughline.core.credentials.building.facts import Badge, Document
from throughline.core.credentials.building.shapes import BADGE


def build(badge: Badge) -> dict[str, Any]:
    """The unsigned credential (OB 3.0 on VCDM 2.0). Raises `CannotBuild` naming the member and what to do.

    It says who achieved what, by which criteria, for whom it counts and since when; never how often it was tried, how
    long it took, or a date of birth.
    """
    rules.check_head(badge.id, badge.issuer, badge.valid_from, badge.valid_until, badge.name)
    rules.check_subject(badge.subject)
    rules.check_evidence(badge.evidence)
    document = BADGE.write(badge)
    rules.check_texts(document)
    return document


def read(document: Document) -> Badge:
    """The values of a credential of anyone's; `BADGE.write` gives back the same document, member for member.

    Raises `NotOfThisKind` where it is no achievement credential. It checks nothing: verification does.
    """
    return BADGE.read(document)
