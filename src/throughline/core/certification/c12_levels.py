"""C12: levels never fall along a pathway, and its first stage is secondary or earlier."""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.reasoning.findings import Finding


def c12(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each stage below the stage before it, and for a first stage above the secondary
    levels."""
    return tuple(
        Finding("C12", f"pathway:{pathway.id}#{stage}", "level", sentence, fix)
        for stage, sentence, fix in _faults(pathway, catalogue.state.secondary_level)
    )


def _faults(pathway: Pathway, secondary: int) -> Iterator[tuple[str, str, str]]:
    for before, stage in zip(pathway.stages, pathway.stages[1:], strict=False):
        if stage.level < before.level:
            yield (
                stage.id,
                f"Stage '{stage.id}' of pathway '{pathway.id}' is at level {stage.level}, "
                f"below level {before.level} of stage '{before.id}' before it.",
                f"Raise it to level {before.level} or above, or change the order.",
            )
    if pathway.stages and pathway.stages[0].level > secondary:
        first = pathway.stages[0]
        yield (
            first.id,
            f"Pathway '{pathway.id}' begins at level {first.level}, "
            f"above the secondary stage (level {secondary}).",
            f"Begin with a stage at level {secondary} or below.",
        )
