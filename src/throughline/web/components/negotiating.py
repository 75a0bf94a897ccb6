"""One address, several forms: a page for people, JSON-LD and JSON for programs, by what the asker says they take.

RFC 9110, sections 12.5.1 (Accept) and 15.5.7 (406). `?format=` and an ending of the address say it without a header.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

FRESH = "public, max-age=0, must-revalidate"
PAGE = "text/html"


class Offered(Protocol):
    """A form that there is. name: as `?format=` and the address's ending say it; media: its type."""

    @property
    def name(self) -> str: ...

    @property
    def media(self) -> str: ...


OneOf = TypeVar("OneOf", bound=Offered)


@dataclass(frozen=True, slots=True)
class Form:
    """A form for programs. name: as `?format=` and the address's ending say it; make: gives the document."""

    name: str
    media: str
    make: Callable[[], Mapping[str, Any]]


def wanted(request: HttpRequest, forms: Sequence[OneOf]) -> OneOf | HttpResponse | None:
    """The form that is asked for; None: the page; a 406 where nothing that there is would be taken."""
    asked = request.GET.get("format", "")
    if asked and asked != "html":
        return next((form for form in forms if form.name == asked), None) or refused(forms, asked)
    if asked or "Accept" not in request.headers:
        return None
    media = request.get_preferred_type([PAGE, *(form.media for form in forms)])
    if media is None:
        return refused(forms, request.headers["Accept"])
    return next((form for form in forms if form.media == media), None)


def refused(forms: Sequence[Offered], asked: str) -> HttpResponse:
    """Why there is no such form, and which there are."""
    there = [{"format": "html", "type": PAGE}, *({"format": form.name, "type": form.media} for form in forms)]
    said = {
        "status": 406,
        "title": "Not in this form",
        "detail": f"There is no {asked[:200]} of this.",
        "forms": there,
    }
    answer = HttpResponse(json.dumps(said), content_type="application/problem+json", status=406)
    patch_vary_headers(answer, ("Accept",))
    return answer


def sent(request: HttpRequest, form: Form) -> HttpResponse:
    """The document in a form: for any site, not sent again while it is the same."""
    body = json.dumps(form.make(), ensure_ascii=False, indent=1).encode()
    answer = HttpResponse(body, content_type=form.media)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    answer.headers["ETag"], answer.headers["Cache-Control"] = tag, FRESH
    answer.headers["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(answer, ("Accept",))
    unchanged = get_conditional_response(request, etag=tag, response=answer)
    return unchanged or answer
