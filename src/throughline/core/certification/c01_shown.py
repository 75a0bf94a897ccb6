"""C01: every milestone certifies a competency, has criteria, and can be shown in more than one real way."""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.core.certification.asked import asked
from throughline.core.reasoning.findings import Finding


def c01(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each milestone without competency, criteria, a second way, or a performance task, and for
    each that can be shown by standardized tests only."""
    return tuple(
        Finding("C01", f"milestone:{milestone.id}", where, sentence, fix)
        for milestone in asked(pathway, catalogue)
        for where, sentence, fix in _faults(milestone)
    )


def _faults(milestone: Milestone) -> Iterator[tuple[str, str, str]]:
    name = f"Milestone '{milestone.id}'"
    if not milestone.competencies:
        yield "competencies", f"{name} certifies no competency.", "Name at least one under `competencies`."
    if not milestone.criteria:
        yield "criteria", f"{name} has no criteria.", "Say under `criteria` what a judge looks for."
    if len(milestone.ways) < 2:
        number = f"{len(milestone.ways)} {'way' if len(milestone.ways) == 1 else 'ways'}"
        yield "ways", f"{name} can be shown in {number}; two are asked for.", "Add a second way."
    if not any(way.performance for way in milestone.ways):
        yield (
            "ways",
            f"{name} has no performance task among its ways.",
            "Mark a way in which the thing itself is done with `performance: true`, or add one.",
        )
    if milestone.ways and all(way.standardized for way in milestone.ways):
        yield (
            "ways",
            f"{name} can be shown by standardized tests only.",
            "Add a way that is not a standardized test.",
        )
