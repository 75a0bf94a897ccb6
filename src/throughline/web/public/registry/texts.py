"""Texts of the registry as a page shows them."""

from collections.abc import Mapping

from throughline.web.words import language

LONGEST = 240


def read(texts: Mapping[str, str]) -> tuple[str, str]:
    """A text by language in the reader's, else in English, else in whichever it has; with its language, where that is
    another one and known."""
    own = language()
    tag = next((tag for tag in texts if tag.partition("-")[0] == own), None)
    tag = tag if tag is not None else "en" if "en" in texts else next(iter(texts), "")
    return texts.get(tag, ""), "" if tag.partition("-")[0] == own else tag


def cut(text: str, longest: int = LONGEST) -> str:
    """The beginning of a text, at a word."""
    return text if len(text) <= longest else f"{text[:longest].rpartition(' ')[0] or text[:longest]} …"


def other(tag: str) -> str:
    """A language tag where it is not the reader's own."""
    return "" if not tag or tag.partition("-")[0] == language() else tag
