"""Writes: a proposal is opened for comment, people say what they think of it, each gets an answer."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.governance.actions.dockets import note, refuse_closed
from throughline.apps.governance.models import Comment, CommentAnswer, CommentWindow, Proposal
from throughline.apps.governance.queries.matters import found, subject
from throughline.apps.governance.queries.sittings import charter
from throughline.core.governing.deadlines import last_day


@transaction.atomic
def open_comment(*, by: Actor, docket: int, now: datetime) -> date:
    """Lay the newest draft open for comment; gives the last day. It stays open for the longest time that a charter of the
    bodies it lies before asks for."""
    proposal = found(docket, locked=True)
    bodies = list(proposal.hearings.values_list("body", flat=True))
    decision = require(by, "docket.keep", subject(proposal, bodies, now), what="Opening for comment")
    refuse_closed(proposal, "Opening for comment")
    draft = proposal.drafts.order_by("-number").first()
    if draft is None:
        raise Refused("Opening for comment", "nothing is drafted yet.", "Write the draft first.")
    last = proposal.windows.order_by("-number").first()
    if last is not None and last.last >= timezone.localdate(now):
        raise Refused("Opening for comment", f"it is open until {last.last}.", "Wait until it is over.")
    days = max(charter(body)[0].comment_days for body in bodies)
    made = CommentWindow.objects.create(
        proposal=proposal, number=1 + (last.number if last else 0), draft=draft.number, first=timezone.localdate(now),
        last=last_day(timezone.localdate(now), days), opened_by_id=by.me, opened_at=now,
    )  # fmt: skip
    note(by, decision, "opened for comment", proposal, now, {"until": made.last.isoformat()})
    return made.last


@transaction.atomic
def say(
    *, by: Actor, docket: int, text: str, now: datetime, speaks_as: str = "other", part: str = ""
) -> UUID:
    """Comment on a proposal while it is open for it. The public reads the words and as what one speaks, not the name."""
    proposal = found(docket)
    decision = require(by, "docket.comment", what="A comment")
    window = proposal.windows.order_by("-number").first()
    if window is None or not window.first <= timezone.localdate(now) <= window.last:
        when = f"it was open until {window.last}." if window else "it is not open for comment yet."
        raise Refused("A comment", when, "Write to the body instead, or wait until it is open.")
    if not text.strip():
        raise Refused("A comment", "it is still empty.", "Say what you think of it, in your own words.")
    made = Comment.objects.create(
        window=window, text=text.strip(), part=part, speaks_as=speaks_as, person_id=by.me, given_at=now
    )
    note(by, decision, "commented", proposal, now)
    return made.id


@transaction.atomic
def answer_comment(*, by: Actor, comment: UUID, text: str, now: datetime, changed: bool = False) -> None:
    """Answer one comment for the body. changed: the draft was changed for it."""
    said = Comment.objects.select_related("window__proposal").filter(id=comment).first()
    if said is None:
        raise Refused("An answer", "there is no such comment.", "Choose one from the list.")
    proposal: Proposal = said.window.proposal
    bodies = list(proposal.hearings.values_list("body", flat=True))
    decision = require(by, "docket.answer", subject(proposal, bodies, now), what="Answering a comment")
    if not text.strip():
        raise Refused("An answer", "it is still empty.", "Say what the body makes of it, and why.")
    _, new = CommentAnswer.objects.get_or_create(
        comment=said, defaults={"text": text.strip(), "changed": changed, "by_id": by.me, "at": now}
    )
    if not new:
        raise Refused("An answer", "it was answered already.", "Look at the answer below it.")
    note(by, decision, "answered comment", proposal, now)
