"""Search over everything the registry holds, and the way in to its documents."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from throughline.apps.registry.queries import search as registry
from throughline.apps.registry.queries.search import Asked, Found
from throughline.web.pages import page, show
from throughline.web.public.registry.keeping import kept
from throughline.web.public.registry.naming import (
    format_words,
    item_page,
    kind_words,
    language_words,
    page_of,
)
from throughline.web.public.registry.texts import cut, read

FARTHEST = 10_000


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name with the language that is in, its page, what it is, where it stands, a few words of it."""

    title: str
    language: str
    href: str
    kind: str
    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a filter, with how many things it leaves."""

    value: str
    title: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A list to narrow by."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was asked, what was found. before, after: where the pages beside this one begin (None: there is none)."""

    asked: Asked
    hits: tuple[Hit, ...]
    total: int
    counted: bool
    kinds: Filter
    formats: Filter
    languages: Filter
    publishers: Filter
    subjects: Filter
    first: int
    last: int
    before: int | None
    after: int | None

    @property
    def narrowed(self) -> bool:
        """Whether anything was asked."""
        return any((self.asked.words, self.asked.kind, self.asked.format, self.asked.language,
                    self.asked.publisher, self.asked.subject))  # fmt: skip


@page("registry.read")
@kept
def search(request: HttpRequest) -> HttpResponse:
    """Everything that fits what is asked, by how well it fits; without words, documents and things by name."""
    asked = _asked(request)
    results, offered = registry.search(asked), registry.choices()
    start, end = asked.start, asked.start + registry.PAGE
    shown = SearchPage(
        asked, tuple(_hit(each) for each in results.found), results.total, results.counted,
        _filter("kind", offered.kinds, asked.kind, kind_words),
        _filter("format", offered.formats, asked.format, format_words),
        _filter("language", offered.languages, asked.language, language_words),
        _filter("publisher", offered.publishers, asked.publisher, str),
        _filter("subject", offered.subjects, asked.subject, str),
        first=start + 1, last=start + len(results.found),
        before=max(0, start - registry.PAGE) if start else None, after=end if end < results.total else None,
    )  # fmt: skip
    return show(request, "throughline/registry/search.html", shown)


def _asked(request: HttpRequest) -> Asked:
    def said(name: str) -> str:
        return request.GET.get(name, "").replace("\x00", "").strip()[:200]

    start = said("start")
    return Asked(
        said("q"), said("kind"), said("format"), said("language"), said("publisher"), said("subject"),
        start=min(int(start), FARTHEST) if start.isascii() and start.isdigit() else 0,
    )  # fmt: skip


def _filter(
    name: str, offered: tuple[tuple[str, int], ...], chosen: str, say: Callable[[str], str]
) -> Filter:
    choices = [Choice(value, say(value), count, value == chosen) for value, count in offered if value]
    return Filter(name, tuple(sorted(choices, key=lambda each: each.title.casefold())))


def _hit(found: Found) -> Hit:
    title, language = read(found.titles)
    text, _language = read(found.texts)
    if found.source == "catalogue":
        href = page_of(found.reference)
    elif found.source == "document":
        href = reverse("registry-document", args=[found.document])
    else:
        href = item_page(found.document, found.identifier) if found.document else ""
    return Hit(cut(title), language, href, kind_words(found.kind), found.code, found.where, cut(text))
