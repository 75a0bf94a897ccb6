"""For organizations that were let in: finding listings by what they show, opening one, and asking to talk."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import listings as actions
from throughline.apps.opportunities.queries.listings import Found, Opened
from throughline.apps.records.lines import Entry
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who

ASKED = 3


@dataclass(frozen=True, slots=True)
class Group:
    """Listings that show equally many of the things asked for, in today's order."""

    many: int
    rows: tuple[tuple[Found, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class FindPage:
    """What was asked for and what was found. choices: groups of things that can be asked for. before, after: the pages
    beside this one; empty where there is none."""

    asked: tuple[str, ...]
    groups: tuple[Group, ...]
    choices: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    many: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """One listing. entries: what is shown; places: for which the reader may ask to talk; said: what was asked."""

    one: Opened
    entries: tuple[Entry, ...]
    places: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str, str], ...]
    problem: str


@page("listings.read")
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Listings by what they show, in the neutral order."""
    kept = reading.catalogue()
    asked = tuple(dict.fromkeys(each for each in request.GET.getlist("shows") if each))[:ASKED]
    given = request.GET.get("page", "1")
    nth = max(int(given), 1) if given.isascii() and given.isdigit() and len(given) < 6 else 1
    found = opportunities.listings.search(who(request), asked, now=timezone.now(), nth=nth)
    groups: dict[int, list[tuple[Found, tuple[str, ...]]]] = {}
    for each in found.rows:
        groups.setdefault(len(each.shows), []).append(
            (each, tuple(name_of(kept, what) for what in each.shows))
        )
    shown = FindPage(
        (*asked, *[""] * ASKED)[:ASKED], tuple(Group(many, tuple(rows)) for many, rows in groups.items()), _choices(),
        len(set(asked)), _address(asked, nth - 1) if nth > 1 else "", _address(asked, nth + 1) if found.more else "",
    )  # fmt: skip
    return show(request, "throughline/organization/find.html", shown)


def _address(asked: tuple[str, ...], nth: int) -> str:
    return "?" + urlencode([*(("shows", each) for each in asked), ("page", nth)])


def _choices() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    kept = reading.catalogue()
    kinds = (
        (_("Credentials"), [f"credential:{each}" for each in kept.credentials]),
        (_("Milestones"), [f"milestone:{each}" for each in kept.milestones]),
        (_("Competencies"), [f"competency:{each}" for each in kept.competencies]),
    )
    return tuple(
        (title, tuple(sorted(((ref, name_of(kept, ref)) for ref in refs), key=lambda e: e[1].casefold())))
        for title, refs in kinds
    )


@page("listings.read")
@never_cache
def listing(request: HttpRequest, key: UUID) -> HttpResponse:
    """One listing; an organization asks its learner to talk."""
    actor, now, problem, sent = who(request), timezone.now(), "", request.POST
    if request.method == "POST":
        try:
            actions.approach(
                by=actor,
                listing=key,
                organization=sent.get("place", ""),
                words=sent.get("words", ""),
                now=now,
            )
            messages.success(request, _("Asked. The learner decides whether you learn who they are."))
            return redirect("listing", key)
        except Refused as refusal:
            problem = str(refusal)
    kept, found = reading.catalogue(), opportunities.listings.opened(actor, key, now=now)
    there = {place for place, _words, _answer in found.approaches}
    shown = OpenedPage(
        found, tuple(found.record.entries.values()),
        tuple((each, name_of(kept, f"organization:{each}")) for each in sorted(found.places - there)),
        tuple((name_of(kept, f"organization:{place}"), words, answer) for place, words, answer in found.approaches),
        problem,
    )  # fmt: skip
    return show(request, "throughline/organization/listing.html", shown, status(problem))
