"""Stages whose last promise is gone on a day: what puts a certification at risk between two votes.

C04 asks whether a promise opens to whoever completes a stage; a promise of an earlier stage answers that too. Here each
stage needs one of its own: what leads on from there.
"""

from datetime import date

from throughline.core.catalogue.agreements import in_force, opened_by
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.certification.c04_guaranteed import c04
from throughline.core.reasoning.findings import Finding


def without_promise(pathway: Pathway, catalogue: Catalogue, as_of: date) -> tuple[Finding, ...]:
    """A finding for each stage before `beyond` from which no promise in force leads on."""
    found = {each.object_ref: each for each in c04(pathway, catalogue, as_of)}
    for stage in pathway.stages:
        ref = f"pathway:{pathway.id}#{stage.id}"
        leads = any(in_force(each, as_of) for each in opened_by(stage, pathway, catalogue))
        if stage.phase != "beyond" and not leads:
            found.setdefault(ref, _finding(ref, as_of))
    return tuple(found.values())


def _finding(ref: str, as_of: date) -> Finding:
    return Finding(
        "C04", ref, "agreements", f"No promise in force on {as_of} leads on from {ref}.",
        "Renew one that ended, or publish an agreement that its completion opens.",
    )  # fmt: skip
