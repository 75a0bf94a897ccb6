"""Planning activities for an organization: those on their way, and one with its seven steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import activities as actions
from throughline.apps.opportunities.queries.activities import Planned
from throughline.web import reading
from throughline.web.components.activities import STEPS
from throughline.web.learner.evidence_adding import competencies_by_name
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.public.activities import places_of

SKILLS = 3


@dataclass(frozen=True, slots=True)
class PlansPage:
    """What is planned, with the place; the form to begin another."""

    rows: tuple[tuple[Planned, str], ...]
    places: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class StepField:
    """One step as a field. empty: it is not written yet, and publishing was tried."""

    name: str
    title: str
    hint: str
    text: str
    empty: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One activity as a form. skills: what is chosen, up to three."""

    planned: Planned
    title: str
    skills: tuple[str, ...]
    competencies: tuple[tuple[str, str], ...]
    steps: tuple[StepField, ...]
    problem: str


@page("activity.plan")
def plans(request: HttpRequest) -> HttpResponse:
    """What the reader's organizations plan; a new one begins with a title."""
    actor, problem = who(request), ""
    if not places_of(actor):
        raise Refused(
            _("Planning an activity"), _("you act for no school, employer or group here."),
            _("Ask one of them to add you."),
        )  # fmt: skip
    if request.method == "POST":
        try:
            made = actions.begin(
                by=actor, organization=request.POST.get("place", ""), title=request.POST.get("title", ""),
                now=timezone.now(),
            )  # fmt: skip
            return redirect("activity-plan", made)
        except Refused as refusal:
            problem = str(refusal)
    catalogue = reading.catalogue()
    rows = tuple(
        (each, name_of(catalogue, f"organization:{each.organization}"))
        for each in opportunities.activities.planned(actor)
    )
    places = tuple((each, name_of(catalogue, f"organization:{each}")) for each in places_of(actor))
    typed = {"title": request.POST.get("title", ""), "place": request.POST.get("place", "")}
    return show(
        request,
        "throughline/organization/plans.html",
        PlansPage(rows, places, typed, problem),
        status(problem),
    )


@page("activity.plan")
def plan(request: HttpRequest, key: UUID) -> HttpResponse:
    """One activity: what is typed is kept; publishing needs one to three skills and all seven steps."""
    actor = who(request)
    planned = opportunities.activities.plan(actor, key)
    if request.method != "POST":
        return show(request, "throughline/organization/plan.html", _page(request, planned, "", ()))
    try:
        _write(request, actor, key)
        if request.POST.get("do") == "publish":
            actions.publish(by=actor, activity=key, now=timezone.now())
            messages.success(request, _("Published. Learners and assessors see it now."))
            return redirect("activity", key)
        messages.success(request, _("The draft is kept."))
        return redirect("activity-plan", key)
    except Refused as refusal:
        missing = tuple(refusal.about.get("missing", ()))
        shown = _page(request, planned, _problem(refusal, missing), missing)
        return show(request, "throughline/organization/plan.html", shown, 422)


def _write(request: HttpRequest, actor: Actor, key: UUID) -> None:
    sent = request.POST
    actions.write(
        by=actor, activity=key, title=sent.get("title", ""), skills=sent.getlist("skill"),
        steps={step: sent.get(step, "") for step in STEPS}, now=timezone.now(),
    )  # fmt: skip


def _problem(refusal: Refused, missing: tuple[str, ...]) -> str:
    steps = [str(STEPS[each][0]) for each in missing if each in STEPS]
    if steps:
        return _("The draft is kept. To publish it, write these steps too: {steps}.").format(
            steps="; ".join(steps)
        )
    if missing:
        return _("The draft is kept. To publish it, choose 1 to 3 skills.")
    return str(refusal)


def _page(request: HttpRequest, planned: Planned, problem: str, missing: tuple[str, ...]) -> PlanPage:
    sent = request.POST if request.method == "POST" else None
    skills = tuple(sent.getlist("skill")) if sent else planned.skills
    steps = tuple(
        StepField(
            step,
            str(STEPS[step][0]),
            str(STEPS[step][1]),
            sent.get(step, "") if sent else text,
            step in missing,
        )
        for step, text in planned.steps
    )
    return PlanPage(
        planned, sent.get("title", "") if sent else planned.title, (*skills, *[""] * SKILLS)[:SKILLS],
        competencies_by_name(reading.catalogue()), steps, problem,
    )  # fmt: skip


@page("activity.plan")
@require_POST
def set_aside(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes an activity off the list."""
    actions.set_aside(by=who(request), activity=key, now=timezone.now())
    messages.success(request, _("It is off the list. Work made in it still names it."))
    return redirect("activity-plans")
