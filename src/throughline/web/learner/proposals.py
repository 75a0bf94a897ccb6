"""What helpers suggest: the learner's answer, and the helper's form."""

from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.advising.actions.proposing import Kind
from throughline.apps.directory.actor import Refused
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.web import reading
from throughline.web.names import address_of, name_of
from throughline.web.pages import page, who
from throughline.web.parsing import day_of
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Proposed:
    """A suggestion in words. title, href: what it is about. said: what the helper wrote beside it."""

    proposal: advising.ProposalNow
    words: str
    title: str
    href: str
    said: str


@dataclass(frozen=True, slots=True)
class SuggestForm:
    """What a helper can suggest."""

    pathways: tuple[Pathway, ...]
    milestones: tuple[Milestone, ...]


def proposed(found: advising.ProposalNow) -> Proposed:
    """A suggestion in the reader's words."""
    title = name_of(reading.catalogue(), found.what) if found.what else ""
    goal_words = found.message if found.kind == "goal" else ""
    said = {
        "choose": _("Choose this pathway:"), "switch": _("Change to this pathway:"),
        "narrow": _("Head for one destination of"), "entry": _("Put this on your plan:"),
        "goal": _("Set a goal: {goal}").format(goal=goal_words),
    }[found.kind]  # fmt: skip
    return Proposed(found, said, title, address_of(found.what), "" if found.kind == "goal" else found.message)


def suggest_form() -> SuggestForm:
    """Every pathway and milestone, by name."""
    catalogue = reading.catalogue()
    return SuggestForm(
        tuple(sorted(catalogue.pathways.values(), key=lambda p: words(p.title).casefold())),
        tuple(sorted(catalogue.milestones.values(), key=lambda m: words(m.title).casefold())),
    )


@page("choice.make")
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The learner says yes, and it is done as their own act; or no, and nothing else happens."""
    try:
        if request.POST.get("answer") == "yes":
            actions.approve(by=who(request), proposal=key, now=timezone.now())
            messages.success(request, _("Done, because you said yes. You can change it whenever you like."))
        else:
            actions.answer(by=who(request), proposal=key, now=timezone.now())
            messages.success(request, _("Answered: no, thank you. Nothing has changed."))
    except Refused as refusal:
        if who(request).person is None:
            raise
        messages.error(request, str(refusal))
    return redirect("home")


@page("plan.propose")
@require_POST
def suggest(request: HttpRequest, key: UUID) -> HttpResponse:
    """A helper suggests a pathway, a goal or something for the plan. It changes nothing until the learner says yes."""
    given = request.POST
    try:
        actions.propose(
            by=who(request), learner=key, kind=_kind(given.get("kind", "")), what=given.get("what", ""),
            due=day_of(given.get("due", "")), message=given.get("message", "").strip(), now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Suggested. It is for the learner to say yes or no."))
    except Refused as refusal:
        if who(request).person is None:
            raise
        messages.error(request, str(refusal))
    return redirect("learner", key)


def _kind(typed: str) -> Kind:
    found: Kind | None = next((each for each in get_args(Kind) if each == typed), None)
    if found is None:
        raise Refused(_("A suggestion"), _("it is of no kind there is."), _("Use one of the three forms."))
    return found
