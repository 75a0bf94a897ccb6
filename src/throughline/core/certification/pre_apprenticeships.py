"""What may be called a pre-apprenticeship: one whose sponsor has signed to take who finishes it, and that leads there.

Source: US Department of Labor, Training and Employment Notices 13-12 and 23-23 (quality pre-apprenticeship: a documented
partnership with at least one registered sponsor; those who finish meet its entry requirements).
"""

from collections.abc import Iterator, Mapping

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement, Opportunity
from throughline.core.catalogue.references import behind_pathway, named
from throughline.core.reasoning.findings import Finding

NAME = "pre-apprenticeship"


def pre_apprenticeships_sponsored(catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each opportunity that is called so without a sponsor who signed an apprenticeship agreement, and for
    each that gives nothing its way into the apprenticeship asks for."""
    entries = [each for each in catalogue.agreements.values() if each.kind == "apprenticeship"]
    asked = {each.id: _asked(each, catalogue) for each in entries}
    return tuple(
        finding
        for each in catalogue.opportunities.values()
        if NAME in (each.kind, *each.tags)
        for finding in _faults(each, entries, asked)
    )


def _faults(
    each: Opportunity, entries: list[Agreement], asked: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    signed = [entry for entry in entries if {*each.sponsors, each.provider} & {*entry.parties}]
    ref = f"opportunity:{each.id}"
    called = f"'{each.id}' cannot be called a pre-apprenticeship"
    if not signed or not each.sponsors:
        sentence = f"{called}: no sponsor of it has signed to take who finishes it."
        fix = "Name a sponsor that is party to an apprenticeship agreement, or call it a training."
        yield Finding("", ref, "sponsors", sentence, fix)
    elif not any({*each.gives} & asked[entry.id] for entry in signed):
        sentence = f"{called}: it gives nothing the way into the apprenticeship asks for."
        yield Finding("", ref, "gives", sentence, "Let it give a milestone or credential of that way.")


def _asked(entry: Agreement, catalogue: Catalogue) -> frozenset[str]:
    """All that is asked for on the pathways an agreement names."""
    found: set[str] = set()
    for name in entry.pathways:
        for held in behind_pathway(catalogue.pathways[name.removeprefix("pathway:")], catalogue):
            found.add(held.holder)
            found |= {ref for _, ref in named(held.node)}
    return frozenset(found)
