"""Which links let one thing stand in for another, and in which direction: the policy, in one table.

Links that somebody imported or said are claimed; only certified ones count, unless the reader asks for any.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from throughline.core.alignment import closure
from throughline.core.alignment.closure import Edge, Join, Way

Status = Literal["claimed", "reviewed", "certified"]
Reading = Literal["both", "onward", "back", "carried"]

POLICY: Final[dict[str, Reading]] = {
    "exactMatchOf": "both",
    "exactAlignment": "both",
    "isTranslationOf": "both",
    "isPartOf": "back",
    "hasPart": "onward",
    "broadAlignment": "back",
    "narrowAlignment": "onward",
    "isHigherLevelThan": "onward",
    "replacedBy": "carried",
}
"""Whether a link from origin to destination lets the origin give the destination (onward), the destination the origin
(back), each the other (both), or the origin the destination where its certifier says that it carries over (carried).
What is not here never does: isPeerOf, isRelatedTo, precedes, exemplar, isChildOf, hasSkillLevel, majorAlignment and
minorAlignment, and every `ext:` kind, which readers take for isRelatedTo (CASE 1.1)."""

KINDS: Final = ("exactMatchOf", "isPartOf", "isTranslationOf", "replacedBy", "isRelatedTo")
"""The kinds in which a reviewer may align two items, strongest first."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link between two things, with its standing.

    kind: CASE's word, or CTDL's with or without its prefix. level: the proficiency it counts for at most. complete: of a
    part: those said to be parts are together the whole. carries_over: of what is replaced: having the old is having the
    new. by: who says so or who certified it, in words.
    """

    id: str
    kind: str
    origin: str
    destination: str
    status: Status = "claimed"
    level: int | None = None
    complete: bool = False
    carries_over: bool = False
    by: str = ""


def plain_kind(kind: str) -> str:
    """A kind without the prefix of its vocabulary; that of an extension stays."""
    prefix, _, name = kind.rpartition(":")
    return name if prefix in ("ceasn", "ceterms", "case") else kind


def edges(link: Link) -> Iterator[Edge[Link]]:
    """What a link lets stand in for what; nothing where its kind never does."""
    reading = POLICY.get(plain_kind(link.kind))
    if reading in ("both", "onward") or (reading == "carried" and link.carries_over):
        yield Edge(link.origin, link.destination, link)
    if reading in ("both", "back"):
        yield Edge(link.destination, link.origin, link)


def ladder(steps: Sequence[str]) -> tuple[Link, ...]:
    """The links of a progression, its lowest step first: each step gives the one below. They follow from the progression
    itself, so nobody needs to certify them."""
    pairs = zip(steps[1:], steps, strict=False)
    return tuple(
        Link(f"{above} above {below}", "isHigherLevelThan", above, below, "certified")
        for above, below in pairs
    )


@dataclass(frozen=True)
class Links:
    """Links in force, and what follows from them. least `certified`: only certified ones count; `claimed`: any does, also
    of what is replaced where nobody has decided yet whether it carries over."""

    every: tuple[Link, ...]
    least: Status = "certified"

    def stand_ins(self, what: str) -> dict[str, Way[Link]]:
        """What alone may stand in for a thing, by its id; links from the thing asked for outward."""
        found = closure.reached([what], self._backward)
        return {at: way for at, way in found.items() if at != what}

    def given(self, starts: Iterable[str]) -> dict[str, Way[Link]]:
        """Everything that one has who has all of the starts, by its id."""
        return closure.reached(starts, self._forward, self.joins)

    @cached_property
    def counted(self) -> tuple[Link, ...]:
        """The links that count, in order of their ids."""
        rank = ("claimed", "reviewed", "certified")
        least = rank.index(self.least)
        found = (link for link in self.every if rank.index(link.status) >= least)
        return tuple(sorted(found, key=lambda link: link.id))

    @cached_property
    def edges(self) -> tuple[Edge[Link], ...]:
        """What may stand in for what."""
        return tuple(edge for link in self.counted for edge in self._edges(link))

    @cached_property
    def joins(self) -> tuple[Join[Link], ...]:
        """Wholes that all their parts together give: where every link to a part counts and says that they are all."""
        return tuple(self._joins())

    @cached_property
    def parts(self) -> dict[str, tuple[Link, ...]]:
        """By the whole, the links that say what is part of it, whatever their standing."""
        found: dict[str, list[Link]] = defaultdict(list)
        for link in sorted(self.every, key=lambda link: link.id):
            if plain_kind(link.kind) in ("isPartOf", "hasPart"):
                found[_whole(link)].append(link)
        return {whole: tuple(links) for whole, links in found.items()}

    def _edges(self, link: Link) -> Iterator[Edge[Link]]:
        yield from edges(link)
        undecided = plain_kind(link.kind) == "replacedBy" and link.status != "certified"
        if self.least != "certified" and undecided and not link.carries_over:
            yield Edge(link.origin, link.destination, link)

    def _joins(self) -> Iterator[Join[Link]]:
        counted = set(self.counted)
        for whole, links in self.parts.items():
            if all(link in counted and link.complete for link in links):
                yield Join(tuple(part_of(link) for link in links), whole, links[-1])

    @cached_property
    def _forward(self) -> closure.Steps[Link]:
        return closure.forward(self.edges)

    @cached_property
    def _backward(self) -> closure.Steps[Link]:
        return closure.backward(self.edges)


def part_of(link: Link) -> str:
    """The part that a link between a part and a whole names."""
    return link.destination if plain_kind(link.kind) == "hasPart" else link.origin


def _whole(link: Link) -> str:
    return link.origin if plain_kind(link.kind) == "hasPart" else link.destination
