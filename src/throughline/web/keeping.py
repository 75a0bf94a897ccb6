"""Public pages, drawn once for everybody who has no session, and kept until something is published."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from threading import Lock
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from throughline.apps.frameworks import queries as frameworks
from throughline.web.words import language

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
Key = tuple[str, str, str]

MOST_BYTES = 48_000_000
"""Room for some hundred pages in each language; then the one not asked for longest goes."""
LONGEST_ADDRESS = 300
FOR_EVERYONE = "public, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was drawn. tag: of its bytes, for browsers. basis: what it was drawn from, where that can change
    without a publication."""

    body: bytes
    kind: str
    tag: str
    basis: object = None


@dataclass
class Shelf:
    """The pages drawn from one catalogue, the latest asked for last."""

    house: object
    most: int
    pages: OrderedDict[Key, Kept] = field(default_factory=OrderedDict)
    filled: int = 0
    lock: Lock = field(default_factory=Lock)

    def find(self, key: Key) -> Kept | None:
        """The page, if it is here."""
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
            return self.pages.get(key)

    def keep(self, key: Key, page: Kept) -> None:
        """Puts a page up, and takes down what there is no more room for."""
        with self.lock:
            self.filled += len(page.body) - len(self.pages[key].body if key in self.pages else b"")
            self.pages[key] = page
            self.pages.move_to_end(key)
            while self.filled > self.most:
                self.filled -= len(self.pages.popitem(last=False)[1].body)


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


def kept_for_everyone(view: View[P]) -> View[P]:
    """For views that show nothing but the catalogue: drawn once for each address, language and day.

    Whoever has a session, or is told something (a message), gets a page of their own; a page that holds a token of a
    form is never kept.
    """
    return kept_while(_always)(view)


def kept_while(stamp: Callable[[], str]) -> Callable[[View[P]], View[P]]:
    """The same for views that show more than the catalogue: a page is kept as long as the stamp of that stays the same."""

    def made(view: View[P]) -> View[P]:
        @wraps(view)
        def answered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not _is_anyone(request):
                return view(request, *args, **kwargs)
            day = f"{timezone.localdate().isoformat()} {stamp()}"
            here, key = shelf(), (day, language(), request.get_full_path())
            found = here.find(key)
            if found is None:
                drawn = view(request, *args, **kwargs)
                if not _for_everyone(request, drawn):
                    return drawn
                body = drawn.content
                found = Kept(body, drawn.headers["Content-Type"], f'"{sha256(body).hexdigest()[:32]}"')
                here.keep(key, found)
            return _sent(request, found)

        answered.kept = True  # type: ignore[attr-defined]
        return cast("View[P]", answered)

    return made


def _always() -> str:
    return ""


def _is_anyone(request: HttpRequest) -> bool:
    told = {settings.SESSION_COOKIE_NAME, "messages"} & set(request.COOKIES)
    return request.method == "GET" and not told and len(request.get_full_path()) <= LONGEST_ADDRESS


def _for_everyone(request: HttpRequest, drawn: HttpResponse) -> bool:
    # Django sets this when a form's token is asked for.
    with_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return drawn.status_code == 200 and not drawn.streaming and not drawn.cookies and not with_token


def _sent(request: HttpRequest, found: Kept) -> HttpResponse:
    answer = HttpResponse(found.body, content_type=found.kind)
    answer.headers["ETag"] = found.tag
    answer.headers["Cache-Control"] = FOR_EVERYONE
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    return cast("HttpResponse", get_conditional_response(request, etag=found.tag, response=answer))
