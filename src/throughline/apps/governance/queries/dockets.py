"""Reads: the docket: what lies before which body, how far it has come, and one matter whole. Public, and without names of
those who proposed, commented or signed for themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import allowed
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.frameworks.words import Sentence, changes_in_words
from throughline.apps.governance.drafting import authors_missing, drafted, in_force, signatures_of
from throughline.apps.governance.models import (
    Comment,
    CommentAnswer,
    Draft,
)
from throughline.apps.governance.queries.items import days_to_effect, due_of, once, stage_of
from throughline.apps.governance.queries.matters import (
    Matter,
    is_standing,
    matter_of,
    obstacles_in,
    subject_of_matter,
)
from throughline.apps.governance.queries.sittings import sittings_of
from throughline.apps.governance.queries.votes import VoteNow, vote_now
from throughline.core.certification.draft_checks import Detected, detected
from throughline.core.governing.authorship import Part, sectors_by_part
from throughline.core.governing.charters import Sitting
from throughline.core.governing.deadlines import Deadline
from throughline.core.governing.opening import Obstacle
from throughline.core.reasoning.findings import Finding


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


def newest_documents(docket: int) -> dict[str, Any]:
    """The documents of the newest draft by reference, None for what it retires; empty where there is none. One query."""
    draft = Draft.objects.filter(proposal__docket=docket).order_by("-number").first()
    return dict(drafted(draft).documents) if draft is not None else {}


def newest_draft(docket: int) -> int:
    """The number of the newest draft; 0 where nothing is drafted. One query."""
    found = Draft.objects.filter(proposal__docket=docket).order_by("-number").values_list("number", flat=True)
    return found.first() or 0


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

        due=once(due_of(held.hearings, days, held.unanswered, list(held.votes), on)),
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


def _obstacles(held: Matter, stage: str, sittings: Mapping[str, Sitting]) -> dict[str, tuple[Obstacle, ...]]:
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
