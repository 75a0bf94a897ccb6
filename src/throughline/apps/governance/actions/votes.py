"""Writes: a vote is opened, each seat votes in the open, and the decision is taken, signed and brought into force.

Who votes and who decides wait for each other at the vote's row; two openings at the proposal's. Locks are taken in one
order: the signing key (by whoever calls), the proposal, the body, the vote, the catalogue, the public log.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.actions.dockets import note, refuse_closed
from throughline.apps.governance.models import (
    Body,
    CastBallot,
    Conflict,
    Decision,
    Draft,
    Proposal,
    Recusal,
    UnderVote,
    Vote,
)
from throughline.apps.governance.queries.matters import Matter, found, matter_of, obstacles_to, recommends
from throughline.apps.governance.queries.sittings import (
    sitting,
    subject_in,
)
from throughline.apps.governance.queries.statements import ballot_said, faults_of_packet, packet_of
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.governing.ballots import (
    Ballot,
    Word,
    voter,
    voting_kinds,
)
from throughline.core.governing.charters import Member, Sitting
from throughline.core.governing.deadlines import last_day
from throughline.core.governing.parties import parties_of


@transaction.atomic
def open_vote(
    *, by: Actor, docket: int, body: str, impact: Mapping[str, Any], stranded: Sequence[str], now: datetime,
    days: int | None = None,
) -> int:  # fmt: skip
    """Open a body's vote on the newest draft, for so many days (None: as its charter says); gives its number.
    impact, stranded: what it does to those who learn, as `advising` works it out.

    :raises Refused: naming the first obstacle; all of them under `about["obstacles"]`.
    """
    proposal = found(docket, locked=True)
    # Whoever fills or vacates a seat of the body waits, or is waited for.
    Body.objects.select_for_update().filter(slug=body).first()
    now_sitting = sitting(body, timezone.localdate(now))
    decision = require(by, "docket.keep", subject_in(now_sitting), what="Opening a vote")
    if hasattr(proposal, "withdrawal"):
        refuse_closed(proposal, "Opening the vote")
    matter = matter_of(docket)
    _refuse_elsewhere(matter, body)
    if found_obstacles := obstacles_to(matter, body, timezone.localdate(now), stranded):
        first = found_obstacles[0]
        raise Refused("Opening the vote", first.sentence, first.fix, {"obstacles": list(found_obstacles)})
    if matter.draft is None:
        raise Refused("Opening the vote", "nothing is drafted yet.", "Write the draft first.")
    closes = last_day(timezone.localdate(now), now_sitting.body.vote_days if days is None else days)
    made = _made(by, matter, matter.draft, now_sitting, impact, closes, now)
    _hold(proposal, made)
    _enter_vote(made, "opened", f"docket:{docket}/{body}", made.number, made.digest, now)
    note(by, decision, "opened vote", proposal, now, {"body": body, "number": made.number})
    return made.number


def _refuse_elsewhere(matter: Matter, body: str) -> None:
    if body not in matter.bodies:
        raise Refused(
            "Opening the vote", f"it does not lie before {body}.", "Propose it there, or send it up."
        )


def _made(
    by: Actor, matter: Matter, on: Draft, now_sitting: Sitting, impact: Mapping[str, Any], closes: date, now: datetime
) -> Vote:  # fmt: skip
    body = now_sitting.body.id
    packet = packet_of(matter, now_sitting, impact)
    _refuse_unreviewed(packet)
    number = 1 + sum(each.body == body for each in matter.votes)
    return Vote.objects.create(
        proposal=matter.proposal, body=body, number=number, draft=on, charter=now_sitting.version,
        recommends=recommends(now_sitting, matter.proposal.kind), packet=packet, digest=ledger.digest(packet),
        opened_by_id=by.me, opened_at=now, closes=closes,
    )  # fmt: skip


def _refuse_unreviewed(packet: Mapping[str, Any]) -> None:
    """C19: the packet of a pathway holds its sorting review, and figures of access that point at nobody."""
    kept = frameworks.catalogue()
    for pathway in packet["access"]:
        for each in faults_of_packet(packet, pathway, kept):
            raise Refused("Opening the vote", f"{each.check}: {each.sentence}", each.fix)


def _hold(proposal: Proposal, vote: Vote) -> None:
    """Nobody else votes about the same documents meanwhile: the database knows each of them once."""
    if vote.recommends:
        return
    mine = set(UnderVote.objects.filter(proposal=proposal).values_list("reference", flat=True))
    new = [UnderVote(reference=ref, proposal=proposal) for ref in vote.draft.documents if ref not in mine]
    try:
        with transaction.atomic():
            UnderVote.objects.bulk_create(new)
    except IntegrityError as taken:
        raise Refused(
            "Opening the vote",
            "another body has just opened one about the same document.",
            "Wait for its outcome.",
        ) from taken


@transaction.atomic
def vote(
    *, by: Actor, docket: int, body: str, word: Word, now: datetime, reason: str = "", conflict: str = ""
) -> None:
    """A member votes for their seat, in the open: for, against, abstain; or stands aside (recused) and names the
    conflict. It stands: nobody votes twice."""
    running = running_vote(docket, body)
    now_sitting = sitting(body, timezone.localdate(now))
    decision = require(by, "docket.vote", subject_in(now_sitting), what="A vote")
    member = next((voter(now_sitting, each) for each in (by.me, *by.also) if voter(now_sitting, each)), None)
    if member is None:
        raise Refused("A vote", "your seat has no vote.", "You may speak before it.")
    if timezone.localdate(now) > running.closes:
        raise Refused("A vote", f"it closed on {running.closes}.", "Wait for the decision.")
    try:
        Ballot(member.seat, member.place, word, conflict)
    except ValueError as error:
        fix = "Stand aside and say why, or vote without naming a conflict."
        raise Refused("A vote", f"{error}.", fix) from error
    _refuse_sworn_off(running, member, word)
    _refuse_twice(running, member)
    made = CastBallot.objects.create(
        vote=running, seat=member.seat, place=member.place, sector=voting_kinds(now_sitting.body)[member.seat].sector,
        word=word, reason=reason.strip(), conflict=conflict.strip(), person_id=member.person, cast_at=now,
    )  # fmt: skip
    reference = f"docket:{docket}/{body}/{member.seat}/{member.place}"
    _enter_vote(running, "cast", reference, running.number, ledger.digest(ballot_said(made)), now)
    note(
        by, decision, "voted", running.proposal, now, {"body": body, "seat": f"{member.seat}/{member.place}"}
    )


def running_vote(docket: int, body: str) -> Vote:
    """The body's newest vote, its row held until this transaction is over; refuses where it is decided."""
    rows = Vote.objects.select_for_update(of=("self",)).select_related("proposal", "draft")
    running = rows.filter(proposal__docket=docket, body=body).order_by("-number").first()
    if running is None:
        raise Refused("This vote", f"{body} has opened none on docket number {docket}.", "Open it first.")
    if Decision.objects.filter(vote=running).exists():
        raise Refused("This vote", "it is decided already.", "Read the decision.")
    return running


def _refuse_twice(running: Vote, member: Member) -> None:
    cast = running.ballots.filter(seat=member.seat, place=member.place) | running.ballots.filter(
        person=member.person
    )
    if cast.exists():
        raise Refused("A vote", "your seat has voted.", "A vote stands; speak with the chair if it is wrong.")


def _refuse_sworn_off(running: Vote, member: Member, word: Word) -> None:
    """A member who stepped back from this matter, or declared a conflict with who asks for it, takes no part."""
    if word == "recused":
        return
    here = {
        "term__person": member.person,
        "term__seat__body__slug": running.body,
    }
    if Recusal.objects.filter(matter=f"docket:{running.proposal.docket}", **here).exists():
        raise Refused("A vote", "you stepped back from this matter.", "Stand aside in this vote.")
    parties = parties_of(running.draft.documents, running.proposal.made_for)
    sways = Conflict.objects.filter(organization__in=parties, ended_at=None, **here).first()
    if sways is not None:
        why = f"you declared a conflict with {sways.organization}, which is part of it."
        raise Refused("A vote", why, "Stand aside in this vote, and name the conflict.")


def _enter_vote(running: Vote, act: str, reference: str, number: int, digest: str, now: datetime) -> None:
    leaf = trail.Leaf(frameworks.home_state(), act, reference, number, digest, "vote")
    trail.enter([leaf], now=now)
