"""A class list: one competency over several learners, recorded together or not at all."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.apps.records.facts import NewFact
from throughline.core.catalogue.documents import Competency, ProficiencyLevel
from throughline.web import reading
from throughline.web.assessor.assessing import learners_of
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Line:
    """A learner of the list, with the level typed for them (empty: nothing to record)."""

    learner: directory.Someone
    level: str


@dataclass(frozen=True, slots=True)
class ClassPage:
    """The list with what was typed. competency None: none is chosen yet."""

    competencies: tuple[Competency, ...]
    competency: Competency | None
    scale: tuple[ProficiencyLevel, ...]
    settings: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    on: str
    setting: str
    note: str
    problem: str


@page("record.attest")
def class_list(request: HttpRequest) -> HttpResponse:
    """Records one competency for everyone of the list who has a level beside their name."""
    actor, problem, given = who(request), "", request.POST or request.GET
    catalogue = reading.catalogue()
    competency = catalogue.competencies.get(given.get("competency", ""))
    lines = tuple(Line(each, given.get(f"level-{each.id}", "")) for each in learners_of(actor))
    if request.method == "POST" and competency is not None:
        try:
            many = _record(request, actor, competency, lines)
            told = ngettext("{what}: recorded for {n} learner.", "{what}: recorded for {n} learners.", many)
            messages.success(request, told.format(what=words(competency.title), n=many))
            return redirect(f"{reverse('class-list')}?competency={competency.id}")
        except Refused as refusal:
            problem = str(refusal)
    framework = catalogue.competency_frameworks.get(competency.framework) if competency else None
    shown = ClassPage(
        tuple(sorted(catalogue.competencies.values(), key=lambda c: words(c.title).casefold())),
        competency,
        framework.scale if framework else (),
        tuple((each, name_of(catalogue, each)) for each in competency.contexts) if competency else (),
        lines if competency else (),
        given.get("on") or f"{timezone.localdate():%Y-%m-%d}",
        given.get("setting", ""),
        given.get("note", ""),
        problem,
    )
    return show(request, "throughline/assessor/class_list.html", shown, status(problem))


def _record(request: HttpRequest, actor: Actor, competency: Competency, lines: tuple[Line, ...]) -> int:
    on = day_of(request.POST.get("on", "")) or timezone.localdate()
    if on > timezone.localdate():
        raise Refused(_("The day"), _("it is still to come."), _("Record it once it was shown."))
    facts = [
        NewFact(
            each.learner.id, f"competency:{competency.id}", on, level=int(each.level),
            context=request.POST.get("setting", ""), organization=min(actor.organizations(), default=""),
            note=request.POST.get("note", ""),
        )
        for each in lines
        if each.level.isdigit() and int(each.level) > 0
    ]  # fmt: skip
    if not facts:
        raise Refused(
            _("The list"), _("no learner has a level yet."), _("Choose a level beside each who showed it.")
        )
    now = timezone.now()
    with opening(now=now):
        return len(actions.attest_many(by=actor, facts=facts, now=now))
