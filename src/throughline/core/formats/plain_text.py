"""A statement as plain text, for search, lists and reading aloud; what the file says stays as it is in its record."""

import html
import re

_TAGS = (
    "a|abbr|b|big|blockquote|br|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|li|math|ol|p|pre|q|s|small|span|"
    "strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|hr|/?p|/?div|/?li|/?tr|/?h[1-6]|/?[ou]l|/?table)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SUPERSCRIPT = re.compile(r"<sup>\s*(.*?)\s*</sup>", re.IGNORECASE | re.DOTALL)
_SUBSCRIPT = re.compile(r"<sub>\s*(.*?)\s*</sub>", re.IGNORECASE | re.DOTALL)
_SPACES = re.compile(r"[ \t\xa0]+")
_LINES = re.compile(r" *\n[ \n]*")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def plain(text: str) -> str:
    """The text without HTML: entities as letters, x<sup>2</sup> as x^2, paragraphs on lines of their own.

    Only names of HTML elements count as tags, so that `a < b` and Markdown stay as they are. What no database and no
    page can show (control characters) is left out.
    """
    if "<" in text and _TAG.search(text):
        text = _SUPERSCRIPT.sub(r"^\1", _SUBSCRIPT.sub(r"_\1", text))
        text = _TAG.sub("", _BREAK.sub("\n", text))
        text = _LINES.sub("\n", _SPACES.sub(" ", text)).strip()
    if "&" in text:
        text = html.unescape(text)
    return _UNPRINTED.sub("", text)
