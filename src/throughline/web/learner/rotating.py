"""One's own way through a rotation: which fields were seen, which is next, what one thinks of each, and what one chooses."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising.actions.rotating import choose_after_rotation
from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries
from throughline.apps.opportunities.actions import rotations as actions
from throughline.apps.opportunities.queries.rotations import OwnRotation, SeenField
from throughline.web.components.rotations import STATES, WISHES
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, key_of
from throughline.web.public.rotations import FieldRow, RotationRow, field_row, row


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field as its learner sees it. state, wish: in words."""

    row: FieldRow
    seen: SeenField
    state: str
    wish: str


@dataclass(frozen=True, slots=True)
class OwnRotationPage:
    """One's own rotation. wishes: what can be thought of a field. today: the first day a field can begin."""

    row: RotationRow
    own: OwnRotation
    fields: tuple[OwnField, ...]
    wishes: tuple[tuple[str, str], ...]
    today: str
    typed: dict[str, str]
    problem: str


@page("rotation.join")
def rotation(request: HttpRequest, key: UUID) -> HttpResponse:
    """One's own way through a rotation; with a form sent, the next step on it."""
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, key))
            return redirect(
                "rotations" if request.POST.get("act") == "leave" else "own-rotation", *_to(request, key)
            )
        except Refused as refusal:
            problem = str(refusal)
    found = queries.rotations.own(who(request), key)
    if found is None:
        raise Http404("There is no such rotation of yours.")
    sent = request.POST
    shown = OwnRotationPage(
        row(found.rotation), found,
        tuple(
            OwnField(field_row(found.rotation, each.field), each, str(STATES[each.state]), str(WISHES.get(each.wish, "")))
            for each in found.fields
        ),
        tuple((key, str(each)) for key, each in WISHES.items()), f"{timezone.localdate():%Y-%m-%d}",
        {each: sent.get(each, "") for each in ("stay", "words", "why", "field", "starts")}, problem,
    )  # fmt: skip
    return show(request, "throughline/learner/rotation.html", shown, status(problem))


def _to(request: HttpRequest, key: UUID) -> tuple[UUID, ...]:
    return () if request.POST.get("act") == "leave" else (key,)


def _act(request: HttpRequest, key: UUID) -> str:
    sent, by, now = request.POST, who(request), timezone.now()
    act, field = sent.get("act", ""), key_of(sent.get("field", ""))
    if act == "take_up":
        starts = day_of(sent.get("starts", ""))
        if field is None or starts is None:
            raise Refused(_("A field"), _("it has no first day."), _("Pick one."))
        actions.take_up(by=by, place=key, field=field, starts=starts, now=now)
        return _("It is asked. Your home answers next, then the host.")
    if act == "think":
        stay = key_of(sent.get("stay", ""))
        if stay is None:
            raise Http404("There is no such field.")
        actions.think(by=by, stay=stay, wish=sent.get("wish", ""), words=sent.get("words", ""), now=now)
        return _("Kept. You can say it anew at any time.")
    if act == "leave":
        actions.leave(by=by, place=key, now=now)
        return _("You left. What you have seen stays yours.")
    role = choose_after_rotation(by=by, place=key, field=field, why=sent.get("why", ""), now=now)
    if role:
        return _("Kept, and your plan follows it. You can change it at any time.")
    return _("Kept. You can change it at any time.")
