"""Who is asking, and how they sign in. In the demo, by picking a person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login, logout
from django.contrib.auth.backends import ModelBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Actor
from throughline.apps.frameworks import queries as frameworks
from throughline.web.governing.mine import tell
from throughline.web.pages import page, show, who

HOMES = (
    ("learner", "home"), ("adviser", "caseload"), ("counselor", "caseload"), ("navigator", "caseload"),
    ("teacher", "assessing"), ("assessor", "assessing"), ("workplace_mentor", "assessing"), ("registrar", "assessing"),
    ("operator", "house"), ("board_member", "house"), ("principal", "schools"), ("employer", "inbox"), ("sponsor", "inbox"),
    ("superintendent", "own-places"), ("coordinator", "own-places"), ("director", "own-places"), ("member", "my-seats"),
)  # fmt: skip
"""By role held at an organization: the page where the day begins."""
HOMES_OF_HELPERS = (
    ("guardian", "family"), ("adviser", "caseload"), ("mentor", "caseload"), ("workplace_mentor", "assessing"),
    ("teacher", "today"), ("advocate", "today"),
)  # fmt: skip
"""The same for those who hold no role anywhere and were let in by a learner, or are their guardian."""


def actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: `request.actor`, looked up when first asked for."""

    def with_actor(request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return get_response(request)

    return with_actor


def one_reading(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a page is drawn from one reading of the catalogue."""

    def read_once(request: HttpRequest) -> HttpResponse:
        with frameworks.one_reading():
            return get_response(request)

    return read_once


class Accounts(ModelBackend):
    """Django's own accounts, each read together with who acts through it: one query, not two."""

    def get_user(self, user_id: int) -> Any:
        found = directory.account_with_actor(user_id, on=timezone.localdate())
        if found is None:
            return None
        user, user.acting = found[0], found[1]
        return user if self.user_can_authenticate(user) else None


def _actor(request: HttpRequest) -> Actor:
    # Asking whether there is somebody lets Django check the session against the account's password.
    user: Any = request.user
    if not user.is_authenticated:
        return PUBLIC
    acting: Actor | None = getattr(user, "acting", None)
    return acting or directory.actor_of_account(user.pk, on=timezone.localdate())


def home_of(person: Actor) -> str:
    """The name of the page where this person's day begins."""
    own = [home for role, home in HOMES if person.holds(role)]
    kinds = {each.kind for each in person.helps}
    return next(iter(own), "") or next((home for kind, home in HOMES_OF_HELPERS if kind in kinds), "start")


@dataclass(frozen=True, slots=True)
class Group:
    """People of the demo who have something in common, in a few words."""

    title: str
    people: tuple[directory.Someone, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """The people one can be in the demo; none in a real state, where accounts are used."""

    groups: tuple[Group, ...]
    next: str


@page("catalogue.read")
def sign_in(request: HttpRequest) -> HttpResponse:
    """In the demo, the people to pick from; elsewhere the sign-in of accounts."""
    if not settings.DEMO:
        return redirect("account_login")
    return show(request, "throughline/sign_in.html", SignIn(_groups(), request.GET.get("next", "")))


def _groups() -> tuple[Group, ...]:
    beside = ("adviser", "teacher", "mentor", "workplace_mentor", "community_mentor", "navigator")
    titles = {
        "learner": _("Learners"),
        "": _("Families"),
        "beside": _("People who help learners"),
        "other": _("Colleges, employers and those who govern"),
    }
    found: dict[str, list[directory.Someone]] = {key: [] for key in titles}
    for someone, role in directory.demo_people():
        key = role if role in titles else "beside" if role in beside else "other"
        found[key].append(someone)
    return tuple(Group(titles[key], tuple(people)) for key, people in found.items() if people)


@page("catalogue.read")
@require_POST
def sign_in_as(request: HttpRequest) -> HttpResponse:
    """Signs in as a person of the demo."""
    account = directory.account_of(request.POST.get("who", "")) if settings.DEMO else None
    if account is None:
        raise Http404("There is no such person in the demo.")
    login(request, get_user_model().objects.get(pk=account), backend="throughline.web.signing_in.Accounts")
    chosen = directory.actor_of_account(account, on=timezone.localdate())
    request.actor = chosen  # type: ignore[attr-defined]
    tell(request)
    wanted = request.POST.get("next", "")
    return redirect(wanted if wanted.startswith("/") and not wanted.startswith("//") else home_of(chosen))


@page("catalogue.read")
def my_day(request: HttpRequest) -> HttpResponse:
    """Leads to the page where this person's day begins, with a word of what waits in their seat."""
    tell(request)
    return redirect(home_of(who(request)))


@page("catalogue.read")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("start")
