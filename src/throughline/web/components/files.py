"""A file of somebody's, handed to a browser that must not run anything in it."""

from typing import cast

from django.http import FileResponse, HttpResponse

from throughline.apps.records.queries.evidence import Handed

NO_SCRIPT = "default-src 'none'; sandbox; frame-ancestors 'none'"


def handed_out(found: Handed) -> HttpResponse:
    """A file so that no browser runs anything in it, and nobody else's cache keeps it."""
    sent = FileResponse(
        found.data, as_attachment=not found.inline, filename=found.name, content_type=found.media_type
    )
    answer = cast("HttpResponse", sent)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = NO_SCRIPT
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
