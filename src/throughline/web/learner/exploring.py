"""Exploring: what a learner likes reorders what they see, and hides nothing. Notes are theirs alone."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Refused
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show, who
from throughline.web.public.site import Family, families


@dataclass(frozen=True, slots=True)
class ExplorePage:
    """Every family, in the learner's order where they gave one; their own notes; families they have not met yet."""

    families: tuple[Family, ...]
    ordered: bool
    learner: bool
    notes: tuple[advising.ExplorationNote, ...]
    unmet: tuple[Family, ...]
    today: date


@page("catalogue.read")
@kept_for_everyone
def explore(request: HttpRequest) -> HttpResponse:
    """All families of pathways, always all of them."""
    actor, now = who(request), timezone.now()
    learner = actor.person if actor.holds("learner") else None
    by_id = {each.id: each for each in families()}
    order = advising.families_in_order(actor)
    notes = tuple(advising.explorations(actor, learner, now=now)) if learner else ()
    met = {note.family for note in notes}
    shown = ExplorePage(
        families=tuple(by_id[name] for name in order),
        ordered=learner is not None and advising.has_taken_quiz(actor),
        learner=learner is not None,
        notes=notes,
        unmet=tuple(each for name, each in by_id.items() if name not in met) if learner else (),
        today=timezone.localdate(),
    )
    return show(request, "throughline/learner/explore.html", shown)


@page("plan.write")
@require_POST
def like(request: HttpRequest) -> HttpResponse:
    """Keeps which families the learner likes; only the order of what they see changes."""
    try:
        actions.take_quiz(by=who(request), liked=request.POST.getlist("like"), now=timezone.now())
        messages.success(request, _("We put what you like first. Everything else is still here."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("explore")


@page("plan.write")
@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """Keeps a note of something the learner looked into."""
    given = request.POST
    try:
        when = date.fromisoformat(given.get("on", "")) if given.get("on") else timezone.localdate()
        actions.note_exploration(
            by=who(request), kind=given.get("kind", "visit"), words=given.get("words", ""),
            family=given.get("family", ""), on=when, now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Noted. Only you and your guardian can read it."))
    except ValueError:
        messages.error(request, _("The day was not understood. Pick one from the calendar."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("explore")
