"""C04: every minimal way of completing a stage opens at least one onward agreement, not merely some way.

Whoever completes a stage has passed the gates before it, so a way of completing it is a way of meeting all gates up
to its own. An agreement that the stages before open anyway leads nowhere new: it counts for them and not again. Stages
of the phase `beyond` are exempt: there the destination itself has been reached.
"""

from datetime import date

from throughline.core.catalogue.agreements import in_force
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement, Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.ways import Implication, already_met, implies
from throughline.core.requirements.nodes import Choose, Node


def c04(pathway: Pathway, catalogue: Catalogue, as_of: date | None = None) -> tuple[Finding, ...]:
    """The stages that can be completed without any agreement opening, each with such a way.

    as_of: only agreements in force on that day count; without it, all that are published.
    """
    active = active_agreements(pathway, catalogue, as_of)
    book = RuleBook(catalogue)
    found = []
    for i, stage in enumerate(pathway.stages):
        if stage.phase == "beyond":
            continue
        ref = f"pathway:{pathway.id}#{stage.id}"
        onward = _not_open_before(pathway, i, active, book)
        answer = opened(_completed(pathway, i + 1), onward, book)
        if not answer.holds:
            found.append(_finding(ref, answer, bool(active)))
    return tuple(found)


def _completed(pathway: Pathway, stages: int) -> Choose:
    return Choose(id="completed", of=tuple(each.gate for each in pathway.stages[:stages]))


def _not_open_before(
    pathway: Pathway, stages: int, active: tuple[Agreement, ...], book: RuleBook
) -> tuple[Agreement, ...]:
    """The agreements that completing so many stages, in every way, does not open."""
    if not stages:
        return active
    met = already_met(_completed(pathway, stages), [each.trigger for each in active], book)
    return tuple(each for each, before in zip(active, met, strict=True) if not before)


def active_agreements(pathway: Pathway, catalogue: Catalogue, as_of: date | None) -> tuple[Agreement, ...]:
    """The agreements that hold for a pathway on a day; one that names no pathway holds for all."""
    return tuple(
        each
        for each in catalogue.agreements.values()
        if (not each.pathways or _names(each, pathway)) and (as_of is None or in_force(each, as_of))
    )


def _names(agreement: Agreement, pathway: Pathway) -> bool:
    return pathway.id in {each.removeprefix("pathway:") for each in agreement.pathways}


def opened(completed: Node, onward: tuple[Agreement, ...], book: RuleBook) -> Implication:
    """Whether every minimal way to meet `completed` meets the trigger of one of the agreements."""
    if not onward:
        return Implication(False, None, "enumerated")
    return implies(completed, Choose(id="any", of=tuple(each.trigger for each in onward), min=1), book)


def _finding(ref: str, answer: Implication, any_agreement: bool) -> Finding:
    if not any_agreement:
        sentence = f"{ref} can be completed, and no agreement at all is in force for this pathway."
        return Finding("C04", ref, "agreements", sentence, "Publish an agreement that its completion opens.")
    if answer.counterexample is None:
        sentence = (
            f"{ref} can be completed, and that opens no agreement which the stages before did not open."
        )
        return Finding("C04", ref, "agreements", sentence, "Publish an agreement that its completion opens.")
    way = ", ".join(_said(each.node) for each in answer.counterexample)
    doubt = "" if answer.certain else " (the comparison is not certain)"
    return Finding(
        "C04", ref, "gate",
        f"{ref} can be completed by {way}, and no agreement opens to a learner who does so{doubt}.",
        "Widen the trigger of an agreement to that way, or add an agreement for it.",
        answer.method,
    )  # fmt: skip


def _said(node: Node) -> str:
    what = getattr(node, "what", "")
    level = getattr(node, "level", None)
    return (what + (f" at level {level}" if level else "")) or f"node '{node.id}'"
