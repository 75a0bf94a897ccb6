"""CASE 1.0 and 1.1: the registry as a provider of competency frameworks, for anyone (1EdTech, CASE REST binding 1.1).

Documents in other formats, and the state's own catalogue, are answered in CASE too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response

from throughline.apps.records.credentials import addresses
from throughline.apps.registry.queries import documents, exporting, records
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.core.formats.case.asking import Asked, BadQuery, asked, links, page
from throughline.core.formats.case.classes import Version
from throughline.core.formats.case.records import CodeMinor, Provider, Record, status
from throughline.core.formats.case.writing import write
from throughline.core.formats.identifiers import is_guid

View = Callable[..., HttpResponseBase]
BASES: Final[Mapping[Version, str]] = {"case-1.0": "ims/case/v1p0", "case-1.1": "ims/case/v1p1"}
FRESH: Final = 300
"""Seconds for which anyone may keep an answer."""


class Wrong(Exception):
    """A request that is not answered: its status, CASE's code for it, and the words."""

    def __init__(self, code: int, minor: CodeMinor, words: str) -> None:
        super().__init__(words)
        self.code, self.minor = code, minor


def door(view: View, version: Version, **fixed: str) -> View:
    """A view of the provider: read by anyone, from any site; every error as an imsx_StatusInfo."""

    @wraps(view)
    def answered(request: HttpRequest, **given: str) -> HttpResponseBase:
        try:
            if request.method not in ("GET", "HEAD"):
                raise Wrong(405, "forbidden", "Only GET is answered here; nothing is written through CASE.")
            if "identifier" in given:
                given = {**given, "identifier": _sound(given["identifier"])}
            answer = view(request, version=version, **fixed, **given)
        except Wrong as wrong:
            answer = _refused(version, wrong.code, wrong.minor, str(wrong))
        except BadQuery as bad:
            answer = _refused(version, 400, bad.code, str(bad))
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = "X-Total-Count, Link, ETag"
        return answer

    answered.permission = "registry.read"  # type: ignore[attr-defined]
    return answered


def _sound(identifier: str) -> str:
    if not is_guid(identifier):
        raise Wrong(404, "invalid_uuid", f"“{identifier}” is no UUID. Write one, in lower case.")
    return identifier.lower()


def _refused(version: Version, code: int, minor: CodeMinor, words: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(status(version, minor, words)), "application/json", code)
    answer.headers["Cache-Control"] = "no-store"
    if code == 405:
        answer.headers["Allow"] = "GET, HEAD"
    return answer


def all_documents(request: HttpRequest, *, version: Version) -> HttpResponseBase:
    """`GET /CFDocuments`: a page of the documents that stand, filtered, sorted, with the fields that are asked for."""
    given = {name: ",".join(request.GET.getlist(name)) for name in request.GET}
    query = asked(given)
    every = documents.documents()
    if query.filter or query.sort:
        found = page(_documents(every, version), query)
        shown, total = list(found.records), found.total
    else:
        part = every[query.offset : query.offset + query.limit]
        whole = Asked(limit=query.limit, fields=query.fields)
        shown, total = list(page(_documents(part, version), whole).records), len(every)
    answer = _sent(request, {"CFDocuments": shown})
    answer.headers["X-Total-Count"] = str(total)
    answer.headers["Link"] = links(query, total, f"{_base(version)}/CFDocuments", given)
    return answer


def document(request: HttpRequest, *, version: Version, identifier: str) -> HttpResponseBase:
    """`GET /CFDocuments/{id}`."""
    found = _document(identifier)
    return _sent(request, _documents([found], version)[0])


def package(request: HttpRequest, *, version: Version, identifier: str) -> HttpResponseBase:
    """`GET /CFPackages/{id}`: the whole document, sent row by row as it is read."""
    found = _document(identifier)
    tag = f'"{found.key}-{found.number}-{version}"'
    unchanged = get_conditional_response(request, etag=tag)
    kept = exporting.package(found.key, found.number)
    if unchanged is not None or kept is None:
        return unchanged or HttpResponse(status=404)
    rows = write(kept, version, changed=found.changed_at.isoformat())
    answer = StreamingHttpResponse(rows, content_type="application/json")
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, f"public, max-age={FRESH}"
    return answer


def item(request: HttpRequest, *, version: Version, identifier: str) -> HttpResponseBase:
    """`GET /CFItems/{id}`."""
    row = _item(identifier)
    return _sent(request, _provider(version, row.document).item(row.item, records.as_document(row.document)))


def item_associations(request: HttpRequest, *, version: Version, identifier: str) -> HttpResponseBase:
    """`GET /CFItemAssociations/{id}`: an item with all associations from and to it, of whichever document."""
    row = _item(identifier)
    found = [(e.association, records.as_document(e.document)) for e in records.associations_of(identifier)]
    if not found:
        raise _unknown("item with associations", identifier)
    provider = _provider(version, row.document)
    return _sent(request, provider.item_associations(row.item, records.as_document(row.document), found))


def association(request: HttpRequest, *, version: Version, identifier: str) -> HttpResponseBase:
    """`GET /CFAssociations/{id}`."""
    row = records.association_named(identifier)
    if row is None:
        raise _unknown("association", identifier)
    provider = _provider(version, row.document)
    return _sent(request, provider.association(row.association, records.as_document(row.document)))


def definition(request: HttpRequest, *, version: Version, kind: str, identifier: str) -> HttpResponseBase:
    """`GET /CFSubjects/{id}` and its like: what a document defines, a subject, concept or kind of item with its children."""
    for line, body in documents.defining(identifier):
        provider, where = _provider(version, line), records.as_document(line, body)
        rubric = kind == "CFRubrics"
        found = provider.rubric(where, identifier) if rubric else provider.definition(where, kind, identifier)
        if found is not None:
            return _sent(request, found)
    raise _unknown(kind.removeprefix("CF").removesuffix("s"), identifier)


def _document(identifier: str) -> DocumentLine:
    found = documents.document_named(identifier)
    if found is None:
        raise _unknown("document", identifier)
    return found


def _item(identifier: str) -> records.ItemRow:
    found = records.items_named(identifier)
    if not found:
        raise _unknown("item", identifier)
    return found[0]


def _documents(lines: list[DocumentLine], version: Version) -> list[Record]:
    bodies = documents.bodies_of(line.key for line in lines)
    return [_provider(version, line).document(records.as_document(line, bodies[line.key])) for line in lines]


def _provider(version: Version, line: DocumentLine) -> Provider:
    return Provider(version, _base(version), line.changed_at.isoformat())


def _base(version: Version) -> str:
    return f"{addresses.house()}/{BASES[version]}"


def _unknown(what: str, identifier: str) -> Wrong:
    return Wrong(
        404, "unknownobject", f"This registry has no {what} {identifier}. See /CFDocuments for what it has."
    )


def _sent(request: HttpRequest, record: Mapping[str, Any]) -> HttpResponseBase:
    body = json.dumps(record, ensure_ascii=False).encode()
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    answer = HttpResponse(body, content_type="application/json")
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, f"public, max-age={FRESH}"
    return get_conditional_response(request, etag=tag, response=answer) or answer


_ONE: Final[Mapping[str, View]] = {
    "CFDocuments": document, "CFPackages": package, "CFItems": item, "CFItemAssociations": item_associations,
    "CFAssociations": association,
}  # fmt: skip
_DEFINED = ("CFConcepts", "CFSubjects", "CFLicenses", "CFItemTypes", "CFAssociationGroupings", "CFRubrics")


def _routes(version: Version, base: str) -> Iterator[URLPattern]:
    name = f"case-{base.rpartition('/')[2]}"
    yield path(f"{base}/CFDocuments", door(all_documents, version), name=f"{name}-all")
    for kind, view in _ONE.items():
        yield path(f"{base}/{kind}/<str:identifier>", door(view, version), name=f"{name}-{kind}")
    for kind in _DEFINED:
        shown = door(definition, version, kind=kind)
        yield path(f"{base}/{kind}/<str:identifier>", shown, name=f"{name}-{kind}")


urlpatterns = [route for version, base in BASES.items() for route in _routes(version, base)]
