"""C08: the universal competencies and the personal success skills are in every pathway."""

from collections.abc import Iterable, Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Competency, Pathway
from throughline.core.certification.asked import asked
from throughline.core.reasoning.findings import Finding


def c08(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each universal competency and each success skill that no milestone of the pathway
    certifies."""
    certified = {name.partition(":")[2] for each in asked(pathway, catalogue) for name in each.competencies}
    faults = [*_universal(certified, catalogue), *_skills(certified, catalogue)]
    return tuple(
        Finding(
            "C08",
            f"pathway:{pathway.id}",
            "stages",
            f"Pathway '{pathway.id}' leaves out the {fault}.",
            "Ask in one of its stages for a milestone that certifies it.",
        )
        for fault in faults
    )


def _universal(certified: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
    held = set(certified)
    for competency in catalogue.competencies.values():
        framework = catalogue.competency_frameworks.get(competency.framework)
        if framework is not None and framework.universal and not _covered(competency, held, catalogue):
            yield f"universal competency '{competency.id}'"


def _covered(competency: Competency, held: set[str], catalogue: Catalogue) -> bool:
    """It is certified itself, or as part of the one above it, or by all of its own parts."""
    if any(each.id in held for each in _with_those_above(competency, catalogue)):
        return True
    parts = [each for each in catalogue.competencies.values() if each.parent == competency.id]
    return bool(parts) and all(each.id in held for each in parts)


def _with_those_above(competency: Competency, catalogue: Catalogue) -> Iterator[Competency]:
    at: Competency | None = competency
    for _ in catalogue.competencies:
        if at is not None:
            yield at
            at = catalogue.competencies.get(at.parent)


def _skills(certified: Iterable[str], catalogue: Catalogue) -> Iterator[str]:
    held = {
        catalogue.competencies[name].success_skill for name in certified if name in catalogue.competencies
    }
    for skill in catalogue.state.success_skills:
        if skill not in held:
            yield f"success skill '{skill}'"
