"""The learner writes their plan: its frame, goals, entries, the week; each form on a page of its own."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.core.catalogue.documents import Milestone
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.learner.planning import WEEKDAYS, Day, week_of
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import back_to, day_of
from throughline.web.words import words

FRAME = ("personal_social", "career", "academic", "caring_adult", "barriers", "supports")


@dataclass(frozen=True, slots=True)
class FramePage:
    """The frame of the plan as a form, with what was typed and what is wrong with it. helpers: names to offer."""

    typed: dict[str, str]
    helpers: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class GoalPage:
    """A goal as a form. milestones: what it may be about. helpers: with whom it may have been set."""

    typed: dict[str, str]
    milestones: tuple[Milestone, ...]
    helpers: tuple[directory.Someone, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The usual week as a form. activities: words to offer. further: days beside the five, so that a clash is told."""

    days: tuple[Day, ...]
    further: tuple[tuple[str, str], ...]
    activities: tuple[str, ...]
    extra: tuple[str, str]
    problem: str


@page("plan.write")
def frame(request: HttpRequest) -> HttpResponse:
    """The three domains, one caring adult, barriers and supports, in the learner's own words."""
    actor, problem = who(request), ""
    learner = own(actor)
    if request.method == "POST":
        typed = {name: request.POST.get(name, "").strip() for name in FRAME}
        try:
            actions.write_profile(
                by=actor, now=timezone.now(), personal_social=typed["personal_social"], career=typed["career"],
                academic=typed["academic"], caring_adult=typed["caring_adult"][:200], barriers=typed["barriers"],
                supports=typed["supports"],
            )  # fmt: skip
            messages.success(request, _("Your plan is written down. Save it as a version whenever you like."))
            return redirect("plan")
        except Refused as refusal:
            problem = str(refusal)
    else:
        found = advising.plan(actor, learner, now=timezone.now())
        typed = {name: getattr(found, name) for name in FRAME}
    helpers = tuple(dict.fromkeys(each.helper.name for each in directory.helpers_of(actor, learner)))
    return show(
        request, "throughline/learner/plan_frame.html", FramePage(typed, helpers, problem), status(problem)
    )


@page("plan.write")
def goal(request: HttpRequest) -> HttpResponse:
    """A new goal, for a day of the learner's own or none, with whoever talked it over with them."""
    actor, given = who(request), request.POST or request.GET
    learner, problem = own(actor), ""
    helpers = {each.helper.id: each.helper for each in directory.helpers_of(actor, learner)}
    if request.method == "POST":
        together = [key for key in helpers if str(key) in request.POST.getlist("with")]
        try:
            actions.set_goal(
                by=actor, words=_goal_words(given.get("words", ""), given.get("what", "")), what=given.get("what", ""),
                on=day_of(given.get("on", "")), now=timezone.now(), together_with=together,
            )  # fmt: skip
            messages.success(request, _("Your goal is set. You can change or drop it whenever you like."))
            return redirect("plan")
        except Refused as refusal:
            problem = str(refusal)
    milestones = tuple(
        sorted(reading.catalogue().milestones.values(), key=lambda m: words(m.title).casefold())
    )
    typed = {name: given.get(name, "") for name in ("words", "what", "on")}
    shown = GoalPage(typed, milestones, tuple(helpers.values()), problem)
    return show(request, "throughline/learner/plan_goal.html", shown, status(problem))


def _goal_words(typed: str, what: str) -> str:
    return typed.strip() or (name_of(reading.catalogue(), what) if what else "")


@page("plan.write")
@require_POST
def drop_goal(request: HttpRequest, key: UUID) -> HttpResponse:
    """The learner drops a goal."""
    actions.drop_goal(by=who(request), goal=key, now=timezone.now())
    messages.success(request, _("The goal is off your plan. You can set it again whenever you like."))
    return redirect("plan")


@page("plan.write")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """A milestone or module of any pathway joins the plan."""
    what = request.POST.get("what", "")
    try:
        actions.add_entry(by=who(request), what=what, now=timezone.now())
        added = name_of(reading.catalogue(), what)
        messages.success(request, _("{thing} is on your plan.").format(thing=added))
    except Refused as refusal:
        if who(request).person is None:
            raise
        messages.error(request, str(refusal))
    return redirect(back_to(request, "plan"))


@page("plan.write")
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Something leaves the plan."""
    what = request.POST.get("what", "")
    actions.remove_entry(by=who(request), what=what, now=timezone.now())
    messages.success(request, _("{thing} is off your plan.").format(thing=name_of(reading.catalogue(), what)))
    return redirect("plan")


@page("plan.write")
def week(request: HttpRequest) -> HttpResponse:
    """The usual week: five days, one thing each. What does not fit is refused with its reason."""
    actor, problem = who(request), ""
    extra = (request.POST.get("extra_day", ""), request.POST.get("extra", "").strip())
    if request.method == "POST":
        days = {day: text for day in WEEKDAYS if (text := request.POST.get(day, "").strip())}
        asked = [*days.items(), *([extra] if extra[1] else [])]
        try:
            actions.plan_week(by=actor, days=asked, now=timezone.now())
            messages.success(request, _("Your week is kept."))
            return redirect("plan")
        except Refused as refusal:
            problem = str(refusal)
    else:
        days = advising.week(actor, own(actor), now=timezone.now())
    further = (*((each.key, each.name) for each in week_of({})), ("sat", _("Saturday")), ("sun", _("Sunday")))
    shown = WeekPage(week_of(days), further, _activities(), extra, problem)
    return show(request, "throughline/learner/plan_week.html", shown, status(problem))


def _activities() -> tuple[str, ...]:
    catalogue = reading.catalogue()
    named = {each for opportunity in catalogue.opportunities.values() for each in opportunity.week}
    return tuple(sorted(name_of(catalogue, each) for each in named))
