"""Two documents side by side: which items of one are linked with which of the other, and how."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from throughline.apps.registry.queries import crosswalks
from throughline.apps.registry.queries.crosswalks import Crosswalk, Pairing
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.apps.registry.queries.tree import ItemLine
from throughline.web.pages import page, show
from throughline.web.public.registry.keeping import kept
from throughline.web.public.registry.naming import found_document, item_page, link_words
from throughline.web.public.registry.texts import cut

STRETCH = 100


@dataclass(frozen=True, slots=True)
class Side:
    """An item of one of the two."""

    code: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Pair:
    """What is said of two items, in words read from left to right."""

    left: Side
    words: str
    right: Side


@dataclass(frozen=True, slots=True)
class BesidePage:
    """Two documents. kinds: kind, in words, how many. chosen: the kind shown alone, or empty."""

    left: DocumentLine
    right: DocumentLine
    crosswalk: Crosswalk
    kinds: tuple[tuple[str, str, int], ...]
    chosen: str
    pairs: tuple[Pair, ...]
    before: int | None
    after: int | None


@page("registry.read")
@kept
def beside(request: HttpRequest, key: UUID, other: UUID) -> HttpResponse:
    """The crosswalk of two documents; `kind` shows one kind of link alone."""
    left, right = found_document(key), found_document(other)
    if key == other:
        raise Http404("A document does not stand beside itself.")
    kind = request.GET.get("kind", "").replace("\x00", "")
    given = request.GET.get("start", "")
    start = min(int(given), 1_000_000) if given.isascii() and given.isdigit() else 0
    found = crosswalks.crosswalk(key, other, kind=kind, start=start, most=STRETCH)
    total = sum(count for name, count in found.kinds if kind in ("", name))
    shown = BesidePage(
        left, right, found, tuple((name, link_words(name, True), count) for name, count in found.kinds), kind,
        tuple(_pair(each) for each in found.pairs), max(0, start - STRETCH) if start else None,
        start + STRETCH if start + STRETCH < total else None,
    )  # fmt: skip
    return show(request, "throughline/registry/beside.html", shown)


def _pair(pairing: Pairing) -> Pair:
    return Pair(_side(pairing.left), link_words(pairing.kind, pairing.forward), _side(pairing.right))


def _side(line: ItemLine) -> Side:
    return Side(line.code, cut(line.statement), item_page(line.document, line.identifier, line.uri))
