"""Where a diploma and what comes after it do not meet: what a program asks at entry that the diploma does not make sure of.

A program is entered by an agreement of admission: its trigger is the entry requirement. It is compared with the gates
passed by the end of the stage that it is entered from: the first stage that awards a diploma, or a later one where the
program asks for something of that stage.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Agreement, Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.catalogue.structure import milestones_in
from throughline.core.certification.c04_guaranteed import active_agreements
from throughline.core.certification.graduate_profiles import Narrowed, narrowed
from throughline.core.requirements.nodes import Choose, Have, walk


@dataclass(frozen=True, slots=True)
class Seam:
    """A diploma of a pathway and a program beyond it. stage: the one it is entered from; credential: what that awards.
    gaps: parts of the entry requirement that the diploma does not make sure of, each with a way that leaves it out."""

    pathway: str
    stage: str
    credential: str
    agreement: str
    gaps: tuple[Narrowed, ...]


def seams(catalogue: Catalogue) -> tuple[Seam, ...]:
    """Every diploma with every program it leads to, by pathway; where no gap is listed, the two meet."""
    book = RuleBook(catalogue)
    return tuple(
        seam for name in sorted(catalogue.pathways) for seam in _of(catalogue.pathways[name], catalogue, book)
    )


def _of(pathway: Pathway, catalogue: Catalogue, book: RuleBook) -> Iterator[Seam]:
    diploma = _diploma(pathway, catalogue)
    if diploma is None:
        return
    where = _stages_of(pathway, book)
    for agreement in active_agreements(pathway, catalogue, None):
        if agreement.kind == "admission":
            at = max([diploma, *(where.get(ref, diploma) for ref in _asked(agreement))])
            passed = Choose(id="passed", of=tuple(stage.gate for stage in pathway.stages[: at + 1]))
            stage = pathway.stages[at]
            yield Seam(
                pathway.id, stage.id, next(iter(stage.awards), ""), agreement.id,
                narrowed(passed, agreement.trigger, book),
            )  # fmt: skip


def _diploma(pathway: Pathway, catalogue: Catalogue) -> int | None:
    """The place of the first stage that awards a diploma."""
    for place, stage in enumerate(pathway.stages):
        for award in stage.awards:
            held = catalogue.credentials.get(award.removeprefix("credential:"))
            if held is not None and held.type == "diploma":
                return place
    return None


def _stages_of(pathway: Pathway, book: RuleBook) -> dict[str, int]:
    """Everything a pathway's stages ask for by name or award, with the first stage where it is."""
    found: dict[str, int] = {}
    for place, stage in enumerate(pathway.stages):
        names = [f"milestone:{name}" for name in milestones_in(stage.gate, book)]
        awards = [award for name in names for award in book.milestone(name).awards] + list(stage.awards)
        for ref in (*names, *(f"credential:{each.removeprefix('credential:')}" for each in awards)):
            found.setdefault(ref, place)
    return found


def _asked(agreement: Agreement) -> list[str]:
    return [node.what for node in walk(agreement.trigger) if isinstance(node, Have)]
