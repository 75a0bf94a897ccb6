"""Agreements between a learner, their home and a host: what is learned there, and what it is recognized as here.

Two lists stand apart: what the learner does at the host (Table A), and what the home recognizes once it is done (Table
B). No item of the one needs a match in the other. What all three approved is in force until all three approve something
else; a draft changes nothing. Source: the Erasmus+ learning agreement, as its exchange of data has it
(erasmus-without-paper, ewp-specs-api-omobility-las).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Literal

from throughline.core.requirements.nodes import Cite, Text

Party = Literal["learner", "home", "host"]
PARTIES: tuple[Party, ...] = ("learner", "home", "host")
"""In the order in which they approve."""
Reason = Literal[
    "not-available", "language-mismatch", "timetable-conflict", "substituting-deleted", "extending", "other"
]
REASONS: tuple[Reason, ...] = (
    "not-available",
    "language-mismatch",
    "timetable-conflict",
    "substituting-deleted",
    "extending",
    "other",
)
"""Why an item leaves or comes in, in the words of the exchange."""
Provision = Literal["in_part", "all_or_none"]


@dataclass(eq=False)
class NotNow(Exception):
    """A step that the agreement does not allow as it stands: why, and what to do next."""

    why: str
    fix: str

    def __str__(self) -> str:
        return f"{self.why} {self.fix}"


@dataclass(frozen=True, slots=True)
class Change:
    """One item leaves, another comes in its place, or either alone. out, into: items, or empty. words: of whoever asks."""

    out: str
    into: str
    reason: Reason
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An item as it is shown beside an earlier version: unchanged (empty), `removed` or `inserted`, with the reason."""

    item: str
    status: Literal["", "removed", "inserted"] = ""
    reason: Reason | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Version:
    """Both lists as they were or would be agreed. studied: Table A; recognized: Table B, with its credits.

    changes: of Table A since the first version that was in force. provision: what is recognized where not all of Table A
    is done: the same share of the credits, or nothing until it is. approved: who did, and when.
    """

    number: int
    studied: tuple[str, ...]
    recognized: Mapping[str, Decimal]
    provision: Provision = "in_part"
    changes: tuple[Change, ...] = ()
    approved: Mapping[Party, datetime] = field(default_factory=dict)

    @property
    def turn(self) -> Party | None:
        """Whose approval comes next; None once all three have approved."""
        return next((party for party in PARTIES if party not in self.approved), None)


@dataclass(frozen=True, slots=True)
class Answered:
    """That a party did not approve a draft: in its own words, or with other changes that it would approve."""

    party: Party
    number: int
    words: str = ""
    instead: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class LearningAgreement:
    """An agreement as it stands. first: before the learner left; in_force: the newest that all three approved; draft: what
    is asked for now; answered: that the draft was not approved, and what would be."""

    first: Version | None = None
    in_force: Version | None = None
    draft: Version | None = None
    answered: Answered | None = None

    @property
    def turn(self) -> Party | None:
        """Whose move it is: of whom an approval is awaited, of the learner where a draft came back, or nobody's."""
        if self.answered is not None:
            return "learner"
        return self.draft.turn if self.draft else None


def propose(
    agreement: LearningAgreement, version: Version, by: Mapping[Party, datetime]
) -> LearningAgreement:
    """A draft in place of one that is not approved yet. by: who approves it as they make it; the learner is among them.

    Raises `NotNow` where nothing would change, or an item is named twice or is not there to leave.
    """
    if "learner" not in by:
        raise NotNow("A change is the learner's to ask for.", "Write to them what you suggest.")
    if not version.studied or not version.recognized:
        raise NotNow("One of the two lists is empty.", "Say what is done at the host, and what it counts as.")
    if len(set(version.studied)) < len(version.studied):
        raise NotNow("Something stands twice among what is done at the host.", "Name each once.")
    held = agreement.in_force
    if held and (held.studied, held.recognized, held.provision) == (
        version.studied,
        version.recognized,
        version.provision,
    ):
        raise NotNow("Nothing would change.", "Change one of the lists first.")
    return replace(agreement, draft=replace(version, approved=dict(by)), answered=None)


def changed(version: Version, changes: tuple[Change, ...], number: int) -> Version:
    """A version with these changes to Table A, for a draft. Raises `NotNow` where an item is not there, or there twice."""
    studied = list(version.studied)
    for change in changes:
        if change.out and change.out not in studied:
            raise NotNow(f"'{change.out}' is not agreed on.", "Name what is to leave as it stands.")
        if change.into and change.into in studied:
            raise NotNow(f"'{change.into}' is agreed on already.", "Choose something else.")
        at = studied.index(change.out) if change.out else len(studied)
        studied[at : at + bool(change.out)] = [change.into] if change.into else []
    return replace(
        version, number=number, studied=tuple(studied), changes=(*version.changes, *changes), approved={}
    )


def approve(agreement: LearningAgreement, party: Party, number: int, at: datetime) -> LearningAgreement:
    """One party approves the draft; with the third it is in force. Raises `NotNow` where it is not theirs to approve."""
    draft = _awaited(agreement, party, number)
    draft = replace(draft, approved={**draft.approved, party: at})
    if draft.turn is not None:
        return replace(agreement, draft=draft)
    if agreement.first is None:
        draft = replace(draft, changes=())
    return LearningAgreement(agreement.first or draft, draft)


def answer(agreement: LearningAgreement, said: Answered) -> LearningAgreement:
    """A party does not approve the draft. What is in force stays. Raises `NotNow` as above, or where it says nothing."""
    _awaited(agreement, said.party, said.number)
    if not said.words.strip() and not said.instead:
        raise NotNow("It does not say what would be approved.", "Write it, or name other changes.")
    return replace(agreement, answered=said)


def withdraw(agreement: LearningAgreement) -> LearningAgreement:
    """The learner takes the draft back; what is in force stays."""
    return replace(agreement, draft=None, answered=None)


def _awaited(agreement: LearningAgreement, party: Party, number: int) -> Version:
    draft = agreement.draft
    if draft is None or draft.number != number:
        raise NotNow("This draft is not the one in question any more.", "Read the newest, then answer.")
    if agreement.turn != party:
        raise NotNow("It is another's turn.", "Wait for their answer.")
    return draft


def lines(base: tuple[str, ...], changes: tuple[Change, ...]) -> tuple[Line, ...]:
    """Table A beside an earlier one. base: its items; changes: all that were made since, in order.

    What came in for an item stands right after it; what came in and left again between the two is not shown.
    """
    slots: list[tuple[str, str, Reason | Literal[""]]] = [(item, item, "") for item in base]
    for change in changes:
        at = next((n for n, (_, now, _r) in enumerate(slots) if change.out and now == change.out), None)
        if at is None:
            slots.append(("", change.into, change.reason))
        else:
            was, now, reason = slots[at]
            slots[at] = (was, change.into, change.reason if was == now else reason)
    return tuple(line for slot in slots for line in _shown(*slot))


def _shown(was: str, now: str, reason: Reason | Literal[""]) -> tuple[Line, ...]:
    if was == now:
        return (Line(was),) if was else ()
    came: Reason | Literal[""] = "substituting-deleted" if was else reason
    gone = (Line(was, "removed", reason),) if was else ()
    return (*gone, Line(now, "inserted", came)) if now else gone


@dataclass(frozen=True, slots=True)
class Recognized:
    """What the home owes. credits: by item of Table B; whole: all of it is owed; open: what of Table A is not done yet."""

    credits: Mapping[str, Decimal]
    whole: bool
    open: tuple[str, ...]


def owed(version: Version, done: frozenset[str]) -> Recognized:
    """What must be recognized for what is done of Table A: all of Table B for all of it; else what the provision says, in
    the same share of each item's credits, to two places and never rounded up."""
    left = tuple(each for each in version.studied if each not in done)
    if not left:
        return Recognized(dict(version.recognized), True, ())
    if version.provision == "all_or_none":
        return Recognized({}, False, left)
    share = Decimal(len(version.studied) - len(left)) / len(version.studied)
    parts = {
        item: (credits * share).quantize(Decimal("0.01"), ROUND_DOWN)
        for item, credits in version.recognized.items()
    }
    return Recognized({item: part for item, part in parts.items() if part}, False, left)


@dataclass(frozen=True, slots=True)
class ExchangeProgram:
    """A program that stays elsewhere belong to. shortest_months, longest_months: of one stay. kinds: study, work."""

    id: str
    title: Text
    shortest_months: int
    longest_months: int
    kinds: tuple[str, ...] = ("study", "work")
    cite: Cite | None = None


def outside(rule: ExchangeProgram, starts: date, ends: date, kind: str) -> str:
    """Why a stay is not one of the program, in one sentence; empty where it is. A month ends the day before its number
    comes again: a stay from March 1 to April 30 has two."""
    if kind not in rule.kinds:
        return f"The program is for {' or '.join(rule.kinds)}, not for {kind}."
    if ends < _after(starts, rule.shortest_months):
        return f"The stay is shorter than {rule.shortest_months} months."
    if ends > _after(starts, rule.longest_months):
        return f"The stay is longer than {rule.longest_months} months."
    return ""


def _after(starts: date, months: int) -> date:
    """The last day of so many months from a first day."""
    year, month = divmod(starts.year * 12 + starts.month - 1 + months, 12)
    first_after = date(year, month + 1, 1)
    within = min(starts.day, (date(year + (month == 11), (month + 1) % 12 + 1, 1) - first_after).days)
    return date.fromordinal(date(year, month + 1, within).toordinal() - 1)
