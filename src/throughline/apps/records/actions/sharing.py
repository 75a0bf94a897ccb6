"""Writes: preparing a share, opening it, taking it back. Only the learner shares their record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records.lines import picked
from throughline.apps.records.models import Share
from throughline.apps.records.models.sharing import AUDIENCES, FORMS
from throughline.apps.records.queries.own_record import view_of
from throughline.apps.records.queries.sharing import hash_of, state_of
from throughline.apps.trail import actions as trail

LONGEST = timedelta(days=400)
"""A link does not stay open for ever because somebody forgot it."""
SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class NewShare:
    """What a learner wants to show: to whom, what for, which entries or lines, how deep, until when.

    organization: one of the house to share with directly; empty: by link. deep: with what the entries rest on.
    """

    audience: str
    to_whom: str
    purpose: str
    picked: tuple[str, ...]
    until: datetime
    form: str = "record"
    deep: bool = False
    organization: str = ""


@transaction.atomic
def prepare(*, by: Actor, learner: UUID, new: NewShare, now: datetime) -> UUID:
    """Keep a share as a draft to be looked at; nobody else sees it. Exactly what it will show is settled now."""
    require(by, "share.make", directory.subject_for(by, learner), what="Sharing")
    _check(new, now)
    items = picked(view_of(learner, "", now=now), new.picked, deep=new.deep)
    if not items:
        raise Refused("Sharing", "nothing that stands was picked.", "Pick at least one entry.")
    made = Share.objects.create(
        learner_id=learner, audience=new.audience, form=new.form, to_whom=new.to_whom.strip(),
        purpose=new.purpose.strip(), organization=new.organization, items=list(items), created_at=now, until=new.until,
    )  # fmt: skip
    return made.id


def _check(new: NewShare, now: datetime) -> None:
    if new.organization:
        directory.organization_id(new.organization)
    if new.audience not in AUDIENCES or new.form not in FORMS:
        raise Refused(
            "Sharing", "it does not say for what kind of reader.", f"One of {', '.join(AUDIENCES)}."
        )
    if not new.to_whom.strip() or not new.purpose.strip():
        raise Refused("Sharing", "it does not say with whom or what for.", "Write both in a few words.")
    if not now < new.until <= now + LONGEST:
        last = now + LONGEST
        raise Refused("Sharing", "it needs a last day.", f"Pick one from tomorrow to {last:%d %B %Y}.")


@transaction.atomic
def leave_out(*, by: Actor, share: UUID, keys: Iterable[str], now: datetime) -> None:
    """Take lines out of a share, before it is opened to the other side or after."""
    row, _ = _own(by, share)
    left = [key for key in row.items if key not in set(keys)]
    if not left:
        raise Refused(
            "Leaving out", "nothing would be left to show.", "Keep one line, or take the share back."
        )
    row.items = left
    row.save(update_fields=["items"])


@transaction.atomic
def open_share(*, by: Actor, share: UUID, now: datetime) -> str:
    """Open a prepared share; gives the secret of its link, which is not kept, or nothing where it goes directly."""
    row, decision = _own(by, share)
    state = state_of(row, now)
    if state == "waits":
        raise Refused(
            "Sharing", "a guardian has to agree first.", "Ask them: they can say yes on their family page."
        )
    if state != "draft":
        raise Refused("Sharing", "this share is not a draft any more.", "Prepare a new one.")
    secret = "" if row.organization else token_urlsafe(SECRET_BYTES)
    row.confirmed_at, row.secret_hash = now, hash_of(secret) if secret else None
    row.save(update_fields=["confirmed_at", "secret_hash"])
    trail.record(
        trail.Act(by.person, "shared", now, row.learner_id, f"share:{row.id}", decision.authority,
                  {"to": row.to_whom, "lines": len(row.items)})
    )  # fmt: skip
    return secret


@transaction.atomic
def renew_link(*, by: Actor, share: UUID, now: datetime) -> str:
    """A new secret for a share by link; the old link stops working at once."""
    row, decision = _own(by, share)
    if row.organization or state_of(row, now) != "open":
        raise Refused("A new link", "this share has none that is open.", "Prepare a new one.")
    secret = token_urlsafe(SECRET_BYTES)
    row.secret_hash = hash_of(secret)
    row.save(update_fields=["secret_hash"])
    trail.record(
        trail.Act(by.person, "made a new link", now, row.learner_id, f"share:{row.id}", decision.authority)
    )
    return secret


@transaction.atomic
def withdraw_share(*, by: Actor, share: UUID, now: datetime) -> None:
    """Take a share back, at once. A draft is thrown away."""
    row, decision = _own(by, share)
    if row.confirmed_at is None:
        row.delete()
        return
    if row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        trail.record(
            trail.Act(by.person, "took back", now, row.learner_id, f"share:{row.id}", decision.authority)
        )


def _own(by: Actor, share: UUID) -> tuple[Share, Decision]:
    row = Share.objects.select_for_update().filter(id=share).first()
    if row is None or not by.is_me(row.learner_id):
        raise Refused("A share", "you have none with this id.", "Look at what you share.")
    return row, require(by, "share.make", directory.subject_for(by, row.learner_id), what="Sharing")
