"""Response headers that keep a page to its own scripts, styles and frames."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)


def content_security_policy(
    respond: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every response says that only this site's own content may run."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = respond(request)
        # A view may name one more place that the answer to its form leads to.
        more = getattr(response, "also_form_action", "")
        response.headers.setdefault("Content-Security-Policy", f"{POLICY} {more}".rstrip())
        return response

    return answer
