"""What happens when the policy or an act says no: a page with what, why and what next, or the way to sign in."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.apps.directory.actor import Refused
from throughline.web.pages import show, who


def refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a refusal that no view answered beside its form becomes a page."""

    def answered(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    answered.process_exception = refused  # type: ignore[attr-defined]
    return answered


def refused(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """A stranger is asked to sign in and comes back to where they were; anyone else reads why not."""
    if not isinstance(error, Refused):
        return None
    if who(request).person is None:
        # What was posted cannot be posted again for them, so they come back to the page before it only by reading.
        back = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
        return redirect(f"{reverse('sign-in')}?{urlencode(back, safe='/')}" if back else reverse("sign-in"))
    return show(request, "throughline/refused.html", error, status=403)
