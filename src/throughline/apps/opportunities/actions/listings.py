"""Writes: a learner publishes a part of their record to be found by, and takes it back; who is let in; asking to talk."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.models import Approach, LetIn, Listing
from throughline.apps.opportunities.queries.listings import let_in, may_write, open_listings
from throughline.apps.records import actions as records
from throughline.apps.records.queries import sharing
from throughline.apps.trail import actions as trail

WHAT = "A listing"
LONGEST = 2000


@transaction.atomic
def publish(*, by: Actor, share: UUID, words: str, now: datetime) -> UUID:
    """Let organizations that were let in find what a share by link shows. Gives the listing's id. Where a guardian has to
    agree it waits for them, unseen."""
    decision = require(by, "listing.make", directory.subject_for(by, by.me), what=WHAT)
    found = sharing.share(by, share, now=now)
    if not by.is_me(found.learner) or found.state not in ("open", "waits") or found.organization:
        raise Refused(WHAT, "it needs a part that you share by a link now.", "Share one first.")
    said = " ".join(words.split())[:300]
    if not said:
        raise Refused(WHAT, "it does not say what you look for.", "Write it in a sentence.")
    if any(part.casefold() in said.casefold().split() for part in by.name.split()):
        raise Refused(WHAT, "your name is in it.", "Leave it out. You say who you are once you want to.")
    if Listing.objects.filter(share_id=share, withdrawn_at=None).exists():
        raise Refused(WHAT, "this part is published.", "Take it back first.")
    made = Listing.objects.create(learner_id=by.me, share_id=share, words=said, published_at=now)
    trail.record(
        trail.Act(by.person, "published a listing", now, by.me, f"share:{share}", decision.authority)
    )
    return made.id


@transaction.atomic
def withdraw(*, by: Actor, listing: UUID, now: datetime) -> None:
    """The learner takes it back: from the next look on it is gone. The share itself stays until they end it."""
    row = Listing.objects.select_for_update().filter(id=listing).first()
    if row is None or not by.is_me(row.learner_id):
        raise Refused(WHAT, "you have none with this id.", "Look at your list.")
    decision = require(by, "listing.make", directory.subject_for(by, row.learner_id), what=WHAT)
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        act = trail.Act(
            by.person, "took a listing back", now, row.learner_id, f"share:{row.share_id}", decision.authority
        )
        trail.record(act)


@transaction.atomic
def decide_who_looks(*, by: Actor, organization: str, why: str, until: date | None, now: datetime) -> None:
    """A member of a governing body lets an organization in, until a day; an empty day ends it."""
    directory.organization_id(organization)
    decision = require(by, "listings.let_in", what="Letting an organization in")
    LetIn.objects.filter(organization=organization, ended_at=None).update(ended_at=now)
    if until is not None:
        if not why.strip() or until <= timezone.localdate(now):
            raise Refused("Letting in", "it needs what was checked, and a day to come.", "Write both.")
        LetIn.objects.create(
            organization=organization,
            why=why.strip()[:LONGEST],
            until=until,
            decided_by_id=by.me,
            decided_at=now,
        )
    verb = "let an organization look at listings" if until else "ended that an organization looks at listings"
    trail.record(trail.Act(by.person, verb, now, None, f"organization:{organization}", decision.authority))


@transaction.atomic
def approach(*, by: Actor, listing: UUID, organization: str, words: str, now: datetime) -> None:
    """An organization that was let in asks a learner to talk, once. It learns no name by that."""
    inside = {each.organization for each in let_in(on=timezone.localdate(now))}
    decision = require(
        by, "listing.approach", Subject(organization=organization if organization in inside else ""), what="Asking to talk"
    )  # fmt: skip
    row = next(iter(open_listings(now=now, key=listing)), None)
    if row is None:
        raise Refused(WHAT, "it is not published now.", "Search again.")
    if not may_write(row, now=now):
        raise Refused("Asking to talk", "a guardian has not agreed to it yet.", "Look again later.")
    if not words.strip():
        raise Refused("Asking to talk", "it says nothing.", "Say what it is about.")
    _, new = Approach.objects.get_or_create(
        listing=row, organization=organization,
        defaults={"words": words.strip()[:LONGEST], "asked_by_id": by.me, "asked_at": now},
    )  # fmt: skip
    if not new:
        raise Refused("Asking to talk", "you have asked before.", "Wait for the answer.")
    act = trail.Act(
        by.person, "asked to talk", now, row.learner_id, f"organization:{organization}", decision.authority
    )
    trail.record(act)


@transaction.atomic
def answer(*, by: Actor, approach: UUID, yes: bool, now: datetime) -> None:
    """The learner answers. A yes shares the same part with the organization by name, until the same day; a no tells it
    nothing further."""
    row = (
        Approach.objects.select_for_update(of=("self",))
        .select_related("listing__share")
        .filter(id=approach)
        .first()
    )
    if row is None or not by.is_me(row.listing.learner_id) or row.answer:
        raise Refused("An answer", "nobody waits for it.", "Look at your list.")
    require(by, "listing.make", directory.subject_for(by, by.me), what="An answer")
    row.answer, row.answered_at = ("yes" if yes else "no"), now
    row.save(update_fields=["answer", "answered_at"])
    if yes:
        _share(by, row, now)
    act = trail.Act(
        by.person, "answered who asked to talk", now, by.me, f"organization:{row.organization}", "it is yours"
    )
    trail.record(act)


def _share(by: Actor, row: Approach, now: datetime) -> None:
    share, kept = row.listing.share, frameworks.catalogue()
    place = kept.organizations[row.organization]
    new = records.NewShare(
        "college" if place.sector == "postsecondary" else "employer", place.title.get(kept.state.languages[0], place.id),
        row.listing.words, tuple(share.items), share.until, organization=row.organization,
    )  # fmt: skip
    made = records.prepare(by=by, learner=share.learner_id, new=new, now=now)
    records.open_share(by=by, share=made, now=now)
