"""The reader's language: the one a person keeps, chosen on any page, and taken up again when they sign in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import i18n
from django.views.decorators.http import require_POST, require_safe

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
    return i18n.set_language(request)


@page("catalogue.read")
@require_safe
def read_in(request: HttpRequest, code: str) -> HttpResponse:
    """A plain link to a language, for whoever has no account: their browser keeps it, and nothing is written here."""
    if code not in dict(settings.LANGUAGES):
        raise Http404(f"There is no language '{code}' here.")
    wanted = request.GET.get("next", "")
    own = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, own, require_https=request.is_secure())
    response = redirect(iri_to_uri(wanted) if safe and wanted.startswith("/") else "start")
    _keep(response, code)
    return response


def _keep(response: HttpResponse, language: str) -> None:
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
