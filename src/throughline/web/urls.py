"""Every address of the pages: the first that fits is taken."""

from collections.abc import Iterable

from django.urls import URLPattern, URLResolver, include, path

from throughline.web.addresses.everyone import everyone
from throughline.web.addresses.governing import governing
from throughline.web.addresses.learner import learner
from throughline.web.addresses.registry import registry
from throughline.web.addresses.second_voices import second_voices
from throughline.web.addresses.shares import shares
from throughline.web.addresses.with_learners import with_learners
from throughline.web.addresses.work import work

addresses = [
    # Some of these begin like addresses below, and say more.
    *second_voices,
    *shares,
    *everyone,
    *governing,
    *learner,
    *with_learners,
    *work,
    *registry,
]


def by_first_part(routes: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """The same addresses in the same order, gathered by their first part: one of hundreds is found in a few looks."""
    parts: dict[str, list[URLPattern]] = {}
    for each in routes:
        first, slash, _rest = str(each.pattern).partition("/")
        parts.setdefault(first + slash, []).append(each)
    return [
        path(first, include([_within(first, each) for each in gathered])) for first, gathered in parts.items()
    ]


def _within(first: str, route: URLPattern) -> URLPattern:
    return path(str(route.pattern).removeprefix(first), route.callback, name=route.name)


urlpatterns = by_first_part(addresses)
