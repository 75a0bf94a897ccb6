"""One matter on the docket, read once: the proposal with all that hangs on it, and what stands before its vote."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from throughline.apps.directory.actor import Refused, Subject
from throughline.apps.governance.drafting import Drafted, authors_missing, drafted, moved
from throughline.apps.governance.models import (
    AuthorSignature,
    Comment,
    CommentWindow,
    Draft,
    Hearing,
    PacketAnswer,
    Proposal,
    UnderVote,
    Vote,
)
from throughline.apps.governance.queries.sittings import sitting, subject_in
from throughline.core.governing.charters import Sitting
from throughline.core.governing.composition import unmet
from throughline.core.governing.opening import Obstacle, Opening, obstacles


@dataclass(frozen=True, slots=True)
class Matter:
    """A proposal with its rows. draft: the newest; read: that as the rules read it. window: the newest; unanswered: of all
    windows. answers: the newest to each question of the packet."""

    proposal: Proposal
    hearings: tuple[Hearing, ...]
    draft: Draft | None
    read: Drafted | None
    signatures: tuple[AuthorSignature, ...]
    windows: tuple[CommentWindow, ...]
    opened_drafts: tuple[Draft, ...]
    unanswered: int
    answers: dict[str, PacketAnswer]
    votes: tuple[Vote, ...]

    @property
    def window(self) -> CommentWindow | None:
        """The newest window for comment."""
        return self.windows[-1] if self.windows else None

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
        raise Refused(f"Docket number {docket}", "no proposal has it.", "Look it up on the docket.")
    return proposal


def matter_of(proposal: Proposal) -> Matter:
    """All that hangs on a proposal. Nine queries."""
    draft = proposal.drafts.order_by("-number").first()
    windows = tuple(proposal.windows.order_by("number"))
    laid_open = proposal.drafts.filter(number__in=[each.draft for each in windows])
    answers = {each.question: each for each in proposal.answers_given.order_by("number")}
    return Matter(
        proposal, tuple(proposal.hearings.order_by("since", "body")), draft,
        drafted(draft) if draft is not None else None, tuple(proposal.signatures.order_by("signed_at")),
        windows, tuple(laid_open) if windows else (), _unanswered(windows), answers,
        tuple(proposal.votes.select_related("decision", "draft").order_by("opened_at", "number")),
    )  # fmt: skip


def _unanswered(windows: Sequence[CommentWindow]) -> int:
    return (
        Comment.objects.filter(window__in=[each.id for each in windows], answer=None).count()
        if windows
        else 0
    )


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
    """Whether a vote is open, or its outcome stands: without a quorum it may be held again, and what was lost may be on
    another draft."""
    if not hasattr(vote, "decision"):
        return True
    lost_on_this = vote.decision.outcome == "lost" and draft is not None and vote.draft_id == draft.id
    return vote.decision.outcome == "carried" or lost_on_this


def obstacles_to(matter: Matter, body: str, on: date, stranded: Collection[str] = ()) -> tuple[Obstacle, ...]:
    """Why a body's vote cannot open on that day."""
    return obstacles(opening_of(matter, sitting(body, on), stranded))


def _unheard(matter: Matter) -> tuple[str, ...]:
    """References that the newest draft changes and that were in no draft that was laid open for comment."""
    if matter.draft is None or not matter.windows:
        return ()
    heard = {ref for each in matter.opened_drafts for ref in each.documents}
    return tuple(ref for ref in matter.draft.documents if ref not in heard)


def _contested(matter: Matter) -> dict[str, int]:
    if matter.draft is None:
        return {}
    rows = UnderVote.objects.filter(reference__in=list(matter.draft.documents)).exclude(
        proposal=matter.proposal
    )
    return dict(rows.values_list("reference", "proposal__docket"))


def subject(matter_or: Proposal, bodies: Sequence[str], now: datetime) -> Subject:
    """A proposal as the subject of a permission: who made it and writes it with them, who sits in the bodies it lies
    before, and who keeps their books."""
    sittings = [subject_in(sitting(body, now.date())) for body in bodies]
    writers = {matter_or.made_by_id, *matter_or.signatures.values_list("person", flat=True)}
    return Subject(
        name=" and ".join(each.name for each in sittings), asked=frozenset(writers),
        seated=frozenset(person for each in sittings for person in each.seated),
        keepers=frozenset(person for each in sittings for person in each.keepers),
    )  # fmt: skip
