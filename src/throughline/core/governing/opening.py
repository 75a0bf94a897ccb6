"""What stands between a proposal and its vote: each obstacle a sentence, with what would mend it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from throughline.core.governing.ballots import needed_for_quorum, voters
from throughline.core.governing.charters import Body, Sitting
from throughline.core.governing.deadlines import has_run
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.nodes import Text

SORTING: Final = "sorting"
RECOVERY: Final = ("equity", "people", "infrastructure", "economy", "voting")
"""The five principles of recovery that every packet speaks to (S001:1380)."""
QUESTIONS: Final = (SORTING, *RECOVERY)
CARRIES: Final[Mapping[str, frozenset[str]]] = {
    "pathway": frozenset({"pathway", "milestone", "rule", "credential", "competency", "assessment", "agreement"}),
    "framework": frozenset({"competency_framework", "competency", "qualification_framework", "credential"}),
    "agreement": frozenset({"agreement"}),
    "variation": frozenset({"rule"}),
    "charter": frozenset({"body"}),
    "waiver": frozenset({"waiver"}),
    "vision": frozenset(),
    "funding": frozenset(),
    "commitment": frozenset({"agreement"}),
    "policy": frozenset({"rule"}),
}  # fmt: skip
"""What a proposal of each kind may change: kinds of document. One that changes none stands on its text alone."""
REVIEWED: Final = frozenset({"pathway", "framework", "variation"})
"""Kinds of proposal that need the review whether they separate and sort (S001:208)."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a vote cannot open. code: short, for programs. about: the object at fault, where there is one."""

    code: str
    sentence: str
    fix: str
    about: str = ""

    def __str__(self) -> str:
        return f"{self.sentence} {self.fix}"


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything that a vote's opening hangs on.

    kind: of the proposal. draft: whether there is one. unmet: what the body's own seats lack, in sentences. window: for
    comment, first and last day. unanswered: comments without an answer. unheard: references that were changed only after
    the window had opened. red: findings of the checks. answered: questions of the packet that are. stranded: sentences,
    one for each group of learners who would be. contested: references that another open vote is about, with its docket
    number. moved: references that changed since the draft was written. running: a vote of this body is open on it.
    """

    kind: str
    sitting: Sitting
    draft: bool = True
    unmet: tuple[tuple[str, str], ...] = ()
    window: tuple[date, date] | None = None
    unanswered: int = 0
    unheard: tuple[str, ...] = ()
    red: tuple[Finding, ...] = ()
    answered: frozenset[str] = frozenset()
    stranded: tuple[str, ...] = ()
    contested: Mapping[str, int] | None = None
    moved: tuple[str, ...] = ()
    running: bool = False


def obstacles(opening: Opening) -> tuple[Obstacle, ...]:
    """Why the vote cannot open now, all of it; nothing where it can."""
    return tuple(found for asked in _ASKED for found in asked(opening))


def outside_powers(kind: str, body: Body) -> str:
    """Why a body may not decide proposals of a kind, with the clauses that say what it may; empty where it may."""
    if any(kind in power.decides for power in body.powers):
        return ""
    may = "; ".join(f"{', '.join(p.decides)} ({p.clause})" for p in body.powers) or "nothing"
    return f"{_name(body.title, body.id)} does not decide proposals of the kind '{kind}': its charter gives it {may}."


def _draft(opening: Opening) -> Iterator[Obstacle]:
    if not opening.draft:
        yield Obstacle("draft", "Nothing is drafted yet.", "Write the text, or the documents it changes.")


def _running(opening: Opening) -> Iterator[Obstacle]:
    if opening.running:
        yield Obstacle(
            "running", "A vote on it is open already, or it is decided.", "Look at the vote below."
        )


def _powers(opening: Opening) -> Iterator[Obstacle]:
    if why := outside_powers(opening.kind, opening.sitting.body):
        yield Obstacle("powers", why, "Bring it before a body that may decide it.")


def _seats(opening: Opening) -> Iterator[Obstacle]:
    for sentence, fix in opening.unmet:
        yield Obstacle("seats", sentence, fix)
    sitting = opening.sitting
    there, needed = len(voters(sitting)), needed_for_quorum(sitting.body)
    if there < needed:
        sentence = (
            f"{there} of {sitting.body.voting_seats} seats with a vote are filled; a quorum is {needed}."
        )
        yield Obstacle("quorum", sentence, "Fill more seats first.")


def _comment(opening: Opening) -> Iterator[Obstacle]:
    days = opening.sitting.body.comment_days
    if opening.window is None:
        yield Obstacle(
            "comment", "Nobody was asked for comment yet.", f"Open it for comment, for {days} days."
        )
    elif not has_run(opening.window, opening.sitting.on):
        last = opening.window[1].isoformat()
        yield Obstacle(
            "comment", f"It is open for comment until {last}.", "Open the vote on a day after that."
        )
    if opening.unanswered:
        many = "1 comment has" if opening.unanswered == 1 else f"{opening.unanswered} comments have"
        yield Obstacle("answers", f"{many} no answer yet.", "Answer each of them below.")
    for reference in opening.unheard:
        sentence = f"{reference} was changed after comment had opened, and nobody was asked about it."
        yield Obstacle("unheard", sentence, "Open it for comment again, or take the change out.", reference)


def _checks(opening: Opening) -> Iterator[Obstacle]:
    for each in opening.red:
        said = f"{each.check}: {each.sentence}" if each.check else each.sentence
        yield Obstacle("checks", said, each.fix, each.object_ref)


def _packet(opening: Opening) -> Iterator[Obstacle]:
    if opening.kind in REVIEWED and SORTING not in opening.answered:
        sentence = (
            "The packet has no sorting review: nobody has written whether this separates and sorts learners."
        )
        yield Obstacle("sorting", sentence, "Write the answer; what the detectors found stands beside it.")
    missing = [name for name in RECOVERY if name not in opening.answered]
    if missing:
        sentence = f"The packet speaks to {len(RECOVERY) - len(missing)} of the five principles of recovery."
        yield Obstacle("recovery", sentence, f"Still to be answered: {', '.join(missing)}.", missing[0])


def _learners(opening: Opening) -> Iterator[Obstacle]:
    for sentence in opening.stranded:
        yield Obstacle("stranded", sentence, "Keep what they rely on, or put something as good in its place.")


def _others(opening: Opening) -> Iterator[Obstacle]:
    for reference, docket in sorted((opening.contested or {}).items()):
        sentence = f"{reference} is before a vote already, under docket number {docket}."
        yield Obstacle(
            "contested", sentence, "Wait for its outcome, then draft on what is in force.", reference
        )
    for reference in opening.moved:
        sentence = f"{reference} has changed since this was drafted."
        yield Obstacle("moved", sentence, "Write the draft anew on what is in force now.", reference)


def _name(title: Text, other: str) -> str:
    return title.get("en") or next(iter(title.values()), other)


_ASKED: tuple[Callable[[Opening], Iterator[Obstacle]], ...] = (
    _draft, _running, _powers, _seats, _comment, _checks, _packet, _learners, _others,
)  # fmt: skip
