"""C11: a postsecondary stage of some form comes before each destination, and the way goes on after entry."""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.reasoning.findings import Finding

PHASES = ("foundation", "secondary", "postsecondary", "entry", "beyond")
"""The phases in their order along a pathway."""


def c11(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each destination without a postsecondary stage before it, for a pathway that ends with
    entry to the profession, and for each stage whose phase lies before the phase of the stage ahead of it."""
    return tuple(
        Finding("C11", f"pathway:{pathway.id}", where, sentence, fix)
        for where, sentence, fix in _faults(pathway)
    )


def _faults(pathway: Pathway) -> Iterator[tuple[str, str, str]]:
    phases = [stage.phase for stage in pathway.stages]
    if "postsecondary" not in phases:
        for destination in pathway.destinations:
            yield (
                f"destinations.{destination.id}",
                f"Destination '{destination.id}' of pathway '{pathway.id}' is reached "
                "without a postsecondary stage.",
                "Add a stage of phase `postsecondary`: a degree, a certificate or an apprenticeship.",
            )
    if "beyond" not in phases:
        yield (
            "stages",
            f"Pathway '{pathway.id}' has no stage after entry to the profession.",
            "Add a stage of phase `beyond`.",
        )
    for before, stage in zip(pathway.stages, pathway.stages[1:], strict=False):
        if PHASES.index(stage.phase) < PHASES.index(before.phase):
            yield (
                f"stages.{stage.id}",
                f"Stage '{stage.id}' of pathway '{pathway.id}' is {stage.phase} and comes "
                f"after '{before.id}', which is {before.phase}.",
                f"Put the stages in the order {', '.join(PHASES)}.",
            )
