"""A person's own pages, kept while nothing that they show has changed.

A page about a record is looked at many times and changes seldom. It is drawn from the documents in force, the day, who
asks, and the person's own rows in tables that the view names; while all of these are the same, so is the page. Nobody
has to remember to throw anything away: a change in any row is seen before the page is handed out
(`row_versions`), and a test holds every such view to naming all tables it reads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from re import compile as pattern
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from throughline.apps.directory.actor import Actor
from throughline.apps.directory.row_versions import Tables, one_state, row_versions
from throughline.apps.frameworks import queries as frameworks
from throughline.web.keeping import LONGEST_ADDRESS, Kept, Shelf
from throughline.web.pages import who
from throughline.web.sessions import sits
from throughline.web.words import language

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

MOST_BYTES = 32_000_000
"""Room for some thousand pages; then the one not asked for longest goes."""
TOKEN = pattern(rb'name="csrfmiddlewaretoken" value="([A-Za-z0-9]+)"')
# Where the token of a form belongs. No text of anybody's holds this: PostgreSQL keeps no such byte.
PLACE = b"\0token\0"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a page was drawn from, besides the documents in force."""

    actor: Actor
    seated: bool
    days: tuple[object, object]
    rows: str


_latest: list[Shelf] = []


def shelf() -> Shelf:
    """The pages of the catalogue in force; an empty one from the moment that something is published."""
    house = frameworks.published()
    if not _latest or _latest[0].house is not house:
        _latest[:] = [Shelf(house, MOST_BYTES)]
    return _latest[0]


def forget() -> None:
    """Empties the store."""
    _latest.clear()


def kept_while_unchanged(tables: Tables) -> Callable[[View[P]], View[P]]:
    """For views that show the signed-in person what is theirs. tables: all that they read, with the rows that count.

    A page that says something once (a message) is neither kept nor taken from the store, and the token of its forms is
    put in anew each time.
    """

    def keeping(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            actor = who(request)
            if actor.person is None or not _plain(request):
                return view(request, *args, **kwargs)
            with one_state():
                here, key = shelf(), (str(actor.person), language(), request.get_full_path())
                days = (timezone.localdate(), timezone.localdate())
                basis = Basis(actor, sits(request), days, row_versions(actor.person, tables))
                found = here.find(key)
                if found is None or found.basis != basis:
                    drawn = view(request, *args, **kwargs)
                    if drawn.status_code != 200 or drawn.streaming:
                        return drawn
                    here.keep(
                        key, Kept(_without_token(drawn.content), drawn.headers["Content-Type"], "", basis)
                    )
                    return drawn
            return HttpResponse(_with_token(found.body, request), content_type=found.kind)

        answered.tables = frozenset(tables)  # type: ignore[attr-defined]
        return cast("View[P]", answered)

    return keeping


def _plain(request: HttpRequest) -> bool:
    told = "messages" in request.COOKIES or "_messages" in request.session
    short = len(request.get_full_path()) <= LONGEST_ADDRESS
    return request.method == "GET" and short and not told and "HX-Request" not in request.headers


def _without_token(body: bytes) -> bytes:
    found = TOKEN.search(body)
    return body.replace(found.group(1), PLACE) if found else body


def _with_token(body: bytes, request: HttpRequest) -> bytes:
    return body.replace(PLACE, get_token(request).encode()) if PLACE in body else body
