"""One matter on the docket, read once: the proposal with all that hangs on it, and what stands before its vote."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone

from throughline.apps.directory.actor import Refused, Subject
from throughline.apps.governance.drafting import Drafted, authors_missing, drafted, moved
from throughline.apps.governance.models import (
    AuthorSignature,
    CastBallot,
    Comment,
    CommentAnswer,
    CommentWindow,
    Draft,
    Hearing,
    PacketAnswer,
    Proposal,
    UnderVote,
    Vote,
)
from throughline.apps.governance.queries.hanging import (
    Edition,
    editions_hanging,
    editions_of,
    hanging,
    rows_of,
)
from throughline.apps.governance.queries.sittings import has_charter, sitting, sittings_of, subject_in
from throughline.apps.governance.queries.votes import ballots_of, with_ballots
from throughline.core.governing.charters import Sitting
from throughline.core.governing.composition import unmet
from throughline.core.governing.opening import Obstacle, Opening, obstacles


@dataclass(frozen=True, slots=True)
class Matter:
    """A proposal with its rows. draft: the newest; read: that as the rules read it. editions: of the draft, the newest
    first. window: the newest. replies: by comment. answers: the newest to each question of the packet. ballots: by vote.
    others: references that votes on other proposals are about, each with its docket number."""

    proposal: Proposal
    hearings: tuple[Hearing, ...]
    draft: Draft | None
    read: Drafted | None
    editions: tuple[Edition, ...]
    signatures: tuple[AuthorSignature, ...]
    windows: tuple[CommentWindow, ...]
    comments: tuple[Comment, ...]
    replies: Mapping[Any, CommentAnswer]
    answers: dict[str, PacketAnswer]
    votes: tuple[Vote, ...]
    ballots: Mapping[Any, tuple[CastBallot, ...]]
    others: Mapping[str, int]

    @property
    def window(self) -> CommentWindow | None:
        """The newest window for comment."""
        return self.windows[-1] if self.windows else None

    @property
    def unanswered(self) -> int:
        """Comments without an answer, of all windows."""
        return sum(each.id not in self.replies for each in self.comments)

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies before which it lies, in the order they were asked."""
        return tuple(each.body for each in self.hearings)

    def vote_of(self, body: str) -> Vote | None:
        """The body's newest vote on it."""
        return next((each for each in reversed(self.votes) if each.body == body), None)


def found(docket: int, *, locked: bool = False) -> Proposal:
    """The proposal of a docket number; locked: nobody else changes what hangs on it until this transaction is over."""
    rows = Proposal.objects.select_for_update(of=("self",)) if locked else Proposal.objects
    proposal = rows.select_related("made_by").filter(docket=docket).first()
    if proposal is None:
        raise _unknown(docket)
    return proposal


def _unknown(docket: int) -> Refused:
    return Refused(f"Docket number {docket}", "no proposal has it.", "Look it up on the docket.")


def matter_of(docket: int) -> Matter:
    """A proposal by its docket number, with all that hangs on it. Three queries."""
    row: Any = _whole().filter(docket=docket).first()
    if row is None:
        raise _unknown(docket)
    draft = row.drafts.order_by("-number").first()
    votes = _votes(row)
    answers = rows_of(PacketAnswer, row.told_answers)
    replies = rows_of(CommentAnswer, row.told_replies)
    return Matter(
        row, rows_of(Hearing, row.told_hearings), draft, drafted(draft) if draft is not None else None,
        editions_of(row.told_editions), rows_of(AuthorSignature, row.told_signatures),
        rows_of(CommentWindow, row.told_windows), rows_of(Comment, row.told_comments),
        {each.comment_id: each for each in replies}, {each.question: each for each in answers}, votes,
        {each.id: ballots_of(each) for each in votes},
        {each["reference"]: each["docket"] for each in row.told_others},
    )  # fmt: skip


def _whole() -> QuerySet[Proposal]:
    """Proposals, each with what hangs on it but drafts and votes."""
    mine = OuterRef("pk")
    others = UnderVote.objects.exclude(proposal=mine)
    said = JSONObject(reference="reference", docket="proposal__docket")
    return Proposal.objects.select_related("withdrawal", "answers").annotate(
        told_hearings=hanging(Hearing.objects.filter(proposal=mine), "since", "body"),
        told_editions=editions_hanging(),
        told_signatures=hanging(AuthorSignature.objects.filter(proposal=mine), "signed_at"),
        told_windows=hanging(CommentWindow.objects.filter(proposal=mine), "number"),
        told_comments=hanging(Comment.objects.filter(window__proposal=mine), "given_at"),
        told_replies=hanging(CommentAnswer.objects.filter(comment__window__proposal=mine), "at"),
        told_answers=hanging(PacketAnswer.objects.filter(proposal=mine), "number"),
        told_others=ArraySubquery(others.values(json=said)),
    )


def _votes(proposal: Proposal) -> tuple[Vote, ...]:
    return tuple(with_ballots(proposal.votes.all()).order_by("opened_at", "number"))


def recommends(now: Sitting, kind: str) -> bool:
    """Whether a body only speaks to another that decides: its charter says so of the power it has."""
    power = now.body.power_over(kind)
    return power is not None and power.function == "informs"


def opening_of(matter: Matter, now: Sitting, stranded: Collection[str] = ()) -> Opening:
    """What the opening of a body's vote hangs on. stranded: sentences about the learners who would be."""
    draft, read, window = matter.draft, matter.read, matter.window
    kind = matter.proposal.kind
    lacking = authors_missing(kind, read.parts, matter.signatures) if read else ()
    own = matter.vote_of(now.body.id)
    return Opening(
        kind=kind, sitting=now, draft=draft is not None,
        unmet=tuple((each.sentence, each.fix) for each in unmet(now)),
        window=(window.first, window.last) if window else None, unanswered=matter.unanswered,
        unheard=_unheard(matter), red=(*lacking, *(read.findings if read else ())),
        answered=frozenset(matter.answers), stranded=tuple(stranded), contested=_contested(matter),
        moved=moved(draft) if draft is not None else (), running=own is not None and is_standing(own, draft),
    )  # fmt: skip


def is_standing(vote: Vote, draft: Draft | None) -> bool:
    """Whether a vote is open, or its outcome stands: without a quorum, or where what was carried could not come into force,
    it may be held again, and what was lost may be on another draft."""
    if not hasattr(vote, "decision"):
        return True
    same = draft is not None and vote.draft_id == draft.id
    if vote.decision.outcome == "carried":
        return not vote.decision.withheld and (vote.recommends or same)
    return vote.decision.outcome == "lost" and same


def obstacles_to(matter: Matter, body: str, on: date, stranded: Collection[str] = ()) -> tuple[Obstacle, ...]:
    """Why a body's vote cannot open on that day."""
    return obstacles_in(matter, sitting(body, on) if has_charter(body) else None, stranded)


def obstacles_in(matter: Matter, now: Sitting | None, stranded: Collection[str] = ()) -> tuple[Obstacle, ...]:
    """The same of a body as it sits; None where it has no charter any more."""
    if now is None:
        return (NO_CHARTER,)
    return obstacles(opening_of(matter, now, stranded))


NO_CHARTER = Obstacle(
    "charter", "It has no charter any more, and without one a body decides nothing.",
    "Bring the matter before a body that has one.",
)  # fmt: skip


def _unheard(matter: Matter) -> tuple[str, ...]:
    """References that the newest draft changes and that were in no draft that was laid open for comment."""
    if matter.draft is None or not matter.windows:
        return ()
    opened = {each.draft for each in matter.windows}
    heard = {ref for each in matter.editions if each.number in opened for ref in each.references}
    return tuple(ref for ref in matter.draft.documents if ref not in heard)


def _contested(matter: Matter) -> dict[str, int]:
    if matter.draft is None:
        return {}
    return {ref: matter.others[ref] for ref in matter.draft.documents if ref in matter.others}


def subject(matter_or: Proposal, bodies: Sequence[str], now: datetime) -> Subject:
    """A proposal as the subject of a permission: who made it and writes it with them, who sits in the bodies it lies
    before, and who keeps their books."""
    writers = {matter_or.made_by_id, *matter_or.signatures.values_list("person", flat=True)}
    return _subject(writers, sittings_of(bodies, timezone.localdate(now)).values())


def subject_of_matter(matter: Matter, sittings: Iterable[Sitting]) -> Subject:
    """The same of a matter that was read whole. No query."""
    return _subject({matter.proposal.made_by_id, *(each.person_id for each in matter.signatures)}, sittings)


def _subject(writers: Collection[Any], sittings: Iterable[Sitting]) -> Subject:
    every = [subject_in(each) for each in sittings]
    return Subject(
        name=" and ".join(each.name for each in every), asked=frozenset(writers),
        seated=frozenset(person for each in every for person in each.seated),
        keepers=frozenset(person for each in every for person in each.keepers),
    )  # fmt: skip
