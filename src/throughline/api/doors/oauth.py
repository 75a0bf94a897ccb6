"""How a learner lets an app in: OAuth 2.0 with code and PKCE, registration of apps, renewal and revocation.

django-allauth's own provider does the protocol; here stand the house's rules for it: what may be asked for, where an app
may live, that the policy and the learner's guardian are asked, and that it is written down.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.idp.oidc import views
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from throughline.api.doors import oid4vci
from throughline.api.doors.answering import door
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.records.actions import hosting
from throughline.apps.records.credentials import addresses
from throughline.apps.records.queries.hosting import App
from throughline.apps.records.scopes import SCOPES

GRANTS = ("authorization_code", "refresh_token")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]
    """What the provider asks the house: words for scopes, and which apps may register."""

    scope_display = dict(SCOPES)

    def get_issuer(self) -> str:
        """The house's own address, whichever name it was asked under."""
        return addresses.house()

    def validate_client_registration(self, *, client: Any, **given: Any) -> None:
        """Refuses an app that asks for more than there is, or that would be answered at an unsafe address."""
        if not set(client.get_scopes()) <= set(SCOPES):
            raise ValidationError(f"The scopes there are: {' '.join(SCOPES)}")
        if not set(client.get_grant_types()) <= set(GRANTS) or client.get_response_types() != ["code"]:
            raise ValidationError("Only the authorization code grant is answered, and its renewal.")
        if not client.name:
            raise ValidationError("Give a client_name: the learner reads it.")
        if not all(map(_is_safe, client.get_redirect_uris())):
            raise ValidationError(
                "A redirect_uri begins with https, with http on the same machine, or with a name of the app's own such as "
                "org.example.app, and has no fragment."
            )  # fmt: skip


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.fragment or "*" in address or parts.username is not None:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname)
    return "." in parts.scheme if parts.scheme != "http" else parts.hostname in LOOPBACK


class Consent(views.AuthorizationView):  # type: ignore[misc]
    """The page on which a learner lets an app in: which app, what it may do, until when."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Asks the policy and the guardian's yes, writes it down, and sends the app its code."""
        scopes = form.cleaned_data["scopes"]
        asked = self.get_context_data(form=form)["client"]
        hosting.let_in(
            by=_actor(self.request), app=App(asked.id, asked.name), scopes=scopes, now=timezone.now()
        )
        answer: HttpResponse = super().form_valid(form)
        if answer.status_code == 302:
            sent = answer.headers["Location"]
            answer.headers["Location"] = f"{sent}&{urlencode({'scope': ' '.join(scopes)})}"
        return answer


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


@csrf_exempt  # the view itself asks for the token where it acts for the learner
def authorize(request: HttpRequest) -> HttpResponse:
    """Asks the learner who is signed in whether an app may come in."""
    try:
        return _authorize(request)
    except Refused as refusal:
        return render(request, "throughline/refused.html", {"page": refusal}, status=403)


def _authorize(request: HttpRequest) -> HttpResponse:
    if settings.DEMO and not request.user.is_authenticated:
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
    if request.user.is_authenticated:
        actor = _actor(request)
        require(actor, "app.let_in", directory.subject_for(actor, actor.me), what=_("Letting an app in"))
    if request.method == "GET" and not _has_proof_key(request):
        said = {
            "error": {
                "description": _("The app did not protect its request (PKCE with S256). Tell its makers.")
            }
        }
        return render(request, "idp/oidc/error.html", said, status=400)
    answer: HttpResponse = Consent.as_view()(request)
    # A form's answer may lead only to where its page allows: here, to the app that asks.
    answer.also_form_action = _place_of(request.GET.get("redirect_uri", ""))  # type: ignore[attr-defined]
    return answer


def _has_proof_key(request: HttpRequest) -> bool:
    given = request.GET
    return bool(given.get("code_challenge")) and given.get("code_challenge_method") == "S256"


def _place_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    plain = parts.scheme.replace(".", "").replace("-", "").replace("+", "").isalnum() and not set(
        ";, '\""
    ) & set(address)
    if not plain:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"{parts.scheme}:"


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """Trades a code for a token: an app's, a renewal, or a wallet's."""
    if request.POST.get("grant_type") == oid4vci.GRANT:
        return oid4vci.token(request)
    answer: HttpResponse = views.token(request)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@door("door.read", "GET")
def metadata(request: HttpRequest) -> HttpResponse:
    """The authorization server's description (RFC 8414), for apps and wallets."""
    house = addresses.house()
    names = {
        "authorization": "authorization",
        "token": "token",
        "revocation": "revoke",
        "registration": "client_registration",
    }
    return JsonResponse(
        {
            "issuer": house,
            **{f"{name}_endpoint": house + reverse(f"idp:oidc:{to}") for name, to in names.items()},
            "response_types_supported": ["code"],
            "grant_types_supported": [*GRANTS, oid4vci.GRANT],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "scopes_supported": list(SCOPES),
            "pre-authorized_grant_anonymous_access_supported": True,
        }
    )  # fmt: skip


_PERMISSIONS: tuple[tuple[Any, str], ...] = (
    (authorize, "app.let_in"),
    (token, "door.read"),
    (views.revoke, "door.read"),
    (views.client_registration, "door.read"),
)
for _view, _permission in _PERMISSIONS:
    _view.permission = _permission
OIDC = [
    path("authorize", authorize, name="authorization"),
    path("token", token, name="token"),
    path("revoke", views.revoke, name="revoke"),
    path("register", views.client_registration, name="client_registration"),
]
# The provider looks its own addresses up under these two names.
urlpatterns = [
    path("oauth/", include(([path("", include((OIDC, "oidc")))], "idp"))),
    path(".well-known/oauth-authorization-server", metadata, name="oauth-metadata"),
]
