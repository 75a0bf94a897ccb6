"""Whom a change would strand: learners on a version, for whom a stage leads no further than it did."""

from collections.abc import Iterator
from dataclasses import dataclass

from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.catalogue.documents import Pathway
from throughline.core.catalogue.rulebook import RuleBook
from throughline.core.certification.c04_guaranteed import active_agreements, opened
from throughline.core.requirements.nodes import Choose


@dataclass(frozen=True, slots=True)
class Lost:
    """What a change takes from whoever is on one version of a pathway: stage empty where no place offers it any more."""

    pathway: str
    number: int
    stage: str = ""

    def sentence(self, learners: str) -> str:
        """In words; learners: how many they are, as may be said."""
        who = f"{learners} on version {self.number} of pathway '{self.pathway}'"
        if not self.stage:
            return f"{who} would find no place that offers it any more."
        return (
            f"{who} could complete its stage '{self.stage}' without any agreement opening, as one does now."
        )


def lost(pathway: Pathway, number: int, before: RuleBook, after: RuleBook) -> tuple[Lost, ...]:
    """What a change takes from the learners on a pathway's version. pathway: as they are on it; before, after: what is in
    force, and what would be, each as their version sees it."""
    return tuple(_lost(pathway, number, before, after))


def _lost(pathway: Pathway, number: int, before: RuleBook, after: RuleBook) -> Iterator[Lost]:
    now, then = before.catalogue.pathways.get(pathway.id), after.catalogue.pathways.get(pathway.id)
    if now is not None and now.offered_by and (then is None or not then.offered_by):
        yield Lost(pathway.id, number)
    if _onward(pathway, before.catalogue) == _onward(pathway, after.catalogue):
        return
    for nth, stage in enumerate(pathway.stages):
        if stage.phase != "beyond" and leads_on(pathway, nth, before) and not leads_on(pathway, nth, after):
            yield Lost(pathway.id, number, stage.id)


def leads_on(pathway: Pathway, nth: int, book: RuleBook) -> bool:
    """Whether completing so many stages, in every way, opens an agreement; nth: the last of them, from 0."""
    completed = Choose(id="completed", of=tuple(each.gate for each in pathway.stages[: nth + 1]))
    return opened(completed, active_agreements(pathway, book.catalogue, None), book).holds


def _onward(pathway: Pathway, catalogue: Catalogue) -> tuple[object, ...]:
    return active_agreements(pathway, catalogue, None)
