"""What the checks say of a draft: of every pathway that it changes, or that rests on what it changes."""

from collections.abc import Collection
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.references import behind_pathway
from throughline.core.catalogue.rulebook import UnknownReference
from throughline.core.certification.checks import CHECKS, Check
from throughline.core.governing.waivers import faults
from throughline.core.reasoning.findings import Finding
from throughline.core.reasoning.local import broken_refinements

DETECTORS = ("C03", "C08", "C09", "C15", "C16", "C22")
"""The checks that detect separating and sorting: by age or time, by another common ground, by lesser rigor, at the door, by
shutting out who did not pass at once, by asking for one strand alone (S001:208)."""


@dataclass(frozen=True, slots=True)
class Detected:
    """What one detector says of a draft: its check, what it makes sure of, and the sentences of what it found."""

    check: str
    title: str
    found: tuple[str, ...]


def affected_pathways(changed: Collection[str], catalogue: Catalogue) -> tuple[str, ...]:
    """Ids of the pathways that are changed or that rest, near or far, on what is; in order of their ids."""
    return tuple(
        name
        for name, pathway in sorted(catalogue.pathways.items())
        if f"pathway:{name}" in changed
        or any(
            held.holder.partition("#")[0].partition("@")[0] in changed
            for held in behind_pathway(pathway, catalogue)
        )
    )


def draft_findings(changed: Collection[str], catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything that keeps a draft from a vote. changed: its references; catalogue: as it would be in force. Where an
    agreement changes, every pathway must still lead on (C04)."""
    affected = affected_pathways(changed, catalogue)
    found = [each for name in affected for check in CHECKS for each in _checked(check, name, catalogue)]
    if any(each.startswith("agreement:") for each in changed):
        leads_on = [check for check in CHECKS if check.id == "C04"]
        others = [name for name in catalogue.pathways if name not in affected]
        found += [each for name in others for check in leads_on for each in _checked(check, name, catalogue)]
    found += [each for name in changed for each in _waiver(name, catalogue)]
    varied = {each for each in changed if each.startswith("rule:")}
    found += [each for each in broken_refinements(catalogue, "SC3") if each.object_ref in varied]
    return tuple(dict.fromkeys(found))


def _waiver(reference: str, catalogue: Catalogue) -> tuple[Finding, ...]:
    kind, _, name = reference.partition(":")
    held = catalogue.waivers.get(name) if kind == "waiver" else None
    return faults(held, catalogue) if held is not None else ()


def detected(findings: Collection[Finding]) -> tuple[Detected, ...]:
    """What each detector of separating and sorting found, of all findings of a draft."""
    return tuple(
        Detected(check.id, check.title, tuple(each.sentence for each in findings if each.check == check.id))
        for check in CHECKS
        if check.id in DETECTORS
    )


def _checked(check: Check, name: str, catalogue: Catalogue) -> tuple[Finding, ...]:
    try:
        return check.function(catalogue.pathways[name], catalogue)
    except UnknownReference as unknown:
        sentence = f"Pathway '{name}' rests on {unknown.ref}, which would not be there."
        return (Finding(check.id, f"pathway:{name}", "", sentence, unknown.fix),)
