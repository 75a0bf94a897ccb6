"""A guardian's pages: the children they stand beside, how far each is, and a word beside the plan."""

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
from throughline.apps.records import queries as records
from throughline.web.learner.progress import ProgressPage, progress_page, reader_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class Child:
    """One child's pathway as their guardian reads it. progress None: no pathway is chosen, which is fine."""

    child: directory.Someone
    because: str
    progress: ProgressPage | None


@page("progress.read")
def family(request: HttpRequest) -> HttpResponse:
    """The children a guardian stands beside."""
    actor = who(request)
    if actor.person is None:
        raise Refused(_("This page"), _("it is for a family."), _("Sign in."))
    children = tuple(each.learner for each in directory.helped_by(actor, ("guardian",)))
    return show(request, "throughline/family/children.html", children)


@page("progress.read")
def child(request: HttpRequest, key: UUID) -> HttpResponse:
    """One child's progress, to read. The child sees that it was looked at."""
    actor = who(request)
    found = advising.progress(actor, key, now=timezone.now())
    shown = Child(
        child=directory.someone(key),
        because=directory.may_see(actor, "progress.read", key),
        progress=progress_page(found, found.audit, reader_of(found.structure, found.record))
        if found.audit
        else None,
    )
    return show(request, "throughline/family/child.html", shown)


@dataclass(frozen=True, slots=True)
class ChildConsents:
    """What is agreed for a child, and what a guardian's yes would count for."""

    child: directory.Someone
    consents: tuple[records.ConsentNow, ...]


@page("consent.read")
def consents(request: HttpRequest, key: UUID) -> HttpResponse:
    """The consents of a child, for a guardian."""
    found = records.consents(who(request), key, now=timezone.now())
    shown = ChildConsents(directory.someone(key), found)
    return show(request, "throughline/family/consents.html", shown)


@page("plan.comment")
@require_POST
def comment(request: HttpRequest, key: UUID) -> HttpResponse:
    """A guardian's word beside the plan."""
    try:
        actions.comment(by=who(request), learner=key, words=request.POST.get("words", ""), now=timezone.now())
        messages.success(request, _("Your word stands beside the plan."))
    except Refused as refusal:
        if not any(each.learner == key and each.kind == "guardian" for each in who(request).helps):
            raise
        messages.error(request, str(refusal))
    return redirect("plan-of", key)
