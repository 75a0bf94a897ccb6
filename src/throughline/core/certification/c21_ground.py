"""C21: a pathway is there because it matters to the state's economy or its culture, and a record says so."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.reasoning.findings import Finding


def c21(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding where no record of the ground is cited, and where a pathway that stands on the economy leads to no
    occupation that figures of the economy are kept of."""
    name = f"Pathway '{pathway.id}'"
    found = []
    if pathway.ground_cite is None or not pathway.ground_cite.source.strip():
        sentence = f"{name} says that it matters to the state's {pathway.ground}, and cites no record of it."
        fix = "Cite under `ground_cite` the decision, the study or the hearing that says so."
        found.append(Finding("C21", f"pathway:{pathway.id}", "ground_cite", sentence, fix))
    if pathway.ground == "economy" and not any(each.occupation for each in pathway.destinations):
        sentence = f"{name} stands on the state's economy, and leads to no occupation by its code."
        fix = "Write the code under `occupation` of a destination, or let the pathway stand on culture."
        found.append(Finding("C21", f"pathway:{pathway.id}", "destinations", sentence, fix))
    return tuple(found)
