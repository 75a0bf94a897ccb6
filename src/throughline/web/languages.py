"""The reader's language: the one a person keeps, chosen on any page, and taken up again when they sign in."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views import i18n
from django.views.decorators.http import require_POST

from throughline.apps.directory import actions as directory
from throughline.apps.directory import queries as people
from throughline.web.pages import page, who


def language_of_who_signs_in(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever signs in, in whatever way, reads on in the language they keep."""

    def with_language(request: HttpRequest) -> HttpResponse:
        before = request.session.get(SESSION_KEY)
        response = get_response(request)
        if request.session.get(SESSION_KEY) not in (None, before):
            # Asked for anew: `request.actor` may have been looked up before the sign-in.
            _keep(response, people.actor_of_account(request.user.pk, on=timezone.localdate()).language)
        return response

    return with_language


@page("catalogue.read")
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Changes the language of the pages; of a person who is signed in, for good."""
    chosen, actor = request.POST.get("language", ""), who(request)
    if actor.person is not None and chosen in dict(settings.LANGUAGES):
        directory.speak(by=actor, language=chosen, now=timezone.now())
    return cast("HttpResponse", i18n.set_language(request))


def _keep(response: HttpResponse, language: str) -> None:
    if language in dict(settings.LANGUAGES):
        same_site: Any = settings.LANGUAGE_COOKIE_SAMESITE
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=same_site,
        )
