"""The shortest way on from where a learner stands: over real offers, proved the least, held to what they choose.

Nothing of it is stored. It is worked out from the record, the rules and the offers in force; who may see the plan and the
progress may see it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.models import PlanEntry
from throughline.apps.advising.queries.choosing import ChoiceNow, choices_of
from throughline.apps.advising.shortest import home_of, offered
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records import queries as records
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.pace import ComingTerm, coming
from throughline.core.progress.planning.asking import CannotPlan
from throughline.core.progress.planning.offers import Measure, Offer
from throughline.core.progress.planning.plans import MEASURES, Answer, Goal, plan
from throughline.core.progress.planning.search import Choices, Limits
from throughline.core.progress.standing import Standing

SHORTEST = "The shortest way"
"""What is refused where a wish cannot be asked."""
MOST_PATHWAYS = 4
HOURS_IN_A_WEEK = 168
Until = Literal["end", "next"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a learner asks for. pathways: by id, all kept open at once. until: their `end`, or the `next` gate of each.

    terms: into how many it must fit (None: as the state says; 0: in order, without terms). hours: at most so many a week
    (None: as the state says). kilometers: nothing farther away. keep, leave: offers, by id, that are in every plan or in
    none. hold_plan: what is on the learner's plan is kept too.
    """

    pathways: tuple[str, ...]
    until: Until = "end"
    measure: Measure = "effort"
    terms: int | None = None
    hours: Decimal | None = None
    kilometers: int | None = None
    keep: frozenset[str] = frozenset()
    leave: frozenset[str] = frozenset()
    hold_plan: bool = False


@dataclass(frozen=True, slots=True)
class Shortest:
    """The answer to a wish. name: whose it is; because: why the reader can see it. terms: those to come that plans speak
    of. home: the place that ways are measured from, by id. offers: by id, all that can be begun. on_plan: ids of offers
    that stand on the learner's plan. cannot: a node that no plan can be made for, its document and why."""

    learner: UUID
    name: str
    because: str
    choice: ChoiceNow
    wish: Wish
    answer: Answer
    terms: tuple[ComingTerm, ...]
    home: str
    on_plan: frozenset[str]
    offers: Mapping[str, Offer] = field(default_factory=dict)
    cannot: tuple[str, str, str] | None = None


def shortest(actor: Actor, learner: UUID, wish: Wish, *, now: datetime) -> Shortest:
    """Up to three plans for a wish, the least first, or why there is none. A few questions to the solver, each within a
    second; what is not proved then says how far it may be off.

    :raises Refused: a pathway or an offer that nobody published, or an amount out of bounds.
    """
    subject = directory.may_read(actor, "plan.read", learner, what="shortest way", now=now)
    record = records.record_of(actor, learner, now=now)
    choice = choices_of([learner])[learner]
    held = PlanEntry.objects.filter(learner__in=ids_of([learner]), removed_at=None).values_list(
        "what", flat=True
    )
    kept, day = frameworks.catalogue(), timezone.localdate(now)
    home, lies = home_of(learner)
    given = offered(day, lies)
    on_plan = frozenset(name for each in held if (name := each.removeprefix("opportunity:")) in given.numbers)
    _check(wish, kept, given.numbers)
    own = choice.pathway if choice.pathway.removeprefix("pathway:") in wish.pathways else ""
    program = frameworks.program_for(
        own, choice.number if own else None, began=choice.edition_day(day), everywhere=True
    )
    standing = Standing(record, program, day)
    choices = Choices(
        taken=wish.keep | ((on_plan - wish.leave) if wish.hold_plan else frozenset()), refused=wish.leave,
        liked=on_plan, lot=str(learner),
    )  # fmt: skip
    limits = _limits(wish, kept)
    goals = [_goal(name, wish, choice, standing) for name in wish.pathways]
    cannot = None
    try:
        answer = plan(standing, given, goals, choices, limits)
    except CannotPlan as why:
        answer, cannot = Answer((), "reach"), (why.owner, why.node, why.why)
    return Shortest(
        learner, subject.name, allowed(actor, "plan.read", subject).reason, choice, wish, answer,
        coming(kept.state.terms, day, limits.terms), home, on_plan, {each.id: each for each in given.offers}, cannot,
    )  # fmt: skip


def _limits(wish: Wish, kept: Catalogue) -> Limits:
    pace = kept.state.pace
    terms = pace.terms if wish.terms is None else wish.terms
    return Limits(
        measure=wish.measure, terms=terms, hours=(wish.hours or pace.hours) if terms else None,
        weeks_in_term=pace.weeks_in_term,
        kilometers=None if wish.kilometers is None else Decimal(wish.kilometers),
    )  # fmt: skip


def _goal(name: str, wish: Wish, choice: ChoiceNow, standing: Standing) -> Goal:
    """A pathway to its end, with what the learner's own destination adds; or to the first gate that is not passed."""
    pathway = standing.program.rules.pathway(name)
    if wish.until == "end":
        own = choice.pathway == f"pathway:{name}"
        known = own and any(each.id == choice.destination for each in pathway.destinations)
        return Goal(name, "", choice.destination if known else "")
    still = [s for s in pathway.stages if standing.remaining(s.gate, f"pathway:{name}#{s.id}")]
    return Goal(name, still[0].id if still else "")


def _check(wish: Wish, kept: Catalogue, known: Mapping[str, int]) -> None:
    pace = kept.state.pace
    if not wish.pathways:
        raise Refused(SHORTEST, "no pathway is chosen.", "Choose one, or several to keep open.")
    if unknown := [name for name in wish.pathways if name not in kept.pathways]:
        raise Refused(SHORTEST, f"there is no pathway '{unknown[0]}'.", "Choose from the list.")
    if len(set(wish.pathways)) > MOST_PATHWAYS:
        raise Refused(SHORTEST, "it looks at four pathways at once at most.", "Choose fewer.")
    if wish.measure not in MEASURES:
        raise Refused(
            SHORTEST, f"nothing is known of '{wish.measure}'.", f"Save one of: {', '.join(MEASURES)}."
        )
    if wish.terms is not None and not 0 <= wish.terms <= pace.most_terms:
        raise Refused(SHORTEST, f"{wish.terms} terms are out of bounds.", f"Say 0 to {pace.most_terms}.")
    if wish.hours is not None and not 0 < wish.hours <= HOURS_IN_A_WEEK:
        raise Refused(
            SHORTEST, f"{wish.hours} hours a week are out of bounds.", f"Say 1 to {HOURS_IN_A_WEEK}."
        )
    if wish.kilometers is not None and wish.kilometers < 0:
        raise Refused(SHORTEST, "a distance is not below 0.", "Say kilometers, or leave it open.")
    if odd := sorted((wish.keep | wish.leave) - known.keys()):
        raise Refused(SHORTEST, f"'{odd[0]}' is not offered.", "Name what an opportunity's page is called.")
    if both := sorted(wish.keep & wish.leave):
        raise Refused(SHORTEST, f"'{both[0]}' is kept and left out.", "Choose one of the two.")
