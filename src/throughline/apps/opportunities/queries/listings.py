"""Reads: what learners published to be found by, for organizations that were let in; the learner's own; who was let in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import require
from throughline.apps.opportunities.models import Approach, LetIn, Listing
from throughline.apps.records.lines import RecordView
from throughline.apps.records.queries.consents import SHARING, each_consent
from throughline.apps.records.queries.sharing import ShareNow, opened_by_one_let_in, shown_by
from throughline.apps.trail import actions as trail
from throughline.core.neutral_order import Listed, fit, ordered

LISTING, CONTACT = "listing", "employer-contact"
"""The purposes asked about before a listing is seen, and before its learner is written to."""
MOST = 50


@dataclass(frozen=True, slots=True)
class Found:
    """One listing in a search. shows: of what was asked for. asked: what this organization asked and was answered."""

    id: UUID
    words: str
    published_at: datetime
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """One listing opened: the part of the record, without a name. places: of the reader, which were let in.

    approaches: what those asked before: place, words, answer."""

    id: UUID
    words: str
    until: datetime
    record: RecordView
    may_write: bool
    places: frozenset[str]
    approaches: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An organization that asks a learner to talk."""

    id: UUID
    organization: str
    words: str
    asked_at: datetime
    answer: str


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found, in order. more: there is another one after it."""

    rows: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Own:
    """A listing as its learner sees it. state: open, waits (for a guardian's yes) or over."""

    id: UUID
    share: UUID
    words: str
    to_whom: str
    published_at: datetime
    until: datetime
    state: str
    approaches: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class In:
    """An organization that was let in."""

    organization: str
    why: str
    until: date


def let_in(*, on: date) -> list[In]:
    """The organizations that may look on a day, by id. One query."""
    rows = LetIn.objects.filter(ended_at=None, until__gte=on).order_by("organization")
    return [In(row.organization, row.why, row.until) for row in rows]


def search(actor: Actor, asked: Iterable[str], *, now: datetime, nth: int = 1) -> Results:
    """Listings that show at least one of the things asked for, in the neutral order (`core.neutral_order`); all of them
    where nothing is asked for. nth: which page of them, from 1. Each learner on it sees that it was looked for."""
    wanted, day = frozenset(asked), timezone.localdate(now)
    _require(actor, now)
    rows = {str(row.id): row for row in open_listings(now=now)}
    shown = shown_by({key: row.share for key, row in rows.items()})
    every = ordered((Listed(key, shown[key]) for key in rows), wanted, day)
    order = every[MOST * (nth - 1) : MOST * nth]
    look = trail.Act(actor.person, "read", now, target="listings", authority="your organization was let in")
    trail.note_reads(look, {rows[each.key].learner_id for each in order})
    found = tuple(
        Found(
            rows[each.key].id, rows[each.key].words, rows[each.key].published_at,
            tuple(sorted(each.shows & wanted)) if fit(each, wanted) else (),
        )
        for each in order
    )  # fmt: skip
    return Results(found, len(every) > MOST * nth)


def opened(actor: Actor, key: UUID, *, now: datetime) -> Opened:
    """One listing whole, without its learner's name. The learner sees the look. Raises `Refused` where it is gone."""
    places = _require(actor, now)
    row = next(iter(_standing(now).filter(id=key)), None)
    held = each_consent([row.learner_id], (LISTING, CONTACT), now=now, implied=True) if row else {}
    if row is None or not held[LISTING][row.learner_id].holds:
        raise Refused("A listing", "it is not published now.", "Search again.", {"gone": True})
    seen = opened_by_one_let_in(actor, row.share_id, places, now=now)
    said = row.approaches.filter(organization__in=places).order_by("asked_at")
    return Opened(
        row.id, row.words, seen.until, replace(seen.record, name=""), held[CONTACT][row.learner_id].holds, places,
        tuple((each.organization, each.words, each.answer) for each in said),
    )  # fmt: skip


def own(actor: Actor, shares: Iterable[ShareNow], *, now: datetime) -> list[Own]:
    """The actor's own listings that are not withdrawn, newest first, each with who asks to talk. shares: all of theirs."""
    require(actor, "listing.make", directory.subject_for(actor, actor.me), what="Your listings")
    known = {each.id: each for each in shares}
    found = Listing.objects.filter(learner__in=ids_of([actor.me]), withdrawn_at=None, share__in=known)
    rows = list(found.prefetch_related("approaches").order_by("-published_at", "id"))
    agreed = not rows or each_consent([actor.me], [LISTING], now=now, implied=True)[LISTING][actor.me].holds
    return [
        Own(
            row.id, row.share_id, row.words, known[row.share_id].to_whom, row.published_at, known[row.share_id].until,
            _state(known[row.share_id], agreed), tuple(_asked(each) for each in row.approaches.all()),
        )
        for row in rows
    ]  # fmt: skip


def may_write(row: Listing, *, now: datetime) -> bool:
    """Whether its learner may be written to: a guardian, where there is one, agreed to it."""
    return each_consent([row.learner_id], [CONTACT], now=now, implied=True)[CONTACT][row.learner_id].holds


def open_listings(*, now: datetime, key: UUID | None = None) -> list[Listing]:
    """Every listing that stands at this moment: neither it nor its share is taken back or over, and whoever has to agree
    does. Asked anew at each look."""
    rows = _standing(now)
    found = list(rows.filter(id=key) if key else rows)
    agreed = _agreed([row.learner_id for row in found], now)
    return [row for row in found if agreed[row.learner_id]]


def _standing(now: datetime) -> QuerySet[Listing]:
    return Listing.objects.filter(
        ~Q(share__confirmed_at=None), withdrawn_at=None, share__withdrawn_at=None, share__until__gt=now
    ).select_related("share")


def _agreed(learners: Iterable[UUID], now: datetime) -> dict[UUID, bool]:
    people = list(dict.fromkeys(learners))
    if not people:
        return {}
    held = each_consent(people, (SHARING, LISTING), now=now, implied=True)
    return {person: all(by_person[person].holds for by_person in held.values()) for person in people}


def _require(actor: Actor, now: datetime) -> frozenset[str]:
    """The organizations for which the actor may look; refuses where there is none."""
    inside = frozenset(each.organization for each in let_in(on=timezone.localdate(now)))
    require(actor, "listings.read", Subject(issuers=inside), what="Looking for somebody")
    return inside & (actor.organizations() - actor.organizations("learner"))


def _state(share: ShareNow, agreed: bool) -> str:
    if share.state == "open":
        return "open" if agreed else "waits"
    return "waits" if share.state == "waits" else "over"


def _asked(row: Approach) -> Asked:
    return Asked(row.id, row.organization, row.words, row.asked_at, row.answer)
