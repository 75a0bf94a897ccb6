"""A guardian's pages: the children they stand beside, how far each is, a word beside the plan, a word for a credential."""

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
from throughline.apps.records import actions as awards
from throughline.apps.records import queries as records
from throughline.web import reading
from throughline.web.components.missing_support import MissingShown, missing_shown, needs
from throughline.web.learner.progress import ProgressPage, progress_page, reader_of
from throughline.web.names import name_of
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


@dataclass(frozen=True, slots=True)
class ChildSupport:
    """What is missing around a child, and what a guardian can ask for."""

    child: directory.Someone
    missing: tuple[MissingShown, ...]
    needs: tuple[tuple[str, str], ...]


@page("signals.read")
def support(request: HttpRequest, key: UUID) -> HttpResponse:
    """The support around a child. The child sees that it was looked at."""
    around = advising.support_around(who(request), key, now=timezone.now())
    shown = ChildSupport(directory.someone(key), tuple(map(missing_shown, around.missing)), needs())
    return show(request, "throughline/family/support.html", shown)


@dataclass(frozen=True, slots=True)
class Question:
    """A credential of the child that its issuer marked: what it is, who marked it, and the review of that."""

    title: str
    issuer: str
    review: records.AwardOnReview


@dataclass(frozen=True, slots=True)
class ChildQuestions:
    """What is asked about a child's credentials, newest first."""

    child: directory.Someone
    questions: tuple[Question, ...]


@page("award.appeal")
def questions(request: HttpRequest, key: UUID) -> HttpResponse:
    """A child's credentials that were taken back or set aside, and what a guardian may say to it. The child sees that it
    was looked at."""
    found, house = records.reviews_to_answer(who(request), key, now=timezone.now()), reading.catalogue()
    shown = tuple(
        Question(name_of(house, each.credential), name_of(house, f"organization:{each.issuer}"), each)
        for each in found
    )
    page = ChildQuestions(directory.someone(key), shown)
    return show(request, "throughline/family/questions.html", page)


@page("award.appeal")
@require_POST
def answer(request: HttpRequest, key: UUID, review: UUID) -> HttpResponse:
    """A guardian says why a credential of their child should stand."""
    actor, now = who(request), timezone.now()
    if all(each.id != review for each in records.reviews_to_answer(actor, key, now=now)):
        raise Refused(
            _("Saying what you think"), _("there is no such question."), _("Look at the credential.")
        )
    try:
        awards.appeal(by=actor, review=review, words=request.POST.get("words", ""), now=now)
        messages.success(request, _("Noted. Somebody else reads it before this is decided."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("child-questions", key)


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
