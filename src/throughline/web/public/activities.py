"""Activities that learners can do, and one of them with its seven steps; a learner names the work they made in it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import activities as actions
from throughline.apps.opportunities.queries.activities import Published, WorkIn
from throughline.apps.records import queries as records
from throughline.web import reading
from throughline.web.components.activities import STEPS, named_skills
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity in the list."""

    activity: Published
    place: str
    skills: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """The list. may_plan: the reader acts for an organization."""

    rows: tuple[ActivityRow, ...]
    may_plan: bool


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """One activity. steps: title and text. own: the learner's work in it; pieces: theirs that they may name.

    work: what was made in it and is shown here, for those who assess there. learner, assesses: who reads.
    """

    row: ActivityRow
    steps: tuple[tuple[str, str], ...]
    learner: bool
    own: tuple[WorkIn, ...]
    pieces: tuple[tuple[UUID, str], ...]
    assesses: bool
    work: tuple[WorkIn, ...]
    may_plan: bool


@page("activity.read")
def activities(request: HttpRequest) -> HttpResponse:
    """Every activity that learners can do."""
    rows = tuple(_row(each) for each in opportunities.activities.published())
    may_plan = bool(places_of(who(request)))
    return show(request, "throughline/public/activities.html", ListPage(rows, may_plan))


def places_of(actor: Actor) -> tuple[str, ...]:
    """The organizations for which somebody may plan."""
    return tuple(sorted({role.organization for role in actor.roles if role.role != "learner"}))


def _row(each: Published) -> ActivityRow:
    catalogue = reading.catalogue()
    place = name_of(catalogue, f"organization:{each.organization}")
    return ActivityRow(each, place, named_skills(catalogue, each.skills))


@page("activity.read")
def activity(request: HttpRequest, key: UUID) -> HttpResponse:
    """One activity; for a learner with their own work in it, for those who assess there with all that is shown."""
    actor, found = who(request), opportunities.activities.activity(key)
    if found is None:
        raise Http404(f"There is no activity '{key}'.")
    learner = actor.holds("learner")
    own, pieces = _own(actor, key) if learner else ((), ())
    assesses = opportunities.activities.may_see_work(actor, found.organization)
    shown = ActivityPage(
        _row(found), tuple((str(STEPS[step][0]), text) for step, text in found.steps), learner, own, pieces, assesses,
        tuple(opportunities.activities.work_in(actor, key)) if assesses else (),
        found.organization in places_of(actor),
    )  # fmt: skip
    return show(request, "throughline/public/activity.html", shown)


def _own(actor: Actor, key: UUID) -> tuple[tuple[WorkIn, ...], tuple[tuple[UUID, str], ...]]:
    own = tuple(opportunities.activities.own_work_in(actor, actor.me, key))
    there = {each.evidence for each in own}
    kept = records.evidence.own(actor, actor.me).kept
    return own, tuple((each.id, each.title) for each in kept if each.id not in there)


@page("activity.name_work")
@require_POST
def name_work(request: HttpRequest, key: UUID) -> HttpResponse:
    """The learner names a piece that was made in the activity."""
    try:
        piece = UUID(request.POST.get("piece", ""))
    except ValueError:
        raise Http404("No piece was chosen.") from None
    actions.name_work(by=who(request), activity=key, evidence=piece, now=timezone.now())
    messages.success(
        request, _("Named. Those who assess there can see it now. You can end that at any time.")
    )
    return redirect("activity", key)
