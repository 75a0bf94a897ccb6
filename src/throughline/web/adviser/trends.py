"""How jobs change near by in what pathways lead to: each card with its source, its day and how sure it is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from throughline.apps.occupations import queries as occupations
from throughline.web.pages import page, show, who

DIRECTIONS = {
    "grows": gettext_lazy("There are more jobs than before."),
    "shrinks": gettext_lazy("There are fewer jobs than before."),
    "cannot_tell": gettext_lazy("We cannot tell whether there are more or fewer."),
    "one_survey": gettext_lazy("There is one survey so far, so no change can be told."),
}
MARKS = {"grows": "met", "shrinks": "progress", "cannot_tell": "open", "one_survey": "open"}


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card with its words."""

    card: occupations.TrendCard
    direction: str
    mark: str


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """The cards of one area. found None: no wages are loaded."""

    found: occupations.Trends | None
    cards: tuple[CardShown, ...]
    area: str


@page("occupation.read")
def trends(request: HttpRequest) -> HttpResponse:
    """The cards of the area that was asked for."""
    found = occupations.trends(who(request), on=timezone.localdate(), area=request.GET.get("area", ""))
    cards = tuple(
        CardShown(each, str(DIRECTIONS[each.trend.direction]), MARKS[each.trend.direction])
        for each in (found.cards if found else ())
    )
    shown = TrendsPage(found, cards, found.areas[found.area] if found else "")
    return show(request, "throughline/adviser/trends.html", shown)
