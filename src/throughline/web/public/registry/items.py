"""An item of the registry: its words, where it stands, and every link to and from it."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from throughline.apps.registry.queries import nodes, records, tree
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.apps.registry.queries.nodes import Link
from throughline.apps.registry.queries.tree import ItemLine
from throughline.core.formats.packages import Item
from throughline.web.pages import page, show
from throughline.web.public.registry.keeping import kept
from throughline.web.public.registry.naming import item_page, kind_words, link_words
from throughline.web.public.registry.texts import cut, other


@dataclass(frozen=True, slots=True)
class End:
    """The other end of a link: its name, its page (else the address its publisher gave it), and where it stands."""

    title: str
    code: str
    href: str
    outside: bool
    where: str


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """The links of one kind, in words."""

    words: str
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """An item on the way down, or beside: its name and its page."""

    title: str
    code: str
    href: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item. members: what else its record says, each as name and text. copies: other documents that hold it too."""

    document: DocumentLine
    item: Item
    kind: str
    language: str
    way: tuple[Step, ...]
    before: Step | None
    after: Step | None
    links: tuple[LinkGroup, ...]
    members: tuple[tuple[str, str], ...]
    copies: tuple[tuple[str, str], ...]


SAID = frozenset({
    "identifier", "uri", "fullStatement", "humanCodingScheme", "CFItemType", "language", "educationLevel", "CFDocumentURI",
    "CFItemTypeURI", "CFItemAssociationURI", "extensions", "@id", "@type",
})  # fmt: skip
"""Members that the page says in another place, or that lead nowhere for a reader."""


@page("registry.read")
@kept
def item(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    """The page of an item."""
    rows = records.items_named(name)
    found = next((row for row in rows if row.document.key == key), None)
    if found is None:
        raise Http404("The registry has no such item in this document.")
    way = tree.way_to(key, name)
    before, after = tree.beside(key, found.item.parent, name)
    shown = ItemPage(
        found.document, found.item, kind_words(found.item.kind), other(found.item.language),
        tuple(_step(each) for each in way[:-1]), _beside(before), _beside(after), _groups(nodes.links_of(name)),
        tuple(_members(found.item.body)),
        tuple((row.document.title, item_page(row.document.key, name)) for row in rows if row.document.key != key),
    )  # fmt: skip
    return show(request, "throughline/registry/item.html", shown)


def _step(line: ItemLine) -> Step:
    return Step(cut(line.statement, 80), line.code, item_page(line.document, line.identifier, line.uri))


def _beside(line: ItemLine | None) -> Step | None:
    return None if line is None else _step(line)


def _groups(links: tuple[Link, ...]) -> tuple[LinkGroup, ...]:
    found: dict[str, list[End]] = {}
    for link in links:
        ends = found.setdefault(link_words(link.kind, link.outward), [])
        ends.extend(each for each in _ends(link) if each not in ends)
    return tuple(LinkGroup(words, tuple(ends)) for words, ends in found.items())


def _ends(link: Link) -> list[End]:
    if not link.held:
        href = link.uri if link.uri.startswith(("http://", "https://")) else ""
        return [
            End(
                cut(link.title or link.uri or link.other),
                "",
                href,
                True,
                "" if href else link.uri or link.other,
            )
        ]
    return [
        End(cut(each.statement), each.code,
            item_page(each.document, each.identifier, each.uri) if each.identifier else f"/registry/{each.document}/",
            False, each.title)
        for each in link.held
    ]  # fmt: skip


def _members(body: bytes) -> list[tuple[str, str]]:
    try:
        record = json.loads(body)
    except ValueError:
        return []
    if not isinstance(record, dict):
        return []
    return [(name, said) for name, value in record.items() if name not in SAID and (said := _text(value))]


def _text(value: Any) -> str:
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return "; ".join(said for each in value if (said := _text(each)))
    if isinstance(value, dict):
        for name in ("title", "@value", "name"):
            if name in value:
                return _text(value[name])
    return ""
