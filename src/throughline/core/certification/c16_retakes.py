"""C16: whoever has not shown it yet may try again: without limit, soon, and only what is still open."""

from collections.abc import Iterator

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.core.certification.asked import asked
from throughline.core.reasoning.findings import Finding


def c16(pathway: Pathway, catalogue: Catalogue) -> tuple[Finding, ...]:
    """A finding for each milestone with a limit on tries, with a wait above the state's cooling time, or
    whose parts are all to be taken again."""
    return tuple(
        Finding("C16", f"milestone:{milestone.id}", where, sentence, fix)
        for milestone in asked(pathway, catalogue)
        for where, sentence, fix in _faults(milestone, catalogue.state.cooling_days)
    )


def _faults(milestone: Milestone, cooling: int) -> Iterator[tuple[str, str, str]]:
    name, retakes = f"Milestone '{milestone.id}'", milestone.retakes
    if retakes.limit is not None:
        yield "retakes.limit", f"{name} may be tried again {retakes.limit} times only.", "Leave `limit` out."
    if retakes.cooling_days > cooling:
        yield (
            "retakes.cooling_days",
            f"{name} asks for a wait of {retakes.cooling_days} days between tries; "
            f"the state allows {cooling}.",
            f"Write {cooling} days or fewer.",
        )
    if not retakes.parts_apart and any(len(way.parts) > 1 for way in milestone.ways):
        yield (
            "retakes.parts_apart",
            f"{name} asks for parts again that were already shown.",
            "Write `parts_apart: true`, or leave it out.",
        )
