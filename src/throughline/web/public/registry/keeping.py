"""Pages of the registry, drawn once for everybody until something in it changes."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.registry import own
from throughline.web.keeping import kept_while

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def kept(view: View[P]) -> View[P]:
    """A page of the registry: the state's own catalogue in it is what is in force, and it is drawn once."""

    @wraps(view)
    def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        stamp = own.follow(now=timezone.now())
        return kept_while(lambda: stamp)(view)(request, *args, **kwargs)

    return cast("View[P]", answered)
