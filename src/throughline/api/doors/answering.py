"""What the doors have in common: the permission each stands on, the app and the learner behind a token, and errors as
1EdTech writes them (Imsx_StatusInfo)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from allauth.idp.oidc.contrib.ninja.security import TokenAuth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records.queries.hosting import App

View = Callable[..., HttpResponse]
CODES: Final = {
    400: "invalid_data", 401: "unauthorizedrequest", 403: "forbidden", 404: "not_found", 405: "not_allowed",
    406: "not_acceptable", 413: "invalid_data", 415: "not_acceptable",
}  # fmt: skip


class Wrong(Exception):
    """A request that cannot be answered: its status, the sentence that says why, and a code where it has one of its own."""

    def __init__(self, status: int, why: str, code: str = "") -> None:
        super().__init__(why)
        self.status, self.code = status, code


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the app that holds the token, and the learner who let it in."""

    app: App
    actor: Actor


def door(permission: str, *methods: str) -> Callable[[View], View]:
    """A door of a system: its permission of the policy, and the methods it answers. Nobody's session opens it, so no
    other page can use one."""

    def named(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Wrong(405, f"Only {', '.join(methods)} is answered here.")
                answer = view(request, *args, **given)
            except Wrong as wrong:
                answer = status(wrong.status, str(wrong), wrong.code)
            except Refused as refusal:
                answer = status(403, str(refusal))
            answer.headers.setdefault("Cache-Control", "no-store")
            if request.method not in methods:
                answer.headers["Allow"] = ", ".join(methods)
            return answer

        answered.permission = permission  # type: ignore[attr-defined]
        return answered

    return named


def status(code: int, why: str, minor: str = "") -> JsonResponse:
    """An error as an Imsx_StatusInfo."""
    said = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": why,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [
                {
                    "imsx_codeMinorFieldName": "Throughline",
                    "imsx_codeMinorFieldValue": minor or CODES.get(code, "unknown"),
                }
            ]
        },
    }
    answer = JsonResponse(said, status=code)
    if code == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def caller(request: HttpRequest, scope: str) -> Caller:
    """The app and the learner behind the token that a request bears. Raises `Wrong` where it does not reach so far."""
    token = TokenAuth([])(request)
    if token is None or token.user_id is None:
        raise Wrong(
            401, "There is no access token, or it is not good any more. Ask the learner to let the app in."
        )
    if scope not in token.get_scopes():
        raise Wrong(403, f"The learner has not let this app do that. It needs the scope {scope}.")
    actor = directory.actor_of_account(token.user_id, on=timezone.localdate())
    if actor.person is None:
        raise Wrong(403, "Nobody's record belongs to this account.")
    return Caller(App(token.client_id, token.client.name or token.client_id), actor)
