"""Requests that a read replica answers, where there is one (docs/reference/scale.md).

A request is answered by one database from beginning to end, never half by each: pages are kept under what their
database said of their rows, and both must come of one state. So the whole connection is exchanged, not the query. The
primary answers whatever may write, whoever wrote what the replica has not heard of yet, and every request that the replica
could not answer, which then begins anew.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from time import monotonic
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse

ALIAS = "replica"
COOKIE = "throughline_wrote"
REMEMBERED = 3_600
"""Seconds for which is remembered who wrote; a replica that is further behind is broken."""
PAUSE = 5.0
"""Seconds for which a replica that did not answer is not asked again."""
PLACE = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
NEVER = ("/accounts/", "/identity/", "/health")
"""Where a GET may act elsewhere, and must not begin anew; and where the primary itself is meant."""


class Replica:
    """Middleware: hands each request to the replica or to the primary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.asked_again_at = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._may_ask(request):
            tried = _again(request)
            with _instead() as watch:
                tried.replica = watch  # type: ignore[attr-defined]
                response = self.get_response(tried)
            if not (watch.refused or _signs_out(response)):
                return response
            response.close()
            return _remembered(self.get_response(request))
        response = self.get_response(request)
        return response if request.method in ("GET", "HEAD", "OPTIONS") else _remembered(response)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Keeps quiet about what the primary will answer."""
        watch: Watch | None = getattr(request, "replica", None)
        if watch is None or not (watch.refused or isinstance(exception, Error)):
            return None
        watch.refused = True
        return HttpResponse(status=503)

    def _may_ask(self, request: HttpRequest) -> bool:
        if request.method not in ("GET", "HEAD") or request.path.startswith(NEVER):
            return False
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
        if known and not settings.REPLICA_FOR_EVERYONE:
            return False
        return monotonic() >= self.asked_again_at and self._has_heard(request.COOKIES.get(COOKIE, ""))

    def _has_heard(self, wrote: str) -> bool:
        """Whether the replica answers, and knows what this browser wrote last."""
        try:
            replica = connections[ALIAS]
            replica.close_if_health_check_failed()
            replica.ensure_connection()
            return not wrote or (bool(PLACE.fullmatch(wrote)) and _is_past(replica, wrote))
        except Error:
            connections[ALIAS].close()
            self.asked_again_at = monotonic() + PAUSE
            return False


def _again(request: HttpRequest) -> HttpRequest:
    """The same request, so that what is found out about the one (who asks, for a start) is not known of the other."""
    other = copy(request)
    other.META = other.environ = dict(request.META)  # type: ignore[attr-defined]
    return other


class Watch:
    """Whether the replica could not answer something: it may not write, and it stops what stands in its way."""

    def __init__(self) -> None:
        self.refused = False

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        try:
            return execute(*given)
        except Error:
            self.refused = True
            raise


@contextmanager
def _instead() -> Iterator[Watch]:
    """Within it the replica is the database."""
    primary, replica, watch = connections[DEFAULT_DB_ALIAS], connections[ALIAS], Watch()
    connections[DEFAULT_DB_ALIAS] = replica
    try:
        with replica.execute_wrapper(watch):
            yield watch
    finally:
        connections[DEFAULT_DB_ALIAS] = primary


def _signs_out(response: HttpResponse) -> bool:
    """Whether the replica has not heard of a session: Django would take the browser's away for good."""
    name = settings.SESSION_COOKIE_NAME
    return name in response.cookies and not response.cookies[name].value


def _is_past(replica: BaseDatabaseWrapper, place: str) -> bool:
    with replica.cursor() as cursor:
        cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [place])
        return bool(cursor.fetchone()[0])


def _remembered(response: HttpResponse) -> HttpResponse:
    """Tells the browser up to where a replica must have heard before it may answer again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()")
        place = cursor.fetchone()[0]
    response.set_cookie(
        COOKIE, place, max_age=REMEMBERED, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )  # fmt: skip
    return response
