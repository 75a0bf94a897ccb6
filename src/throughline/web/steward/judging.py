"""Judging across the house: how many who certify are calibrated, drawing second markings, and bringing anchors."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Refused
from throughline.apps.directory.policy import allowed, require
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewAnchor, NewAnchors, Sitting
from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.core.formats.anchor_file import head_of, read_anchors
from throughline.core.formats.result_file import RowError
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.assessor.panels import seat_key
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import text_of

WIDE = 240
"""Of the bar, in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share beside its target. percent None: hidden, because few people are counted. wide, at: of the bar's 240."""

    title: Text
    percent: int | None
    calibrated: int
    judges: int
    wide: int
    at: int
    assessment: str = ""
    part: str = ""
    edition: int = 0
    anchors: int = 0


@dataclass(frozen=True, slots=True)
class JudgingPage:
    """The share of those who certify and are calibrated. everyone: of all parts together. without: parts that have no
    anchors. runs: the reader may draw and work out; makes: may bring anchors."""

    everyone: Bar
    parts: tuple[Bar, ...]
    target: int
    smallest: int
    without: tuple[tuple[Assessment, AssessmentPart], ...]
    runs: bool
    makes: bool
    problem: str


@dataclass(frozen=True, slots=True)
class AnchorsPage:
    """The form that brings anchors. seats: who could have agreed on them, as searched for, with whether they are chosen."""

    assessment: Assessment
    part: AssessmentPart
    head: str
    works: int
    seats: tuple[tuple[str, str, bool], ...]
    search: str
    errors: tuple[RowError, ...]
    problem: str


@page("moderation.read")
def judging(request: HttpRequest) -> HttpResponse:
    """The counts, with a target line. The operator draws second markings and works out figures here."""
    problem = ""
    if request.method == "POST":
        try:
            return _run(request)
        except Refused as refusal:
            problem = str(refusal)
    return show(request, "throughline/steward/judging.html", _page(request, problem), status(problem))


def _run(request: HttpRequest) -> HttpResponse:
    actor, given, now = who(request), request.POST, timezone.now()
    name, _colon, part = given.get("of", "").partition("/")
    if given.get("act") == "draw":
        many = actions.draw_second_markings(
            by=actor, assessment=name, part=part, seed=given.get("seed", ""), now=now
        )
        told = ngettext("%d work was drawn.", "%d works were drawn.", many) % many
    else:
        actions.work_out(by=actor, assessment=name, part=part, now=now)
        told = _("Worked out. Whoever is asked to rate anchors again reads it on their own page.")
    messages.success(request, told)
    return redirect("judging")


def _page(request: HttpRequest, problem: str) -> JudgingPage:
    actor = who(request)
    found = records.calibrated_counts(actor, now=timezone.now())
    target, smallest = float(found.rule.target), found.rule.smallest
    there = {(each.task.assessment.id, each.task.part.id) for each in found.parts}
    return JudgingPage(
        _bar({}, found.people, found.calibrated, target, smallest),
        tuple(_of_part(each, target, smallest) for each in found.parts), round(target * 100), smallest,
        tuple(
            (a, p) for a in reading.catalogue().assessments.values() for p in a.parts if (a.id, p.id) not in there
        ),
        allowed(actor, "moderation.run").allowed, allowed(actor, "anchors.make").allowed, problem,
    )  # fmt: skip


def _bar(title: Text, judges: int, calibrated: int, target: float, smallest: int) -> Bar:
    at = round(target * WIDE)
    if judges < smallest:
        return Bar(title, None, 0, 0, 0, at)
    return Bar(
        title, round(calibrated / judges * 100), calibrated, judges, round(calibrated / judges * WIDE), at
    )


def _of_part(each: records.CalibratedCount, target: float, smallest: int) -> Bar:
    bar = _bar(each.task.part.title, each.judges, each.calibrated, target, smallest)
    return Bar(
        bar.title, bar.percent, bar.calibrated, bar.judges, bar.wide, bar.at, each.task.assessment.id,
        each.task.part.id, each.edition, each.anchors,
    )  # fmt: skip


@page("anchors.make")
def bring_anchors(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """Bring anchors for a part as a file of rows, with who agreed on their levels."""
    actor, problem, errors = who(request), "", tuple[RowError, ...]()
    require(actor, "anchors.make", what=_("Making anchors"))
    assessment = reading.catalogue().assessments.get(name)
    held = assessment.part(part) if assessment else None
    if assessment is None or held is None:
        raise Http404(f"There is no part '{name}/{part}'.")
    if request.method == "POST" and request.POST.get("act") != "find":
        try:
            errors = _bring(request, name, held)
            if not errors:
                messages.success(
                    request, _("The anchors stand. Whoever judges this part is asked to rate them.")
                )
                return redirect("judging")
        except Refused as refusal:
            problem = str(refusal)
    search, chosen = request.POST.get("q", ""), set(request.POST.getlist("seat"))
    shown = AnchorsPage(
        assessment, held, head_of([each.id for each in held.criteria]), reading.catalogue().state.calibration.works,
        _seats(held, chosen, search), search, errors, problem,
    )  # fmt: skip
    return show(
        request, "throughline/steward/anchors.html", shown, status(problem or "".join(map(str, errors)))
    )


def _bring(request: HttpRequest, name: str, part: AssessmentPart) -> tuple[RowError, ...]:
    rows, errors = read_anchors(text_of(request), [each.id for each in part.criteria])
    if errors:
        return tuple(errors)
    agreed = tuple(_sitting(key) for key in request.POST.getlist("seat"))
    works = tuple(NewAnchor(each.title, each.words, each.levels, each.why, each.link) for each in rows)
    actions.make_anchors(by=who(request), new=NewAnchors(name, part.id, works, agreed), now=timezone.now())
    return ()


def _sitting(key: str) -> Sitting:
    person, _slash, rest = key.partition("/")
    role, _slash, place = rest.partition("/")
    try:
        return Sitting(UUID(person), role, place)
    except ValueError:
        raise Refused(_("Anchors"), _("somebody is not known here."), _("Choose from the list.")) from None


def _seats(part: AssessmentPart, chosen: set[str], search: str) -> tuple[tuple[str, str, bool], ...]:
    """Who could have agreed: those who were chosen, and those whom the search finds."""
    people = [_sitting(key).person for key in chosen]
    roles = {role for judging in part.judges for role in judging.roles}
    found = directory.who_hold(roles, named=search, besides=people)
    return tuple((seat_key(seat), _seat(seat), seat_key(seat) in chosen) for seat in found)


def _seat(seat: directory.Seat) -> str:
    catalogue = reading.catalogue()
    place = name_of(catalogue, f"organization:{seat.organization}")
    return f"{seat.person.name}, {name_of(catalogue, seat.role)}, {place}"
