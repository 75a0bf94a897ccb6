"""C20: each credential along a pathway says what it is good for: where it leads, and what it was worth, with a source.

Where nothing is known yet of its worth, the listing has none, and every page says "not yet known".
"""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Credential, Pathway
from throughline.core.catalogue.references import awards, behind_pathway
from throughline.core.reasoning.findings import Finding


def c20(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each credential awarded along the pathway that leads to neither study nor work in its own words,
    or states a worth without its source, its holders or the interval it lies in."""
    holders = {held.holder for held in behind_pathway(pathway, catalogue)}
    awarded = dict.fromkeys(ref for source, ref in awards(catalogue) if source in holders)
    named = (catalogue.credentials.get(each.removeprefix("credential:")) for each in awarded)
    return tuple(
        Finding("C20", f"credential:{each.id}", where, sentence, fix)
        for each in named
        if each is not None
        for where, sentence, fix in _faults(each)
    )


def _faults(credential: Credential) -> Iterator[tuple[str, str, str]]:
    if not (credential.onward_study or credential.onward_work):
        sentence = f"Credential '{credential.id}' does not say what study or work it leads to."
        yield "onward_work", sentence, "Write it under `onward_study` or `onward_work`."
    for nth, worth in enumerate(credential.worth):
        if not worth.cite.source.strip() or worth.people < 1 or worth.low > worth.high:
            yield (
                f"worth[{nth}]",
                f"Credential '{credential.id}' states what it was worth in {worth.measure} without a source, holders or"
                " an interval.",
                "Give its `cite`, `people`, and `low` and `high` in this order; or leave it out: not yet known.",
            )
