"""Exhibitions: the days that are set, a new one with its panel, and one day with its works and the chair's closing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import STAFF
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewExhibition, Sitting
from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of


@dataclass(frozen=True, slots=True)
class PanelsPage:
    """Days that are set, and parts for which one can be set. may_set: the reader works where one can be held."""

    days: tuple[records.ExhibitionDay, ...]
    parts: tuple[tuple[Assessment, AssessmentPart], ...]
    may_set: bool


@dataclass(frozen=True, slots=True)
class NewPanelPage:
    """The form for a new day. seats: who could sit; chosen: as typed."""

    assessment: Assessment
    part: AssessmentPart
    seats: tuple[tuple[str, str, bool], ...]
    places: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class PanelPage:
    """One day with its panel and works."""

    day: records.ExhibitionDay
    place: str
    problem: str


@page("exhibition.read")
def panels(request: HttpRequest) -> HttpResponse:
    """The days of the reader's organizations and panels."""
    actor = who(request)
    parts = tuple(
        (each, part)
        for each in reading.catalogue().assessments.values()
        for part in each.parts
        if part.panel is not None
    )
    shown = PanelsPage(tuple(records.exhibitions(actor)), parts, bool(actor.organizations(*STAFF)))
    return show(request, "throughline/assessor/panels.html", shown)


@page("exhibition.set")
def new_panel(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """Set a day for a part, with who sits."""
    actor, problem = who(request), ""
    assessment = reading.catalogue().assessments.get(name)
    held = assessment.part(part) if assessment else None
    if assessment is None or held is None or held.panel is None:
        raise Refused(
            _("An exhibition"), _("this part is not shown before a panel."), _("Choose one that is.")
        )
    roles = {role for each in held.judges for role in each.roles}
    seats = directory.could_sit(actor, roles)
    if request.method == "POST":
        try:
            made = actions.set_exhibition(
                by=actor, new=_new(actor, request.POST, assessment, held, seats), now=timezone.now()
            )
            messages.success(request, _("The day is set. Learners can choose it when they hand in."))
            return redirect("panel", made)
        except Refused as refusal:
            problem = str(refusal)
    shown = _new_page(actor, assessment, held, seats, request.POST, problem)
    return show(request, "throughline/assessor/panel_new.html", shown, status(problem))


def seat_key(seat: directory.Seat) -> str:
    """What names a seat in the form."""
    return f"{seat.person.id}/{seat.role}/{seat.organization}"


def _new(
    actor: Actor, given: QueryDict, assessment: Assessment, part: AssessmentPart, seats: list[directory.Seat]
) -> NewExhibition:
    chosen = [seat for seat in seats if seat_key(seat) in given.getlist("seat")]
    chair = next((s.person.id for s in chosen if seat_key(s) == given.get("chair")), None)
    if not chosen or chair is None:
        raise Refused(
            _("The panel"), _("it has no chair yet."), _("Choose who sits, and one of them to chair.")
        )
    return NewExhibition(
        assessment.id, part.id, given.get("title", ""), given.get("place", ""),
        day_of(given.get("on", "")) or timezone.localdate(), chair,
        tuple(Sitting(s.person.id, s.role, s.organization) for s in chosen),
    )  # fmt: skip


def _new_page(
    actor: Actor, assessment: Assessment, part: AssessmentPart, seats: list[directory.Seat], given: QueryDict,
    problem: str,
) -> NewPanelPage:  # fmt: skip
    catalogue, chosen = reading.catalogue(), set(given.getlist("seat"))
    options = tuple(
        (
            seat_key(s),
            f"{s.person.name}, {name_of(catalogue, s.role)}, {name_of(catalogue, f'organization:{s.organization}')}",
            seat_key(s) in chosen,
        )
        for s in seats
    )
    places = sorted(actor.organizations(*STAFF))
    return NewPanelPage(
        assessment, part, options, tuple((p, name_of(catalogue, f"organization:{p}")) for p in places),
        {
            "title": given.get("title", ""), "on": given.get("on", f"{timezone.localdate():%Y-%m-%d}"),
            "chair": given.get("chair", ""),
        },
        problem,
    )  # fmt: skip


@page("exhibition.read")
def panel(request: HttpRequest, key: UUID) -> HttpResponse:
    """One day. The chair says who sat, and closes it."""
    actor, problem = who(request), ""
    day = records.exhibition(actor, key)
    if request.method == "POST":
        present = {each.person for each in day.panel if str(each.person) in request.POST.getlist("sat")}
        try:
            now = timezone.now()
            with opening(now=now):
                actions.close_exhibition(by=actor, exhibition=key, present=present, now=now)
            messages.success(request, _("Closed. Every learner reads what was said."))
            return redirect("panel", key)
        except Refused as refusal:
            problem = str(refusal)
    place = name_of(reading.catalogue(), f"organization:{day.organization}")
    return show(request, "throughline/assessor/panel.html", PanelPage(day, place, problem), status(problem))
