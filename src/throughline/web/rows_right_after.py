"""Where everyone stands, brought up for the few about whom a request did something, before it is answered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.directory.queries import UNREMARKABLE
from throughline.apps.population.right_after import bring_up_now
from throughline.apps.trail.hearing import hearing


def rows_right_after(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: what a page or the interface did is over by then, and is seen as it stands."""

    def answered(request: HttpRequest) -> HttpResponse:
        with hearing() as heard:
            response = get_response(request)
        about = [person for person, verb in heard if verb not in UNREMARKABLE]
        if about:
            bring_up_now(about, now=timezone.now())
        return response

    return answered
