"""What a charter says of a body: its powers, its seats, and when its votes count.

A charter is a document of the state (`body:id`), published in versions like every other. docs/reference/state-format.md
shows how it is written.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from throughline.core.catalogue.documents import Sector
from throughline.core.requirements.nodes import Cite, Text

Scope = Literal["state", "regional"]

DECIDES = (
    "pathway", "framework", "agreement", "waiver", "charter", "vision", "variation", "funding", "commitment",
    "policy",
)  # fmt: skip
"""Kinds of proposal that a body can have the power to decide."""

HEARD: tuple[Sector, ...] = ("k12", "postsecondary", "workforce", "community")
"""The four sectors that are heard in every body."""

STANDS_FOR = (
    "learners", "families", "community", "youth", "professional_board", "industry", "union", "civil_rights", "business",
    "education", "government",
)  # fmt: skip
"""For whom or what a seat can stand."""

MAY_BE_YOUNG = frozenset({"learners", "youth"})
"""Whoever stands for these may be a minor: the public reads of a learner or a young person, and no name."""


@dataclass(frozen=True, slots=True)
class Power:
    """What a body may decide. decides: kinds of proposal, of `DECIDES`. clause: where the charter says so, cited when a
    vote is refused. function: for a regional body, whether it runs the region's own (`operates`) or speaks to the
    state's planning (`informs`)."""

    id: str
    title: Text
    decides: tuple[str, ...]
    clause: str
    function: Literal["", "operates", "informs"] = ""


@dataclass(frozen=True, slots=True)
class SeatKind:
    """Seats of one kind. sector: one of the four that must be heard, or government. stands_for: of `STANDS_FOR`, or
    empty. count: how many there are; needed: how many must be filled for a vote. always: no notice of a vacancy stands in
    for it. region: who sits here comes from that region. months: how long a term lasts."""

    id: str
    title: Text
    sector: Sector
    count: int = 1
    needed: int = 1
    stands_for: str = ""
    voting: bool = True
    always: bool = False
    region: str = ""
    months: int = 36

    @property
    def named(self) -> bool:
        """Whether the public reads who sits here: not where that may be a minor."""
        return self.stands_for not in MAY_BE_YOUNG


@dataclass(frozen=True, slots=True)
class Duty:
    """What a body must do, which kind of seat answers for it, and how often it is done."""

    id: str
    title: Text
    owner: str
    every_months: int = 12


@dataclass(frozen=True, slots=True)
class Body:
    """A body by its charter. parent: under whose charter a regional one stands. quorum: the share of all voting seats
    that must take part (vote or abstain); passes: of the votes for and against, more than this share must be for.
    comment_days: how long a proposal is open for comment before a vote. vote_days: how long a vote is open before it
    closes by itself. answer_days: how soon it answers a region.
    notice_days: how long a public notice stands in for a seat that is vacant. sectors: must each be heard. from_regions:
    from how many of its regions its members must come at least. conflicts: in words, what a member declares and when
    they step back."""

    id: str
    title: Text
    scope: Scope
    organization: str
    powers: tuple[Power, ...]
    seats: tuple[SeatKind, ...]
    duties: tuple[Duty, ...] = ()
    parent: str = ""
    regions: tuple[str, ...] = ()
    quorum: Fraction = Fraction(1, 2)
    passes: Fraction = Fraction(1, 2)
    comment_days: int = 30
    vote_days: int = 7
    answer_days: int = 30
    notice_days: int = 90
    sectors: tuple[Sector, ...] = HEARD
    from_regions: int = 0
    summary: Text = field(default_factory=dict)
    conflicts: Text = field(default_factory=dict)
    cite: Cite | None = None

    @property
    def voting_seats(self) -> int:
        """How many seats have a vote."""
        return sum(each.count for each in self.seats if each.voting)

    def seat(self, kind: str) -> SeatKind | None:
        """The kind of seat of that id."""
        return next((each for each in self.seats if each.id == kind), None)

    def power_over(self, proposal: str) -> Power | None:
        """The power under which it decides proposals of that kind."""
        return next((each for each in self.powers if proposal in each.decides), None)
