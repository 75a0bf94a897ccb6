"""C24: every promise says what stands behind it by law, and what is owed where it is not kept."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement, Pathway
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.reasoning.findings import Finding

STATUSES = ("contract", "policy", "pledge")
BINDING = ("contract", "binding", "enforceable", "court")
"""Words by which a pledge would pass for more than it is."""


def c24(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Each agreement of a pathway without a legal status or a remedy, and each pledge that calls itself a contract."""
    return tuple(f for each in active_agreements(pathway, catalogue, None) for f in _faults(each, catalogue))


def _faults(agreement: Agreement, catalogue: Catalogue) -> tuple[Finding, ...]:
    ref, found = f"agreement:{agreement.id}", []
    first = catalogue.state.languages[0]
    if agreement.legal_status not in STATUSES:
        sentence = f"{ref} does not say whether it is a contract, a policy or a pledge."
        found.append(Finding("C24", ref, "legal_status", sentence, f"Write one of: {', '.join(STATUSES)}."))
    if not agreement.remedy.get(first, "").strip():
        sentence = f"{ref} does not say what is owed where it is not kept."
        found.append(
            Finding("C24", ref, "remedy", sentence, "Write under `remedy` what the learner gets instead.")
        )
    said = agreement.promise.get(first, "").casefold()
    if agreement.legal_status == "pledge" and (word := next((w for w in BINDING if w in said), "")):
        sentence = f"{ref} is a pledge, and its promise speaks of '{word}'."
        found.append(Finding("C24", ref, "promise", sentence, "Say what a pledge is, or sign a contract."))
    return tuple(found)
