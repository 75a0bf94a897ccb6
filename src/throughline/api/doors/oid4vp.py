"""Where a wallet sends what its holder shows: OpenID for Verifiable Presentations 1.0, `direct_post`.

A wallet is told no more than that its answer was taken; what checking found is for who asked.
"""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from throughline.api.doors.answering import door
from throughline.apps.directory.actor import Refused
from throughline.apps.records.actions import showing
from throughline.core.credentials.strict_json import Unreadable, read


@door("showing.answer", "POST")
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes the answer to a request, once."""
    given = request.POST
    try:
        shown = read(given.get("vp_token", ""))
        showing.take_shown(key=key, state=given.get("state", ""), shown=shown, now=timezone.now())
    except (Unreadable, Refused) as problem:
        return JsonResponse({"error": "invalid_request", "error_description": str(problem)}, status=400)
    return JsonResponse({})


urlpatterns = [path("show/<uuid:key>/answer", answer, name="showing-answer")]
