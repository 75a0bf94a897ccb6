"""A learner's shortest way: the plans that the page shows, as values."""

from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from throughline.api.mine import signed_in
from throughline.api.problems import Problem
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.core.progress.planning.missing import Missing as MissingNode
from throughline.core.progress.planning.offers import SHOWING
from throughline.core.progress.planning.plans import MEASURES, Plan, Step

router = Router(tags=["mine"], auth=signed_in)


class StepOut(Schema):
    """One step. ref: an opportunity to begin, or a milestone to show. term: in which it starts, counted from 1, with its
    first day where the state names terms (null: only in order). lasts: through how many terms. effort in hours, cost in
    dollars, travel and away in kilometers (away null: not known). hours: a week, on average. places: free or published;
    null: not known. why: what would be missing without it, by reference; empty where it was asked for."""

    ref: str
    provider: str
    term: int | None
    begins: date | None
    lasts: int
    effort: float
    cost: float
    travel: float
    weeks: float
    hours: float
    places: int | None
    away: float | None
    why: list[str]


class PlanOut(Schema):
    """Steps in an order in which they can be done. totals: by measure. proved: nothing else takes less of what was to be
    saved; could_save: otherwise at most so much less, in its unit. apart: of a further plan, so many steps of each plan
    before are left out; it is the least of those that leave so many."""

    steps: list[StepOut]
    totals: dict[str, float]
    proved: bool
    could_save: float
    apart: int


class MissingOut(Schema):
    """A node that nothing within reach leads to. what: the thing, if it is one. why: nothing is offered, or all of it is
    full, left out by the learner, too far, or needs something out of reach. owed_by: who answers for it."""

    pathway: str
    stage: str
    node: str
    document: str
    what: str
    why: Literal["nothing", "full", "refused", "far", "needs"]
    offers: list[str]
    owed_by: list[str]


class ShortestOut(Schema):
    """Plans, the least first. lack: why there is none: `reach` (see missing, or cannot: a rule that no plan can be made
    for), `terms` (it does not fit; in_order is the least without terms, heavy what alone is too much in a week), `time`."""

    measure: Literal["effort", "cost", "travel", "weeks"]
    plans: list[PlanOut]
    lack: Literal["", "reach", "terms", "time"]
    missing: list[MissingOut]
    cannot: str
    in_order: PlanOut | None
    heavy: list[str]


class Asked(Schema):
    """What is asked. pathway: by id, up to four, all kept open. until: their end, or the next gate of each. save: what is
    least. terms: into how many (0: only in order; left out: as the state says). hours: a week at most. kilometers: nothing
    farther from where the learner learns. keep, leave: opportunities by id that are in every plan, or in none. hold: what
    stands on the learner's plan is kept."""

    pathway: list[str]
    until: Literal["end", "next"] = "end"
    save: Literal["effort", "cost", "travel", "weeks"] = "effort"
    terms: int | None = None
    hours: Decimal | None = None
    kilometers: int | None = None
    keep: list[str] = []
    leave: list[str] = []
    hold: bool = False


@router.get(
    "/me/plan/shortest",
    response={200: ShortestOut, 401: Problem, 403: Problem, 404: Problem, 422: Problem},
    summary="The shortest way",
)
def shortest(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Up to three plans from my record to the pathways, over real offers: the least of what I want to save, proved or with
    how far it may be off; or what is missing and who answers for it. Nothing is stored. Each question to the solver takes
    a second at most."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    assert actor.person is not None
    if unknown := [name for name in asked.pathway if name not in frameworks.catalogue().pathways]:
        raise Http404(f"There is no pathway '{unknown[0]}'.")
    wish = advising.Wish(
        tuple(dict.fromkeys(asked.pathway)), asked.until, asked.save, asked.terms, asked.hours, asked.kilometers,
        frozenset(asked.keep), frozenset(asked.leave), asked.hold,
    )  # fmt: skip
    try:
        found = advising.shortest(actor, actor.person, wish, now=timezone.now())
    except Refused as why:
        if why.what != advising.SHORTEST:
            raise
        raise HttpError(422, f"{why.why} {why.fix}") from None
    return _told(found)


def _told(found: advising.Shortest) -> ShortestOut:
    answer = found.answer
    return ShortestOut(
        measure=found.wish.measure, plans=[_plan(each, found) for each in answer.plans], lack=answer.lack,
        missing=[_missing(each) for each in answer.missing],
        cannot=" ".join(found.cannot) if found.cannot else "",
        in_order=_plan(answer.in_order, found) if answer.in_order else None,
        heavy=[_ref(each) for each in answer.heavy],
    )  # fmt: skip


def _plan(plan: Plan, found: advising.Shortest) -> PlanOut:
    return PlanOut(
        steps=[_step(each, found) for each in plan.steps],
        totals={each: float(plan.takes(each)) for each in MEASURES}, proved=plan.proved,
        could_save=float(plan.could_save(found.wish.measure)), apart=plan.apart,
    )  # fmt: skip


def _step(step: Step, found: advising.Shortest) -> StepOut:
    given = frameworks.catalogue().opportunities.get(step.offer)
    term = None if step.term is None else found.terms[step.term]
    return StepOut(
        ref=_ref(step.offer), provider=given.provider if given else "",
        term=None if step.term is None else step.term + 1, begins=term.begins if term else None, lasts=step.lasts,
        effort=float(step.effort), cost=float(step.cost), travel=float(step.travel), weeks=float(step.weeks),
        hours=round(float(step.hours), 2), places=step.seats, away=None if step.away is None else float(step.away),
        why=list(step.why),
    )  # fmt: skip


def _ref(offer: str) -> str:
    return f"milestone:{offer.removeprefix(SHOWING)}" if offer.startswith(SHOWING) else f"opportunity:{offer}"


def _missing(each: MissingNode) -> MissingOut:
    return MissingOut(
        pathway=each.pathway, stage=each.stage, node=each.node, document=each.owner, what=each.what, why=each.why,
        offers=[_ref(name) for name in each.offers], owed_by=list(each.owed_by),
    )  # fmt: skip
