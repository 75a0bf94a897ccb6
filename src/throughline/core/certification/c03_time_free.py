"""C03: no predicate on age, grade, date, duration or hours without a law that is cited."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.references import behind_pathway
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.scans import uncited_time


def c03(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Time read by any rule that progress on the pathway rests on, at any depth, where no law is cited."""
    return uncited_time(behind_pathway(pathway, catalogue), "C03")
