"""For those who act for an organization: endorsing a learner's credential, what can be earned, or who gives it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records.actions.endorsing import (
    LONGEST,
    Saying,
    endorse,
    endorse_award,
    take_back_endorsement,
)
from throughline.apps.records.queries import endorsing as records
from throughline.web import reading
from throughline.web.names import address_of, name_of
from throughline.web.pages import page, show, status, who

Choices: TypeAlias = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What was said, with the title and page of what it is about and the name of the organization that said it."""

    said: records.Endorsed
    title: str
    href: str
    place: str


@dataclass(frozen=True, slots=True)
class EndorsingPage:
    """Whose credentials one may speak of, and what was said so far."""

    learners: tuple[directory.Someone, ...]
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """One learner's credentials that one may speak of: each by id, with its title and who gave it."""

    learner: directory.Someone
    awards: tuple[tuple[UUID, str, str], ...]


@dataclass(frozen=True, slots=True)
class EndorsePage:
    """The form. learner: whose credential it is; empty where it is about something public. places: for which one may
    speak. href: where what it is about can be read. typed: what was written before."""

    title: str
    learner: str
    href: str
    places: Choices
    most: int
    typed: str
    place: str
    problem: str


@page("endorsements.given")
def endorsing(request: HttpRequest) -> HttpResponse:
    """Whom and what one can endorse, and what one endorsed."""
    actor, house = who(request), reading.catalogue()
    _speaks(actor)
    given = tuple(
        Given(each, name_of(house, each.about), "" if each.award else address_of(each.about),
              name_of(house, f"organization:{each.organization}"))
        for each in records.endorsements_given(actor)
    )  # fmt: skip
    learners = tuple(records.learners_to_endorse(actor, now=timezone.now()))
    return show(request, "throughline/organization/endorsing.html", EndorsingPage(learners, given))


def _speaks(actor: Actor) -> None:
    if actor.person is not None and not records.acting_for(actor):
        raise Refused(_("An endorsement"), _("you act for no organization."), _("Sign in as one who does."))


@page("endorsement.give_award")
def learner(request: HttpRequest, key: UUID) -> HttpResponse:
    """A learner's credentials that one may speak of."""
    actor, house = who(request), reading.catalogue()
    found = records.may_be_endorsed(actor, key, now=timezone.now())
    awards = tuple(
        (each.id, name_of(house, each.credential), name_of(house, f"organization:{each.issuer}"))
        for each, _places in found.awards
    )
    return show(request, "throughline/organization/endorse_learner.html", LearnerPage(found.learner, awards))


@page("endorsement.give_award")
def award(request: HttpRequest, key: UUID) -> HttpResponse:
    """Endorses one credential of a learner."""
    actor = who(request)
    found, issued, places = records.award_to_endorse(actor, key, now=timezone.now())
    title, name = name_of(reading.catalogue(), issued.credential), found.learner.name

    def act(saying: Saying) -> None:
        endorse_award(by=actor, award=key, saying=saying, now=timezone.now())
        messages.success(
            request, _("Signed. {name} reads it first, and decides whether it shows.").format(name=name)
        )

    return _form(request, EndorsePage(title, name, "", _named(places), LONGEST, "", "", ""), act)


@page("endorsement.give")
def credential(request: HttpRequest, name: str) -> HttpResponse:
    """Endorses a credential as it is published: what it says that every holder can do."""
    return _public(request, f"credential:{name}", name in reading.catalogue().credentials)


@page("endorsement.give")
def place(request: HttpRequest, name: str) -> HttpResponse:
    """Endorses another organization."""
    return _public(request, f"organization:{name}", name in reading.catalogue().organizations)


def _public(request: HttpRequest, about: str, there: bool) -> HttpResponse:
    if not there:
        raise Http404("There is nothing of that name.")
    actor = who(request)
    if actor.person is None:
        return redirect(f"{reverse('sign-in')}?next={request.path}")
    _speaks(actor)

    def act(saying: Saying) -> None:
        endorse(by=actor, about=about, saying=saying, now=timezone.now())
        messages.success(request, _("Signed. Everyone can read it now."))

    title = name_of(reading.catalogue(), about)
    places = _named(records.acting_for(actor))
    return _form(request, EndorsePage(title, "", address_of(about), places, LONGEST, "", "", ""), act)


def _form(request: HttpRequest, blank: EndorsePage, act: Callable[[Saying], None]) -> HttpResponse:
    typed, place, problem = request.POST.get("words", ""), request.POST.get("place", ""), ""
    if request.method == "POST":
        try:
            act(Saying(place, typed))
            return redirect("endorsing")
        except Refused as refusal:
            problem = str(refusal)
    shown = EndorsePage(
        blank.title, blank.learner, blank.href, blank.places, blank.most, typed, place, problem
    )
    return show(request, "throughline/organization/endorse.html", shown, status(problem))


def _named(places: tuple[str, ...]) -> Choices:
    return tuple((each, name_of(reading.catalogue(), f"organization:{each}")) for each in places)


@page("endorsement.take_back")
@require_POST
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes an endorsement back, with a reason."""
    try:
        take_back_endorsement(
            by=who(request), endorsement=key, reason=request.POST.get("reason", ""), now=timezone.now()
        )
        messages.success(request, _("Taken back. Whoever checks it from now on reads that it is."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("endorsing")
