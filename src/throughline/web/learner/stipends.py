"""One's own stipends: what was paid, when, and for which hours."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.opportunities import queries
from throughline.apps.opportunities.queries.stipends import OwnStipend
from throughline.web.components.rotations import place_of
from throughline.web.components.stipends import LineRow, row_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A stipend in words."""

    own: OwnStipend
    keeper: str
    host: str
    rows: tuple[LineRow, ...]


@page("stipend.join")
def stipends(request: HttpRequest) -> HttpResponse:
    """What was paid to the reader, with every line behind it."""
    rows = tuple(
        OwnRow(each, place_of(each.keeper), place_of(each.host), tuple(map(row_of, each.lines)))
        for each in queries.stipends.own(who(request))
    )
    return show(request, "throughline/learner/stipends.html", rows)
