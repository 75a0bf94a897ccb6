"""What stands around every page: the state's name, the places to go, the languages, who is signed in."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import PUBLIC, Actor
from throughline.core.catalogue.documents import StateProfile
from throughline.web import reading

LANGUAGE_NAMES = {"en": "English", "es": "Español", "pt": "Português", "ht": "Kreyòl ayisyen"}


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the main navigation."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What the base template shows."""

    state: StateProfile
    places: tuple[Place, ...]
    languages: tuple[tuple[str, str], ...]
    person: Actor


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor behind `shell` in every template."""
    state = reading.catalogue().state
    who = getattr(request, "actor", PUBLIC)
    languages = tuple((code, LANGUAGE_NAMES.get(code, code)) for code in state.languages)
    return {"shell": Shell(state, _places(who), languages, who)}


def _places(who: Actor) -> tuple[Place, ...]:
    places = (Place(reverse("pathways"), _("Pathways")), Place(reverse("network"), _("Map")))
    if who.person is None:
        return (*places, Place(reverse("sign-in"), _("Sign in")))
    return (*_own(who), *places)


def _own(who: Actor) -> tuple[Place, ...]:
    """The places of the roles a person holds."""
    own = []
    if who.holds("learner"):
        own += [Place(reverse("home"), _("My page")), Place(reverse("progress"), _("Progress"))]
    if who.holds("adviser"):
        own.append(Place(reverse("caseload"), _("My learners")))
    return tuple(own)
