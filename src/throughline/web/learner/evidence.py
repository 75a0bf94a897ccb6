"""The learner's own work: all of it on one page, one piece on another; what they do with it."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughline.apps.directory.actor import Actor
from throughline.apps.records import actions, queries
from throughline.apps.records.facts import Item
from throughline.apps.records.pieces import Draft
from throughline.apps.records.queries.evidence import Requested, Shown
from throughline.web import reading
from throughline.web.components.files import handed_out
from throughline.web.components.work import (
    ASSURANCE,
    SOURCE_OF,
    SOURCES,
    TIES_SAID,
    PieceShown,
    piece_shown,
    title_of,
)
from throughline.web.learner.home import own
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.words import told

ACTIVITY = "activity:"
"""For what a piece is shown that was made in an activity, before the activity's id."""


@dataclass(frozen=True, slots=True)
class Official:
    """A line of the record that assessors wrote, with how sure one can be of it."""

    title: str
    when: str
    place: str
    assurance: str


@dataclass(frozen=True, slots=True)
class Source:
    """One of the four kinds of learning: what assessors recorded, and the learner's own pieces."""

    title: str
    official: tuple[Official, ...]
    pieces: tuple[PieceShown, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """All of a learner's work. drafts, aside: each with what it is called."""

    sources: tuple[Source, ...]
    drafts: tuple[tuple[Draft, str], ...]
    aside: tuple[tuple[UUID, str], ...]
    empty: bool


@dataclass(frozen=True, slots=True)
class PiecePage:
    """One piece. requested: who is asked, with the words for the tie. offered: requests that it counts, with the place.
    shown: to whom, since when. made_in: activities that it is shown for, by place.
    link: a one-time link that was just made, shown this once."""

    shown: PieceShown
    older: tuple[PieceShown, ...]
    changing: bool
    shown_to: tuple[tuple[str, str], ...]
    requested: tuple[tuple[Requested, str], ...]
    offered: tuple[tuple[UUID, str, str], ...]
    made_in: tuple[tuple[UUID, str], ...]
    link: str


@page("evidence.keep")
def work(request: HttpRequest) -> HttpResponse:
    """All of the learner's work, in the four kinds of learning, with what assessors recorded."""
    actor = who(request)
    return show(request, "throughline/work/list.html", work_page(actor, own(actor)))


def work_page(actor: Actor, learner: UUID) -> WorkPage:
    """All that the page of a learner's work shows."""
    found, catalogue = queries.evidence.own(actor, learner), reading.catalogue()
    items = queries.attainments(actor, learner, now=timezone.now())
    by_source: dict[str, list[PieceShown]] = {key: [] for key in SOURCES}
    for each in found.kept:
        by_source[SOURCE_OF[each.setting]].append(piece_shown(each, catalogue))
    official = tuple(_official(item) for item in items if item.withdrawn is None)
    sources = tuple(
        Source(str(SOURCES[key]), official if key == "formal" else (), tuple(pieces))
        for key, pieces in by_source.items()
    )
    return WorkPage(
        sources, tuple((each, title_of(each)) for each in found.drafts),
        tuple((each.id, title_of(each) if isinstance(each, Draft) else each.title) for each in found.aside),
        not (found.kept or found.drafts or found.aside),
    )  # fmt: skip


def _official(item: Item) -> Official:
    catalogue = reading.catalogue()
    place = item.issuer or item.organization
    return Official(
        name_of(catalogue, item.what), date_format(item.happened_on),
        name_of(catalogue, f"organization:{place}") if place else "", str(ASSURANCE["official"]),
    )  # fmt: skip


@page("evidence.read")
def piece(request: HttpRequest, key: UUID) -> HttpResponse:
    """One piece: with all that can be done with it for its learner, only to read for whom it is shown."""
    actor, now, catalogue = who(request), timezone.now(), reading.catalogue()
    found = queries.evidence.whole(actor, key, now=now)
    if found is None:
        return _read_only(request, key)
    places = [(each.organization, each.person, each.since) for each in found.shown]
    shown = PiecePage(
        piece_shown(found.piece, catalogue), tuple(piece_shown(each, catalogue) for each in found.older),
        found.changing,
        tuple((name_of(catalogue, f"organization:{o}") if o else p, told(since)) for o, p, since in places),
        tuple((each, str(TIES_SAID[each.tie])) for each in found.requested),
        tuple((k, name_of(catalogue, f"organization:{o}"), told(when)) for k, o, when in found.offered),
        tuple(dict.fromkeys(_made_in(each) for each in found.shown if each.why.startswith(ACTIVITY))),
        request.session.pop(f"link:{key}", ""),
    )  # fmt: skip
    return show(request, "throughline/work/piece.html", shown)


def _made_in(each: Shown) -> tuple[UUID, str]:
    return UUID(each.why.removeprefix(ACTIVITY)), name_of(
        reading.catalogue(), f"organization:{each.organization}"
    )


def _read_only(request: HttpRequest, key: UUID) -> HttpResponse:
    found = queries.evidence.piece(who(request), key, now=timezone.now())
    return show(request, "throughline/work/read.html", piece_shown(found, reading.catalogue()))


@page("evidence.read")
@require_GET
def file(request: HttpRequest, key: UUID, digest: str) -> HttpResponse:
    """A file of a piece, for those who may read it; `small` in the query: a small picture of it."""
    small = "small" in request.GET
    return handed_out(queries.evidence.file_of(who(request), key, digest, now=timezone.now(), small=small))


@page("evidence.keep")
@require_POST
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Opens a kept piece to be changed."""
    actions.evidence.revise(by=who(request), evidence=key, now=timezone.now())
    return redirect(f"{reverse('evidence-edit', args=[key])}?step=2")


@page("evidence.keep")
@require_POST
def let_go(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lets go of changes that are not kept."""
    actions.evidence.drop_changes(by=who(request), evidence=key, now=timezone.now())
    messages.success(request, _("Your changes are gone. What you kept before stands."))
    return redirect("evidence-piece", key)


@page("evidence.keep")
@require_POST
def set_aside(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sets a piece aside."""
    actions.evidence.set_aside(by=who(request), evidence=key, now=timezone.now())
    messages.success(
        request, _("It is set aside. You find it at the end of this page, and can bring it back.")
    )
    return redirect("evidence")


@page("evidence.keep")
@require_POST
def bring_back(request: HttpRequest, key: UUID) -> HttpResponse:
    """Brings a piece back."""
    actions.evidence.bring_back(by=who(request), evidence=key, now=timezone.now())
    messages.success(request, _("It is back."))
    return redirect("evidence")


@page("evidence.keep")
@require_POST
def stop_showing(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ends every showing of a piece."""
    actions.evidence.stop_showing(by=who(request), evidence=key, now=timezone.now())
    messages.success(request, _("Only you can see it now."))
    return redirect("evidence-piece", key)
