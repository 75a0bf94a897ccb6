"""Reads: which of the state's competencies join academic and career standards, by certified alignments."""

from dataclasses import dataclass
from uuid import UUID

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.registry import own
from throughline.apps.registry.models import AlignmentDecision, RegistryDocument
from throughline.apps.registry.queries.bench import document_items
from throughline.apps.registry.queries.documents import DocumentLine, line
from throughline.apps.registry.settling import link_of
from throughline.core.alignment.equivalence import Links
from throughline.core.alignment.integrating import Resting, resting
from throughline.core.alignment.proposing import Stated


@dataclass(frozen=True, slots=True)
class Integration:
    """Two sets of standards and the competencies that rest on either; competencies: the state's ids, as the rows. items: of
    both sets, by identifier."""

    academic: DocumentLine
    career: DocumentLine
    competencies: tuple[str, ...]
    rows: tuple[Resting, ...]
    items: dict[str, tuple[UUID, Stated]]

    @property
    def integrated(self) -> int:
        """How many competencies cite at least one standard of both sets."""
        return sum(row.integrated for row in self.rows)


def integration(academic: UUID, career: UUID) -> Integration | None:
    """The state's competencies that cite standards of either set; None where there is no such document. Four queries at
    most."""
    found = {each.id: line(each) for each in RegistryDocument.objects.filter(id__in=[academic, career])}
    if academic not in found or career not in found or academic == career:
        return None
    school, work = found[academic], found[career]
    items = {
        each.id: (key.key, each) for key in (work, school) for each in document_items(key.key, key.number)
    }
    studied, worked = (
        [name for name, (key, _) in items.items() if key == wanted] for wanted in (academic, career)
    )
    newest = AlignmentDecision.objects.order_by("alignment", "-number").distinct("alignment")
    links = Links(tuple(link_of(each) for each in newest if each.status == "certified"))
    places, names = own.places(), sorted(frameworks.catalogue().competencies)
    rows = resting([places.uuid(f"competency:{name}") for name in names], studied, worked, links)
    cited = [(name, row) for name, row in zip(names, rows, strict=True) if row.academic or row.career]
    return Integration(school, work, tuple(name for name, _ in cited), tuple(row for _, row in cited), items)
