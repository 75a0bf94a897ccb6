"""Reads: the docket: what lies before which body, how far it has come, and one matter whole. Public, and without names of
those who proposed, commented or signed for themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import allowed
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.words import Sentence, changes_in_words
from throughline.apps.governance.drafting import authors_missing, drafted, in_force, signatures_of
from throughline.apps.governance.models import (
    Comment,
    CommentAnswer,
    CommentWindow,
    Draft,
    Hearing,
    PathwayRequest,
    Proposal,
    Vote,
)
from throughline.apps.governance.queries.hanging import hanging, rows_of
from throughline.apps.governance.queries.matters import (
    Matter,
    is_standing,
    matter_of,
    obstacles_in,
    subject_of_matter,
)
from throughline.apps.governance.queries.sittings import sittings_of
from throughline.apps.governance.queries.votes import VoteNow, last_charter, vote_now
from throughline.core.certification.draft_checks import Detected, detected
from throughline.core.governing.authorship import Part, sectors_by_part
from throughline.core.governing.charters import Sitting
from throughline.core.governing.deadlines import Course, Deadline, deadlines, reminders
from throughline.core.governing.opening import Obstacle
from throughline.core.reasoning.findings import Finding

STAGES = ("asked", "drafting", "comment", "answering", "vote", "decided", "in_force", "withdrawn")
"""How far a matter can have come."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the docket. kind: of the proposal, or `request`. stage: of `STAGES`. days: from the proposal to effect,
    once it is in force. sent_by: the region that sent it up."""

    docket: int
    kind: str
    title: str
    made_at: datetime
    bodies: tuple[str, ...]
    stage: str
    sent_by: str = ""
    days: int | None = None
    due: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentShown:
    """One comment and its answer. changed: the draft was changed for it."""

    id: Any
    text: str
    speaks_as: str
    part: str
    given_at: datetime
    answer: str
    answered_at: datetime | None
    changed: bool


@dataclass(frozen=True, slots=True)
class PartShown:
    """One changed part with who signed it: sectors, and organizations by sector. missing: sectors that must still sign."""

    part: Part
    sectors: tuple[str, ...]
    organizations: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do here."""

    draft: bool
    keep: bool
    answer: bool
    withdraw: bool
    vote: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocketMatter:
    """One matter whole. changes: in words. obstacles: by body, why its vote cannot open today. questions: of the packet,
    with their answers. history: each edition's number, day and words."""

    docket: int
    kind: str
    title: str
    reason: str
    made_for: str
    made_at: datetime
    request: int | None
    stage: str
    withdrawn: str
    hearings: tuple[tuple[str, str, datetime], ...]
    draft: int
    text: str
    documents: Mapping[str, Any]
    history: tuple[tuple[int, datetime, str], ...]
    changes: tuple[Sentence, ...]
    parts: tuple[PartShown, ...]
    findings: tuple[Finding, ...]
    detectors: tuple[Detected, ...]
    window: tuple[date, date] | None
    open_for_comment: bool
    comments: tuple[CommentShown, ...]
    answers: Mapping[str, str]
    votes: tuple[VoteNow, ...]
    obstacles: Mapping[str, tuple[Obstacle, ...]]
    due: tuple[Deadline, ...]
    days: int | None
    may: May


def docket(*, body: str = "", on: date) -> list[Item]:
    """What was asked, newest first: proposals and requests for pathways in one count; of one body, where it is named. Three
    queries."""
    mine = OuterRef("pk")
    open_comments = Comment.objects.filter(window__proposal=mine, answer=None).values("window__proposal")
    unanswered = Coalesce(Subquery(open_comments.annotate(many=Count("id")).values("many")), 0)
    held = Vote.objects.select_related("decision", "draft").defer("packet", "draft__documents", "draft__base")
    rows = Proposal.objects.order_by("-docket").select_related("withdrawal").annotate(
        told_hearings=hanging(Hearing.objects.filter(proposal=mine), "since", "body"),
        told_windows=hanging(CommentWindow.objects.filter(proposal=mine), "number"),
        drafted=Exists(Draft.objects.filter(proposal=mine)), unanswered=unanswered,
    ).prefetch_related(Prefetch("votes", held.order_by("opened_at", "number")))  # fmt: skip
    if body:
        rows = rows.filter(hearings__body=body)
    items = [_item(row, on) for row in rows]
    if not body:
        items += [_request(each) for each in PathwayRequest.objects.filter(taken_up=None)]
    return sorted(items, key=lambda each: -each.docket)


def _request(row: PathwayRequest) -> Item:
    return Item(row.docket, "request", row.profession, row.asked_at, (), "asked")


def _item(row: Any, on: date) -> Item:
    hearings, windows = rows_of(Hearing, row.told_hearings), rows_of(CommentWindow, row.told_windows)
    votes = list(row.votes.all())
    window = (windows[-1].first, windows[-1].last) if windows else None
    stage = stage_of(hasattr(row, "withdrawal"), row.drafted, window, votes, on)
    sent_by = next((each.sent_by for each in hearings if each.sent_by), "")
    return Item(
        row.docket, row.kind, row.title, row.made_at, tuple(each.body for each in hearings), stage, sent_by,
        days_to_effect(row, votes), _due(hearings, window, row.unanswered, votes, on),
    )  # fmt: skip


def stage_of(
    withdrawn: bool, drafted: bool, window: tuple[date, date] | None, votes: Iterable[Vote], on: date
) -> str:
    """How far a matter has come."""
    given = list(votes)
    if withdrawn:
        return "withdrawn"
    if any(hasattr(each, "decision") and each.decision.published for each in given):
        return "in_force"
    if any(not hasattr(each, "decision") for each in given):
        return "vote"
    if given and all(is_standing(each, each.draft) for each in given):
        return "decided"
    if window is not None:
        return "comment" if on <= window[1] else "answering"
    return "drafting" if drafted else "asked"


def days_to_effect(proposal: Proposal, votes: Iterable[Vote]) -> int | None:
    """Days from the proposal to its effect; None while it has none."""
    given = (each.decision for each in votes if hasattr(each, "decision"))
    effect = [each.decided_at for each in given if each.published]
    return (min(effect).date() - proposal.made_at.date()).days if effect else None


def _due(
    hearings: Iterable[Hearing],
    window: tuple[date, date] | None,
    unanswered: int,
    votes: list[Vote],
    on: date,
) -> tuple[Deadline, ...]:
    """By each body's own charter, soonest first."""
    found: list[Deadline] = []
    for hearing in hearings:
        own = [each for each in votes if each.body == hearing.body]
        last = own[-1] if own else None
        decided = last.decision.decided_at.date() if last and hasattr(last, "decision") else None
        course = Course(
            hearing.since.date() if hearing.sent_by else None, decided, window, unanswered,
            last.opened_at.date() if last else None, last.closes if last else None, decided,
        )  # fmt: skip
        found += deadlines(course, last_charter(hearing.body).answer_days, on)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.due))


def reminded(items: Iterable[Item], on: date) -> list[tuple[Item, Deadline]]:
    """What is to be reminded of in these on a day, soonest first: due within a week, or overdue. No query."""
    live = (each for each in items if each.stage not in ("in_force", "withdrawn"))
    found = [(item, due) for item in live for due in reminders(item.due, on)]
    return sorted(found, key=lambda each: each[1].due)


def newest_documents(docket: int) -> dict[str, Any]:
    """The documents of the newest draft by reference, None for what it retires; empty where there is none. One query."""
    draft = Draft.objects.filter(proposal__docket=docket).order_by("-number").first()
    return dict(drafted(draft).documents) if draft is not None else {}


def bodies_in_force(references: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The bodies of these documents as they are in force, to begin a draft from."""
    return in_force(references)


def matter(actor: Actor, docket: int, *, on: date, now: datetime) -> DocketMatter:
    """One matter whole, with what the reader may do. Five queries."""
    held = matter_of(docket)
    proposal, draft, window = held.proposal, held.draft, held.window
    sittings = sittings_of(held.bodies, on)
    days = (window.first, window.last) if window else None
    stage = stage_of(hasattr(proposal, "withdrawal"), draft is not None, days, held.votes, on)
    return DocketMatter(
        docket=proposal.docket, kind=proposal.kind, title=proposal.title, reason=proposal.reason,
        made_for=proposal.made_for, made_at=proposal.made_at,
        request=proposal.answers.docket if proposal.answers else None, stage=stage,
        withdrawn=proposal.withdrawal.reason if hasattr(proposal, "withdrawal") else "",
        hearings=tuple((each.body, each.sent_by, each.since) for each in held.hearings),
        draft=draft.number if draft else 0, text=draft.text if draft else "",
        documents=draft.documents if draft else {},
        history=tuple((each.number, each.written_at, each.words) for each in held.editions),
        changes=_changes(held), parts=_parts(held),
        findings=held.read.findings if held.read else (),
        detectors=detected(held.read.findings) if held.read else (), window=days,
        open_for_comment=days is not None and days[0] <= on <= days[1], comments=_comments(held),
        answers={name: each.text for name, each in held.answers.items()},
        votes=tuple(vote_now(each) for each in held.votes), obstacles=_obstacles(held, stage, sittings),
        due=_due(held.hearings, days, held.unanswered, list(held.votes), on),
        days=days_to_effect(proposal, held.votes), may=_may(actor, held, sittings),
    )  # fmt: skip


def _changes(held: Matter) -> tuple[Sentence, ...]:
    if held.read is None:
        return ()
    return tuple(changes_in_words(held.read.documents, held.read.after, frameworks.catalogue()))


def _parts(held: Matter) -> tuple[PartShown, ...]:
    if held.read is None:
        return ()
    sectors = sectors_by_part(held.read.parts, signatures_of(held.signatures))
    missing = authors_missing(held.proposal.kind, held.read.parts, held.signatures)
    return tuple(
        PartShown(
            part, sectors[part.name],
            _signers(held, part),
            tuple(each.where for each in missing if each.object_ref == part.name),
        )
        for part in held.read.parts
    )  # fmt: skip


def _signers(held: Matter, part: Part) -> tuple[tuple[str, str], ...]:
    own = (each for each in held.signatures if (each.part, each.digest) == (part.name, part.digest))
    return tuple(sorted({(each.sector, each.organization) for each in own}))


def _comments(held: Matter) -> tuple[CommentShown, ...]:
    return tuple(_comment(each, held.replies.get(each.id)) for each in held.comments)


def _comment(said: Comment, reply: CommentAnswer | None) -> CommentShown:
    return CommentShown(
        said.id, said.text, said.speaks_as, said.part, said.given_at, reply.text if reply else "",
        reply.at if reply else None, reply is not None and reply.changed,
    )  # fmt: skip


def _obstacles(
    held: Matter, stage: str, sittings: Mapping[str, Sitting]
) -> dict[str, tuple[Obstacle, ...]]:
    if stage in ("in_force", "withdrawn"):
        return {}
    waiting = [body for body in held.bodies if not _is_running(held, body)]
    return {body: obstacles_in(held, sittings.get(body)) for body in waiting}


def _is_running(held: Matter, body: str) -> bool:
    vote = held.vote_of(body)
    return vote is not None and is_standing(vote, held.draft)


def _may(actor: Actor, held: Matter, sittings: Mapping[str, Sitting]) -> May:
    about = subject_of_matter(held, sittings.values())
    open_votes = [each.body for each in held.votes if not hasattr(each, "decision") and each.body in sittings]
    seated = tuple(body for body in open_votes if _has_seat(actor, sittings[body]))
    return May(
        allowed(actor, "docket.draft", about).allowed, allowed(actor, "docket.keep", about).allowed,
        allowed(actor, "docket.answer", about).allowed, actor.is_me(held.proposal.made_by_id), seated,
    )  # fmt: skip


def _has_seat(actor: Actor, now: Sitting) -> bool:
    return any(actor.is_me(each.person) for each in now.members)
