"""Whether awards stand: what their issuers' marks come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from throughline.apps.records.models import AwardMark

State = Literal["stands", "suspended", "revoked", "lapsed"]
CAUSES = {
    "issued_in_error": "issued in error",
    "requirement_not_met": "a requirement was found not to be met",
    "registration_lapsed": "the registration has lapsed",
    "given_back": "the holder gave it back",
    "under_review": "under review",
}
"""What anyone may read of a reason. The full reason is the learner's to read."""


@dataclass(frozen=True, slots=True)
class Stands:
    """What is marked on an award. cause: a key of `CAUSES`, public; reason: in full; since: of the mark."""

    state: State = "stands"
    cause: str = ""
    reason: str = ""
    since: datetime | None = None


STANDS = Stands()


def standing_of(awards: Iterable[UUID]) -> dict[UUID, Stands]:
    """How each marked award stands; one that is not among them has no mark. One query."""
    found: dict[UUID, Stands] = {}
    for mark in AwardMark.objects.filter(award__in=list(awards)).order_by("at", "recorded_at"):
        before = found.get(mark.award_id, STANDS)
        found[mark.award_id] = after(before, mark.kind, mark.cause, mark.reason, mark.at)
    return found


def after(before: Stands, kind: str, cause: str, reason: str, at: datetime) -> Stands:
    """How an award stands after one more mark on it. What was revoked stays so."""
    if before.state == "revoked":
        return before
    if kind == "reinstated":
        return STANDS
    return Stands("revoked" if kind == "revoked" else "suspended", cause, reason, at)


def on(found: Stands, valid_until: date | None, day: date) -> Stands:
    """The same on one day: an award whose time is over has lapsed."""
    if found.state == "stands" and valid_until is not None and valid_until < day:
        return Stands("lapsed", "registration_lapsed", "Its time is over; it can be renewed.")
    return found
