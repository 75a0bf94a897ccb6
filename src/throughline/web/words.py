"""Texts in the reader's language."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language

from throughline.core.requirements.nodes import Text


def language() -> str:
    """The reader's language, as a two-letter tag."""
    return (get_language() or "en").partition("-")[0]


def words(text: Text | None) -> str:
    """The text in the reader's language; where it is not there, in English, else in the first language it has."""
    if not text:
        return ""
    return text.get(language()) or text.get("en") or next(iter(text.values()))


def read(text: Text | None) -> tuple[str, str]:
    """`words` and `spoken` in one look."""
    if not text:
        return "", ""
    own = language()
    if text.get(own):
        return text[own], ""
    other = "en" if text.get("en") else next(iter(text))
    return text[other], other


def told(moment: datetime, form: str = "DATE_FORMAT") -> str:
    """A moment as the reader writes it, by the clock of the house; with the day alone unless another form is named."""
    return date_format(localtime(moment), form)


def spoken(text: Text | None) -> str:
    """The language `words` answers in, where it is not the reader's own; else empty. For the `lang` attribute."""
    if not text or language() in text:
        return ""
    return "en" if "en" in text else next(iter(text))
