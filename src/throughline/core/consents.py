"""Whether a consent holds now: who said yes to what, who had to, and whose yes still counts.

A yes counts while it is not taken back and its time is not over. A guardian's yes counts only while the law still
makes them guardian: what rested on it ends with it, unless the learner says yes. Nothing here knows an age; who is
guardian, and until when, is given from outside, and asked anew at each use.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from throughline.core.requirements.nodes import Cite, Text

GuardianPart = Literal["none", "beside", "instead"]


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """One purpose that a state asks consent for. guardian: what a guardian's yes is to it while there is a guardian:
    none (the learner's is enough), beside (both are needed), instead (the guardian's is enough)."""

    id: str
    title: Text
    summary: Text = field(default_factory=dict)
    guardian: GuardianPart = "none"
    days: int | None = None
    cite: Cite | None = None


@dataclass(frozen=True, slots=True)
class Yes:
    """One consent as it was given: by whom, from when, until when, and when it was taken back."""

    by: UUID
    since: datetime
    until: datetime | None = None
    withdrawn: datetime | None = None

    def stands(self, now: datetime) -> bool:
        """Whether it is given, not over and not taken back."""
        over = self.until is not None and self.until <= now
        return self.since <= now and not over and (self.withdrawn is None or self.withdrawn > now)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a consent holds, and whose yes it waits for where it does not."""

    holds: bool
    waits_for: tuple[Literal["learner", "guardian"], ...] = ()


def standing(
    rule: ConsentRule, yeses: Iterable[Yes], *, learner: UUID, guardians: frozenset[UUID], now: datetime
) -> Standing:
    """Whether consent to this purpose holds at `now`. guardians: who is guardian by law at that moment."""
    said = {each.by for each in yeses if each.stands(now)}
    own, theirs = learner in said, bool(guardians & said)
    if not guardians or rule.guardian == "none":
        return Standing(own, () if own else ("learner",))
    if rule.guardian == "instead":
        return Standing(theirs, () if theirs else ("guardian",))
    lacking: tuple[tuple[bool, Literal["learner", "guardian"]], ...] = (
        (own, "learner"),
        (theirs, "guardian"),
    )
    waits = tuple(who for there, who in lacking if not there)
    return Standing(not waits, waits)


def who_may(rule: ConsentRule, *, learner: UUID, guardians: frozenset[UUID]) -> frozenset[UUID]:
    """Whose yes means anything to this purpose now."""
    if not guardians or rule.guardian == "none":
        return frozenset({learner})
    return guardians if rule.guardian == "instead" else guardians | {learner}
