"""A qualification framework that somebody published, as its ladder of levels; and a map from one ladder to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.registry.queries import exporting
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.core.catalogue.documents import Level
from throughline.core.formats.ctdl.ladders import LevelMatch, ladder_in, matches_in, named_level
from throughline.web.pages import page, show
from throughline.web.public.registry.keeping import kept
from throughline.web.public.registry.naming import found_document
from throughline.web.words import language

LADDERS = ("qualification_framework", "alignment_map")
"""Kinds of documents that have such a page, where they came as CTDL."""
MATCHES = {
    "exactMatch": gettext_lazy("the same as"), "closeMatch": gettext_lazy("close to"),
    "broadMatch": gettext_lazy("a part of"), "narrowMatch": gettext_lazy("wider than"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rung:
    """A level: its title, what it asks for line by line, each in one language (its tag), and the kinds of qualifications
    on it."""

    title: str
    lines: tuple[str, ...]
    language: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A line of a map: a level, how it stands to the other, and that one (empty: nothing is like it)."""

    source: str
    words: str
    target: str


@dataclass(frozen=True, slots=True)
class LadderPage:
    """The levels, highest first, or the lines of a map."""

    document: DocumentLine
    rungs: tuple[Rung, ...]
    matches: tuple[MatchLine, ...]


def has_ladder(document: DocumentLine) -> bool:
    """Whether a document is shown as a ladder too."""
    return document.format == "ctdl" and document.kind in LADDERS


@page("registry.read")
@kept
def ladder(request: HttpRequest, key: UUID) -> HttpResponse:
    """The levels of a qualification framework one above the other, or how two of them stand to each other."""
    found = found_document(key)
    package = exporting.package(key, found.number) if has_ladder(found) else None
    if package is None:
        raise Http404("This document has no levels.")
    if found.kind == "alignment_map":
        shown = LadderPage(found, (), tuple(map(_match, matches_in(package))))
    else:
        shown = LadderPage(found, tuple(map(_rung, reversed(ladder_in(package).levels))), ())
    return show(request, "throughline/registry/ladder.html", shown)


def _rung(level: Level) -> Rung:
    tag = _tag(level.title)
    lines = level.descriptor.get(tag) or next(iter(level.descriptor.values()), "")
    return Rung(
        level.title.get(tag, str(level.number)), tuple(lines.split("\n")) if lines else (), tag, level.types
    )


def _tag(texts: Mapping[str, str]) -> str:
    """The reader's language where there is one, else English, else the first."""
    wanted = (
        *(tag for tag in texts if tag.partition("-")[0] == language()),
        *(t for t in texts if t[:2] == "en"),
    )
    return next(iter((*wanted, *texts)), "")


def _match(line: LevelMatch) -> MatchLine:
    return MatchLine(_named(line.source), str(MATCHES.get(line.kind, line.kind)), _named(line.target))


def _named(address: str) -> str:
    found = named_level(address)
    return address if found is None else _("{ladder}, level {n}").format(ladder=found[0].upper(), n=found[1])
