"""A learner's day: today's goals and supports, and exactly what others see of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.web.components.today import DayShown, day_shown
from throughline.web.learner.home import own
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The learner's own day. readers: everyone else who sees it. seen_by: through whose eyes it is shown; None: own."""

    on: date
    day: DayShown
    readers: tuple[advising.Reader, ...]
    seen_by: advising.Reader | None


@page("today.read")
def today(request: HttpRequest) -> HttpResponse:
    """The learner's own day; `seen-by` shows it exactly as one of the people they let in reads it."""
    actor, now = who(request), timezone.now()
    own(actor)
    found = advising.own_today(actor, now=now, as_seen_by=_reader(request.GET.get("seen-by", "")))
    shown = TodayPage(timezone.localdate(), day_shown(found.today), found.readers, found.as_seen_by)
    return show(request, "throughline/learner/today.html", shown)


def _reader(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        raise Http404("There is nobody of that id.") from None
