"""Reads: which items of one document another one covers, with the chain and with what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from throughline.apps.registry.models import RegistryDocument, RegistryItem
from throughline.apps.registry.queries.alignments import links
from throughline.apps.registry.queries.bench import document_items
from throughline.apps.registry.queries.documents import DocumentLine, line
from throughline.core.alignment.coverage import Coverage, Standing, coverage
from throughline.core.alignment.equivalence import Link, ladder
from throughline.core.alignment.proposing import Stated

LADDERS = ("qualification_framework", "progression_model")


@dataclass(frozen=True, slots=True)
class Named:
    """What a chain leads through: code and statement, and the document it stands in (None: nobody here holds it)."""

    identifier: str
    code: str
    statement: str
    document: UUID | None = None


@dataclass(frozen=True, slots=True)
class Covering:
    """What `by` covers of `of`. items: of `of`, in order, as the rows. names: of everything that a row names, by id."""

    of: DocumentLine
    by: DocumentLine
    coverage: Coverage
    items: tuple[Stated, ...]
    names: dict[str, Named]


def covering(of: UUID, by: UUID) -> Covering | None:
    """Judges every item; None where there is no such document. Six queries at most."""
    found = {each.id: line(each) for each in RegistryDocument.objects.filter(id__in=[of, by])}
    if of not in found or by not in found or of == by:
        return None
    one, two = found[of], found[by]
    mine, theirs = document_items(of, one.number), document_items(by, two.number)
    standing = [Standing(each.id, each.parent) for each in mine]
    held = {each.id for each in theirs}
    every = [*links([*(each.id for each in mine), *held]), *_levels(one, mine), *_levels(two, theirs)]
    judged = coverage(standing, held, every)
    names = {each.id: Named(each.id, each.code, each.statement, by) for each in theirs}
    names |= {each.id: Named(each.id, each.code, each.statement, of) for each in mine}
    return Covering(one, two, judged, mine, names | _others(judged, names))


def _levels(document: DocumentLine, items: Sequence[Stated]) -> tuple[Link, ...]:
    """Of a ladder whose levels are numbered: each level gives the one below."""
    numbered = {int(each.code): each.id for each in items if each.code.isdecimal()}
    if document.kind not in LADDERS or len(numbered) < len(items):
        return ()
    return ladder([numbered[number] for number in sorted(numbered)])


def _others(judged: Coverage, known: dict[str, Named]) -> dict[str, Named]:
    ends = {
        end
        for row in judged.rows
        for link in [*row.waiting, *(step for way in row.ways for step in way.every_link)]
        for end in (link.origin, link.destination)
    }
    missing = ends | {part for row in judged.rows for part in (*row.parts, *row.missing)}
    missing -= known.keys()
    if not missing:
        return {}
    rows = RegistryItem.objects.filter(identifier__in=missing, until=None).order_by("-document", "-place")
    found = {
        each.identifier: Named(each.identifier, each.code, each.statement, each.document_id) for each in rows
    }
    return {name: found.get(name, Named(name, "", name)) for name in missing}
