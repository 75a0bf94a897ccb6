"""The colours of lines: sixteen hues, each solid or with a pale core, in a light and a dark set.

Every line colour also serves as text, so each is held to 4.5:1 against its page (WCAG 2.2, 1.4.3), which is more
than the 3:1 a drawn line needs (1.4.11).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

PAGE_LIGHT = "#ffffff"
PAGE_DARK = "#14171a"
INK_LIGHT = "#1b1b1b"
INK_DARK = "#f0f2f4"
MUTED_LIGHT = "#565c65"
MUTED_DARK = "#b4bcc6"
RULE_LIGHT = "#dfe1e2"
RULE_DARK = "#3a434c"

LIGHT = (
    "#b3203a", "#1f7a45", "#c2560c", "#1d5fa8", "#7d3c98", "#0b7f80", "#7a5a22", "#c0317a",
    "#4550b0", "#5d6b1a", "#5a6872", "#9a3412", "#0e6f9c", "#8a2f5c", "#3d6b35", "#6a4fb8",
)  # fmt: skip
DARK = (
    "#ff8094", "#63cc8d", "#ff9f5a", "#78b4f5", "#cf9be8", "#4fd0cf", "#d6b071", "#f58bbd",
    "#a3adff", "#bccb62", "#b4c2cc", "#f0936f", "#62c4ee", "#e59abf", "#9bcc8c", "#bda8ff",
)  # fmt: skip

HUES = len(LIGHT)
COLOURS = 2 * HUES
ALIKE = (
    frozenset({0, 7, 13, 11}),
    frozenset({1, 14, 9, 5}),
    frozenset({2, 11, 6}),
    frozenset({3, 12, 8}),
    frozenset({4, 15, 8, 13}),
    frozenset({5, 12}),
    frozenset({10, 12, 8}),
)


def light(colour: int) -> str:
    return LIGHT[colour % HUES]


def dark(colour: int) -> str:
    return DARK[colour % HUES]


def has_core(colour: int) -> bool:
    """Whether the track carries a pale core, which tells the second sixteen colours from the first."""
    return colour % COLOURS >= HUES


def colours_of(ids: Sequence[str], wanted: Sequence[int | None]) -> tuple[int, ...]:
    """A colour for each line, in the order the lines lie on the map.

    A wanted colour is kept. The others begin from a digest of their id, so a line keeps its colour when others come
    and go, and move on only where that colour is taken or looks like a neighbour's.
    """
    chosen: dict[int, int] = {
        place: colour % COLOURS for place, colour in enumerate(wanted) if colour is not None
    }
    for place in sorted(set(range(len(ids))) - set(chosen), key=lambda p: ids[p]):
        chosen[place] = _free_colour(ids[place], place, chosen)
    return tuple(chosen[place] for place in range(len(ids)))


def _free_colour(line_id: str, place: int, chosen: dict[int, int]) -> int:
    first = int.from_bytes(hashlib.sha256(line_id.encode()).digest()[:4], "big")
    taken = set(chosen.values())
    beside = [chosen[p] for p in (place - 1, place + 1) if p in chosen]
    plain = [(first + step) % HUES for step in range(HUES)]
    every = plain + [hue + HUES for hue in plain]

    def cost(colour: int) -> tuple[bool, bool, int]:
        return (colour in taken, any(_alike(colour, other) for other in beside), every.index(colour))

    return min(every, key=cost)


def _alike(one: int, other: int) -> bool:
    a, b = one % HUES, other % HUES
    return a == b or any(a in group and b in group for group in ALIKE)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two `#rrggbb` colours, 1 to 21, as WCAG 2.2 defines it."""
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
