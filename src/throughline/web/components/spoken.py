"""Texts and data words in the reader's language, as a page writes them."""

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web import words as reader


def words(text: Text | None) -> SafeString | str:
    """A text in the reader's language, marked with its own language where that is another one."""
    plain, other = reader.read(text)
    return format_html('<span lang="{}">{}</span>', other, plain) if other else plain


def spaced(word: str) -> str:
    """A data word as people write it: without dashes and underscores."""
    return word.replace("_", " ").replace("-", " ")


def said(word: str) -> SafeString | str:
    """A data word in the reader's language where the state has words for it, else as people write it."""
    return words(reading.catalogue().state.tags.get(word)) or spaced(word)


def written(text: Text | None) -> str:
    """`words`, escaped for a page that is not written by a template."""
    return conditional_escape(words(text))
