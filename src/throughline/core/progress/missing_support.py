"""Which support is missing around a learner, from facts about the support alone, and which adult of theirs can give it.

Nothing here reads what a learner can or cannot do: no judgment, no score, no pace. A signal says what is missing, so that
somebody gives it. It goes to one adult in the learner's own circle of support and nowhere else; it ends by itself after a
while, and at once when the learner puts it aside. Nothing that admits, matches or reports reads it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

Missing = Literal["contact", "transport", "materials", "language", "other", "answer", "reach"]
ASKABLE: tuple[Missing, ...] = ("transport", "materials", "language", "other")
GIVES: Mapping[Missing, tuple[str, ...]] = {
    "contact": ("adviser", "mentor", "advocate"),
    "transport": ("adviser", "advocate", "family", "guardian"),
    "materials": ("teacher", "adviser", "advocate"),
    "language": ("teacher", "adviser", "advocate"),
    "other": ("adviser", "advocate", "mentor"),
    "answer": ("teacher", "adviser"),
    "reach": ("adviser", "mentor"),
}
"""Who can give what, the first of them that the learner has."""


@dataclass(frozen=True, slots=True)
class SupportTerms:
    """A state's days. contact_days: within which an adviser is in touch. promise_days: within which somebody promises what
    was asked for. answer_days: within which work that was handed in is answered. signal_days: after which a signal ends."""

    contact_days: int = 60
    promise_days: int = 14
    answer_days: int = 15
    signal_days: int = 90


@dataclass(frozen=True, slots=True)
class SupportAsked:
    """A support that was asked for. promised_for: the day somebody promised it for; came: it is there."""

    kind: Missing
    asked_on: date
    promised_for: date | None = None
    came: bool = False


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """What is known of the support around a learner. in_touch: when their adviser last was (None: never); adviser_since: how
    long they have one (None: none). waiting: since when work of theirs waits for an answer. unreached: milestones open to
    them to which nothing within reach leads."""

    adviser_since: date | None = None
    in_touch: date | None = None
    asked: tuple[SupportAsked, ...] = ()
    waiting: tuple[date, ...] = ()
    unreached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A support that is missing, since when, and what it is about."""

    kind: Missing
    since: date
    about: str = ""


def missing(facts: SupportFacts, terms: SupportTerms, on: date) -> tuple[Signal, ...]:
    """Every support that is missing on a day, each kind once, the longest missing first."""
    found: list[Signal] = []
    if facts.adviser_since is not None:
        last = max(facts.in_touch or facts.adviser_since, facts.adviser_since)
        found += _if_over("contact", last, terms.contact_days, on)
    for each in facts.asked:
        if not each.came:
            days = terms.promise_days if each.promised_for is None else 0
            found += _if_over(each.kind, each.promised_for or each.asked_on, days, on)
    for since in facts.waiting:
        found += _if_over("answer", since, terms.answer_days, on)
    found += [Signal("reach", on, each) for each in facts.unreached[:1]]
    first: dict[Missing, Signal] = {}
    for signal in sorted(found, key=lambda one: (one.since, one.kind)):
        first.setdefault(signal.kind, signal)
    return tuple(first.values())


def _if_over(kind: Missing, since: date, days: int, on: date) -> list[Signal]:
    return [Signal(kind, since)] if on > since + timedelta(days=days) else []


def giver(kind: Missing, circle: Sequence[tuple[UUID, str]]) -> UUID | None:
    """Who of the learner's circle (a person and what they are to the learner) can give it; None: nobody yet, and then only
    the learner sees it."""
    for wanted in GIVES[kind]:
        for person, tie in circle:
            if tie == wanted:
                return person
    return None


@dataclass(frozen=True, slots=True)
class Hit:
    """How signals of one group of learners held: of those sent how many named a support that was missing (precision), of
    those that were missing how many were sent (recall). None: too few to say."""

    learners: int
    precision: float | None
    recall: float | None


Named = tuple[UUID, Missing]


def quality(
    sent: Collection[Named], planted: Collection[Named], groups: Mapping[UUID, str], smallest: int
) -> dict[str, Hit]:
    """Precision and recall by group; groups of fewer learners than the smallest show nothing."""
    many = Counter(groups.values())
    right = {*sent} & {*planted}
    return {
        group: Hit(
            learners,
            _share(_of(right, groups, group), _of(sent, groups, group)) if learners >= smallest else None,
            _share(_of(right, groups, group), _of(planted, groups, group)) if learners >= smallest else None,
        )
        for group, learners in sorted(many.items())
    }


def _of(named: Iterable[Named], groups: Mapping[UUID, str], group: str) -> int:
    return sum(1 for learner, _ in named if groups.get(learner) == group)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
