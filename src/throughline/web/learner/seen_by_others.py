"""What came from outside, and how the learner and the people around them see their skills: on the same words, no sums."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records import queries as records
from throughline.apps.records.actions.rating_skills import may_rate
from throughline.core.catalogue.assessments import RatingForm
from throughline.core.catalogue.documents import Competency
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """Scores, credentials on offer, and old entries. forms: skills that people rate together."""

    found: records.Outside
    offered: tuple[tuple[str, str, date], ...]
    skills: Mapping[str, tuple[str, ...]]
    forms: tuple[RatingForm, ...]


@dataclass(frozen=True, slots=True)
class SkillsPage:
    """One form about the learner. lines: each statement with the step each kind of rater chose."""

    found: records.Compared
    lines: tuple[tuple[Competency, tuple[tuple[str, str], ...]], ...]
    raters: tuple[str, ...]
    steps: Mapping[int, str]
    problem: str


@dataclass(frozen=True, slots=True)
class RatePage:
    """The form for one rater. raters: as what they may rate."""

    learner: directory.Someone
    mine: bool
    form: RatingForm
    items: tuple[tuple[Competency, str], ...]
    raters: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@page("results.read")
def outside(request: HttpRequest) -> HttpResponse:
    """Everything from outside, for the learner. A credential on offer is given to whoever asks for it."""
    actor, catalogue = who(request), reading.catalogue()
    if request.method == "POST":
        now = timezone.now()
        with opening(now=now):
            actions.ask_for(by=actor, credential=request.POST.get("credential", ""), now=now)
        messages.success(request, _("It is yours. You find it on your record."))
        return redirect("outside")
    found = records.outside(actor, own(actor), now=timezone.now())
    offered = tuple((e.credential, name_of(catalogue, e.credential), e.since) for e in found.offered)
    skills = {
        f"{score.assessment.id} {score.taken_on}": tuple(
            name_of(catalogue, f"competency:{competency}") for _skill, competency in score.skills
        )
        for score in found.scores
    }
    forms = tuple(catalogue.rating_forms.values())
    return show(request, "throughline/learner/outside.html", OutsidePage(found, offered, skills, forms))


@page("skills.read")
def skills(request: HttpRequest, form: str) -> HttpResponse:
    """How people see the learner's skills, statement by statement; the learner answers."""
    actor, problem, catalogue = who(request), "", reading.catalogue()
    if form not in catalogue.rating_forms:
        raise Http404(f"There is no form '{form}'.")
    if request.method == "POST":
        try:
            actions.answer_review(
                by=actor, review=UUID(request.POST.get("review", "")), words=request.POST.get("words", ""),
                now=timezone.now(),
            )  # fmt: skip
            return redirect("skills", form)
        except Refused as refusal:
            problem = str(refusal)
    found = records.skills_seen(actor, own(actor), form, now=timezone.now())
    steps = {each.number: name_of_step(found.form, each.number) for each in found.form.scale}
    lines = tuple(
        (
            catalogue.competencies[item],
            tuple((rater_words(r), steps.get(levels.get(r, 0), "")) for r in found.raters),
        )
        for item, levels in found.lines
        if item in catalogue.competencies
    )
    raters = tuple(rater_words(each) for each in found.raters)
    shown = SkillsPage(found, lines, raters, steps, problem)
    return show(request, "throughline/learner/skills.html", shown, status(problem))


def name_of_step(form: RatingForm, number: int) -> str:
    """The words of a step of a form's scale."""
    return next((words(each.title) for each in form.scale if each.number == number), "")


def rater_words(rater: str) -> str:
    """A kind of rater in words."""
    return {
        "self": _("You"), "mentor": _("Mentor"), "teacher": _("Teacher"), "family": _("Family"),
        "employer": _("Employer"),
    }.get(rater, rater)  # fmt: skip


@page("skills.rate")
def rate(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """Rate the statements of a form about oneself or a learner one helps; any may be left out."""
    actor, problem = who(request), ""
    found = reading.catalogue().rating_forms.get(form)
    if found is None:
        raise Http404(f"There is no form '{form}'.")
    require(actor, "skills.rate", directory.subject_for(actor, key), what="Rating skills")
    if request.method == "POST":
        try:
            _rate(request, actor, key, found)
            messages.success(request, _("Kept. The learner reads it and may answer."))
            return redirect("skills", form) if actor.person == key else redirect("rate-skills", key, form)
        except Refused as refusal:
            problem = str(refusal)
    shown = _rate_page(actor, key, found, request.POST.dict(), problem)
    return show(request, "throughline/learner/rate.html", shown, status(problem))


def _rate(request: HttpRequest, actor: Actor, key: UUID, form: RatingForm) -> None:
    given = request.POST
    typed = {item: given.get(f"level:{item}", "") for item in form.items}
    actions.rate_skills(
        by=actor, learner=key, form=form.id, words=given.get("words", ""), rater=given.get("rater", ""),
        levels={item: int(level) for item, level in typed.items() if level.isdigit()}, now=timezone.now(),
    )  # fmt: skip


def _rate_page(actor: Actor, key: UUID, form: RatingForm, typed: Mapping[str, str], problem: str) -> RatePage:
    competencies = reading.catalogue().competencies
    return RatePage(
        directory.someone(key), actor.person == key, form,
        tuple((competencies[item], typed.get(f"level:{item}", "")) for item in form.items if item in competencies),
        tuple((rater, rater_words(rater)) for rater in may_rate(actor, key, form)), typed, problem,
    )  # fmt: skip
