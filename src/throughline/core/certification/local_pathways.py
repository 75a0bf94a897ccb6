"""A local program of a pathway, held against the rule by which a region endorses it: which elements, and who supplies each.

The rule is the state's own (purpose `endorsement`, subject `program`). It asks for things `support:x`, each an element,
in the setting `local` (the local program itself offers it) or `region` (a provider that the region lists supplies it).
Pathways Wisconsin asks for five elements: at least three in the local program, and the region lists means for the rest.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from throughline.core.progress.outcome import Outcome
from throughline.core.progress.record import Fact, Record
from throughline.core.requirements.nodes import Have, Node, Text, walk

Side = Literal["local", "region"]
SIDES: tuple[Side, ...] = ("local", "region")
KIND = "support:"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a local program, as the rule calls it. id: without its kind."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Supply:
    """Who supplies an element, since when. side: the local program itself, or a provider that the region lists."""

    element: str
    side: Side
    provider: str
    since: date


@dataclass(frozen=True, slots=True)
class Held:
    """A program against the rule. bare: elements that nobody supplies. local, least: how many the program itself offers,
    and how many it has to; least is 0 where the rule names no number."""

    outcome: Outcome
    bare: tuple[Element, ...]
    local: int
    least: int

    @property
    def whole(self) -> bool:
        """Whether the rule holds."""
        return self.outcome.satisfied


def elements(rule: Node) -> tuple[Element, ...]:
    """The elements a rule speaks of, in its order, each once."""
    found: dict[str, Element] = {}
    for node in walk(rule):
        if isinstance(node, Have) and node.what.startswith(KIND):
            name = node.what.removeprefix(KIND)
            found.setdefault(name, Element(name, node.title))
    return tuple(found.values())


def record_of(supplies: Iterable[Supply]) -> Record:
    """The record of a program that its rule reads: one fact for each supply."""
    return Record(
        tuple(
            Fact(f"{nth}", f"{KIND}{each.element}", each.since, context=each.side, organization=each.provider)
            for nth, each in enumerate(supplies)
        )
    )


def held(rule: Node, supplies: Iterable[Supply], outcome: Outcome) -> Held:
    """What stands between a program and its endorsement. outcome: of the rule on `record_of` the same supplies."""
    given = tuple(supplies)
    supplied = {each.element for each in given}
    bare = tuple(each for each in elements(rule) if each.id not in supplied)
    own = {each.element for each in given if each.side == "local"}
    return Held(outcome, bare, len(own), max(_least(outcome), default=0))


def _least(outcome: Outcome) -> Iterator[int]:
    """How many of the local elements each choice of the rule asks for."""
    asked = [each.node for each in outcome.children]
    if asked and all(isinstance(node, Have) and node.context == ("local",) for node in asked):
        yield int(outcome.needed)
    for each in outcome.children:
        yield from _least(each)
