"""Where no plan reaches a goal: the nodes nothing leads to, why, and whose duty it is to see to that."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway, Stage
from throughline.core.progress.planning.formula import (
    Asked,
    AtLeast,
    Formula,
    Met,
    Named,
    Origin,
    Reached,
    holds,
)
from throughline.core.progress.planning.offers import Offered
from throughline.core.requirements.nodes import Have, Node

Why = Literal["nothing", "full", "refused", "far", "needs"]


@dataclass(frozen=True, slots=True)
class Missing:
    """One node with nothing within reach. pathway, stage: for which gate. node, owner: what asks, and the document.

    what: the thing, or empty where it is a sum or a choice. why: nothing leads to it; the offers that would are full,
    refused by the learner, too far away for them, or need something that is out of reach. owed_by: references of the body
    and places that answer for the stage.
    """

    pathway: str
    stage: str
    node: str
    owner: str
    what: str
    why: Why
    offers: tuple[str, ...]
    owed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Goalpost:
    """A goal's formula with the gate it is for."""

    pathway: Pathway
    stage: Stage | None
    part: Formula


@dataclass(frozen=True)
class Closed:
    """All offers, and the numbers of those that cannot be taken."""

    offered: Offered
    full: frozenset[int]
    refused: frozenset[int]
    far: frozenset[int]

    @property
    def every(self) -> frozenset[int]:
        """All that cannot be taken."""
        return self.full | self.refused | self.far


def missing(
    posts: Iterable[Goalpost], asked: Asked, most: Reached, closed: Closed, catalogue: Catalogue,
) -> tuple[Missing, ...]:  # fmt: skip
    """Every node that keeps a goal out of reach even with all offers, each once, in order of the gates."""
    found: dict[tuple[str, str, str, str], Missing] = {}
    for post in posts:
        for origin in _blocked(post.part, asked, most, ()):
            why, which = _why(origin.node, closed)
            stage = post.stage.id if post.stage else ""
            each = Missing(
                post.pathway.id, stage, origin.node.id, origin.owner, _what(origin.node), why, which,
                owed_by(post.pathway, post.stage, catalogue),
            )  # fmt: skip
            found.setdefault((each.pathway, each.stage, each.owner, each.node), each)
    return tuple(found.values())


def _what(node: Node) -> str:
    return node.what if isinstance(node, Have) else ""


def _blocked(part: Formula, asked: Asked, most: Reached, inside: tuple[str, ...]) -> Iterator[Origin]:
    """The leaves that are out of reach: of a choice, as many as it lacks, first in reading order."""
    if holds(part, most.offers, most.names):
        return
    if isinstance(part, Named) and part.name in asked.names and part.name not in inside:
        yield from _blocked(asked.names[part.name], asked, most, (*inside, part.name))
        return
    below = part.of if isinstance(part, AtLeast) else ()
    # A thing that has a rule of its own is lacking by that rule, not for want of an offer of the whole.
    lacking = sorted((each for each in below if not holds(each, most.offers, most.names)), key=_leaf_last)
    if lacking and isinstance(part, AtLeast):
        short = part.k - (len(below) - len(lacking))
        nested = [tuple(_blocked(each, asked, most, inside)) for each in lacking]
        yield from (origin for some in [each for each in nested if each][:short] for origin in some)
    elif not isinstance(part, Met) and part.origin is not None:
        yield part.origin


def _leaf_last(part: Formula) -> bool:
    return not isinstance(part, (AtLeast, Named)) and getattr(part, "origin", None) is None


def _why(node: Node, closed: Closed) -> tuple[Why, tuple[str, ...]]:
    if not isinstance(node, Have):
        return "nothing", ()
    leading = sorted({number for number, _ in closed.offered.by_what.get(node.what, ())})
    ways: tuple[tuple[Why, Iterable[int]], ...] = (
        ("refused", closed.refused), ("full", closed.full), ("far", closed.far), ("needs", leading),
    )  # fmt: skip
    for why, numbers in ways:
        if found := tuple(closed.offered.offers[number].id for number in leading if number in set(numbers)):
            return why, found
    return "nothing", ()


def owed_by(pathway: Pathway, stage: Stage | None, catalogue: Catalogue) -> tuple[str, ...]:
    """Who answers for a stage: the body that amends it, the places that offer the pathway, or, where there are none,
    whoever oversees the state's offers."""
    body = (stage.owner if ":" in stage.owner else f"body:{stage.owner}",) if stage and stage.owner else ()
    places = tuple(f"organization:{name.removeprefix('organization:')}" for name in pathway.offered_by)
    overseer = catalogue.state.offers.overseer
    return body + places or ((f"organization:{overseer}",) if overseer else ())
