"""A document of the registry as files, and the whole public registry as one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from throughline.apps.registry import own
from throughline.apps.registry.queries import documents, exporting
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.core.formats.case import writing
from throughline.core.formats.packages import Package
from throughline.web.components.zip_streams import Member, zipped
from throughline.web.pages import page
from throughline.web.public.registry.naming import found_document

FRESH = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class FileForm:
    """A file that a document can be had as."""

    title: str
    href: str


def forms_of(document: DocumentLine) -> tuple[FileForm, ...]:
    """Every file there is of a document, that of its own format first."""
    here = reverse("registry-file", args=[document.key, "json"])
    own_form = [FileForm(_("As it came"), reverse("registry-file", args=[document.key, "source"]))]
    return (
        *(own_form if _comes_back(document.format) else ()),
        FileForm("CASE 1.1", here),
        FileForm("CASE 1.0", reverse("registry-file", args=[document.key, "case-1.0.json"])),
    )


def _comes_back(format: str) -> bool:
    return format.startswith("case-")


@page("registry.read")
def file(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """A document as a file, sent row by row; `version`: an earlier one."""
    found, asked = found_document(key), request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() else found.number
    package = exporting.package(key, number) if 0 < number <= found.number else None
    rows = None if package is None else _rows(package, form, found)
    if rows is None:
        raise Http404("There is no such file of this document.")
    tag = f'"{key}-{number}-{form}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return unchanged
    answer = StreamingHttpResponse(rows, content_type="application/json")
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, FRESH
    answer.headers["Access-Control-Allow-Origin"] = "*"
    name = f"{key}-{number}.json" if form == "source" else f"{key}-{number}.{form}"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return cast("HttpResponse", answer)


def _rows(package: Package, form: str, found: DocumentLine) -> Iterable[bytes] | None:
    changed = found.changed_at.isoformat()
    if form == "source" and _comes_back(package.document.format):
        return writing.as_it_came(package)
    if form == "json":
        return writing.write(package, "case-1.1", changed=changed)
    return writing.write(package, "case-1.0", changed=changed) if form == "case-1.0.json" else None


@page("registry.read")
def everything(request: HttpRequest) -> HttpResponse:
    """The whole public registry as one zip, made while it is sent: each document as CASE 1.1 and, where it can, as it came,
    with a list of all."""
    now = timezone.now()
    own.follow(now=now)
    every = documents.documents()
    answer = StreamingHttpResponse(
        zipped(_members(every), now.astimezone(UTC)), content_type="application/zip"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="registry-{now:%Y-%m-%d}.zip"'
    answer.headers["Cache-Control"] = "public, max-age=300"
    return cast("HttpResponse", answer)


def _members(every: list[DocumentLine]) -> Iterator[Member]:
    yield Member("documents.csv", _list(every))
    for each in every:
        package = exporting.package(each.key, each.number)
        if package is None:
            continue
        changed = each.changed_at.isoformat()
        yield Member(f"case-1.1/{each.key}.json", writing.write(package, "case-1.1", changed=changed))
        if _comes_back(each.format):
            yield Member(f"as-it-came/{each.key}.json", writing.as_it_came(package))


def _list(every: list[DocumentLine]) -> Iterator[bytes]:
    yield "\ufeffidentifier,title,kind,format,publisher,language,version,items,associations,changed\r\n".encode()
    for each in every:
        cells = (each.identifier, each.title, each.kind, each.format, each.publisher, each.language, each.number,
                 each.items, each.associations, each.changed_at.isoformat())  # fmt: skip
        yield (",".join(_cell(str(cell)) for cell in cells) + "\r\n").encode()


def _cell(text: str) -> str:
    # A cell that begins like a formula is one to a spreadsheet.
    safe = f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
    return '"' + safe.replace('"', '""') + '"'
