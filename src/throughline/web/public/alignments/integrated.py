"""Which of the state's competencies join an academic with a career standard."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.registry import own
from throughline.apps.registry.queries import documents, integrating
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.apps.registry.queries.integrating import Integration
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.pages import page, show, status
from throughline.web.public.registry.naming import item_page
from throughline.web.public.registry.texts import cut


@dataclass(frozen=True, slots=True)
class Cited:
    """A standard: its code, words and page."""

    code: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A competency with the standards it cites of each set."""

    competency: str
    title: Text
    academic: tuple[Cited, ...]
    career: tuple[Cited, ...]
    integrated: bool


@dataclass(frozen=True, slots=True)
class IntegratedPage:
    """Two sets of standards and the competencies that cite them; without sets, a choice of documents."""

    documents: tuple[DocumentLine, ...]
    academic: str
    career: str
    found: Integration | None
    rows: tuple[Row, ...]
    problem: str


@page("alignment.read")
def integrated(request: HttpRequest) -> HttpResponse:
    """The competencies that rest on `academic` and `career`, two documents of the registry."""
    given = request.GET
    academic, career = _key(given.get("academic", "")), _key(given.get("career", ""))
    found = integrating.integration(academic, career) if academic and career else None
    problem = (
        ""
        if found or not (given.get("academic") or given.get("career"))
        else _("Choose two different documents.")
    )
    if found is None:
        own.follow(now=timezone.now())
    every = () if found else tuple(each for each in documents.documents(own=False) if each.items)
    shown = IntegratedPage(
        every,
        given.get("academic", ""),
        given.get("career", ""),
        found,
        _rows(found) if found else (),
        problem,
    )
    return show(request, "throughline/alignments/integrated.html", shown, status(problem))


def _rows(found: Integration) -> tuple[Row, ...]:
    held = reading.catalogue().competencies
    return tuple(
        Row(name, held[name].title, _cited(found, row.academic), _cited(found, row.career), row.integrated)
        for name, row in zip(found.competencies, found.rows, strict=True)
    )


def _cited(found: Integration, standards: tuple[str, ...]) -> tuple[Cited, ...]:
    named = (found.items[each] for each in standards)
    return tuple(Cited(item.code, cut(item.statement, 120), item_page(key, item.id)) for key, item in named)


def _key(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
