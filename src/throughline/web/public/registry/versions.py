"""Versions of a document: what each changed, item by item."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from throughline.apps.registry.queries import differences as registry
from throughline.apps.registry.queries import documents
from throughline.apps.registry.queries.differences import Differences
from throughline.apps.registry.queries.documents import DocumentLine, VersionLine
from throughline.web.pages import page, show
from throughline.web.public.registry.keeping import kept
from throughline.web.public.registry.naming import found_document, link_words


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Every version of a document, newest first."""

    document: DocumentLine
    versions: tuple[VersionLine, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What one version changed since another. links: kind in words, both ends, what happened. more: how many items differ
    besides those shown."""

    document: DocumentLine
    before: int
    after: int
    differences: Differences
    links: tuple[tuple[str, str, str, str], ...]
    more: int


@page("registry.read")
@kept
def versions(request: HttpRequest, key: UUID) -> HttpResponse:
    """All versions of a document."""
    shown = VersionsPage(found_document(key), tuple(documents.versions(key)))
    return show(request, "throughline/registry/versions.html", shown)


@page("registry.read")
@kept
def changes(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """What a version changed since the one before it, or since version `since`."""
    found, asked = found_document(key), request.GET.get("since", "")
    before = int(asked) if asked.isascii() and asked.isdigit() else number - 1
    if not 0 <= before <= found.number or not 1 <= number <= found.number:
        raise Http404("The document has no such version.")
    differs = registry.differences(key, before, number)
    links = tuple(
        (each.change, link_words(each.kind, True), each.origin, each.destination) for each in differs.links
    )
    more = sum(count for _change, count in differs.item_counts) - len(differs.items)
    shown = ChangesPage(found, before, number, differs, links, more)
    return show(request, "throughline/registry/changes.html", shown)
