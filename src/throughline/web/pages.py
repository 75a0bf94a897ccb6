"""What every page declares: the permission it stands on. A route without one does not exist (tests/web)."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from throughline.apps.directory.actor import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(permission: str) -> Callable[[View[P]], View[P]]:
    """Names the permission a view stands on; the queries it calls ask the policy for it with their subject."""

    def named(view: View[P]) -> View[P]:
        @wraps(view)
        def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            answer = view(request, *args, **kwargs)
            # A page is its reader's own, unless the view says that it is everyone's.
            answer.headers.setdefault("Cache-Control", "private, max-age=0, must-revalidate")
            return answer

        shown.permission = permission  # type: ignore[attr-defined]
        return cast("View[P]", shown)

    return named


def who(request: HttpRequest) -> Actor:
    """Who asks."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def show(request: HttpRequest, template: str, page: Any, status: int = 200) -> HttpResponse:
    """A template with one frozen value, `page`: all that it shows."""
    return render(request, template, {"page": page}, status=status)


def status(problem: str) -> int:
    """The status of a form's page: 422 where what was sent is refused."""
    return 422 if problem else 200
