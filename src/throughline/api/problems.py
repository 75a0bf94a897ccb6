"""Errors as the API says them: what, why, what to do next (RFC 9457 problem details)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from throughline.apps.directory.actor import Refused


class Problem(Schema):
    """What went wrong. title: in short; detail: why, and what to do next; where: the field or path, if one is at fault."""

    status: int
    title: str
    detail: str
    where: list[str] = []


def install(api: NinjaAPI) -> None:
    """Gives every error of the API one shape."""

    def say(request: HttpRequest, status: int, title: str, detail: str, where: list[str] | None = None) -> HttpResponse:
        body = {"status": status, "title": title, "detail": detail, "where": where or []}
        return api.create_response(request, body, status=status)

    @api.exception_handler(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return say(request, 404, "Not found", str(error) or "There is nothing at this address.")

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return say(request, 403, error.what, f"{error.why} {error.fix}".strip())

    @api.exception_handler(AuthenticationError)
    def nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return say(request, 401, "Sign in first", "This is for one person. Sign in, then ask again.")

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        where = [".".join(str(part) for part in each["loc"]) for each in error.errors]
        said: list[Any] = [each["msg"] for each in error.errors]
        return say(request, 422, "Not understood", "; ".join(said), where)

    @api.exception_handler(HttpError)
    def other(request: HttpRequest, error: HttpError) -> HttpResponse:
        return say(request, error.status_code, "Not possible", str(error))
