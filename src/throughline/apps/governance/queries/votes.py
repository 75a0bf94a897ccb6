"""Reads: votes as the public sees them, by seat; the register of votes and decisions; how deciding is spread."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet

from throughline.apps.directory.actor import Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import CastBallot, Decision, Vote
from throughline.apps.governance.queries.hanging import hanging, rows_of
from throughline.apps.trail import queries as trail
from throughline.core.catalogue.charters import Body
from throughline.core.governing.ballots import Ballot, Tally, tally
from throughline.core.governing.closing import After, what_is_next
from throughline.core.governing.sharing import Cast, Concentration, concentration


@dataclass(frozen=True, slots=True)
class BallotShown:
    """One seat's vote."""

    seat: str
    place: int
    sector: str
    word: str
    reason: str
    conflict: str
    cast_at: datetime


@dataclass(frozen=True, slots=True)
class VoteNow:
    """A vote as it stands. charter: of the body, as it was when the vote opened. silent: kinds and places of seats that were
    filled then and have not voted. outcome, reasons: empty while it is open. withheld: of what was carried, why it is not in
    force. after: what is next, once it is decided."""

    docket: int
    title: str
    kind: str
    body: str
    charter: Body
    number: int
    draft: int
    recommends: bool
    opened_at: datetime
    closes: date
    packet: Mapping[str, Any]
    ballots: tuple[BallotShown, ...]
    silent: tuple[tuple[str, int], ...]
    came: Tally
    outcome: str
    reasons: str
    decided_at: datetime | None
    published: tuple[tuple[str, int], ...]
    statement: Mapping[str, Any]
    signed: str
    digest: str
    withheld: str = ""
    after: After | None = None

    @property
    def open(self) -> bool:
        """Whether it is not decided yet."""
        return self.decided_at is None


def charter_of(body: str, number: int) -> Body:
    """The charter of a body at one of its versions, in force or not. No query."""
    kept, reference = frameworks.catalogue(), f"body:{body}"
    if kept.versions[reference] == number and body in kept.bodies:
        return kept.bodies[body]
    found: Body = kept.past[(reference, number)]  # type: ignore[assignment]
    return found


def last_charter(body: str) -> Body:
    """The charter of a body in force, or the last it had. No query."""
    return charter_of(body, frameworks.catalogue().versions[f"body:{body}"])


def with_ballots(votes: QuerySet[Vote]) -> QuerySet[Vote]:
    """Votes, each with its decision, its draft (without what that says) and its ballots beside it: one query."""
    ballots = hanging(CastBallot.objects.filter(vote=OuterRef("pk")), "cast_at")
    full = votes.select_related("decision", "draft").defer("draft__documents", "draft__base")
    return full.annotate(told_ballots=ballots)


def ballots_of(vote: Any) -> tuple[CastBallot, ...]:
    """The ballots of a vote that was read with them, in the order they were cast. No query."""
    return rows_of(CastBallot, vote.told_ballots)


def vote_now(row: Vote) -> VoteNow:
    """A vote that was read with its ballots. No query."""
    ballots = ballots_of(row)
    body = charter_of(row.body, row.charter)
    decision: Decision | None = getattr(row, "decision", None)
    spoken = {(each.seat, each.place) for each in ballots}
    voting = {each.id for each in body.seats if each.voting}
    there = [(seat, place) for seat, place in row.packet["seats"] if seat in voting]
    return VoteNow(
        docket=row.packet["docket"], title=row.packet["title"], kind=row.packet["kind"], body=row.body, number=row.number,
        charter=body,
        draft=row.draft.number, recommends=row.recommends, opened_at=row.opened_at, closes=row.closes,
        packet=row.packet, ballots=tuple(map(_shown, ballots)),
        silent=tuple(each for each in there if each not in spoken),
        came=tally(body, [Ballot(each.seat, each.place, each.word, each.conflict) for each in ballots]),  # type: ignore[arg-type]
        outcome=decision.outcome if decision else "", reasons=decision.reasons if decision else "",
        decided_at=decision.decided_at if decision else None,
        published=tuple((ref, number) for ref, number in decision.published) if decision else (),
        statement=decision.statement if decision else {}, signed=decision.signed if decision else "",
        digest=decision.digest if decision else row.digest, withheld=decision.withheld if decision else "",
        after=_after(row, decision) if decision else None,
    )  # fmt: skip


def _after(row: Vote, decision: Decision) -> After:
    return what_is_next(
        decision.outcome, published=bool(decision.published), withheld=bool(decision.withheld),
        recommends=row.recommends, text_only=not row.packet.get("parts"),
    )  # fmt: skip


def _shown(row: CastBallot) -> BallotShown:
    return BallotShown(row.seat, row.place, row.sector, row.word, row.reason, row.conflict, row.cast_at)


def votes_held(*, body: str = "") -> list[VoteNow]:
    """Every vote there was, newest first; of one body, where it is named. One query."""
    rows = with_ballots(Vote.objects.order_by("-opened_at", "body"))
    return [vote_now(row) for row in (rows.filter(body=body) if body else rows)]


def over(on: date) -> list[tuple[int, str]]:
    """Votes whose last day is behind us and that nobody has closed: docket number and body, the oldest first. One query."""
    rows = Vote.objects.filter(decision=None, closes__lt=on).order_by("closes", "proposal__docket", "body")
    return list(rows.values_list("proposal__docket", "body"))


def one_vote(docket: int, body: str, number: int) -> VoteNow:
    """One vote. One query."""
    row = with_ballots(Vote.objects.all()).filter(proposal__docket=docket, body=body, number=number).first()
    if row is None:
        raise Refused("This vote", f"{body} held none of that number.", "Look it up in the register.")
    return vote_now(row)


def spread(votes: Iterable[VoteNow]) -> Concentration:
    """How concentrated deciding is by sector, from the register alone: votes for or against in what was decided."""
    return concentration(
        Cast(
            f"{vote.docket}/{vote.body}/{vote.number}", each.sector,
            (each.word == "for") == (vote.outcome == "carried"),
        )
        for vote in votes
        if not vote.open and vote.outcome != "no_quorum"
        for each in vote.ballots
        if each.word in ("for", "against")
    )  # fmt: skip


def decided_together(entries: Iterable[trail.Entry]) -> tuple[int, int]:
    """From the public log alone: how many matters were decided, and how many of them by two bodies or more."""
    bodies = Counter(
        each.reference.rpartition("/")[2]
        for each in entries
        if (each.kind, each.act) == ("decision", "taken")
    )
    return len(bodies), sum(n > 1 for n in bodies.values())


@dataclass(frozen=True, slots=True)
class Shaping:
    """One vote that brought a version of a document into force, and who wrote its difference. part: the document, or a stage
    of it; sectors, organizations: whose authors signed it."""

    docket: int
    decided_at: datetime
    part: str
    sectors: tuple[str, ...]
    organizations: tuple[str, ...]


def authors_of(reference: str) -> list[Shaping]:
    """Who shaped a document (of a pathway: and its stages), newest first. One query."""
    about = Decision.objects.filter(vote__draft__documents__has_key=reference).exclude(published=[])
    return [
        Shaping(
            row.vote.packet["docket"], row.decided_at, part["part"], tuple(part["sectors"]), tuple(part["organizations"])
        )
        for row in about.select_related("vote").order_by("-decided_at")
        for part in row.vote.packet["parts"]
        if part["part"].partition("#")[0] == reference
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variation:
    """A local variation in force: which state rule it varies, who may, why, and by which decision."""

    rule: str
    refines: str
    body: str
    docket: int
    reason: str
    since: datetime


def variations() -> list[Variation]:
    """The variations that bodies allowed, newest first, each with its reason. One query."""
    rows = Decision.objects.exclude(published=[]).filter(vote__proposal__kind="variation")
    return [
        Variation(
            ref, str((row.vote.draft.documents.get(ref) or {}).get("refines", "")), row.vote.body,
            row.vote.packet["docket"], row.vote.packet["reason"], row.decided_at,
        )
        for row in rows.select_related("vote__draft").order_by("-decided_at")
        for ref, _ in row.published
    ]  # fmt: skip


def decisions_counted() -> tuple[int, int]:
    """How many matters were decided, and how many of them by two bodies or more, from the public log. One query."""
    return decided_together(trail.entries_of_kind(frameworks.home_state(), "decision"))


def log_place(vote: VoteNow) -> int | None:
    """Where a vote's decision stands in the public log; None while it is open. One query."""
    reference = f"decision:{vote.body}/{vote.kind}/{vote.docket}"
    entry = trail.entry_of(frameworks.home_state(), reference, vote.number, "decision")
    return None if entry is None else entry.position
