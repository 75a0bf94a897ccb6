"""Which support is missing around a learner, from facts about the support alone, and which adult of theirs can give it.

Nothing here reads what a learner can or cannot do, how often they came, or who they are: no judgment, no score, no pace,
no group. What is missing is told so that somebody gives it: to one adult in the learner's own circle of support, to the
learner and to their guardian. Nothing that admits, matches or reports reads it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from throughline.core.catalogue.support_terms import SupportTerms

Kind = Literal["talk", "mentor", "plan", "answer", "reach", "materials", "language", "other"]
KINDS: tuple[Kind, ...] = ("talk", "mentor", "plan", "answer", "reach", "materials", "language", "other")
"""A talk with an adviser; a first meeting with a mentor; time to plan the next term; an answer to work; something to learn
it by within reach, or a way to get there; things to work with; help with a language; anything else."""
MENTORS = ("mentor", "workplace_mentor")
GIVES: Mapping[Kind, tuple[str, ...]] = {
    "talk": ("adviser", "mentor", "advocate", "teacher"),
    "mentor": ("mentor", "workplace_mentor", "adviser"),
    "plan": ("adviser", "mentor", "advocate"),
    "answer": ("teacher", "adviser"),
    "reach": ("adviser", "advocate", "mentor", "guardian", "family"),
    "materials": ("teacher", "adviser", "advocate", "guardian"),
    "language": ("teacher", "adviser", "advocate"),
    "other": ("adviser", "advocate", "mentor", "teacher"),
}
"""Who can give what: the first of them whom the learner has, then the next."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An adult of a learner's circle: as what, since when, and when they were last in touch (None: not yet)."""

    person: UUID
    kind: str
    since: date
    met: date | None = None


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """What is known of the support around a learner.

    waiting: since when the oldest of their work waits for an answer. on_way: since when they are on a pathway (None: on
    none). terms: the first days of this term and of the next (None: the state names none). planned: when something was
    last put on their plan. unreached: what is open to them now, where nothing of all that is within their reach.
    """

    ties: tuple[Tie, ...] = ()
    waiting: date | None = None
    on_way: date | None = None
    terms: tuple[date, date] | None = None
    planned: date | None = None
    unreached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A support that is missing: since when, what it is about, and, where it is one adult's to give, whose."""

    kind: Kind
    since: date
    about: str = ""
    whose: UUID | None = None


def missing(facts: SupportFacts, terms: SupportTerms, on: date) -> tuple[Missing, ...]:
    """Every support that is missing on a day, each kind once, in the order of `KINDS`."""
    found = [*_untouched(facts.ties, terms, on), *_unplanned(facts, terms, on)]
    if facts.waiting and on > facts.waiting + timedelta(days=terms.answer_days):
        found.append(Missing("answer", facts.waiting))
    found += [Missing("reach", on, each) for each in facts.unreached[:1]]
    first: dict[Kind, Missing] = {}
    for each in sorted(found, key=lambda one: (KINDS.index(one.kind), one.since)):
        first.setdefault(each.kind, each)
    return tuple(first.values())


def _untouched(ties: Sequence[Tie], terms: SupportTerms, on: date) -> list[Missing]:
    """An adviser who was not in touch for too long; a mentor who was agreed and not met."""
    found = []
    for each in ties:
        last = max(each.met or each.since, each.since)
        if each.kind == "adviser" and on > last + timedelta(days=terms.contact_days):
            found.append(Missing("talk", last, "", each.person))
        if each.kind in MENTORS and each.met is None and on > each.since + timedelta(days=terms.meet_days):
            found.append(Missing("mentor", each.since, "", each.person))
    return found


def _unplanned(facts: SupportFacts, terms: SupportTerms, on: date) -> list[Missing]:
    """Nothing was put on the plan this term, and the next one is near."""
    if facts.on_way is None or facts.terms is None:
        return []
    began, begins = facts.terms
    near = max(begins - timedelta(days=terms.plan_days), facts.on_way)
    if on < near or (facts.planned is not None and facts.planned >= began):
        return []
    return [Missing("plan", near)]


def came(kind: Kind, named_on: date, told: UUID | None, facts: SupportFacts) -> bool:
    """Whether a support that somebody named has come about since, as far as that shows by itself."""
    if kind in ("talk", "mentor"):
        return any(each.person == told and each.met and each.met > named_on for each in facts.ties)
    if kind == "plan":
        return facts.planned is not None and facts.planned > named_on
    return False


def ended_as(kind: Kind, since: date, facts: SupportFacts) -> Literal["came", "over"]:
    """How a support ended that was missing and is not any more: it came, or it no longer applies, as where an adviser
    left or the learner is on no pathway."""
    kinds = {"talk": ("adviser",), "mentor": MENTORS}.get(kind)
    if kinds:
        return "came" if any(e.kind in kinds and e.met and e.met >= since for e in facts.ties) else "over"
    if kind == "plan":
        planned = facts.planned is not None and facts.terms is not None and facts.planned >= facts.terms[0]
        return "came" if planned else "over"
    return "over" if kind == "reach" and facts.on_way is None else "came"


def givers(kind: Kind, circle: Sequence[Tie]) -> tuple[Tie, ...]:
    """Who of a learner's circle can give it, each once, in the order in which they are told."""
    ordered = (each for wanted in GIVES[kind] for each in circle if each.kind == wanted)
    first: dict[UUID, Tie] = {}
    for each in ordered:
        first.setdefault(each.person, each)
    return tuple(first.values())


def giver(found: Missing, circle: Sequence[Tie]) -> Tie | None:
    """Who is told first; None: nobody in the circle can give it, and then only the learner and their guardian see it."""
    able = givers(found.kind, circle)
    own = next((each for each in able if each.person == found.whose), None)
    return own or next(iter(able), None)


def next_giver(kind: Kind, circle: Sequence[Tie], told: UUID) -> Tie | None:
    """Who is told after this adult; None: there is nobody further."""
    able = givers(kind, circle)
    at = next((nth for nth, each in enumerate(able) if each.person == told), None)
    return able[at + 1] if at is not None and at + 1 < len(able) else None


def unanswered(told_on: date, promised_for: date | None, terms: SupportTerms, on: date) -> bool:
    """Whether whoever was told named no day in time, or let the day they named go by for as long."""
    return on > (promised_for or told_on) + timedelta(days=terms.promise_days)
