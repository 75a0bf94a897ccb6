"""C07: foundation milestones are shared, and no move during the secondary stage asks for more than the state promised.

The bound is defined and computed in `requirements.moving`; the state's number is `StateProfile.portability_bound`.
"""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.references import holders as asked_for
from throughline.core.catalogue.references import named, reached
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.moving import Move, worst_move


def c07(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Foundation milestones that only this pathway uses, and moves from it that ask for too much."""
    return _unshared(pathway, catalogue) + _too_far(pathway, catalogue)


def _unshared(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    others = {
        ref
        for other in catalogue.pathways.values()
        if other.id != pathway.id
        for ref in _milestones(other, catalogue, foundation_only=False)
    }
    return tuple(
        Finding(
            "C07", ref, f"pathway:{pathway.id}",
            f"{ref} is a foundation milestone of pathway:{pathway.id}, and no other pathway uses it.",
            "Use it in a second pathway, or ask for it in a later stage.",
        )
        for ref in sorted(_milestones(pathway, catalogue, foundation_only=True) - others)
    )  # fmt: skip


def _milestones(pathway: Pathway, catalogue: Catalogue, foundation_only: bool) -> set[str]:
    """The milestones that the gates of a pathway ask for, at any depth."""
    gates = [stage.gate for stage in pathway.stages if stage.phase == "foundation" or not foundation_only]
    starts = [ref for gate in gates for _, ref in named(gate)]
    return {ref for ref in reached(asked_for(catalogue), starts) if ref.startswith("milestone:")}


def _too_far(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    bound = catalogue.state.portability_bound
    if bound is None:
        sentence = f"state:{catalogue.state.id} promises no portability bound."
        return (Finding("C07", f"state:{catalogue.state.id}", "portability_bound", sentence, "Set one."),)
    book = RuleBook(catalogue)
    moves = (
        worst_move(pathway, other, book) for other in catalogue.pathways.values() if other.id != pathway.id
    )
    return tuple(_finding(move, bound) for move in moves if move.most > bound)


def _finding(move: Move, bound: int) -> Finding:
    held = ", ".join(move.record) or "nothing"
    limit = f"{move.most}" if move.exact else f"up to {move.most}"
    return Finding(
        "C07", f"pathway:{move.source}", f"pathway:{move.target}#{move.gate}",
        f"A move from pathway:{move.source} to pathway:{move.target} can ask for {limit} further milestones before"
        f" the gate '{move.gate}', holding {held} of what it asks; the state promises {bound} at most.",
        f"Share more of {', '.join(move.needed)} between the two, or certify what counts as them.",
        move.method,
    )  # fmt: skip
