"""Bringing results from outside by file: whole, or not at all with every wrong row in words."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.directory.predicates import STAFF
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions
from throughline.core.formats.result_file import SCORES, SOURCES
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import text_of


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The form, and what the last file brought. tests: those that can be named, with their id."""

    places: tuple[tuple[str, str], ...]
    tests: tuple[tuple[str, str], ...]
    heads: tuple[str, str]
    brought: actions.Brought | None
    kind: str
    problem: str


@page("results.import")
def results(request: HttpRequest) -> HttpResponse:
    """Take a file of scores, or of entries of older records."""
    actor, problem, brought = who(request), "", None
    places = sorted(actor.organizations(*STAFF))
    require(
        actor, "results.import", Subject(organization=min(places, default="")), what=_("Bringing results")
    )
    kind = request.POST.get("kind", "scores")
    if request.method == "POST":
        try:
            bring = actions.bring_sources if kind == "sources" else actions.bring_scores
            now, place = timezone.now(), request.POST.get("place", "")
            with opening(now=now):
                brought = bring(by=actor, organization=place, text=text_of(request), now=now)
        except Refused as refusal:
            problem = str(refusal)
    catalogue = reading.catalogue()
    shown = ResultsPage(
        tuple((each, name_of(catalogue, f"organization:{each}")) for each in places),
        tuple((a.id, a.title.get("en", a.id)) for a in catalogue.assessments.values() if a.external),
        (",".join(SCORES), ",".join(SOURCES)), brought, kind, problem,
    )  # fmt: skip
    refused = problem or (str(len(brought.errors)) if brought and brought.errors else "")
    return show(request, "throughline/assessor/results.html", shown, status(refused))
