"""An assessment as everyone may read it: what is asked, the rubric, examples, who judges, and who looked at its design."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from throughline.core.catalogue.assessments import Assessment, AssessmentPart
from throughline.core.catalogue.documents import Milestone
from throughline.web import reading
from throughline.web.components import rubric
from throughline.web.keeping import kept_for_everyone
from throughline.web.names import name_of
from throughline.web.pages import page, show


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part with its rubric and examples. judges: roles in words, how many, from elsewhere.
    levels: the numbers of the longest row."""

    part: AssessmentPart
    rows: tuple[rubric.Row, ...]
    examples: tuple[rubric.Example, ...]
    judges: tuple[tuple[str, int, bool, bool], ...]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment in force. number: its version. skills: of a test from outside, with competencies."""

    assessment: Assessment
    number: int
    milestone: Milestone | None
    parts: tuple[PartShown, ...]
    skills: tuple[tuple[object, str, str], ...]
    offers: str


@page("catalogue.read")
@kept_for_everyone
def assessment(request: HttpRequest, name: str) -> HttpResponse:
    """One assessment."""
    catalogue = reading.catalogue()
    found = catalogue.assessments.get(name)
    if found is None:
        raise Http404(f"There is no assessment '{name}'.")
    cut = found.external
    shown = AssessmentPage(
        found, catalogue.versions.get(f"assessment:{name}", 1), catalogue.milestones.get(found.milestone),
        tuple(_part(found, each) for each in found.parts),
        tuple((s.title, s.competency, name_of(catalogue, f"competency:{s.competency}")) for s in cut.skills)
        if cut
        else (),
        name_of(catalogue, f"credential:{cut.offers}") if cut and cut.offers else "",
    )  # fmt: skip
    return show(request, "throughline/public/assessment.html", shown)


def _part(of: Assessment, part: AssessmentPart) -> PartShown:
    catalogue = reading.catalogue()
    judges = tuple(
        (
            ", ".join(name_of(catalogue, r) for r in j.roles),
            j.count,
            j.distinct_organization,
            j.distinct_sector,
        )
        for j in part.judges
    )
    levels = tuple(range(1, max((len(each.levels) for each in part.criteria), default=0) + 1))
    return PartShown(
        part, rubric.rows(part, {}), rubric.examples(part, of.exemplars_of(part.id)), judges, levels
    )
