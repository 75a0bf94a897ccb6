"""The learner's side of assessing: hand in work, read what was said beside one's own view, revise, show it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions import NewWork
from throughline.apps.records.pieces import Piece
from throughline.apps.records.queries import evidence
from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components import rubric
from throughline.web.components.work import PieceShown, piece_shown
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import words

STEPS = {
    "": "with", "met": "met", "not_yet": "next", "feedback": "next", "taken_back": "back",
}  # fmt: skip
FIELDS = ("words", "link", "on", "setting", "organization", "judge", "day")


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of the learner's work in their list. step: with (its judges), next (read what is next), met, back."""

    id: UUID
    title: Text
    part: Text
    practice: bool
    step: str
    on: object
    signed: int
    needed: int


@dataclass(frozen=True, slots=True)
class ToShow:
    """An assessment with the parts that the learner can show. met: by part, those that are shown already."""

    assessment: Assessment
    parts: tuple[tuple[AssessmentPart, str], ...]


@dataclass(frozen=True, slots=True)
class SubmissionsPage:
    """The learner's work, what they can show on their pathway, and everything else that can be shown."""

    entries: tuple[Entry, ...]
    to_show: tuple[ToShow, ...]
    others: tuple[ToShow, ...]


@dataclass(frozen=True, slots=True)
class HandInPage:
    """The form for one part. pieces: own evidence to choose from. judges: whom to ask; days: panels to show it before.
    straight: the learner was offered practice and has not had feedback yet."""

    before: records.Before
    rows: tuple[rubric.Row, ...]
    examples: tuple[rubric.Example, ...]
    pieces: tuple[tuple[str, Piece, bool], ...]
    judges: tuple[tuple[str, str], ...]
    settings: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """One piece of work with what was said of it, each criterion side by side with the learner's own view."""

    found: records.Feedback
    pieces: tuple[PieceShown, ...]
    rows: tuple[rubric.Row, ...]
    setting: str
    judged: bool


@page("submission.make")
def submissions(request: HttpRequest) -> HttpResponse:
    """What the learner handed in, newest first, and what they can show."""
    actor = who(request)
    mine = records.submissions(actor)
    choice = advising.choice_of(actor, own(actor), now=timezone.now())
    pathway = choice.pathway.partition(":")[2]
    met = {(each.task.reference, each.task.part.id) for each in mine if each.outcome == "met"}
    structure, every = reading.structure(), []
    for each in reading.catalogue().assessments.values():
        parts = each.parts_for(pathway, choice.destination)
        if parts:
            on_way = pathway in structure.pathways_of.get(each.milestone, ())
            marks = tuple(
                (part, "met" if (f"assessment:{each.id}", part.id) in met else "open") for part in parts
            )
            every.append((on_way, ToShow(each, marks)))
    every.sort(key=lambda pair: words(pair[1].assessment.title).casefold())
    shown = SubmissionsPage(
        tuple(_entry(each) for each in mine), tuple(each for here, each in every if here),
        tuple(each for here, each in every if not here),
    )  # fmt: skip
    return show(request, "throughline/learner/submissions.html", shown)


def _entry(each: records.HandedIn) -> Entry:
    return Entry(
        each.id, each.task.assessment.title, each.task.part.title, not each.certifying, STEPS[each.outcome],
        each.handed_in_at, each.signed, each.needed,
    )  # fmt: skip


@page("submission.make")
def hand_in(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """Hand in work for one part: to practice, or to count."""
    actor, problem = who(request), ""
    if request.method == "POST":
        try:
            made = actions.hand_in(by=actor, work=_work(request.POST, name, part), now=timezone.now())
            messages.success(request, _("Handed in. You will read here what was said."))
            return redirect("feedback", made)
        except Refused as refusal:
            problem = str(refusal)
    before = records.before_handing_in(actor, name, part, now=timezone.now())
    shown = _hand_in_page(actor, before, request.POST, problem)
    return show(request, "throughline/learner/hand_in.html", shown, status(problem))


def _work(given: QueryDict, name: str, part: str) -> NewWork:
    certifying = given.get("purpose") == "counts"
    chosen = (each.partition("/") for each in given.getlist("piece"))
    task = reading.catalogue().assessments.get(name)
    held = task.part(part) if task else None
    return NewWork(
        name, part, day_of(given.get("on", "")) or timezone.localdate(), certifying, given.get("words", ""),
        given.get("link", ""), tuple((UUID(key), int(number)) for key, _slash, number in chosen),
        given.get("setting", ""), given.get("organization", ""), given.get("straight") == "yes",
        rubric.levels_from(held, given.dict()) if held else {}, _key(given, "judge"),
        _key(given, "day") if certifying else None,
    )  # fmt: skip


def _key(given: QueryDict, field: str) -> UUID | None:
    try:
        return UUID(given.get(field, ""))
    except ValueError:
        return None


def _hand_in_page(actor: Actor, before: records.Before, given: QueryDict, problem: str) -> HandInPage:
    catalogue, part = reading.catalogue(), before.task.part
    kept = evidence.own(actor, own(actor)).kept
    chosen = set(given.getlist("piece"))
    pieces = ((f"{each.id}/{each.number}", each) for each in kept)
    typed = {each: given.get(each, "") for each in FIELDS}
    return HandInPage(
        before, rubric.rows(part, rubric.levels_from(part, given.dict())),
        rubric.examples(part, before.task.assessment.exemplars_of(part.id)),
        tuple((key, each, key in chosen) for key, each in pieces),
        tuple(
            (str(seat.person.id), f"{seat.person.name}, {name_of(catalogue, seat.role)}") for seat in before.judges
        ),
        tuple((each, name_of(catalogue, each)) for each in part.settings),
        {**typed, "on": typed["on"] or f"{timezone.localdate():%Y-%m-%d}"}, problem,
    )  # fmt: skip


@page("submission.make")
def feedback(request: HttpRequest, key: UUID) -> HttpResponse:
    """One piece of the learner's own work: with its judges, or what was said and what is next."""
    found = records.feedback(who(request), key)
    judged = found.work.outcome not in ("", "taken_back")
    rows = rubric.rows(found.work.task.part, {}, own=found.own, seen=found.seen)
    setting = name_of(reading.catalogue(), found.setting) if found.setting else ""
    pieces = tuple(piece_shown(each, reading.catalogue()) for each in found.pieces)
    shown = FeedbackPage(found, pieces, rows, setting, judged)
    return show(request, "throughline/learner/feedback.html", shown)


@page("submission.make")
def take_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take back work that nobody has judged."""
    if request.method == "POST":
        actions.take_back(by=who(request), submission=key, now=timezone.now())
        messages.success(request, _("Taken back. It was no try."))
    return redirect("submissions")
