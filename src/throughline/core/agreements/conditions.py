"""A condition as people choose it: parts, each so many of a few things; and back from the rule it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from throughline.core.catalogue.agreements import in_force
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.commitments import rule_of
from throughline.core.catalogue.documents import Agreement
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import milestones_in
from throughline.core.reasoning.findings import Finding
from throughline.core.requirements.errors import RuleError
from throughline.core.requirements.nodes import Choose, Have, Node


@dataclass(frozen=True, slots=True)
class Part:
    """At least `least` of these. of: references; a competency with the level it needs, `competency:x@3`."""

    of: tuple[str, ...]
    least: int


def condition(parts: Iterable[Part]) -> Node:
    """The rule that asks for every part. Raises `RuleError` where there is none, or one asks for more than it lists."""
    made = [_part(each, f"part-{nth}") for nth, each in enumerate(parts, start=1)]
    if not made:
        raise RuleError("condition", "nothing is asked for", "Choose one milestone or credential at least")
    return made[0] if len(made) == 1 else Choose(id="condition", of=tuple(made))


def _part(part: Part, name: str) -> Node:
    haves = tuple(_have(each) for each in dict.fromkeys(part.of))
    if len(haves) == 1 and part.least == 1:
        return haves[0]
    return Choose(id=name, of=haves, min=part.least)


def _have(written: str) -> Have:
    what, _, level = written.partition("@")
    return Have(id=what.replace(":", "-"), what=what, level=int(level) if level else None)


def parts_of(node: Node) -> tuple[Part, ...] | None:
    """The parts that a rule asks for; None where it has another shape and cannot be shown as parts."""
    if isinstance(node, Choose) and node.needed == len(node.of) and any(_is_part(each) for each in node.of):
        found = [_one_part(each) for each in node.of]
        return tuple(each for each in found if each) if all(found) else None
    one = _one_part(node)
    return (one,) if one else None


def _is_part(node: Node) -> bool:
    return isinstance(node, Choose)


def _one_part(node: Node) -> Part | None:
    if isinstance(node, Have):
        return Part((_written(node),), 1)
    if isinstance(node, Choose) and all(isinstance(each, Have) for each in node.of):
        return Part(tuple(_written(each) for each in node.of if isinstance(each, Have)), node.needed)
    return None


def _written(node: Have) -> str:
    return f"{node.what}@{node.level}" if node.level else node.what


def recognized_by_sets(agreement: Agreement) -> Node:
    """The condition that any one of the sets of an agreement is there."""
    return Choose(id="any-set", of=tuple(rule_of(each) for each in agreement.sets), min=1)


def without_alternative(agreement: Agreement, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each thing an agreement asks for that is neither on the pathway it belongs to nor one of several ways.

    Source: mission T-29: no credential becomes a new gate; what is asked for is on the pathway anyway, or one may choose.
    """
    on_the_way = _on_the_way(agreement, catalogue)
    return tuple(
        Finding(
            "T-29", f"agreement:{agreement.id}", node.id,
            f"agreement:{agreement.id} asks for {node.what}, which is on no pathway it belongs to, and offers nothing in "
            "its place.",
            "List what counts as well, or ask for a milestone of the pathway.",
        )
        for node in _alone(agreement.trigger)
        if node.what not in on_the_way
    )  # fmt: skip


def _alone(node: Node) -> Iterator[Have]:
    """The leaves in whose place nothing else can stand."""
    if isinstance(node, Have) and not node.advisory:
        yield node
    if isinstance(node, Choose) and node.needed == len([each for each in node.of if not each.advisory]):
        for each in node.of:
            yield from _alone(each)


def _on_the_way(agreement: Agreement, catalogue: Catalogue) -> frozenset[str]:
    """What the pathways of an agreement (all, where it names none) ask for, award and certify."""
    book, found = RuleBook(catalogue), set[str]()
    names = [each.removeprefix("pathway:") for each in agreement.pathways] or list(catalogue.pathways)
    for stage in (stage for name in names for stage in catalogue.pathways[name].stages):
        milestones = milestones_in(stage.gate, book)
        found |= {f"milestone:{each}" for each in milestones}
        found |= {f"credential:{each.removeprefix('credential:')}" for each in stage.awards}
        for each in milestones:
            document = book.milestone(each)
            found |= {f"credential:{award.removeprefix('credential:')}" for award in document.awards}
            found |= set(document.competencies)
    return frozenset(found)


def others_in_force(agreement: Agreement, catalogue: Catalogue, on: date) -> tuple[Agreement, ...]:
    """The other agreements that hold on a day or begin later."""
    return tuple(
        each
        for name, each in sorted(catalogue.agreements.items())
        if name != agreement.id and (in_force(each, on) or (each.starts or on) > on)
    )
