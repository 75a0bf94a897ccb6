"""For a member: interests, stepping back, duties done, what the region says, the own groups, and giving the seat up."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import Body, SeatKind
from throughline.core.catalogue.documents import Organization
from throughline.core.governing.charters import Member, Sitting
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.governing.bodies import sitting_of
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class SitPage:
    """A member's own seat. interests: those still open, each with the organization's title. groups: of the state, each
    with whether they say they belong; may_be_open: their seat is one whose holder is named. speaks: the body stands under
    another, which it can tell something."""

    body: Body
    kind: SeatKind | None
    member: Member
    interests: tuple[tuple[UUID, str, str], ...]
    organizations: tuple[Organization, ...]
    groups: tuple[tuple[str, Text, bool], ...]
    openly: bool
    may_be_open: bool
    speaks: bool
    today: str
    typed: Mapping[str, str]
    problem: str


@page("seat.leave")
def sit(request: HttpRequest, name: str) -> HttpResponse:
    """The own seat, and what a member does from it."""
    actor, now = who(request), sitting_of(name)
    require(actor, "seat.leave", governance.subject_in(now), what=_("Your seat"))
    problem = ""
    if request.method == "POST":
        doing = _DOING.get(request.POST.get("do", ""))
        try:
            if doing is None:
                raise Refused(_("This form"), _("it does not say what to do."), _("Send it again."))
            messages.success(request, doing(request, actor, name))
            return redirect("body", name)
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/governing/sit.html", _page(request, actor, now, problem), status(problem)
    )


def _page(request: HttpRequest, actor: Actor, now: Sitting, problem: str) -> SitPage:
    catalogue = reading.catalogue()
    member = next(each for each in now.members if actor.is_me(each.person))
    kind, (said, openly) = now.body.seat(member.seat), governance.own_groups(actor.me)
    mine = (member.seat, member.place)
    interests = tuple(
        (each.id, name_of(catalogue, f"organization:{each.organization}"), each.words)
        for each in governance.declared(now.body.id)
        if each.organization and each.ended_at is None and (each.seat, each.place) == mine
    )
    return SitPage(
        now.body, kind, member, interests,
        tuple(sorted(catalogue.organizations.values(), key=lambda each: words(each.title).casefold())),
        tuple((key, title, key in said) for key, title in catalogue.state.groups.items()), openly,
        governance.may_say_openly(actor.me, now.on), bool(now.body.parent), now.on.isoformat(),
        request.POST.dict(), problem,
    )  # fmt: skip


def _interest(request: HttpRequest, actor: Actor, body: str) -> str:
    given = request.POST
    actions.declare_conflict(
        by=actor, body=body, organization=given.get("organization", ""), words=given.get("words", ""),
        now=timezone.now(),
    )  # fmt: skip
    return _("Your interest is declared, and public.")


def _interest_over(request: HttpRequest, actor: Actor, body: str) -> str:
    try:
        key = UUID(request.POST.get("interest", ""))
    except ValueError:
        raise Refused(_("An interest"), _("none is chosen."), _("Choose one.")) from None
    actions.end_conflict(by=actor, conflict=key, now=timezone.now())
    return _("The interest is over. That it was declared stays on record.")


def _duty(request: HttpRequest, actor: Actor, body: str) -> str:
    given, now = request.POST, timezone.now()
    on = day_of(given.get("on", "")) or timezone.localdate()
    actions.record_duty(
        by=actor, body=body, duty=given.get("duty", ""), on=on, words=given.get("words", ""), now=now
    )
    return _("It is recorded as done.")


def _tell(request: HttpRequest, actor: Actor, body: str) -> str:
    given = request.POST
    actions.file_feedback(
        by=actor,
        body=body,
        subject=given.get("subject", ""),
        words=given.get("words", ""),
        now=timezone.now(),
    )
    return _("It is said, and public. The charter of the state's body says by when it is answered.")


def _groups(request: HttpRequest, actor: Actor, body: str) -> str:
    actions.say_groups(
        by=actor, groups=request.POST.getlist("groups"), openly=request.POST.get("openly") == "yes",
        now=timezone.now(),
    )  # fmt: skip
    return _("Thank you. You can change it at any time.")


def _resign(request: HttpRequest, actor: Actor, body: str) -> str:
    on = day_of(request.POST.get("on", "")) or timezone.localdate()
    actions.resign(by=actor, body=body, on=on, now=timezone.now())
    return _("You gave up your seat. Thank you for sitting in it.")


@page("feedback.answer")
@require_POST
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """The chair or clerk of a state body answers a region."""
    given = request.POST
    to = actions.answer_feedback(
        by=who(request), feedback=key, answer=given.get("answer", ""), action=given.get("action", ""),
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("The region has its answer, and everyone can read it."))
    return redirect("body", to)


_DOING: Mapping[str, Callable[[HttpRequest, Actor, str], str]] = {
    "interest": _interest, "interest-over": _interest_over, "duty": _duty, "tell": _tell, "groups": _groups,
    "resign": _resign,
}  # fmt: skip
