"""An assessor's day: find a learner, choose what they show, say what was shown or what comes next."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import STAFF
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.web import reading
from throughline.web.assessor.parts import (
    LEVELS,
    Part,
    Shown,
    fact_of,
    in_words,
    parts_of,
    roles_of,
    seat_key,
    standing_behind,
)
from throughline.web.learner import way
from throughline.web.learner.progress import assessments_of
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import words

FIELDS = ("part", "level", "on", "setting", "organization", "note", "advice")
MOST = 60


@dataclass(frozen=True, slots=True)
class FindPage:
    """The learners an assessor may judge, as asked for. more: how many further ones fit.
    brings: they work where results can be brought."""

    learners: tuple[directory.Someone, ...]
    search: str
    more: int
    brings: bool


@dataclass(frozen=True, slots=True)
class LearnerPage:
    """What one learner is working on: the milestones open to them, and every other one to choose from."""

    found: advising.AtHand
    pathway: Pathway | None
    next: tuple[tuple[Milestone, bool], ...]
    every: tuple[Milestone, ...]


@dataclass(frozen=True, slots=True)
class JudgePage:
    """One milestone of one learner, part by part, with the form. beside: who may judge together with the assessor."""

    found: advising.ToJudge
    milestone: Milestone
    mark: str
    word: str
    parts: tuple[Part, ...]
    done: tuple[Part, ...]
    settings: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    beside: tuple[tuple[str, str], ...]
    levels: tuple[int, ...]
    typed: dict[str, str]
    together: tuple[str, ...]
    problem: str = ""
    pathways: tuple[Pathway, ...] = field(default=())
    rubrics: tuple[tuple[Assessment, tuple[AssessmentPart, ...]], ...] = field(default=())


@page("record.attest")
def assessing(request: HttpRequest) -> HttpResponse:
    """The learners at the assessor's own school, and those who let them in; `q` narrows."""
    search = request.GET.get("q", "").strip()
    fit = [each for each in learners_of(who(request)) if search.casefold() in each.name.casefold()]
    shown = FindPage(tuple(fit[:MOST]), search, max(0, len(fit) - MOST), who(request).holds(*STAFF))
    return show(request, "throughline/assessor/find.html", shown)


def learners_of(actor: Actor) -> list[directory.Someone]:
    """Whom an actor may judge: those they help first, then the learners of where they work, by name."""
    if not actor.roles:
        raise Refused(
            _("This page"), _("it is for those who judge what learners show."), _("Sign in as one.")
        )
    helped = [each.learner for each in directory.helped_by(actor)] if actor.helps else []
    here = [
        each for place in sorted(actor.organizations(*STAFF)) for each in directory.learners_at(actor, place)
    ]
    return list({each.id: each for each in [*helped, *here]}.values())


@page("record.attest")
def learner(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a learner is working on."""
    catalogue = reading.catalogue()
    if (wanted := request.GET.get("milestone", "")) in catalogue.milestones:
        return redirect("judge", key, wanted)
    found = advising.at_hand(who(request), key, now=timezone.now())
    shown = LearnerPage(
        found,
        catalogue.pathways.get(found.pathway.partition(":")[2]),
        tuple(
            (catalogue.milestones[name], name in found.begun)
            for name in found.next
            if name in catalogue.milestones
        ),
        tuple(sorted(catalogue.milestones.values(), key=lambda m: words(m.title).casefold())),
    )
    return show(request, "throughline/assessor/learner.html", shown)


@page("record.attest")
def judge(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """One milestone part by part. Shown: a fact stands. Not yet: a try is kept, with what comes next."""
    actor, problem = who(request), ""
    if name not in reading.catalogue().milestones:
        raise Http404(f"There is no milestone '{name}'.")
    typed = {**dict.fromkeys(FIELDS, ""), **request.POST.dict()}
    found = advising.to_judge(actor, key, name, now=timezone.now())
    parts = parts_of(found.audit.outcome) if found.audit.outcome else ()
    seats = directory.may_stand_beside(actor, key, roles_of(parts)) if roles_of(parts) else []
    if request.method == "POST":
        beside = [seat for seat in seats if seat_key(seat) in request.POST.getlist("beside")]
        try:
            _record(request, actor, found, parts, beside, typed)
            return redirect("judge", key, name)
        except Refused as refusal:
            problem = str(refusal)
    shown = _page(actor, found, name, parts, seats, typed, tuple(request.POST.getlist("beside")), problem)
    return show(request, "throughline/assessor/judge.html", shown, status(problem))


def _record(
    request: HttpRequest, actor: Actor, found: advising.ToJudge, parts: tuple[Part, ...], beside: list[directory.Seat],
    typed: dict[str, str],
) -> None:  # fmt: skip
    part = next((each for each in parts if each.key == typed["part"]), None)
    if part is None:
        raise Refused(_("What was shown"), _("no part is chosen."), _("Choose one of the parts."))
    met = request.POST.get("outcome") == "met"
    own = {each: typed.get(f"{each}:{part.key}", "") for each in ("score", "amount", "what")}
    said = Shown(
        on=_day(typed["on"]), level=typed["level"], score=own["score"], amount=own["amount"], what=own["what"],
        setting=typed["setting"], organization=typed["organization"], note=typed["note"],
    )  # fmt: skip
    if not met and part.unit and not said.amount:
        raise Refused(
            _("Not yet"), _("hours and credits are counted, not judged."), _("Record those that were done.")
        )
    now = timezone.now()
    with opening(now=now):
        actions.judge(
            by=actor, fact=fact_of(found.learner, part, said, standing_behind(actor, part, beside)),
            outcome="met" if met else "not_yet", now=now, milestone=f"milestone:{found.audit.id}",
            advice=typed["advice"],
        )  # fmt: skip
    told = (
        _("Recorded for {name}: {part}.")
        if met
        else _("Kept as a try of {name}: {part}. Nothing else has changed.")
    )
    messages.success(request, told.format(name=found.name, part=part.text))


def _day(typed: str) -> date:
    day, today = day_of(typed) or timezone.localdate(), timezone.localdate()
    if day > today:
        raise Refused(_("The day"), _("it is still to come."), _("Record it once it was shown."))
    return day


def _page(
    actor: Actor, found: advising.ToJudge, name: str, parts: tuple[Part, ...], seats: list[directory.Seat],
    typed: dict[str, str], together: tuple[str, ...], problem: str,
) -> JudgePage:  # fmt: skip
    structure = reading.structure()
    milestone = structure.catalogue.milestones[name]
    here = actor.organizations()
    elsewhere = {seat.organization for seat in seats} - here
    settings = settings_of(milestone)
    usual = "school" if "school" in dict(settings) and actor.holds("teacher", "principal") else ""
    return JudgePage(
        found=found,
        milestone=milestone,
        mark=way.mark(found.audit.status),
        word=way.word(found.audit.status),
        parts=tuple(each for each in parts if not each.shown),
        done=tuple(each for each in parts if each.shown),
        settings=settings,
        places=(*_named("organization:", set(here)), *_named("organization:", elsewhere)),
        beside=in_words(seats),
        levels=LEVELS,
        typed={
            **typed,
            "on": typed["on"] or f"{timezone.localdate():%Y-%m-%d}",
            "setting": typed["setting"] or usual,
        },
        together=together,
        problem=problem,
        pathways=tuple(structure.catalogue.pathways[p] for p in structure.pathways_of.get(name, ())),
        rubrics=assessments_of(name),
    )


def settings_of(milestone: Milestone) -> tuple[tuple[str, str], ...]:
    """Where a milestone can be shown: what its ways name, and what its competencies name."""
    competencies = reading.catalogue().competencies
    found = {each for way_ in milestone.ways for each in way_.settings}
    for ref in milestone.competencies:
        known = competencies.get(ref.partition(":")[2])
        found |= set(known.contexts) if known else set()
    return _named("", found or {"school"})


def _named(prefix: str, names: set[str]) -> tuple[tuple[str, str], ...]:
    catalogue = reading.catalogue()
    return tuple(
        sorted(((each, name_of(catalogue, f"{prefix}{each}")) for each in names), key=lambda pair: pair[1])
    )
