"""Ranges side by side on one scale: for each row what the middle half and most get, the middle one, and a mark to hold
it against. Drawn narrow, so that it is read on a phone as it stands; the table beside it says the same in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughline.core.drawing.lettering import FACE
from throughline.core.drawing.palette import INK_LIGHT, LIGHT, MUTED_LIGHT, RULE_LIGHT
from throughline.core.drawing.svg import Value, element, escaped, text

WIDTH, LEFT, RIGHT = 360.0, 4.0, 24.0
ROW, TOP, FOOT = 46.0, 8.0, 26.0
BAR = 10.0
LETTERS = 13.0
STEPS = (5, 10, 20, 25, 50, 100, 10_000, 20_000, 25_000, 50_000, 100_000)


@dataclass(frozen=True, slots=True)
class Range:
    """One row. least, lower, middle, upper, most: 10, 25, 50, 75 and 90 of 100 get less; None where it is not known.
    over: the upper ones that are not known lie beyond what is published. mark: what it is held against."""

    label: str
    least: float | None
    lower: float | None
    middle: float | None
    upper: float | None
    most: float | None
    over: bool = False
    mark: float | None = None


def ranges(rows: Sequence[Range], title: str, description: str, uid: str, unit: str = "$") -> str:
    """The drawing as SVG, with a title and a description for whoever does not see it. Empty where there is nothing."""
    if not any(_known(row) for row in rows):
        return ""
    highest = max(value for row in rows for value in (*_known(row), row.mark or 0.0))
    step = next((each for each in STEPS if highest / each <= 6), STEPS[-1])
    end = step * (int(highest / step) + 1)
    bottom = TOP + ROW * len(rows)
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg", "class": "ranges", "role": "img",
        "viewBox": f"0 0 360 {round(bottom + FOOT)}",
        "width": WIDTH, "height": round(bottom + FOOT), "font-family": FACE,
        "aria-labelledby": f"{uid}-title", "aria-describedby": f"{uid}-desc",
    }  # fmt: skip
    said = (
        element("title", {"id": f"{uid}-title"}, escaped(title)),
        element("desc", {"id": f"{uid}-desc"}, escaped(description)),
    )
    drawn = "".join(_row(row, TOP + ROW * place, end) for place, row in enumerate(rows))
    return element("svg", attributes, *said, _scale(step, end, bottom, unit), drawn)


def _known(row: Range) -> list[float]:
    every = (row.least, row.lower, row.middle, row.upper, row.most)
    return [value for value in every if value is not None]


def _x(value: float, end: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * value / end


def _scale(step: float, end: float, bottom: float, unit: str) -> str:
    drawn = []
    for n in range(int(end / step) + 1):
        x = _x(n * step, end)
        line: dict[str, Value] = {
            "class": "ranges-rule",
            "x1": x,
            "x2": x,
            "y1": TOP,
            "y2": bottom,
            "stroke": RULE_LIGHT,
        }
        number = f"{unit}{n * step / 1000:g}k" if step >= 1000 and n else f"{unit}{n * step:g}"
        anchor = "start" if n == 0 else "middle"
        letters: dict[str, Value] = {
            "class": "ranges-soft",
            "fill": MUTED_LIGHT,
            "font-size": LETTERS,
            "text-anchor": anchor,
        }
        drawn += [element("line", line), text(x, bottom + 18, (number,), 0, letters)]
    return "".join(drawn)


def _row(row: Range, top: float, end: float) -> str:
    letters: dict[str, Value] = {"class": "ranges-ink", "fill": INK_LIGHT, "font-size": LETTERS}
    middle = top + 30
    drawn = [text(LEFT, top + 14, (row.label,), 0, letters)]
    known = _known(row)
    if known:
        far = _x(end, end) if row.over else _x(max(known), end)
        drawn.append(_bar(_x(min(known), end), far, middle, 3, "ranges-wide"))
        if row.lower is not None:
            end_of_half = far if row.upper is None else _x(row.upper, end)
            drawn.append(_bar(_x(row.lower, end), end_of_half, middle, BAR, "ranges-half"))
    if row.over:
        x = _x(end, end)
        drawn.append(
            element(
                "path", {"class": "ranges-over", "fill": LIGHT[3], "d": f"M{x:.0f} {middle - 6:.0f}l9 6-9 6z"}
            )
        )
    if row.middle is not None:
        x = _x(row.middle, end)
        drawn.append(_stroke(x, middle, 9, "ranges-middle", INK_LIGHT, ""))
    if row.mark is not None:
        drawn.append(_stroke(_x(row.mark, end), middle, 11, "ranges-mark", LIGHT[2], "3 2"))
    return "".join(drawn)


def _bar(left: float, right: float, middle: float, height: float, classes: str) -> str:
    attributes: dict[str, Value] = {
        "class": classes, "x": left, "y": middle - height / 2, "width": max(right - left, 1.0), "height": height,
        "fill": LIGHT[3],
    }  # fmt: skip
    return element("rect", attributes)


def _stroke(x: float, middle: float, reach: float, classes: str, colour: str, dashes: str) -> str:
    attributes: dict[str, Value] = {
        "class": classes, "x1": x, "x2": x, "y1": middle - reach, "y2": middle + reach, "stroke": colour,
        "stroke-width": 3, "stroke-dasharray": dashes,
    }  # fmt: skip
    return element("line", attributes)
