"""A document of the registry as files, by link and by what the asker takes, and the whole public registry as one."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline import __version__
from throughline.apps.directory.actor import Refused
from throughline.apps.interop import exporting
from throughline.apps.interop.exporting import ExportFormat
from throughline.apps.registry import own
from throughline.apps.registry.queries import documents
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.apps.registry.queries.exporting import package
from throughline.core.formats.case import writing
from throughline.core.formats.ctdl.places import CONTEXT
from throughline.core.formats.packages import Package
from throughline.core.formats.spreadsheets.tables import safe
from throughline.web.components.negotiating import wanted
from throughline.web.components.zip_streams import Member, zipped
from throughline.web.pages import page
from throughline.web.public.registry.forms import catalogue_nodes
from throughline.web.public.registry.naming import found_document

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
FRESH = "public, max-age=0, must-revalidate"
MOST_ROWS = 20_000
"""Items and associations of a document up to which it is also written in the forms that are made whole in memory."""
WHOLE: Final = frozenset({"ctdl", "ctdl-ttl", "xlsx", "asn"})


@dataclass(frozen=True, slots=True)
class FileForm:
    """A file that a document can be had as. name: how its address ends and `?format=` says it; media: its type."""

    name: str
    media: str
    format: ExportFormat
    title: str | Promise


FORMS: Final = (
    FileForm("json", "application/json", "case-1.1", "CASE 1.1"),
    FileForm("case-1.0.json", "application/json", "case-1.0", "CASE 1.0"),
    FileForm("jsonld", "application/ld+json", "ctdl", "JSON-LD (CTDL)"),
    FileForm("ttl", "text/turtle", "ctdl-ttl", "Turtle (CTDL)"),
    FileForm("asn.json", "application/json", "asn", "ASN"),
    FileForm("csv", "text/csv", "csv", gettext_lazy("CSV (its items)")),
    FileForm(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
        gettext_lazy("Workbook (XLSX)"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file of a document. media: its type."""

    title: str
    href: str
    media: str


def forms_of(document: DocumentLine) -> tuple[FileForm, ...]:
    """Every form that there is of a document. Of a very large one only those that are sent row by row."""
    there = set(exporting.formats_of(document))
    if document.items + document.associations > MOST_ROWS:
        there -= WHOLE
    return tuple(form for form in FORMS if form.format in there)


def links_of(document: DocumentLine) -> tuple[FileLink, ...]:
    """Links to every file there is of a document, that of its own format first."""
    here = reverse("registry-file", args=[document.key, "source"])
    came = [FileLink(_("As it came"), here, "application/json")]
    at = here.removesuffix("source")
    return (
        *(came if document.format.startswith("case-") else ()),
        *(FileLink(str(form.title), f"{at}{form.name}", form.media) for form in forms_of(document)),
    )


def also_as_file(view: View[P]) -> View[P]:
    """For the page of a document: whoever asks for another form than a page gets that."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        form: FileForm | HttpResponse | None = wanted(request, FORMS)
        if form is not None:
            found = found_document(cast("UUID", kwargs["key"]))
            form = wanted(request, forms_of(found))
            if isinstance(form, FileForm):
                return _sent(request, found, form.name, form)
        answer = view(request, *args, **kwargs) if form is None else form
        patch_vary_headers(answer, ("Accept",))
        return answer

    return cast("View[P]", answered)


@page("registry.read")
def file(request: HttpRequest, key: UUID, form: str) -> HttpResponse:
    """A document as a file; `version`: an earlier one."""
    found = found_document(key)
    kind = next((each for each in forms_of(found) if each.name == form), None)
    if kind is None and form != "source":
        raise Http404("There is no such file of this document.")
    return _sent(request, found, form, kind)


def _sent(request: HttpRequest, found: DocumentLine, name: str, form: FileForm | None) -> HttpResponse:
    """The file, row by row where its form allows; not sent again while it is the same."""
    number = _number(request, found)
    # What is written of one version changes only with the writer, and CTDL of ours with the catalogue.
    basis = f"-{own.follow(now=timezone.now())}" if found.own else ""
    tag = f'"{found.key}-{number}-{name}-{__version__}{basis}"'.replace(" ", "-")
    answer = get_conditional_response(request, etag=tag) or _file(found, number, name, form)
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, FRESH
    answer.headers["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(answer, ("Accept",))
    return answer


def _file(found: DocumentLine, number: int, name: str, form: FileForm | None) -> HttpResponse:
    media, ending = ("application/json", "json") if form is None else (form.media, name)
    answer = StreamingHttpResponse(_pieces(found, number, form), content_type=media)
    answer.headers["Content-Disposition"] = f'inline; filename="{found.key}-{number}.{ending}"'
    return cast("HttpResponse", answer)


def _number(request: HttpRequest, found: DocumentLine) -> int:
    asked = request.GET.get("version", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else found.number
    if not 0 < number <= found.number:
        raise Http404("There is no such version of this document.")
    return number


def _pieces(found: DocumentLine, number: int, form: FileForm | None) -> Iterable[bytes]:
    if form is None:
        kept = package(found.key, number)
        pieces = None if kept is None else exporting.as_it_came(kept)
        if pieces is None:
            raise Http404("This document cannot be had as it came.")
        return pieces
    try:
        return exporting.exported(found, form.format, number=number).pieces
    except Refused as refused:
        raise Http404(str(refused)) from None


@page("registry.read")
def everything(request: HttpRequest) -> HttpResponse:
    """The whole public registry as one zip, made while it is sent: each document as CASE 1.1 and, where it can be, as it
    came; the state's own catalogue as CTDL; with a list of all documents."""
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
    yield Member("catalogue.jsonld", _catalogue())
    for each in every:
        kept = package(each.key, each.number)
        if kept is not None:
            yield from _files(each, kept)


def _files(document: DocumentLine, kept: Package) -> Iterator[Member]:
    changed = document.changed_at.isoformat()
    yield Member(f"case-1.1/{document.key}.json", writing.write(kept, "case-1.1", changed=changed))
    came = exporting.as_it_came(kept)
    if came is not None:
        ending = "jsonld" if document.format == "ctdl" else "json"
        yield Member(f"as-it-came/{document.key}.{ending}", came)


def _catalogue() -> Iterator[bytes]:
    """Everything of the state's own as CTDL, node by node."""
    yield b'{"@context": ' + _json(CONTEXT) + b', "@graph": ['
    for nth, node in enumerate(catalogue_nodes()):
        yield (b",\n" if nth else b"\n") + _json(node)
    yield b"\n]}"


def _json(node: Any) -> bytes:
    return json.dumps(node, ensure_ascii=False).encode()


def _list(every: list[DocumentLine]) -> Iterator[bytes]:
    yield "\ufeffidentifier,title,kind,format,publisher,language,version,items,associations,changed\r\n".encode()
    for each in every:
        cells = (each.identifier, each.title, each.kind, each.format, each.publisher, each.language, each.number,
                 each.items, each.associations, each.changed_at.isoformat())  # fmt: skip
        yield (",".join(_cell(str(cell)) for cell in cells) + "\r\n").encode()


def _cell(text: str) -> str:
    return '"' + safe(text).replace('"', '""') + '"'
