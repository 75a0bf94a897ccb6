"""The picture of a badge: a met station on its line, what was earned, at which level, from whom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import typst

from throughline.core.drawing.lettering import FACE, LEADING, Lettering, fitted, one_space
from throughline.core.drawing.palette import INK_LIGHT, MUTED_LIGHT, PAGE_LIGHT, RULE_LIGHT, has_core, light
from throughline.core.drawing.svg import Value, element, escaped, text

SIDE = 480.0
MIDDLE = SIDE / 2
ROOM = 400.0
LINE_Y = 132.0
TITLE_SIZES = (44.0, 36.0, 30.0, 24.0, 19.0)
SMALL = 22.0
LONGEST = 160
MOST_WORDS = 24
DRAWN_WITH = "'Libertinus Serif'"
SHEET = b"""#set page(width: 480pt, height: 480pt, margin: 0pt, fill: none)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)"""


def badge_svg(title: str, issuer: str, level: str, description: str, colour: int) -> str:
    """A square SVG, 480 wide, that stands by itself. description: the same in a sentence, for who does not see it.

    colour: of the pathway's line (`palette.colours_of`).
    """
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 480 480", "width": SIDE, "height": SIDE, "role": "img",
        "aria-labelledby": "badge-title badge-description", "font-family": f"{FACE},{DRAWN_WITH}",
    }  # fmt: skip
    named = element("title", {"id": "badge-title"}, escaped(title))
    said = element("desc", {"id": "badge-description"}, escaped(description))
    return element(
        "svg", attributes, named, said, _ground(), _line(colour), *_lettering(title, issuer, level)
    )


def badge_png(svg: str, pixels: int = 480, fonts: Sequence[Path] = ()) -> bytes:
    """The same as PNG, square. fonts: folders of fonts for scripts that the drawing's own font has not."""
    drawn = typst.compile(
        SHEET,
        format="png",
        ppi=72 * pixels / SIDE,
        sys_inputs={"svg": svg},
        font_paths=_fonts(tuple(fonts)),
    )
    return bytes(drawn)


@cache
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    # Only fonts that are named: the same badge looks the same on every machine.
    return typst.Fonts(include_system_fonts=False, font_paths=list(folders))


def _ground() -> str:
    box: dict[str, Value] = {"x": 2, "y": 2, "width": SIDE - 4, "height": SIDE - 4, "rx": 36}
    return element("rect", {**box, "fill": PAGE_LIGHT, "stroke": RULE_LIGHT, "stroke-width": 4})


def _line(colour: int) -> str:
    """The line from edge to edge with its station, filled: met."""
    ends: dict[str, Value] = {"x1": 4, "y1": LINE_Y, "x2": SIDE - 4, "y2": LINE_Y}
    drawn = element("line", {**ends, "stroke": light(colour), "stroke-width": 28})
    if has_core(colour):
        drawn += element("line", {**ends, "stroke": PAGE_LIGHT, "stroke-width": 9})
    at: dict[str, Value] = {"cx": MIDDLE, "cy": LINE_Y}
    ring = element("circle", {**at, "r": 52, "fill": PAGE_LIGHT, "stroke": INK_LIGHT, "stroke-width": 12})
    return drawn + ring + element("circle", {**at, "r": 32, "fill": INK_LIGHT})


def _lettering(title: str, issuer: str, level: str) -> list[str]:
    big = _fitted(title, 3, TITLE_SIZES, True)
    top = 262 + (3 - len(big.rows)) * big.size * LEADING / 2
    drawn = [_rows(big, top, INK_LIGHT, 700)]
    if level:
        drawn.append(_rows(_fitted(level, 1, (SMALL, 18.0, 15.0), False), 396, MUTED_LIGHT, 400))
    drawn.append(_rows(_fitted(issuer, 1, (SMALL, 18.0, 15.0), True), 440, INK_LIGHT, 700))
    return drawn


def _fitted(said: str, rows: int, sizes: tuple[float, ...], bold: bool) -> Lettering:
    """The largest of the sizes in which the text fits; past the smallest, as much of it as its rows hold."""
    whole = " ".join(one_space(said).split(" ")[:MOST_WORDS])[:LONGEST] or " "
    for size in sizes:
        tried = fitted(whole, size, ROOM, rows, bold)
        if tried.width <= ROOM:
            return tried

    def cut(length: int) -> Lettering:
        return fitted(f"{whole[:length].rstrip()}…", sizes[-1], ROOM, rows, bold)

    return cut(bisect_left(range(1, len(whole)), True, key=lambda length: cut(length).width > ROOM))


def _rows(drawn: Lettering, top: float, colour: str, weight: int) -> str:
    look: dict[str, Value] = {
        "fill": colour, "font-size": drawn.size, "font-weight": weight, "text-anchor": "middle",
    }  # fmt: skip
    return text(MIDDLE, top, drawn.rows, drawn.size * LEADING, look)
