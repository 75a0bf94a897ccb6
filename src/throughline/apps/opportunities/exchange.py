"""Between the rows of a learning agreement and the value its rules see."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from throughline.apps.opportunities.models import LearningAgreementStep, LearningAgreementVersion
from throughline.core.learning_agreement import (
    Answered,
    Change,
    LearningAgreement,
    Version,
    answer,
    approve,
    propose,
    withdraw,
)


def stood(versions: Iterable[LearningAgreementVersion]) -> LearningAgreement:
    """The agreement as its rows leave it: every version asked for and every step, taken again in order.

    versions: by number, each with its steps fetched.
    """
    found = LearningAgreement()
    for row in versions:
        found = propose(found, version_of(row), {"learner": row.asked_at})
        for step in sorted(row.steps.all(), key=lambda each: each.nth):
            found = _taken(found, row.number, step)
    return found


def _taken(found: LearningAgreement, number: int, step: LearningAgreementStep) -> LearningAgreement:
    party: Any = step.party
    if step.step == "approved":
        return approve(found, party, number, step.at)
    if step.step == "answered":
        return answer(found, Answered(party, number, step.words, changes_of(step.instead)))
    return withdraw(found) if step.step == "withdrew" else found


def version_of(row: LearningAgreementVersion) -> Version:
    """What the rules see of a version; nobody has approved it yet."""
    return Version(
        row.number, tuple(row.studied), {item: Decimal(n) for item, n in row.recognized.items()},
        row.provision, changes_of(row.changes),  # type: ignore[arg-type]  # held by a check
    )  # fmt: skip


def changes_of(kept: Iterable[Mapping[str, str]]) -> tuple[Change, ...]:
    """Changes from JSON."""
    return tuple(Change(each["out"], each["into"], each["reason"], each["words"]) for each in kept)  # type: ignore[arg-type]


def json_of(changes: Sequence[Change]) -> list[dict[str, str]]:
    """Changes as JSON."""
    return [{"out": c.out, "into": c.into, "reason": c.reason, "words": c.words} for c in changes]
