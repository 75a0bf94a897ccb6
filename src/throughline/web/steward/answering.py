"""How requests to have learning counted are answered everywhere: how many, how soon, how many turned on appeal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.records import queries
from throughline.apps.records.queries.recognizing import Answering
from throughline.core.governing.waivers import days_there
from throughline.web import reading
from throughline.web.learner.evidence_offering import AskedShown, asked_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class AnsweringPage:
    """Each place with its figures; what is late, without names. days: within how many an answer is due; other: places
    where a waiver sets another number, with it."""

    places: tuple[tuple[str, Answering], ...]
    late: tuple[AskedShown, ...]
    days: int
    other: tuple[tuple[str, int], ...]


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
        _other([each.organization for each in places], timezone.localdate(now)),
    )
    return show(request, "throughline/work/answering.html", shown)


def _other(places: Iterable[str], on: date) -> tuple[tuple[str, int], ...]:
    kept = reading.catalogue()
    state = kept.state.answer_days
    there = ((each, days_there(kept, "answer_days", (each,), on, state)) for each in places)
    return tuple((name_of(kept, f"organization:{each}"), days) for each, days in there if days != state)
