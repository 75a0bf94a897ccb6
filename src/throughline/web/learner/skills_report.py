"""What a record shows of a competency framework, or of a part of it: each with the level shown and where to read why."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.records import queries as records
from throughline.core.catalogue.documents import Competency, CompetencyFramework
from throughline.core.progress.competency_report import Shown, SplitFramework
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.pages import page, show, status, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Row:
    """One competency. level: the step shown, in words; None where it is not shown yet. facts: how many show it.
    picked: it was asked for."""

    competency: Competency
    level: Text | None
    facts: int
    picked: bool


@dataclass(frozen=True, slots=True)
class SkillsReport:
    """The report on one framework. together: its outcomes only stand together, so no part of it can be picked."""

    framework: CompetencyFramework
    frameworks: tuple[CompetencyFramework, ...]
    rows: tuple[Row, ...]
    together: bool
    picked: bool
    problem: str


@page("record.read")
def skills_report(request: HttpRequest) -> HttpResponse:
    """The report, on the framework and the competencies that are asked for; all of it where none is picked."""
    house = reading.catalogue()
    every = sorted(house.competency_frameworks.values(), key=lambda f: (not f.universal, words(f.title)))
    named = request.GET.get("framework", every[0].id if every else "")
    if named not in house.competency_frameworks:
        raise Http404("There is no such framework.")
    framework = house.competency_frameworks[named]
    inside = [each for each in house.competencies.values() if each.framework == named]
    asked = set(request.GET.getlist("c")) & {each.id for each in inside}
    found, problem = _shown(request, asked or {each.id for each in inside})
    rows = tuple(
        Row(each, _level(framework, found.get(each.id)), _facts(found.get(each.id)), each.id in asked)
        for each in inside
    )  # fmt: skip
    shown = SkillsReport(framework, tuple(every), rows, framework.indivisible, bool(asked), problem)
    return show(request, "throughline/record/skills.html", shown, status(problem))


def _shown(request: HttpRequest, names: set[str]) -> tuple[dict[str, Shown], str]:
    actor = who(request)
    try:
        found = records.skills_shown(actor, own(actor), sorted(names), now=timezone.now())
        return {each.competency: each for each in found}, ""
    except SplitFramework as refusal:
        return {}, str(refusal)


def _level(framework: CompetencyFramework, found: Shown | None) -> Text | None:
    return next((step.title for step in framework.scale if found and step.number == found.level), None)


def _facts(found: Shown | None) -> int:
    return len(found.facts) if found else 0
