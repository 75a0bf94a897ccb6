"""Rotations, for everyone: who offers which fields together, when, and how to get there; signing and joining."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import LEADERS
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import rotations as actions
from throughline.apps.opportunities.queries.rotations import FieldShown, RotationShown, Taking
from throughline.web import reading
from throughline.web.components.rotations import WAYS, WEEKDAYS, place_of, role_of
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who


@dataclass(frozen=True, slots=True)
class RotationRow:
    """A rotation in words."""

    rotation: RotationShown
    keeper: str
    day: str
    pathway: str


@dataclass(frozen=True, slots=True)
class RotationsPage:
    """Every rotation the reader may see. makes: they lead an organization and may bring one together."""

    rows: tuple[RotationRow, ...]
    makes: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field in words. role: where it leads; way: how one gets there."""

    field: FieldShown
    host: str
    role: str
    counts: str
    way: str


@dataclass(frozen=True, slots=True)
class RotationPage:
    """One rotation. signed: by sponsor, whether; signs, homes: for whom the reader may sign, from where they may join."""

    row: RotationRow
    sponsors: tuple[tuple[str, str, bool], ...]
    fields: tuple[FieldRow, ...]
    signs: tuple[tuple[str, str], ...]
    homes: tuple[tuple[str, str], ...]
    problem: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who takes part in a rotation."""

    rotation: UUID
    title: str
    rows: tuple[Taking, ...]


@page("rotation.read")
def rotations(request: HttpRequest) -> HttpResponse:
    """The rotations that are open, and those that concern the reader."""
    actor = who(request)
    rows = tuple(row(each) for each in queries.rotations.rotations(actor))
    return show(request, "throughline/public/rotations.html", RotationsPage(rows, actor.holds(*LEADERS)))


@page("rotation.read")
def rotation(request: HttpRequest, key: UUID) -> HttpResponse:
    """One rotation; a sponsor signs, a learner joins, its keeper closes it."""
    problem = ""
    if request.method == "POST":
        try:
            return _act(request, key)
        except Refused as refusal:
            problem = str(refusal)
    actor = who(request)
    found = queries.rotations.rotation(actor, key)
    if found is None:
        raise Http404("There is no such rotation.")
    return show(request, "throughline/public/rotation.html", _page(actor, found, problem), status(problem))


@page("rotation.make")
def people(request: HttpRequest, key: UUID) -> HttpResponse:
    """Who takes part, for whoever brings the rotation together."""
    title, rows = queries.rotations.taking(who(request), key, now=timezone.now())
    return show(request, "throughline/organization/rotation_people.html", PeoplePage(key, title, rows))


def _act(request: HttpRequest, key: UUID) -> HttpResponse:
    sent, by, now = request.POST, who(request), timezone.now()
    act = sent.get("act", "")
    if act == "join":
        place = actions.join(by=by, rotation=key, home=sent.get("home", ""), now=now)
        messages.success(request, _("You are in. Take up the first field when you like."))
        return redirect("own-rotation", place)
    if act == "sign":
        done = actions.sign(by=by, rotation=key, organization=sent.get("organization", ""), now=now)
        messages.success(request, _("All have signed. It is open.") if done else _("You signed it."))
        return redirect("rotation", key)
    actions.close(by=by, rotation=key, now=now)
    messages.success(request, _("It takes nobody new. Those who are in it go on."))
    return redirect("rotation", key)


def row(found: RotationShown) -> RotationRow:
    """A rotation in words."""
    pathway = name_of(reading.catalogue(), f"pathway:{found.pathway}") if found.pathway else ""
    return RotationRow(found, place_of(found.keeper), str(WEEKDAYS[found.weekday]), pathway)


def field_row(found: RotationShown, each: FieldShown) -> FieldRow:
    """A field in words."""
    return FieldRow(
        each, place_of(each.host), role_of(found.pathway, each), name_of(reading.catalogue(), each.counts),
        str(WAYS[each.way]),
    )  # fmt: skip


def _page(actor: Actor, found: RotationShown, problem: str) -> RotationPage:
    joins = found.open and not found.closed and found.mine is None
    homes = sorted(actor.organizations("learner")) if joins else []
    return RotationPage(
        row(found), tuple((each, place_of(each), signed) for each, signed in found.sponsors.items()),
        tuple(field_row(found, each) for each in found.fields),
        tuple((each, place_of(each)) for each in found.signs), tuple((each, place_of(each)) for each in homes),
        problem,
    )  # fmt: skip
