"""How well missing support is seen, by group: what was told and truly missing, and what had to be asked for. No learner is
named."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.advising import queries as advising
from throughline.core.catalogue.support_terms import SupportTerms
from throughline.core.progress.support_seen import Seen
from throughline.web import reading
from throughline.web.governing.headline import group_titles
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A group with its name."""

    title: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class SupportSeenPage:
    """Every group with anybody in it, and all together. found None: nothing was counted yet."""

    found: advising.SupportSeen | None
    groups: tuple[SeenLine, ...]
    whole: Seen
    terms: SupportTerms


NOBODY = Seen("", 0, 0, 0, 0)


@page("signals.count")
def support_seen(request: HttpRequest) -> HttpResponse:
    """For those who lead an organization, and for the state's body."""
    found, titles = advising.support_seen(who(request)), group_titles()
    groups = found.found.groups if found else ()
    lines = tuple(SeenLine(titles.get(each.group, each.group), each) for each in groups)
    terms = reading.catalogue().state.support
    shown = SupportSeenPage(found, lines, found.found.whole if found else NOBODY, terms)
    return show(request, "throughline/governing/support_seen.html", shown)
