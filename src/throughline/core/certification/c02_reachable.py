"""C02: the requirements hold no circle, and every stage can be reached from an empty record."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.references import behind_pathway
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.reachability import unreachable_stages
from throughline.core.reasoning.scans import circles_behind, not_monotone


def c02(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Circles among all that the pathway asks for, stages nobody can reach, and nodes that take something away:
    a stage once reached must stay so."""
    rules = behind_pathway(pathway, catalogue)
    starts = [held.holder for held in rules]
    return (
        circles_behind(catalogue, starts, "C02")
        + unreachable_stages(pathway, catalogue, "C02")
        + not_monotone(rules, "C02")
    )
