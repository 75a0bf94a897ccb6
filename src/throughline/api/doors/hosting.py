"""A learner's credentials for apps that the learner let in: what Open Badges 3.0 and CLR 2.0 ask of a host, in common."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from throughline.api.doors.answering import Caller, Wrong, caller, door
from throughline.api.doors.descriptions import service_description
from throughline.api.doors.faces import MOST, USUAL, Face
from throughline.apps.directory.actor import Refused
from throughline.apps.records.actions import holding
from throughline.apps.records.actions.hosting import write_profile
from throughline.apps.records.credentials import addresses
from throughline.apps.records.held_documents import opened
from throughline.apps.records.queries import hosting as records
from throughline.core.credentials.strict_json import Unreadable, read

LARGEST: Final = 4 * 1024 * 1024
DOCUMENTS: Final = ("application/json", "application/ld+json", "application/vc+ld+json", "application/vc")
TOKENS: Final = ("text/plain", "application/jwt", "application/vc+jwt")


def routes(face: Face) -> list[URLPattern]:
    """The addresses of an interface."""

    def route(name: str, view: Any, permission: str, *methods: str) -> URLPattern:
        shown = door(permission, *methods)(partial(view, face=face))
        return path(f"{face.base}/{name}", shown, name=f"{face.kind}-{name}")

    return [
        route("discovery", discovery, "door.read", "GET"),
        route("credentials", credentials, "held.read", "GET", "POST"),
        route("profile", profile, "held.read", "GET", "PUT"),
    ]


def discovery(request: HttpRequest, *, face: Face) -> HttpResponse:
    """The service description: an OpenAPI document with the addresses of the authorization server."""
    answer = JsonResponse(service_description(face))
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def credentials(request: HttpRequest, *, face: Face) -> HttpResponse:
    """GET: the learner's credentials, page by page. POST: keeps one, or a newer copy of one."""
    return _list(request, face) if request.method == "GET" else _upsert(request, face)


def profile(request: HttpRequest, *, face: Face) -> HttpResponse:
    """GET: the learner's profile. PUT: writes what an app says beside their name."""
    now = timezone.now()
    if request.method == "GET":
        who = caller(request, f"{face.scope}profile.readonly")
        return JsonResponse(records.profile(who.actor, face.kind, app=who.app, now=now))
    who = caller(request, f"{face.scope}profile.update")
    content = _json(_body(request))
    if not isinstance(content, dict):
        raise Wrong(400, "The profile is no JSON object.")
    try:
        write_profile(by=who.actor, app=who.app, content=content, now=now)
    except Refused as refusal:
        raise Wrong(400, str(refusal)) from None
    return JsonResponse(records.profile(who.actor, face.kind, app=who.app, now=now))


def _list(request: HttpRequest, face: Face) -> HttpResponse:
    who = caller(request, f"{face.scope}credential.readonly")
    limit, offset = _number(request, "limit", USUAL, 1, MOST), _number(request, "offset", 0, 0, 1_000_000)
    found = records.hosted(
        who.actor,
        face.kind,
        app=who.app,
        since=_since(request),
        offset=offset,
        limit=limit,
        now=timezone.now(),
    )
    answer = JsonResponse({"credential": list(found.documents), "compactJwsString": list(found.tokens)})
    answer.headers["X-Total-Count"] = str(found.total)
    answer.headers["Link"] = _links(request, face, found.total, offset, limit)
    return answer


def _links(request: HttpRequest, face: Face, total: int, offset: int, limit: int) -> str:
    last = max(0, (total - 1) // limit * limit)
    places = {"first": 0, "last": last}
    if offset + limit < total:
        places["next"] = offset + limit
    if offset > 0:
        places["prev"] = max(0, offset - limit)
    since = {"since": request.GET["since"]} if "since" in request.GET else {}
    here = addresses.house() + reverse(f"{face.kind}-credentials")
    return ", ".join(
        f'<{here}?{urlencode({"limit": limit, "offset": at, **since})}>; rel="{name}"'
        for name, at in places.items()
    )


def _upsert(request: HttpRequest, face: Face) -> HttpResponse:
    who = caller(request, f"{face.scope}credential.upsert")
    media = (request.content_type or "").lower()
    if media not in (*DOCUMENTS, *TOKENS):
        raise Wrong(415, f"A credential comes as {DOCUMENTS[0]}, a signed token as {TOKENS[0]}.")
    given = _body(request)
    _check_form(given, media in TOKENS, face)
    made = _held(who, given)
    kept = records.held_document(who.actor, made.id)
    code = 201 if made.new else 200
    if isinstance(kept, str):
        return HttpResponse(kept, status=code, content_type="text/plain")
    return JsonResponse(kept, status=code)


def _check_form(given: bytes, token: bool, face: Face) -> None:
    try:
        what = opened(given)
    except Refused as refusal:
        raise Wrong(400, str(refusal)) from None
    if what.token != token:
        raise Wrong(400, "The content is not of the type that the request says it is.")
    types = what.document.get("type")
    named = types if isinstance(types, list) else [types]
    if (("ClrCredential" in named) != (face.kind == "clr")) or what.older:
        raise Wrong(400, f"It is no {face.document}.")


def _held(who: Caller, given: bytes) -> holding.Kept:
    try:
        return holding.hold(by=who.actor, given=given, source=who.app.name, now=timezone.now())
    except Refused as refusal:
        raise Wrong(400, str(refusal)) from None


def _body(request: HttpRequest) -> bytes:
    body = request.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise Wrong(413, f"Up to {LARGEST} bytes are read.")
    return bytes(body)


def _json(body: bytes) -> Any:
    try:
        return read(body)
    except Unreadable as problem:
        raise Wrong(400, str(problem)) from None


def _number(request: HttpRequest, name: str, usual: int, least: int, most: int) -> int:
    written = request.GET.get(name, str(usual))
    if not written.isascii() or not written.isdigit() or not least <= int(written[:9]) <= most:
        raise Wrong(400, f"{name} is a number from {least} to {most}.", "invalid_query_parameter")
    return int(written)


def _since(request: HttpRequest) -> datetime | None:
    written = request.GET.get("since")
    if written is None:
        return None
    try:
        # A plus sign that nobody encoded arrives as a space.
        found = parse_datetime(written.replace(" ", "+"))
    except ValueError:
        found = None
    if found is None:
        raise Wrong(400, "since is a time such as 2026-11-22T09:00:00Z.", "invalid_query_parameter")
    return found if found.tzinfo else found.replace(tzinfo=UTC)
