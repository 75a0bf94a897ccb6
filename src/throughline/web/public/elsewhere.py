"""Groups in other states that this state learns from, each with where it is known from and when it was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.core.catalogue.state_profile import OutsideGroup
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class ElsewherePage:
    """The groups by their state's name."""

    states: Mapping[str, tuple[OutsideGroup, ...]]


@page("catalogue.read")
@kept_for_everyone
def elsewhere(request: HttpRequest) -> HttpResponse:
    """All of them, by state."""
    found: dict[str, tuple[OutsideGroup, ...]] = {}
    for each in reading.catalogue().state.elsewhere:
        found[words(each.state)] = (*found.get(words(each.state), ()), each)
    return show(request, "throughline/public/elsewhere.html", ElsewherePage(dict(sorted(found.items()))))
