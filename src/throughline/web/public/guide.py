"""Help: the guide that stands in docs/guide, as pages. The number before a file's name only puts it in order."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from markdown_it import MarkdownIt

from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show
from throughline.web.words import language

PLACES = (Path(__file__).parents[1] / "guide", Path(__file__).parents[4] / "docs" / "guide")
LINK = re.compile(r'href="([\w-]+)\.md"')
"""A chapter's link to another, as it also works in the repository."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter of the guide. html: its text, made from Markdown without raw HTML. spoken: the language it is in."""

    name: str
    title: str
    html: str
    spoken: str


@page("catalogue.read")
@kept_for_everyone
def help_index(request: HttpRequest) -> HttpResponse:
    """All chapters."""
    return show(request, "throughline/public/help.html", chapters(language()))


@page("catalogue.read")
@kept_for_everyone
def help_page(request: HttpRequest, name: str) -> HttpResponse:
    """One chapter."""
    found = next((each for each in chapters(language()) if each.name == name), None)
    if found is None:
        raise Http404(f"The guide has no chapter '{name}'.")
    return show(request, "throughline/public/help_page.html", found)


@cache
def chapters(tongue: str) -> tuple[Chapter, ...]:
    """The chapters in a language, by file name; in English where there is no translation."""
    folder = next((place for place in PLACES if place.is_dir()), None)
    if folder is None:
        return ()
    found = {file.stem: file for file in sorted(folder.glob("*.md"))}
    translated = {file.stem: file for file in sorted((folder / tongue).glob("*.md"))}
    return tuple(
        _chapter(name, translated.get(name, file), tongue if name in translated else "en")
        for name, file in found.items()
    )


def _chapter(name: str, file: Path, spoken: str) -> Chapter:
    first, _, rest = file.read_text("utf-8").partition("\n")
    title = first.lstrip("# ").strip()
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(rest)
    html = LINK.sub(lambda found: f'href="{reverse("help-page", args=[_plain(found[1])])}"', html)
    return Chapter(_plain(name), title, html.replace("<table>", '<table class="table">'), spoken)


def _plain(name: str) -> str:
    return re.sub(r"^\d+-", "", name)
