"""Texts in the reader's language."""

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


def spoken(text: Text | None) -> str:
    """The language `words` answers in, where it is not the reader's own; else empty. For the `lang` attribute."""
    if not text or language() in text:
        return ""
    return "en" if "en" in text else next(iter(text))
