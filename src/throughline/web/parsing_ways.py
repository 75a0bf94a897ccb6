"""What is asked of the shortest way, between an address, a form and a wish."""

from decimal import Decimal
from typing import cast, get_args
from urllib.parse import parse_qsl, urlencode

from django.http import HttpRequest, QueryDict

from throughline.apps.advising import queries as advising
from throughline.core.progress.planning.offers import Measure
from throughline.web.parsing import number_of

LONGEST = 60


def wish_of(given: QueryDict) -> advising.Wish:
    """The wish that a form or an address asks; what is not understood is as if it were not said.

    :raises Refused: a number that is none.
    """
    asked = given.get("save", "effort")
    far = given.get("km", "")
    return advising.Wish(
        pathways=tuple(dict.fromkeys(given.getlist("p")))[:LONGEST],
        until="next" if given.get("until") == "next" else "end",
        measure=cast(Measure, asked if asked in get_args(Measure) else "effort"),
        terms=_whole(given.get("terms", "")), hours=_hours(given.get("hours", "")), kilometers=_whole(far),
        keep=frozenset(given.getlist("keep")), leave=frozenset(given.getlist("leave")),
        hold_plan=bool(given.get("hold")),
    )  # fmt: skip


def _whole(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None


def _hours(typed: str) -> Decimal | None:
    return number_of(typed) or None


def query_of(request: HttpRequest) -> str:
    """What was asked, as it stands in the address."""
    return request.GET.urlencode()


def address_with(query: str, **more: str) -> str:
    """The address that asks the same with one thing more, or another value of it: `keep` and `leave` add up."""
    once = {name for name in more if name not in ("keep", "leave")}
    pairs = [(n, v) for n, v in parse_qsl(query) if n not in once and v not in more.values()]
    return f"?{urlencode([*pairs, *more.items()])}"


def address_without(query: str, name: str, value: str) -> str:
    """The address that asks the same without one of its values."""
    return f"?{urlencode([pair for pair in parse_qsl(query) if pair != (name, value)])}"
