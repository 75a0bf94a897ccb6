"""The state's headline: the share of learners on a clear and uninterrupted path, with the definition beside it."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from throughline.apps.advising import queries as advising
from throughline.core.progress.clear_path import NOT_SAID, SEVERAL
from throughline.web import reading
from throughline.web.pages import page, show, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Line:
    """A region or group with its name."""

    title: str
    part: advising.Part


@dataclass(frozen=True, slots=True)
class HeadlinePage:
    """The headline. now None: nothing was counted yet."""

    now: advising.HeadlineNow | None
    regions: tuple[Line, ...]
    groups: tuple[Line, ...]


@page("headline.read")
def headline(request: HttpRequest) -> HttpResponse:
    """The newest headline, for everyone."""
    found, kept = advising.headline(who(request)), reading.catalogue()
    regions = {name: words(each.title) for name, each in kept.regions.items()} | {"": _("No region")}
    groups = group_titles()
    shown = HeadlinePage(
        found,
        tuple(Line(regions.get(each.name, each.name), each) for each in (found.regions if found else ())),
        tuple(Line(groups.get(each.name, each.name), each) for each in (found.groups if found else ())),
    )
    return show(request, "throughline/governing/headline.html", shown)


def group_titles() -> dict[str, str]:
    """What the groups are called that people say they belong to."""
    groups = {name: words(title) for name, title in reading.catalogue().state.groups.items()}
    return groups | {SEVERAL: _("More than one group"), NOT_SAID: _("Did not say")}
