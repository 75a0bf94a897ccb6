"""Where ways stop in a region: each juncture with how many, and who calls. No learner is named."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.ways_on import WaysOn
from throughline.core.progress.junctures import WHYS
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.ways_back import BY
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class CallerShown:
    """Who calls in this region, by name."""

    name: str
    by: str


@dataclass(frozen=True, slots=True)
class WaysBackPage:
    """A region's junctures. by: the words of the columns. terms: after how many days somebody is asked to call."""

    keeper: Organization
    region: Text
    counted: advising.Counted
    by: tuple[str, ...]
    callers: tuple[CallerShown, ...]
    terms: WaysOn


@page("ways_back.count")
def ways_back(request: HttpRequest, name: str) -> HttpResponse:
    """The region of a network, for whoever leads it and for the state's body."""
    kept = reading.catalogue()
    keeper = kept.organizations.get(name)
    if keeper is None or keeper.kind != "intermediary":
        raise Http404(f"'{name}' brings no region together.")
    counted = advising.ways_back_in(who(request), name, on=timezone.localdate())
    region = kept.regions.get(counted.region)
    callers = tuple(
        CallerShown(
            each.name or name_of(kept, f"organization:{each.organization}"),
            str(BY[each.why]),
        )
        for each in counted.callers
    )
    shown = WaysBackPage(
        keeper, region.title if region else {}, counted, tuple(str(BY[each]) for each in WHYS), callers,
        kept.state.ways_on,
    )  # fmt: skip
    return show(request, "throughline/governing/ways_back.html", shown)
