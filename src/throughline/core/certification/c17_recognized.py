"""C17: in every region where a pathway is offered, somebody has signed that it is recognized."""

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.reasoning.findings import Finding

RECOGNIZING = ("k12", "postsecondary", "workforce")
"""Sectors of schools, colleges, employers and sponsors."""


def c17(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each region that offers the pathway and has no school, college, employer or sponsor that is party
    to an agreement about it."""
    signed = {
        party.removeprefix("organization:")
        for agreement in active_agreements(pathway, catalogue, None)
        for party in agreement.parties
    }
    silent = _regions(pathway.offered_by, catalogue) - _regions(signed, catalogue, RECOGNIZING)
    return tuple(
        Finding(
            "C17", f"pathway:{pathway.id}", "offered_by",
            f"Pathway '{pathway.id}' is offered in region '{region}', and no school, college, employer or sponsor there"
            " has signed an agreement about it.",
            "Publish an agreement with one of them.",
        )
        for region in sorted(silent)
    )  # fmt: skip


def _regions(
    names: set[str] | tuple[str, ...], catalogue: Catalogue, sectors: tuple[str, ...] = ()
) -> set[str]:
    found = (catalogue.organizations.get(name.removeprefix("organization:")) for name in names)
    return {each.region for each in found if each and each.region and (not sectors or each.sector in sectors)}
