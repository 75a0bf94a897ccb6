"""Writing SVG: elements as strings, every text escaped, numbers to one decimal, no inline style."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
SAFE_SCHEMES = ("http:", "https:", "mailto:")

Value = str | float | int | None


def escaped(text: str) -> str:
    """Text safe inside an element or an attribute; characters that XML 1.0 forbids are left out."""
    return _FORBIDDEN.sub("", text).translate(_ENTITIES)


def number(value: float) -> str:
    """A number to one decimal, without a trailing `.0` and never `-0`."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, attributes: Mapping[str, Value], *children: str) -> str:
    """One element. An attribute of `None` or `""` is left out; children are markup already."""
    written = "".join(
        f' {key}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None and value != ""
    )
    inside = "".join(children)
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def safe_href(href: str) -> str:
    """The address if it is relative or of a safe kind; else nothing, so that no name can smuggle in a script."""
    address = "".join(character for character in href if ord(character) > 0x20).lower()
    scheme, colon, _ = address.partition(":")
    if colon and not any(mark in scheme for mark in "/?#"):
        return href if f"{scheme}:" in SAFE_SCHEMES else ""
    return href


def link(href: str, label: str, attributes: Mapping[str, Value], *children: str) -> str:
    """A link with a full text name; where there is no address, a group with the same name.

    The title alone names a link: beside a label of its own, what is drawn would have to stand in it word for word.
    """
    address = safe_href(href)
    title = element("title", {}, escaped(label))
    if address:
        return element("a", {"href": address, **attributes}, title, *children)
    return element("g", {"role": "img", "aria-label": label, **attributes}, title, *children)


def text(x: float, y: float, rows: tuple[str, ...], leading: float, attributes: Mapping[str, Value]) -> str:
    """Rows of text, the first with its baseline at `y`."""
    if len(rows) == 1:
        return element("text", {"x": x, "y": y, **attributes}, escaped(rows[0]))
    spans = [
        element("tspan", {"x": x, "y": y + place * leading}, escaped(row)) for place, row in enumerate(rows)
    ]
    # The space keeps the rows apart as words for whoever reads them out.
    return element("text", attributes, " ".join(spans))
