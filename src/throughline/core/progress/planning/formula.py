"""What is asked for, over offers: a formula that says which sets of offers are enough, and what follows from a set.

Parts are compared by identity; a milestone or a credential is a name with a formula of its own, so that what several
rules ask for is said once. Only what the record leaves open stands in it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from throughline.core.progress.demands import Demand
from throughline.core.progress.exclusive import place
from throughline.core.requirements.nodes import Node

ZERO = Decimal(0)
FOLLOWS = "by its rule "
"""Begins the name under which it is said that a thing follows from its rule, where it can be given as such too."""


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The node that asks, and the document it stands in."""

    node: Node
    owner: str


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Met already."""


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """Any of these offers (by number)."""

    offers: tuple[int, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A milestone or credential, by reference."""

    name: str
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, eq=False)
class AtLeast:
    """At least k of the parts."""

    k: int
    of: tuple["Formula", ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Part of a sum. held: what the record adds. adds: by offer. cap: the most the group may add."""

    held: Decimal
    adds: tuple[tuple[int, Decimal], ...]
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum over groups that reaches `need`."""

    need: Decimal
    groups: tuple[Group, ...]
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Children that share evidence, each item for one child only; `wanted` of them. items: by item the offer it comes
    from, or the name it follows from; what is in neither is held. instead: by item the offers whose facts take its
    place."""

    wanted: int
    demands: tuple[Demand, ...]
    offers: Mapping[str, int]
    names: Mapping[str, str]
    instead: Mapping[str, tuple[int, ...]]
    origin: Origin | None = None


Formula: TypeAlias = Met | Given | Named | AtLeast | Sum | Pool
MET = Met()


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """All that a plan must reach. goals: all of them. names: what each milestone and credential asks. needs: by offer
    (number) what must be held before it."""

    goals: tuple[Formula, ...]
    names: Mapping[str, Formula]
    needs: Mapping[int, tuple[Formula, ...]]

    @property
    def offers(self) -> tuple[int, ...]:
        """Numbers of the offers that can matter."""
        return tuple(sorted(self.needs))


def holds(part: Formula, offers: Collection[int], names: Collection[str]) -> bool:
    """Whether a formula is met by so many offers done and names held."""
    if isinstance(part, Met):
        return True
    if isinstance(part, Given):
        return any(each in offers for each in part.offers)
    if isinstance(part, Named):
        return part.name in names
    if isinstance(part, AtLeast):
        return sum(holds(each, offers, names) for each in part.of) >= part.k
    if isinstance(part, Sum):
        return summed(part, offers) >= part.need
    return _shared(part, offers, names)


def mentioned(part: Formula) -> tuple[set[int], set[str]]:
    """The offers and names that stand in a formula, what is behind a name left out."""
    if isinstance(part, Met):
        return set(), set()
    if isinstance(part, Given):
        return set(part.offers), set()
    if isinstance(part, Named):
        return set(), {part.name}
    if isinstance(part, Sum):
        return {number for group in part.groups for number, _ in group.adds}, set()
    if isinstance(part, Pool):
        return set(part.offers.values()), set(part.names.values())
    below = [mentioned(each) for each in part.of]
    return set().union(*(one for one, _ in below)), set().union(*(two for _, two in below))


def summed(part: Sum, offers: Collection[int]) -> Decimal:
    """What a sum comes to with these offers done."""
    return sum((_of_group(each, offers) for each in part.groups), ZERO)


def _of_group(group: Group, offers: Collection[int]) -> Decimal:
    whole = group.held + sum((n for offer, n in group.adds if offer in offers), ZERO)
    return whole if group.cap is None else min(whole, group.cap)


def _shared(part: Pool, offers: Collection[int], names: Collection[str]) -> bool:
    def there(item: str) -> bool:
        if item in part.offers:
            return part.offers[item] in offers
        if any(each in offers for each in part.instead.get(item, ())):
            return False
        return item not in part.names or part.names[item] in names

    open_now = [
        replace(each, offers={item: n for item, n in each.offers.items() if there(item)})
        for each in part.demands
    ]
    return place(open_now, part.wanted).missing == 0


@dataclass(frozen=True, slots=True)
class Reached:
    """What a set of offers comes to, each begun when all it needs is held: those that can be done, in such an order,
    and the names that follow."""

    order: tuple[int, ...]
    offers: frozenset[int]
    names: frozenset[str]

    def meets(self, parts: Iterable[Formula]) -> bool:
        """Whether all of these are met."""
        return all(holds(part, self.offers, self.names) for part in parts)


def reached(asked: Asked, chosen: Iterable[int]) -> Reached:
    """What follows from offers: a least fixed point, so that nothing rests on itself."""
    waiting, order = sorted(chosen), list[int]()
    done, names, open_names = set[int](), set[str](), sorted(asked.names)
    while True:
        ready = [each for each in waiting if all(holds(n, done, names) for n in asked.needs[each])]
        order += ready
        done.update(ready)
        waiting = [each for each in waiting if each not in done]
        new = _new_names(asked, open_names, done, names)
        if not ready and not new:
            return Reached(tuple(order), frozenset(done), frozenset(names))
        open_names = [each for each in open_names if each not in names]


def _new_names(asked: Asked, waiting: Sequence[str], offers: set[int], names: set[str]) -> bool:
    """Adds the names that follow now, all the way."""
    before = len(names)
    while True:
        found = [n for n in waiting if n not in names and holds(asked.names[n], offers, names)]
        if not found:
            return len(names) > before
        names.update(found)
