"""What stands around every page: the state's name, the places to go, the languages, who is signed in."""

from dataclasses import dataclass
from functools import cache, lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import PUBLIC, Actor
from throughline.apps.directory.predicates import ADVISERS, ASSESSORS, LEADERS
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions.badges import MENTORS
from throughline.core.catalogue.state_profile import StateProfile
from throughline.web import reading
from throughline.web.sessions import sits
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
    head, top, foot: what is the same on many pages, written already."""

    state: StateProfile
    languages: tuple[tuple[str, str], ...]
    person: Actor
    learner: bool
    head: SafeString
    foot: SafeString
    top: SafeString


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor behind `shell` in every template."""
    state = reading.catalogue().state
    who = getattr(request, "actor", PUBLIC)
    languages = tuple((code, LANGUAGE_NAMES.get(code, code)) for code in state.languages)
    top = _top(state, language(), _held(who, sits(request)), request.path)
    return {"shell": Shell(state, languages, who, who.holds("learner"), *_frame(language()), top)}


@cache
def _frame(_language: str) -> tuple[SafeString, SafeString]:
    """What is the same on every page of a language: styles, and the links at the foot."""
    return render_to_string("throughline/assets.html"), render_to_string("throughline/about.html")


@dataclass(frozen=True, slots=True)
class Held:
    """What of a reader decides where they may go: their roles and the kinds of help they give; nothing of who they are.

    answers: they answer for an organization that is asked about badges. seated: they sit in a body, as it was when
    their day began."""

    person: bool
    roles: frozenset[str]
    kinds: frozenset[str]
    answers: bool
    seated: bool

    def holds(self, *roles: str) -> bool:
        """Whether they act in any of these roles anywhere."""
        return bool(self.roles.intersection(roles))


def _held(who: Actor, seated: bool) -> Held:
    roles, kinds = frozenset(r.role for r in who.roles), frozenset(h.kind for h in who.helps)
    return Held(who.person is not None, roles, kinds, opportunities.badges.may_answer(who), seated)


def _top(state: StateProfile, language: str, who: Held, path: str) -> SafeString:
    """The head of a page: the state's name and where one can go, with where one is."""
    places = _places(language, who)
    here = frozenset(each.href for each in places if _within(path, each.href))
    return _written_top(tuple(state.title.items()), state.invented, language, places, here)


def _within(path: str, section: str) -> bool:
    """Whether a page belongs to a section of the site."""
    return path == section if section in ("/", "/me/") else path.startswith(section)


@lru_cache(maxsize=500)
def _written_top(
    title: tuple[tuple[str, str], ...], invented: bool, _language: str, places: tuple[Place, ...], here: frozenset[str]
) -> SafeString:  # fmt: skip
    shown = {"title": dict(title), "invented": invented, "places": places, "here": here}
    return render_to_string("throughline/top.html", shown)


@lru_cache(maxsize=500)
def _places(_language: str, who: Held) -> tuple[Place, ...]:
    places = (Place(reverse("pathways"), _("Pathways")), Place(reverse("network"), _("Map")))
    if not who.person:
        return (*places, Place(reverse("sign-in"), _("Sign in")))
    return (*_own(who), *places)


def _own(who: Held) -> tuple[Place, ...]:
    """The places of the roles a person holds, and of the help they give."""
    kinds = who.kinds
    places = (
        (who.holds("learner"), "home", _("My page")),
        (who.holds("learner"), "progress", _("Progress")),
        (who.holds("learner"), "record", _("My record")),
        (who.holds("learner"), "plan", _("My plan")),
        (who.holds("learner"), "evidence", _("My work")),
        (who.holds("learner"), "guarantees", _("My guarantees")),
        ("guardian" in kinds, "family", _("Family")),
        (who.holds(*ADVISERS) or bool(kinds & {"adviser", "mentor"}), "caseload", _("My learners")),
        (bool(kinds - {"guardian"}), "today", _("Today")),
        (who.holds(*ASSESSORS), "assessing", _("Assess")),
        (who.holds(*RECEIVING), "inbox", _("Shared with us")),
        (who.holds(*RECEIVING, "board_member"), "promised", _("What we promised")),
        (who.holds(*RECEIVING, *LEADERS, "board_member"), "agreements", _("Agreements")),
        (who.holds(*ASSESSORS), "recognizing", _("From elsewhere")),
        (who.holds(*RECEIVING), "stays-here", _("Stays")),
        (who.holds("employer", "sponsor"), "apprenticeships", _("Apprenticeships")),
        (who.holds("journeyworker"), "weeks", _("Weeks to sign")),
        (bool(kinds), "asked", _("Asked of me")),
        (bool(kinds & MENTORS), "own-badges", _("Badges you make")),
        (who.answers, "badges-asked", _("Badges to answer")),
        (who.seated or who.holds("member", "board_member"), "my-seats", _("My seats")),
        (who.holds("operator", "board_member"), "house", _("On a pathway")),
        (who.holds(*LEADERS, "board_member"), "own-places", _("Our place")),
        (who.holds("registrar", "operator"), "batches", _("Batches")),
        (who.holds("operator", "board_member"), "judging", _("Judging")),
        (who.holds("operator", "board_member"), "answering", _("Answers")),
        (who.holds("operator", "board_member"), "imports", _("Imports")),
    )
    return tuple(Place(reverse(name), title) for held, name, title in places if held)
