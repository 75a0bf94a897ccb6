"""The state's one desk for employers: what they offer to those who learn, by region; and how pathways spread."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Refused
from throughline.apps.directory.predicates import STAFF
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import desk as actions
from throughline.apps.opportunities.queries.desk import Post
from throughline.core.catalogue.documents import Region
from throughline.core.drawing.adoption import adoption
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, number_of
from throughline.web.public.activities import places_of
from throughline.web.words import words

FIELDS = ("organization", "kind", "title", "words", "room", "paid", "wage", "partner", "until")
GIVES = 3


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post in words. gives: name of each; own: the reader acts for who posted it; takes: for which school the reader
    could take it up."""

    post: Post
    place: str
    kind: str
    gives: tuple[str, ...]
    partner: str
    taken_up: tuple[str, ...]
    own: bool
    takes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk by region: title (empty: everywhere) and its posts. The form, for those who act for an organization."""

    groups: tuple[tuple[str, tuple[PostShown, ...]], ...]
    regions: tuple[Region, ...]
    region: str
    places: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    credentials: tuple[tuple[str, str], ...]
    sponsors: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    gives: tuple[str, ...]
    chosen: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class GrowthPage:
    """How pathways spread, drawn and as a table. drawn: empty where there are fewer than two quarters. early: the first
    and last of the quarters before the first number that can be told; they stand in one row. rows: every other one."""

    growth: advising.Growth
    early: tuple[advising.Quarter, ...]
    rows: tuple[advising.Quarter, ...]
    drawn: str


@page("desk.read")
def desk(request: HttpRequest) -> HttpResponse:
    """Everything that employers offer, by region."""
    return _shown(request, {}, "")


@page("desk.post")
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    """An employer posts once; every school of its regions sees it."""
    sent = request.POST
    try:
        room = number_of(sent.get("room", ""))
        new = actions.NewPost(
            sent.get("organization", ""), sent.get("kind", ""), sent.get("title", ""), sent.get("words", ""),
            tuple(sent.getlist("region")), int(room) if room else None, sent.get("paid") == "yes",
            number_of(sent.get("wage", "")), tuple(each for each in sent.getlist("gives") if each), sent.get("partner", ""),
            day_of(sent.get("until", "")),
        )  # fmt: skip
        actions.post(by=who(request), new=new, now=timezone.now())
    except Refused as refusal:
        return _shown(request, {name: sent.get(name, "") for name in FIELDS}, str(refusal))
    messages.success(request, _("It stands at the desk. Every school of these regions sees it."))
    return redirect("desk")


@page("desk.take_up")
@require_POST
def take_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """A school says that it takes it up."""
    actions.take_up(by=who(request), post=key, school=request.POST.get("school", ""), now=timezone.now())
    messages.success(request, _("Your school stands with it now."))
    return redirect("desk")


@page("desk.post")
@require_POST
def take_off(request: HttpRequest, key: UUID) -> HttpResponse:
    """Whoever posted it takes it off."""
    actions.take_off(by=who(request), post=key, now=timezone.now())
    messages.success(request, _("It is off the desk."))
    return redirect("desk")


@page("growth.read")
def growth(request: HttpRequest) -> HttpResponse:
    """How many chose a pathway, at how many schools, with how many employers, since the first."""
    found = advising.growth(on=timezone.localdate())
    drawn = adoption(
        [(each.name, each.learners) for each in found.quarters], _("Learners who chose a pathway"),
        _("The table below says the same in numbers."), "growth",
    )  # fmt: skip
    told = next((nth for nth, each in enumerate(found.quarters) if each.learners), len(found.quarters))
    early = (found.quarters[0], found.quarters[told - 1]) if told > 1 else ()
    shown = GrowthPage(found, early, found.quarters[told:] if early else found.quarters, drawn)
    return show(request, "throughline/public/growth.html", shown)


def _shown(request: HttpRequest, typed: Mapping[str, str], problem: str) -> HttpResponse:
    actor, kept = who(request), reading.catalogue()
    region = request.GET.get("region", "")
    region = region if region in kept.regions else ""
    places = places_of(actor)
    schools = [each for each in sorted(actor.organizations(*STAFF)) if _sector(each) == "k12"]
    found = [
        _post(each, places, schools)
        for each in opportunities.desk.posts(on=timezone.localdate(), region=region)
    ]
    wanted = [region] if region else [*kept.regions]
    groups = [(words(kept.regions[r].title), tuple(p for p in found if r in p.post.regions)) for r in wanted]
    groups.append((_("In every region"), tuple(p for p in found if not p.post.regions)))
    sent = request.POST
    shown = DeskPage(
        tuple((title, rows) for title, rows in groups if rows), tuple(kept.regions.values()), region,
        tuple((each, name_of(kept, f"organization:{each}")) for each in places),
        tuple((each, name_of(kept, each)) for each in kept.state.desk),
        _named([f"credential:{each}" for each in kept.credentials]) if places else (),
        _named([f"organization:{o.id}" for o in kept.organizations.values() if o.sector == "workforce"]) if places else (),
        typed, (*[each for each in sent.getlist("gives") if each], *[""] * GIVES)[:GIVES], tuple(sent.getlist("region")),
        problem,
    )  # fmt: skip
    return show(request, "throughline/public/desk.html", shown, status(problem))


def _sector(place: str) -> str:
    found = reading.catalogue().organizations.get(place)
    return found.sector if found else ""


def _named(refs: list[str]) -> tuple[tuple[str, str], ...]:
    kept = reading.catalogue()
    return tuple(sorted(((ref, name_of(kept, ref)) for ref in refs), key=lambda each: each[1].casefold()))


def _post(each: Post, places: tuple[str, ...], schools: list[str]) -> PostShown:
    kept = reading.catalogue()

    def named(name: str) -> str:
        return name_of(kept, f"organization:{name}")

    return PostShown(
        each, named(each.organization), name_of(kept, each.kind), tuple(name_of(kept, what) for what in each.gives),
        named(each.partner) if each.partner else "", tuple(map(named, each.taken_up)), each.organization in places,
        tuple((school, named(school)) for school in schools if school not in each.taken_up),
    )  # fmt: skip
