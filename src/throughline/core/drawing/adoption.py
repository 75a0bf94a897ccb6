"""How something spread: one number for each quarter, as a line of steps. The table beside it says the same in numbers."""

from collections.abc import Sequence

from throughline.core.drawing.lettering import FACE
from throughline.core.drawing.palette import LIGHT, MUTED_LIGHT, RULE_LIGHT
from throughline.core.drawing.svg import Value, element, escaped, text

WIDTH, HEIGHT = 360.0, 200.0
LEFT, RIGHT, TOP, FOOT = 44.0, 12.0, 12.0, 26.0
LETTERS = 12.0


def adoption(points: Sequence[tuple[str, int]], title: str, description: str, uid: str) -> str:
    """The drawing as SVG. points: the name of each quarter and what it had come to. Empty where there are fewer than two."""
    if len(points) < 2:
        return ""
    most = max(value for _, value in points) or 1
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg", "class": "ranges", "role": "img",
        "viewBox": f"0 0 {round(WIDTH)} {round(HEIGHT)}", "width": WIDTH, "height": HEIGHT, "font-family": FACE,
        "aria-labelledby": f"{uid}-title", "aria-describedby": f"{uid}-desc",
    }  # fmt: skip
    said = (
        element("title", {"id": f"{uid}-title"}, escaped(title)),
        element("desc", {"id": f"{uid}-desc"}, escaped(description)),
    )
    return element("svg", attributes, *said, _scale(most), _line(points, most), _names(points))


def _x(nth: int, many: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * nth / (many - 1)


def _y(value: float, most: int) -> float:
    return TOP + (HEIGHT - TOP - FOOT) * (1 - value / most)


def _scale(most: int) -> str:
    marks = sorted({0, most // 2, most})
    lines = (
        element(
            "line",
            {
                "x1": LEFT,
                "x2": WIDTH - RIGHT,
                "y1": _y(each, most),
                "y2": _y(each, most),
                "class": "ranges-rule",
                "stroke": RULE_LIGHT,
            },
        )
        + _letters(LEFT - 6, _y(each, most) + 4, f"{each:,}", "end")
        for each in marks
    )
    return "".join(lines)


def _line(points: Sequence[tuple[str, int]], most: int) -> str:
    many, steps = len(points), list[str]()
    for nth, (_, value) in enumerate(points):
        if nth:
            steps.append(f"H{_x(nth, many):.1f}")
        steps.append(f"{'V' if nth else f'M{_x(0, many):.1f} '}{_y(value, most):.1f}")
    return element("path", {"d": "".join(steps), "fill": "none", "stroke": LIGHT[3], "stroke-width": 3})


def _names(points: Sequence[tuple[str, int]]) -> str:
    y = HEIGHT - 8
    return _letters(LEFT, y, points[0][0], "start") + _letters(WIDTH - RIGHT, y, points[-1][0], "end")


def _letters(x: float, y: float, words: str, anchor: str) -> str:
    return text(
        x,
        y,
        (words,),
        LETTERS,
        {"class": "ranges-soft", "font-size": LETTERS, "fill": MUTED_LIGHT, "text-anchor": anchor},
    )
