"""For those who issue and assess: questions about what was marked or withdrawn, and marking one credential."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records.credentials.standing_of_awards import CAUSES
from throughline.apps.records.queries.marking import FactToDecide, ToDecide, facts_to_decide, marks_to_decide
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """Marks on credentials, each with the titles of the credential and its issuer; withdrawn facts, each with its title.
    causes: what anyone may read of a reason, by key."""

    marks: tuple[tuple[ToDecide, str, str], ...]
    facts: tuple[tuple[FactToDecide, str], ...]
    causes: tuple[tuple[str, str], ...]


@page("reviews.list")
def reviews(request: HttpRequest) -> HttpResponse:
    """What waits for an answer."""
    actor, now, house = who(request), timezone.now(), reading.catalogue()
    shown = ReviewsPage(
        tuple(
            (each, name_of(house, each.credential), name_of(house, f"organization:{each.issuer}"))
            for each in marks_to_decide(actor, now=now)
        ),
        tuple((each, name_of(house, each.what)) for each in facts_to_decide(actor, now=now)),
        _causes(),
    )
    return show(request, "throughline/organization/reviews.html", shown)


def _causes() -> tuple[tuple[str, str], ...]:
    said = {
        "issued_in_error": _("issued in error"),
        "requirement_not_met": _("a requirement was found not to be met"),
        "registration_lapsed": _("the registration has lapsed"),
        "given_back": _("the holder gave it back"),
        "under_review": _("under review"),
    }
    return tuple((key, said[key]) for key in CAUSES)


@page("award.review")
@require_POST
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """Decides whether a mark stays."""
    upheld, outcome = request.POST.get("decision") != "stands", request.POST.get("outcome", "")
    now = timezone.now()

    def act() -> None:
        with opening(now=now):
            actions.decide_review(by=who(request), review=key, upheld=upheld, outcome=outcome, now=now)

    return _done(request, act, _("Decided. The learner reads your reasons."))


@page("review.close")
@require_POST
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """Closes the question that a withdrawn fact opened."""
    outcome = request.POST.get("outcome", "")
    return _done(
        request,
        lambda: actions.close_review(by=who(request), review=key, outcome=outcome, now=timezone.now()),
        _("Closed. Nothing that was reached is undone."),
    )


@page("award.mark")
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Sets one credential aside for a while, lets it stand again, or takes it back."""
    typed, actor, now = request.POST, who(request), timezone.now()
    cause, reason = typed.get("cause", ""), typed.get("reason", "")

    def act() -> None:
        award = _key(typed.get("award", ""))
        if typed.get("kind") == "reinstate":
            with opening(now=now):
                actions.reinstate(by=actor, award=award, reason=reason, now=now)
        elif typed.get("kind") == "revoke":
            actions.revoke(by=actor, award=award, cause=cause, reason=reason, now=now)
        elif typed.get("kind") == "suspend":
            actions.suspend(by=actor, award=award, cause=cause, reason=reason, now=now)

    return _done(request, act, _("Done. The learner reads your reason and can answer."))


def _key(typed: str) -> UUID:
    try:
        return UUID(typed.strip().removeprefix("urn:uuid:"))
    except ValueError:
        raise Refused(
            _("A credential"), _("this is no number of one."), _("Copy it from the credential.")
        ) from None


def _done(request: HttpRequest, act: Callable[[], None], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("issued-reviews")
