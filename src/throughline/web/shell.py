"""What stands around every page: the state's name, the places to go, the languages, who is signed in."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

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
    person: Any


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor behind `shell` in every template."""
    state = reading.catalogue().state
    person = getattr(request, "person", None)
    languages = tuple((code, LANGUAGE_NAMES.get(code, code)) for code in state.languages)
    return {"shell": Shell(state, _places(person), languages, person)}


def _places(person: Any) -> tuple[Place, ...]:
    places = [Place(reverse("pathways"), _("Pathways")), Place(reverse("network"), _("Map"))]
    if person is None:
        return (*places, Place(reverse("sign-in"), _("Sign in")))
    return (*(Place(reverse(home), title) for home, title in person.homes), *places)
