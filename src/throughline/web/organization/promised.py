"""What an institution promised: who comes, what is left, what ends, and complaints that wait for its answer."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import placing
from throughline.apps.opportunities.actions import promises as actions
from throughline.apps.opportunities.queries.offers import Complained
from throughline.apps.opportunities.queries.promised import Owed, Promise, Told
from throughline.core.catalogue.agreements import in_force
from throughline.web import reading
from throughline.web.components.guarantees import STATES, PromiseShown, promise_shown, shortage_steps
from throughline.web.components.record_papers import proof_file_answer
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import key_of


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """An agreement in the list. in_force: it opens to somebody today."""

    now: Promise
    promise: PromiseShown
    in_force: bool


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """A complaint that waits, with the title of its agreement."""

    complaint: Complained
    title: str


@dataclass(frozen=True, slots=True)
class PromisedPage:
    """What the reader's organizations owe; complaints that wait; what they are told to mend."""

    rows: tuple[PromisedRow, ...]
    complaints: tuple[ComplaintRow, ...]
    told: tuple[tuple[Told, str], ...]


@dataclass(frozen=True, slots=True)
class OwedPage:
    """One agreement with who comes. coming: each with its state in words and its mark; line: who waits, by turn.

    courses: those of the reader's college."""

    promise: PromiseShown
    owed: Owed
    coming: tuple[tuple[UUID, str, str, str, bool], ...]
    line: int
    rule: tuple[str, ...]
    courses: tuple[tuple[str, str], ...]
    problem: str


@dataclass(frozen=True, slots=True)
class ComplaintPage:
    """One complaint with the form. places: for which the reader may answer."""

    row: ComplaintRow
    places: tuple[tuple[str, str], ...]
    answer: str
    problem: str


@page("promises.own")
def promised(request: HttpRequest) -> HttpResponse:
    """The list, with what waits for an answer first."""
    actor, today = who(request), timezone.localdate()
    rows = tuple(
        PromisedRow(each, promise_shown(each.agreement, each.owed_by), in_force(each.agreement, today))
        for each in opportunities.promised.owed(actor, on=today)
    )
    told = opportunities.promised.to_mend(opportunities.promised.owes(actor))
    kept = reading.catalogue()
    shown = PromisedPage(
        rows,
        _complaints(request),
        tuple((each, name_of(kept, each.about.partition("#")[0])) for each in told),
    )
    return show(request, "throughline/organization/promised.html", shown)


def _complaints(request: HttpRequest) -> tuple[ComplaintRow, ...]:
    found = opportunities.promised.complaints(who(request), now=timezone.now())
    kept = reading.catalogue()
    return tuple(ComplaintRow(each, name_of(kept, f"agreement:{name}")) for each, name in found)


@page("promise.keep")
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One agreement: who said yes, what is left; each is kept, or not kept with the reason."""
    actor, problem = who(request), ""
    acting, found = opportunities.promised.owed_one(actor, name, on=timezone.localdate())
    if request.method == "POST":
        try:
            _keep(request, acting)
            return redirect("promised-one", name)
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/organization/promised_one.html", _page(found, problem, acting), status(problem)
    )


@page("promise.keep")
def proof(request: HttpRequest, name: str, key: UUID) -> HttpResponse:
    """Why somebody who comes has the place, for the separate checker: it shows what the promise rests on and no more."""
    document = opportunities.promised.proof_of(who(request), name, key, now=timezone.now())
    return proof_file_answer(document, name)


def _keep(request: HttpRequest, acting: str) -> None:
    sent, now, actor = request.POST, timezone.now(), who(request)
    offer = key_of(sent.get("offer", ""))
    if offer is None:
        raise Refused(_("A promise"), _("nobody is chosen."), _("Choose one of the list."))
    if sent.get("act") == "place":
        outcome = placing.place(
            by=actor, offer=offer, organization=acting, course=sent.get("course", ""), now=now
        )
        _say_placed(request, outcome)
    elif sent.get("act") == "honor":
        actions.honor(by=actor, offer=offer, organization=acting, now=now)
        messages.success(request, _("Kept. The learner reads it."))
    else:
        actions.refuse(by=actor, offer=offer, organization=acting, reason=sent.get("reason", ""), now=now)
        messages.success(request, _("The learner reads your reason, and that the remedy is theirs."))


def _say_placed(request: HttpRequest, found: placing.Placed) -> None:
    if found.outcome == "placed":
        messages.success(request, _("Placed. The course counts."))
        return
    kept = reading.catalogue()
    names = ", ".join(name_of(kept, f"opportunity:{each}") for each in found.instead)
    said = _(
        "This course gives no credit, so nobody who completed the pathway is placed in it. It stands as a breach."
    )
    messages.error(request, said + (" " + _("These count: {names}.").format(names=names) if names else ""))


def _courses(place: str) -> tuple[tuple[str, str], ...]:
    """The courses of a college, by name."""
    kept = reading.catalogue()
    held = [o.id for o in kept.opportunities.values() if o.provider == place and o.kind == "course"]
    return tuple(
        sorted(((o, name_of(kept, f"opportunity:{o}")) for o in held), key=lambda e: e[1].casefold())
    )


def _page(found: Owed, problem: str, acting: str) -> OwedPage:
    promise = promise_shown(found.promise.agreement, found.promise.owed_by)
    rows = tuple(
        (each.offer, each.name, str(STATES[each.state][0] if each.state != "accepted" else _("Said yes")),
         STATES[each.state][1], each.state in ("accepted", "refused"))
        for each in found.coming
        if each.state != "waiting"
    )  # fmt: skip
    rule = shortage_steps(found.promise.rule) if found.promise.rule else ()
    return OwedPage(promise, found, rows, found.promise.places.waiting, rule, _courses(acting), problem)


@page("promise.keep")
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """One complaint: it is made good, or it is explained."""
    actor, problem, sent = who(request), "", request.POST
    row = next((each for each in _complaints(request) if each.complaint.id == key), None)
    if row is None:
        raise Refused(_("A complaint"), _("none waits here for you."), _("Look at your list."))
    if request.method == "POST":
        try:
            actions.answer_complaint(
                by=actor, complaint=key, organization=sent.get("place", ""), outcome=sent.get("outcome", ""),
                answer=sent.get("answer", ""), now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Your answer is with the learner."))
            return redirect("promised")
        except Refused as refusal:
            problem = str(refusal)
    kept = reading.catalogue()
    mine = sorted(opportunities.promised.owes(actor) & {row.complaint.owner, row.complaint.overseer})
    places = tuple((each, name_of(kept, f"organization:{each}")) for each in mine)
    shown = ComplaintPage(row, places, sent.get("answer", ""), problem)
    return show(request, "throughline/organization/complaint.html", shown, status(problem))
