"""Template tags of the pages: words in the reader's language, and the small drawn marks."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.records.lines import Entry, Line
from throughline.core.catalogue.documents import Pathway
from throughline.core.drawing.palette import HUES
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web import words as reader
from throughline.web.components import maps, record_rows, spoken
from throughline.web.components.markup import markup_of, occupation_markup
from throughline.web.components.outcomes import Reason
from throughline.web.components.reason_list import reason_list
from throughline.web.components.record_parts import ResumeLine
from throughline.web.names import kept_address
from throughline.web.words import language

register = template.Library()
words = register.filter("words", spoken.words)
spaced = register.filter("spaced", spoken.spaced)
said = register.filter("said", spoken.said)


@register.filter
def plain(text: Text | None) -> str:
    """A text in the reader's language, without marking: for attributes and titles."""
    return reader.words(text)


@register.filter
def assured(level: str) -> str:
    """How sure one can be of who spoke for a piece of work, in words."""
    words = {
        "brought": _("The learner brought these words along. They were not checked here."),
        "said_by_link": _("They answered by a link the learner passed on."),
        "email_checked": _("Their e-mail was checked."),
        "signed_in": _("They were signed in here."),
        "works_for": _("They work for a recognized organization."),
    }
    return words.get(level, "")


@register.filter
def in_english(text: str) -> SafeString | str:
    """A sentence the house has only in English, marked so for readers of another language."""
    return format_html('<span lang="en">{}</span>', text) if text and reader.language() != "en" else text


@register.filter
def hue(colour: int) -> int:
    """The number of a line's colour in the style sheet."""
    return colour % HUES


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """The value at `key`, or nothing."""
    return mapping.get(key)


@register.filter
def beside(heads: Iterable[str], cells: Iterable[Any]) -> list[tuple[str, Any]]:
    """Each cell of a table's row with the name of its column."""
    return list(zip(heads, cells, strict=True))


@register.inclusion_tag("throughline/rule.html")
def rule(sentence: Any) -> dict[str, Any]:
    """A rule in words, as nested lists."""
    return {"sentence": sentence}


@register.simple_tag
def reasons(reason: Reason) -> SafeString:
    """A reason with all that stands below it, as a nested list."""
    return reason_list((reason,))


@register.simple_tag
def same_for_all(template: str) -> SafeString:
    """A part of a page in which nothing depends on who reads it or when: drawn once in each language."""
    return _drawn_once(template, language())


@lru_cache(maxsize=500)
def _drawn_once(template: str, tongue: str) -> SafeString:
    return render_to_string(template)


@register.simple_tag
def entry_rows(entries: Iterable[Entry], at: str) -> SafeString:
    """Entries of a record as rows of a list."""
    return record_rows.entry_rows(entries, at)


@register.simple_tag
def compact_rows(entries: Iterable[Entry], at: str) -> SafeString:
    """Entries of a record of which there are many, close together."""
    return record_rows.compact_rows(entries, at)


@register.simple_tag
def pick_rows(entries: Iterable[tuple[Entry, bool]]) -> SafeString:
    """Entries of a record to pick from, each with whether it is picked."""
    return record_rows.pick_rows(entries)


@register.simple_tag
def resume_rows(lines: Iterable[ResumeLine]) -> SafeString:
    """Lines of a résumé."""
    return record_rows.resume_rows(lines)


@register.simple_tag
def line_rows(lines: Iterable[Line], at: str) -> SafeString:
    """Lines of an entry, each with what was said and who stood behind it."""
    return record_rows.line_rows(lines, at)


@register.simple_tag
def also_counts(elsewhere: int) -> str:
    """In how many other pathways a milestone also counts."""
    said = ngettext("also counts in %(n)s other pathway", "also counts in %(n)s other pathways", elsewhere)
    return said % {"n": elsewhere}


@register.simple_tag
def to(route: str, *parts: str) -> SafeString:
    """`url`, for long lists: the address of a page by its route and slug, worked out once."""
    return SafeString(kept_address(route, *parts))


@register.simple_tag
def cut_key(key: str) -> str:
    """A `kind:id` as two parts of an address."""
    return key.replace(":", "/", 1)


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], name: str, value: str) -> str:
    """This page's address with one query value changed; an empty value takes it out."""
    params = context["request"].GET.copy()
    params.pop(name, None)
    if value:
        params[name] = value
    return f"?{params.urlencode()}"


@register.simple_tag
def letter(pathway: Pathway) -> SafeString:
    """The letter of a pathway's line, in its colour: said by the name beside it, so silent to a screen reader."""
    number = maps.colour(reading.structure(), pathway.id)
    return format_html(
        '<span class="letter tl-c{}" aria-hidden="true">{}</span>', number % HUES, pathway.letter
    )


@register.simple_tag
def markup(document: Any) -> SafeString:
    """What a page says of a document in schema.org's words."""
    return markup_of(document)


@register.simple_tag
def markup_of_occupation(code: str, title: str, about: str, address: str) -> SafeString:
    """What a page says of an occupation in schema.org's words."""
    return occupation_markup(code, title, about, address)
