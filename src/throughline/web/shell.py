"""What stands around every page: the state's name, the places to go, the languages, who is signed in."""

from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import PUBLIC, Actor
from throughline.apps.directory.predicates import ADVISERS, ASSESSORS
from throughline.core.catalogue.documents import StateProfile
from throughline.web import reading
from throughline.web.words import language

RECEIVING = ("registrar", "employer", "sponsor", "workplace_mentor", "navigator")
"""Roles whose work it is to read what people share with their organization."""
LANGUAGE_NAMES = {"en": "English", "es": "Español", "pt": "Português", "ht": "Kreyòl ayisyen"}


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the main navigation."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class Shell:
    """What the base template shows. learner: the person signed in keeps a plan of their own.
    head, foot: what is the same on every page, written already."""

    state: StateProfile
    places: tuple[Place, ...]
    languages: tuple[tuple[str, str], ...]
    person: Actor
    learner: bool
    head: SafeString
    foot: SafeString


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor behind `shell` in every template."""
    state = reading.catalogue().state
    who = getattr(request, "actor", PUBLIC)
    languages = tuple((code, LANGUAGE_NAMES.get(code, code)) for code in state.languages)
    return {"shell": Shell(state, _places(who), languages, who, who.holds("learner"), *_frame(language()))}


@cache
def _frame(_language: str) -> tuple[SafeString, SafeString]:
    """What is the same on every page of a language: styles, and the links at the foot."""
    return render_to_string("throughline/assets.html"), render_to_string("throughline/about.html")


def _places(who: Actor) -> tuple[Place, ...]:
    places = (Place(reverse("pathways"), _("Pathways")), Place(reverse("network"), _("Map")))
    if who.person is None:
        return (*places, Place(reverse("sign-in"), _("Sign in")))
    return (*_own(who), *places)


def _own(who: Actor) -> tuple[Place, ...]:
    """The places of the roles a person holds, and of the help they give."""
    kinds = {each.kind for each in who.helps}
    places = (
        (who.holds("learner"), "home", _("My page")),
        (who.holds("learner"), "progress", _("Progress")),
        (who.holds("learner"), "record", _("My record")),
        (who.holds("learner"), "plan", _("My plan")),
        (who.holds("learner"), "evidence", _("My work")),
        ("guardian" in kinds, "family", _("Family")),
        (who.holds(*ADVISERS) or bool(kinds & {"adviser", "mentor"}), "caseload", _("My learners")),
        (bool(kinds - {"guardian"}), "today", _("Today")),
        (who.holds(*ASSESSORS), "assessing", _("Assess")),
        (who.holds(*RECEIVING), "inbox", _("Shared with us")),
        (who.holds(*ASSESSORS), "recognizing", _("From elsewhere")),
        (bool(kinds), "asked", _("Asked of me")),
        (who.holds("operator", "board_member"), "house", _("On a pathway")),
        (who.holds("registrar", "operator"), "batches", _("Batches")),
        (who.holds("operator", "board_member"), "judging", _("Judging")),
        (who.holds("operator", "board_member"), "answering", _("Answers")),
        (who.holds("operator", "board_member"), "imports", _("Imports")),
    )
    return tuple(Place(reverse(name), title) for held, name, title in places if held)
