"""How jobs change near by in what pathways lead to: each card with its source, its day and how sure it is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from throughline.apps.occupations import queries as occupations
from throughline.web.pages import page, show, who
from throughline.web.words import words

DIRECTIONS = {
    "grows": gettext_lazy("There are more jobs than before."),
    "shrinks": gettext_lazy("There are fewer jobs than before."),
    "cannot_tell": gettext_lazy("We cannot tell whether there are more or fewer."),
    "one_survey": gettext_lazy("There is one survey so far, so no change can be told."),
}
MARKS = {"grows": "met", "shrinks": "progress", "cannot_tell": "open", "one_survey": "open"}


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card with its words. publisher: of all its surveys, where they have one and the same."""

    card: occupations.TrendCard
    direction: str
    mark: str
    publisher: str


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """The cards of one area. found None: no wages are loaded. pathways, pathway: to choose from, and chosen."""

    found: occupations.Trends | None
    cards: tuple[CardShown, ...]
    area: str
    pathways: tuple[tuple[str, str], ...]
    pathway: str


@page("occupation.read")
def trends(request: HttpRequest) -> HttpResponse:
    """The cards of the area that was asked for, or of what one pathway leads to."""
    found = occupations.trends(who(request), on=timezone.localdate(), area=request.GET.get("area", ""))
    every = found.cards if found else ()
    led = {way.pathway.id: words(way.pathway.title) for each in every for way in each.ways}
    asked = request.GET.get("pathway", "")
    pathway = asked if asked in led else ""
    cards = [each for each in every if not pathway or pathway in {way.pathway.id for way in each.ways}]
    shown = TrendsPage(
        found, tuple(map(_card, cards)), found.areas[found.area] if found else "",
        tuple(sorted(led.items(), key=lambda each: each[1].casefold())), pathway,
    )  # fmt: skip
    return show(request, "throughline/adviser/trends.html", shown)


def _card(each: occupations.TrendCard) -> CardShown:
    direction = each.trend.direction
    publishers = {source.publisher for source in each.sources}
    return CardShown(
        each, str(DIRECTIONS[direction]), MARKS[direction], publishers.pop() if len(publishers) == 1 else ""
    )
