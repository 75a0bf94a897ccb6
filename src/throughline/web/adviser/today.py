"""The day of those who help learners: what each is about today, and what helps them."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.predicates import ASSESSORS
from throughline.web.components.today import DayShown, day_shown
from throughline.web.pages import page, show, who

AT_ONCE = 12
"""Learners on one page."""


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The learners who let the reader into their day, a page at a time, by name. judges: the reader has a queue.
    earlier, later: where the page before and the next one begin."""

    on: date
    days: tuple[tuple[directory.Someone, DayShown], ...]
    every: int
    judges: bool
    earlier: int | None
    later: int | None


@page("today.read")
def today(request: HttpRequest) -> HttpResponse:
    """The day of the learners who let the reader in; `from` says where the page begins. Each of them sees that it was
    read, and can see exactly this."""
    actor, start = who(request), request.GET.get("from", "")
    every = advising.whose_day(actor)
    first = min(int(start), len(every)) if start.isdecimal() else 0
    found = advising.todays(actor, every[first : first + AT_ONCE], now=timezone.now())
    shown = TodayPage(
        on=timezone.localdate(),
        days=tuple((each.learner, day_shown(each)) for each in found),
        every=len(every),
        judges=actor.holds(*ASSESSORS),
        earlier=max(first - AT_ONCE, 0) if first else None,
        later=first + AT_ONCE if first + AT_ONCE < len(every) else None,
    )
    return show(request, "throughline/adviser/today.html", shown)
