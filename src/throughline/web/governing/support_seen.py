"""How well missing support is seen, by group: what was told and truly missing, and what had to be asked for. No learner is
named."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.advising import queries as advising
from throughline.core.progress.support_seen import Seen
from throughline.web.governing.headline import group_titles
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A group with its name."""

    title: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class SupportSeenPage:
    """Every group with anybody in it, and all together."""

    found: advising.SupportSeen
    groups: tuple[SeenLine, ...]
    whole: Seen


@page("signals.count")
def support_seen(request: HttpRequest) -> HttpResponse:
    """For those who lead an organization, and for the state's body."""
    found, titles = advising.support_seen(who(request), on=timezone.localdate()), group_titles()
    lines = tuple(SeenLine(titles.get(each.group, each.group), each) for each in found.found.groups)
    shown = SupportSeenPage(found, lines, found.found.whole)
    return show(request, "throughline/governing/support_seen.html", shown)
