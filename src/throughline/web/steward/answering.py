"""How requests to have learning counted are answered everywhere: how many, how soon, how many turned on appeal."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.records import queries
from throughline.apps.records.queries.recognizing import Answering
from throughline.web import reading
from throughline.web.learner.evidence_offering import AskedShown, asked_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class AnsweringPage:
    """Each place with its figures; what is late, without names. days: within how many an answer is due."""

    places: tuple[tuple[str, Answering], ...]
    late: tuple[AskedShown, ...]
    days: int


@page("recognition.oversee")
def answering(request: HttpRequest) -> HttpResponse:
    """The figures of every place, and what waits past its day."""
    actor, catalogue, now = who(request), reading.catalogue(), timezone.now()
    places = queries.recognizing.answering(actor, now=now)
    late = queries.recognizing.late(actor, now=now)
    shown = AnsweringPage(
        tuple((name_of(catalogue, f"organization:{each.organization}"), each) for each in places),
        tuple(asked_shown(each, catalogue) for each in late),
        catalogue.state.answer_days,
    )
    return show(request, "throughline/work/answering.html", shown)
