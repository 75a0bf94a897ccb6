"""A document of the registry: what it is, and its items as a tree that opens a level at a time."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from throughline.apps.interop.queries import Said, said_of
from throughline.apps.registry.queries import crosswalks, nodes, tree
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.apps.registry.queries.tree import ItemLine, Level
from throughline.web.pages import page, show
from throughline.web.public.registry.alignment_words import status_words
from throughline.web.public.registry.files import FileLink, also_as_file, links_of
from throughline.web.public.registry.keeping import kept
from throughline.web.public.registry.ladder import has_ladder
from throughline.web.public.registry.naming import (
    found_document,
    kind_words,
    language_words,
    link_words,
)
from throughline.web.public.registry.shelves import Shelf, drawn, shelf_of

STANDINGS = ("certified", "reviewed", "claimed")
LARGE = 5_000
"""Associations beyond which a document is large."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with the top of its tree, or with the tree opened down to one item (opened). shelf: drawn already.
    counted: whether external nodes and linked documents were counted; of a large document, and where the tree is open at
    an item, they stand on pages of their own, so that it opens at once. house: whose signed bundle brought it; what it says
    of being certified, of itself and of its links, is that house's word. alignments: standing, in words, how many. ladder:
    it has a page of levels."""

    document: DocumentLine
    kind: str
    language: str
    shelf: SafeString
    opened: str
    counted: bool
    external: int
    linked: tuple[tuple[UUID, str, int], ...]
    files: tuple[FileLink, ...]
    house: str
    alignments: tuple[tuple[str, str, int], ...]
    ladder: bool


@page("registry.read")
@also_as_file
@kept
def document(request: HttpRequest, key: UUID) -> HttpResponse:
    """The page of a document; `open`: an item, shown with everything above it; `start`: of a long list."""
    found = found_document(key)
    opened = request.GET.get("open", "").replace("\x00", "")
    way = tree.way_to(key, opened) if opened else ()
    start = _start(request)
    shelf = _opened(key, way, start) if way else shelf_of(key, tree.children(key, start=start))
    # Opened at an item, it is the tree that is asked for.
    small, said = found.associations <= LARGE and not way, said_of(key)
    external = nodes.external_nodes(key, most=1)[1] if small and found.associations else 0
    beside = tuple(crosswalks.crosswalked(key)) if small else ()
    shown = DocumentPage(
        found, kind_words(found.kind), language_words(found.language) if found.language else "",
        drawn(shelf) if shelf.branches else SafeString(""), opened if way else "", small, external, beside,
        links_of(found), said.house, _aligned(said), has_ladder(found),
    )  # fmt: skip
    return show(request, "throughline/registry/document.html", shown)


def _aligned(said: Said) -> tuple[tuple[str, str, int], ...]:
    counts = said.alignments
    return tuple((name, status_words(name), counts[name]) for name in STANDINGS if name in counts)


@page("registry.read")
@kept
def branch(request: HttpRequest, key: UUID) -> HttpResponse:
    """The items under one (`under`), as a piece of the tree for a page that is open already."""
    parent = request.GET.get("under", "").replace("\x00", "")
    level = tree.children(key, parent, start=_start(request))
    return HttpResponse(drawn(shelf_of(key, level)))


@dataclass(frozen=True, slots=True)
class LinkedPage:
    """The other documents that a document is linked with: key, title, how many links."""

    document: DocumentLine
    linked: tuple[tuple[UUID, str, int], ...]


@page("registry.read")
@kept
def linked(request: HttpRequest, key: UUID) -> HttpResponse:
    """The documents that stand side by side with one."""
    shown = LinkedPage(found_document(key), tuple(crosswalks.crosswalked(key)))
    return show(request, "throughline/registry/linked.html", shown)


@dataclass(frozen=True, slots=True)
class Outside:
    """A node that nobody here holds: its title, its address where it has one, what its publisher calls it, and by how
    many links of which kinds."""

    title: str
    uri: str
    name: str
    links: int
    kinds: str


@dataclass(frozen=True, slots=True)
class OutsidePage:
    """What a document links to and nobody here holds, a stretch."""

    document: DocumentLine
    nodes: tuple[Outside, ...]
    total: int
    before: int | None
    after: int | None


STRETCH = 100


@page("registry.read")
@kept
def outside(request: HttpRequest, key: UUID) -> HttpResponse:
    """What a document links to that is not here."""
    found, start = found_document(key), _start(request)
    listed, total = nodes.external_nodes(key, start=start, most=STRETCH)
    rows = tuple(map(_outside, listed))
    before = max(0, start - STRETCH) if start else None
    after = start + STRETCH if start + STRETCH < total else None
    return show(request, "throughline/registry/outside.html", OutsidePage(found, rows, total, before, after))


def _outside(node: nodes.ExternalNode) -> Outside:
    address = node.uri if node.uri.startswith(("http://", "https://")) else ""
    kinds = ", ".join(link_words(kind, True).lower() for kind in node.kinds)
    return Outside(
        node.title or node.uri or node.identifier, address, node.uri or node.identifier, node.links, kinds
    )


def _start(request: HttpRequest) -> int:
    given = request.GET.get("start", "")
    return min(int(given), 1_000_000) if given.isascii() and given.isdigit() else 0


def _opened(key: UUID, way: tuple[ItemLine, ...], start: int) -> Shelf:
    """The tree with the way down to an item open, and a stretch of what stands under that item."""
    opened = way[-1].identifier
    levels = tree.levels(key, ["", *(each.identifier for each in way)])
    if start:
        levels[opened] = tree.children(key, opened, start=start)
    shelf = shelf_of(key, levels.get(opened, Level(opened, 0, (), False)))
    for at in range(len(way) - 1, -1, -1):
        parent, step = way[at - 1].identifier if at else "", way[at]
        level = levels.get(parent, Level(parent, 0, (), False))
        if all(each.identifier != step.identifier for each in level.items):
            # Far down a long list: it stands among the first of them, with the way to the others.
            level = Level(parent, 0, (*level.items[:3], step), True)
        shelf = shelf_of(key, level, step.identifier, shelf, opened)
    return shelf
