"""Who issues here, for programs and people: keys, status lists, revocations, achievements, the registry of issuers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from throughline.apps.records import queries as records
from throughline.core.catalogue.documents import Credential
from throughline.web import reading
from throughline.web.pages import page, show

FRESH = 300
"""Seconds for which anyone may keep a copy: so long a revocation may stay unseen."""


@dataclass(frozen=True, slots=True)
class IssuersPage:
    """The registry: those recognized now, by name, and those removed; keys: those that sign it now."""

    recognized: tuple[records.Recognized, ...]
    removed: tuple[records.Recognized, ...]
    keys: tuple[records.KeyShown, ...]


@dataclass(frozen=True, slots=True)
class IssuerPage:
    """One issuer: since when recognized, what it may issue, its keys."""

    issuer: records.Recognized
    credentials: tuple[Credential, ...]
    keys: tuple[records.KeyShown, ...]


@page("issuer.read")
def issuers(request: HttpRequest) -> HttpResponse:
    """Who may issue credentials in this state, for people."""
    every = sorted(records.registry().values(), key=lambda each: each.name.casefold())
    return show(
        request,
        "throughline/public/issuers.html",
        IssuersPage(
            tuple(each for each in every if each.removed is None),
            tuple(each for each in every if each.removed is not None),
            tuple(records.keepers_keys()),
        ),
    )


@page("issuer.read")
def issuer(request: HttpRequest, name: str) -> HttpResponse:
    """One issuer with its keys, for people."""
    found = _recognized(name)
    kept = reading.catalogue().credentials
    listed = tuple(kept[each] for each in found.credentials)
    shown = IssuerPage(found, listed, tuple(records.issuer_keys(name)))
    return show(request, "throughline/public/issuer.html", shown)


@page("issuer.read")
def registry_file(request: HttpRequest) -> HttpResponse:
    """The registry as a signed list."""
    return _document(request, records.signed_registry(now=timezone.now()))


@page("issuer.read")
def did(request: HttpRequest, name: str) -> HttpResponse:
    """The controller document of an issuer, or of who only endorses: every key it ever had. One that left keeps its
    document."""
    _speaks(name)
    return _document(request, records.controller_document(name))


@page("issuer.read")
def jwks(request: HttpRequest, name: str = "") -> HttpResponse:
    """The RSA keys of one issuer, or of all, as a set of JSON Web Keys."""
    if name:
        _speaks(name)
    return _document(request, records.key_set(name))


@page("issuer.read")
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """An organization as Open Badges writes it, with what others say of it."""
    found = records.issuer_document(name)
    if found is None:
        raise Http404("There is no such organization.")
    return _document(request, found)


@page("issuer.read")
def status(request: HttpRequest, key: UUID, purpose: str) -> HttpResponse:
    """A status list, signed by its issuer."""
    found = records.status_list(key, purpose, now=timezone.now())
    if found is None:
        raise Http404("There is no such list.")
    return _document(request, found[0], etag=found[1])


@page("issuer.read")
def revocations(request: HttpRequest, name: str) -> HttpResponse:
    """An issuer's 1EdTech revocation list."""
    _recognized(name)
    return _document(request, records.revocation_list(name))


@page("issuer.read")
def achievement(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """One version of a credential's listing: its page for people, JSON-LD for programs."""
    found = records.achievement(name, number)
    if found is None:
        raise Http404("There is no such credential.")
    if request.accepts("text/html"):
        return redirect("credential", name=name)
    answer = _document(request, found)
    answer.headers["Vary"] = "Accept"
    return answer


def _recognized(name: str) -> records.Recognized:
    found = next((each for each in records.registry().values() if each.issuer == name), None)
    if found is None:
        raise Http404(f"Nobody is recognized here as issuer under the name '{name}'.")
    return found


def _speaks(name: str) -> None:
    if not any(each.issuer == name for each in records.endorsers().values()):
        _recognized(name)


def _document(request: HttpRequest, document: Mapping[str, Any], etag: str = "") -> HttpResponse:
    """Anyone may read it from anywhere and keep it for a while; unchanged, it is not sent again."""
    body = json.dumps(document, ensure_ascii=False, indent=1).encode()
    answer = HttpResponse(body, content_type="application/json")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={FRESH}"
    answer.headers["ETag"] = quote_etag(etag or records.digest_of(document))
    unchanged = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    return unchanged or answer
