"""Reads: the docket: what lies before which body, how far it has come, and one matter whole. Public, and without names of
those who proposed, commented or signed for themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, Q

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import allowed
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.words import Sentence, changes_in_words
from throughline.apps.governance.drafting import authors_missing, in_force, signatures_of
from throughline.apps.governance.models import Comment, Draft, Hearing, PathwayRequest, Proposal, Vote
from throughline.apps.governance.queries.matters import (
    Matter,
    found,
    is_standing,
    matter_of,
    obstacles_to,
    subject,
)
from throughline.apps.governance.queries.sittings import charter, sitting
from throughline.apps.governance.queries.votes import VoteNow, vote_now
from throughline.core.certification.draft_checks import Detected, detected
from throughline.core.governing.authorship import Part, sectors_by_part
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
    """What was asked, newest first: proposals and requests for pathways in one count; of one body, where it is named. Six
    queries."""
    rows = Proposal.objects.order_by("-docket").select_related("withdrawal")
    if body:
        rows = rows.filter(hearings__body=body)
    held = Vote.objects.select_related("decision", "draft").defer("packet", "draft__documents", "draft__base")
    votes = Prefetch("votes", held.order_by("opened_at", "number"))
    drafts = Prefetch("drafts", Draft.objects.defer("documents", "base"))
    said = Count("windows__comments", filter=Q(windows__comments__answer=None), distinct=True)
    full = rows.prefetch_related("hearings", "windows", drafts, votes).annotate(unanswered=said)
    items = [_item(row, on) for row in full]
    if not body:
        items += [_request(each) for each in PathwayRequest.objects.filter(taken_up=None)]
    return sorted(items, key=lambda each: -each.docket)


def _request(row: PathwayRequest) -> Item:
    return Item(row.docket, "request", row.profession, row.asked_at, (), "asked")


def _item(row: Any, on: date) -> Item:
    hearings = sorted(row.hearings.all(), key=lambda each: (each.since, each.body))
    windows = sorted(row.windows.all(), key=lambda each: each.number)
    votes, drafts = list(row.votes.all()), sorted(row.drafts.all(), key=lambda each: each.number)
    window = (windows[-1].first, windows[-1].last) if windows else None
    stage = stage_of(hasattr(row, "withdrawal"), bool(drafts), window, votes, on)
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
        found += deadlines(course, charter(hearing.body)[0].answer_days, on)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.due))


def reminded(*, body: str, on: date) -> list[tuple[Item, Deadline]]:
    """What a body is to be reminded of on a day, soonest first: due within a week, or overdue."""
    found = [(item, due) for item in docket(body=body, on=on) for due in reminders(item.due, on)]
    return sorted(
        ((item, due) for item, due in found if item.stage not in ("in_force", "withdrawn")),
        key=lambda each: each[1].due,
    )


def newest_documents(docket: int) -> dict[str, Any]:
    """The documents of the newest draft by reference, None for what it retires; empty where there is none."""
    matter = matter_of(found(docket))
    return dict(matter.read.documents) if matter.read else {}


def bodies_in_force(references: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The bodies of these documents as they are in force, to begin a draft from."""
    return in_force(references)


def matter(actor: Actor, docket: int, *, on: date, now: datetime) -> DocketMatter:
    """One matter whole, with what the reader may do."""
    proposal = found(docket)
    held = matter_of(proposal)
    window = held.window
    days = (window.first, window.last) if window else None
    stage = stage_of(hasattr(proposal, "withdrawal"), held.draft is not None, days, held.votes, on)
    votes = tuple(vote_now(each) for each in held.votes)
    return DocketMatter(
        docket=proposal.docket, kind=proposal.kind, title=proposal.title, reason=proposal.reason,
        made_for=proposal.made_for, made_at=proposal.made_at,
        request=proposal.answers.docket if proposal.answers else None, stage=stage,
        withdrawn=proposal.withdrawal.reason if hasattr(proposal, "withdrawal") else "",
        hearings=tuple((each.body, each.sent_by, each.since) for each in held.hearings),
        draft=held.draft.number if held.draft else 0, text=held.draft.text if held.draft else "",
        documents=held.draft.documents if held.draft else {}, history=_history(proposal), changes=_changes(held),
        parts=_parts(held),
        findings=held.read.findings if held.read else (),
        detectors=detected(held.read.findings) if held.read else (), window=days,
        open_for_comment=days is not None and days[0] <= on <= days[1], comments=_comments(held),
        answers={name: each.text for name, each in held.answers.items()}, votes=votes,
        obstacles=_obstacles(held, stage, on), due=_due(held.hearings, days, held.unanswered, list(held.votes), on),
        days=days_to_effect(proposal, held.votes), may=_may(actor, held, on, now),
    )  # fmt: skip


def _history(proposal: Proposal) -> tuple[tuple[int, datetime, str], ...]:
    rows = proposal.drafts.order_by("-number").values_list("number", "written_at", "words")
    return tuple((number, at, words) for number, at, words in rows)


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
    rows = (
        Comment.objects.filter(window__proposal=held.proposal).select_related("answer").order_by("given_at")
    )
    return tuple(
        CommentShown(
            row.id, row.text, row.speaks_as, row.part, row.given_at,
            row.answer.text if hasattr(row, "answer") else "", row.answer.at if hasattr(row, "answer") else None,
            hasattr(row, "answer") and row.answer.changed,
        )
        for row in rows
    )  # fmt: skip


def _obstacles(held: Matter, stage: str, on: date) -> dict[str, tuple[Obstacle, ...]]:
    if stage in ("in_force", "withdrawn"):
        return {}
    waiting = [body for body in held.bodies if not _is_running(held, body)]
    return {body: obstacles_to(held, body, on) for body in waiting}


def _is_running(held: Matter, body: str) -> bool:
    vote = held.vote_of(body)
    return vote is not None and is_standing(vote, held.draft)


def _may(actor: Actor, held: Matter, on: date, now: datetime) -> May:
    about = subject(held.proposal, held.bodies, now)
    open_votes = [each.body for each in held.votes if not hasattr(each, "decision")]
    seated = tuple(body for body in open_votes if _has_seat(actor, body, on))
    return May(
        allowed(actor, "docket.draft", about).allowed, allowed(actor, "docket.keep", about).allowed,
        allowed(actor, "docket.answer", about).allowed, actor.is_me(held.proposal.made_by_id), seated,
    )  # fmt: skip


def _has_seat(actor: Actor, body: str, on: date) -> bool:
    return any(actor.is_me(each.person) for each in sitting(body, on).members)
