"""Writes: a vote is closed, by its clerk or by itself; the decision is signed and what was carried comes into force.

Locks are taken in the order that `votes` names.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import actions as frameworks_actions
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.actions.dockets import note
from throughline.apps.governance.actions.votes import running_vote
from throughline.apps.governance.drafting import drafted, moved
from throughline.apps.governance.models import Body, CastBallot, Decision, Proposal, UnderVote, Vote
from throughline.apps.governance.queries.matters import found
from throughline.apps.governance.queries.sittings import has_charter, sitting_or_last, subject_in
from throughline.apps.governance.queries.statements import Closing, decision_said
from throughline.apps.governance.queries.votes import charter_of
from throughline.apps.governance.waiving import as_granted
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.certification.c14_composed import c14
from throughline.core.governing.ballots import Ballot, Tally, Word, all_have_spoken, tally
from throughline.core.governing.charters import Sitting
from throughline.core.governing.closing import is_over, reasons_by_itself
from throughline.core.governing.composition import unmet

Sign = Callable[[Mapping[str, Any]], str]
"""Signs a statement with the body's key; gives a compact JSON Web Signature."""


@transaction.atomic
def decide(
    *, by: Actor, docket: int, body: str, reasons: str, sign: Sign, stranded: Sequence[str], now: datetime
) -> str:  # fmt: skip
    """Close a vote once everybody has spoken or its last day is over: count, sign the outcome and its reasons, and where
    every body that decides has carried it, bring it into force. Gives the outcome.

    The house closes what is over: it gives the count for reasons, and where something keeps what was carried from coming
    into force it says so in the decision; somebody who closes it by hand is refused for that, and the vote stays open.
    sign: with the body's key, taken before this is called. stranded: as for `open_vote`, worked out anew.
    """
    proposal = found(docket, locked=True)
    # As at the opening: whoever fills or vacates a seat of the body waits, or is waited for.
    Body.objects.select_for_update().filter(slug=body).first()
    running = running_vote(docket, body)
    now_sitting = sitting_or_last(body, timezone.localdate(now))
    decision = require(by, "docket.decide", subject_in(now_sitting), what="Closing a vote")
    ballots = list(running.ballots.order_by("seat", "place"))
    given = [_ballot(each) for each in ballots]
    _refuse_early(by, running, now_sitting, given, timezone.localdate(now))
    came = tally(charter_of(running.body, running.charter), given)
    held_back = _held_back(running, came, proposal, stranded) or _incomplete(now_sitting, came)
    if held_back is not None and not by.house:
        raise held_back
    withheld = f"{held_back.why} {held_back.fix}" if held_back is not None else ""
    lacking = tuple(each.sentence for each in unmet(now_sitting))
    why = reasons_by_itself(came, running.closes, lacking, withheld) if by.house else reasons.strip()
    if not why:
        raise Refused("Closing the vote", "the decision gives no reasons.", "Say why it came to this.")
    published = _published(by, proposal, running, came, now) if not withheld else ()
    closing = Closing(came, why, published, withheld, lacking, by.house, now)
    made = _decided(by, running, ballots, closing, sign)
    _let_go(proposal, came, withheld)
    _enter_decision(running, made, now)
    note(by, decision, "decided", proposal, now, {"body": body, "outcome": came.outcome})
    return came.outcome


def _refuse_early(
    by: Actor, running: Vote, now_sitting: Sitting, given: Sequence[Ballot], today: date
) -> None:
    over = is_over(running.closes, today)
    if not over and (by.house or not all_have_spoken(now_sitting, given)):
        raise Refused(
            "Closing the vote", f"not everybody has voted, and it is open until {running.closes}.", "Wait."
        )


def _decided(
    by: Actor, running: Vote, ballots: Sequence[CastBallot], closing: Closing, sign: Sign
) -> Decision:
    statement = decision_said(running, ballots, closing)
    return Decision.objects.create(
        vote=running, outcome=closing.came.outcome, reasons=closing.reasons, statement=statement,
        digest=ledger.digest(statement), signed=sign(statement),
        published=[list(each) for each in closing.published], withheld=closing.withheld, decided_by_id=by.person,
        decided_at=closing.at,
    )  # fmt: skip


def _ballot(row: CastBallot) -> Ballot:
    word: Word = row.word  # type: ignore[assignment]
    return Ballot(row.seat, row.place, word, row.conflict)


def _brings(running: Vote, came: Tally, proposal: Proposal) -> bool:
    """Whether it comes into force by this decision: nothing before every body that decides has carried it."""
    if came.outcome != "carried" or running.recommends or not running.draft.documents:
        return False
    return _all_carried(proposal, running)


def _published(
    by: Actor, proposal: Proposal, running: Vote, came: Tally, now: datetime
) -> tuple[tuple[str, int], ...]:
    """What comes into force by this decision."""
    if not _brings(running, came, proposal):
        return ()
    asked = subject_in(sitting_or_last(running.body, timezone.localdate(now)))
    documents = as_granted(drafted(running.draft).documents, timezone.localdate(now))
    return frameworks_actions.enact(by=by, documents=documents, base=running.draft.base, asked=asked, now=now)


def _all_carried(proposal: Proposal, running: Vote) -> bool:
    votes = proposal.votes.select_related("decision").order_by("number")
    newest = {each.body: each for each in votes}
    recommending = {each.body for each in votes if each.recommends}
    deciding = set(proposal.hearings.values_list("body", flat=True)) - recommending - {running.body}
    return all(
        body in newest
        and newest[body].draft_id == running.draft_id
        and hasattr(newest[body], "decision")
        and newest[body].decision.outcome == "carried"
        for body in deciding
    )


def _incomplete(now_sitting: Sitting, came: Tally) -> Refused | None:
    """Nothing is carried by a body that no longer sits as its charter asks: C14, asked again at the closing."""
    lacking = c14(now_sitting) if came.outcome == "carried" else ()
    if not lacking:
        return None
    first = lacking[0]
    return Refused(
        "Closing the vote", f"{first.check}: {first.sentence}", first.fix, {"findings": list(lacking)}
    )


def _held_back(running: Vote, came: Tally, proposal: Proposal, stranded: Sequence[str]) -> Refused | None:
    """What keeps a carried draft from coming into force: it must still be what was voted on, sound, and no trap for
    anybody, on the day it comes into force."""
    if not _brings(running, came, proposal):
        return None
    what = "Bringing it into force"
    if not has_charter(running.body):
        return Refused(
            what, f"{running.body} has no charter any more.", "Bring it before a body that has one."
        )
    if changed := moved(running.draft):
        why = f"{changed[0]} has changed since the vote opened."
        return Refused(what, why, "Draft it anew and vote again.")
    if red := drafted(running.draft).findings:
        return Refused(what, f"{red[0].check}: {red[0].sentence}", red[0].fix)
    if stranded:
        return Refused(what, stranded[0], "Keep what they rely on, or put something as good in its place.")
    return None


def _let_go(proposal: Proposal, came: Tally, withheld: str) -> None:
    still = proposal.votes.filter(decision=None).exclude(recommends=True)
    if not still.exists() or came.outcome != "carried" or withheld:
        UnderVote.objects.filter(proposal=proposal).delete()


def _enter_decision(running: Vote, made: Decision, now: datetime) -> None:
    reference = f"decision:{running.body}/{running.proposal.kind}/{running.proposal.docket}"
    leaf = trail.Leaf(frameworks.home_state(), "taken", reference, running.number, made.digest, "decision")
    trail.enter([leaf], now=now)
