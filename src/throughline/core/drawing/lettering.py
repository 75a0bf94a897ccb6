"""How wide a text is, and how it breaks into lines, without a browser.

Widths are those of Public Sans in thousandths of the size; a little is added so that the fallback faces fit too.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

FACE = "'Public Sans Web','Public Sans','Source Sans Pro','Helvetica Neue',Arial,sans-serif"
ALLOWANCE = 1.03
LEADING = 1.2
WIDE, OTHER = 1000, 680

_CHARACTERS = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~·Øßæø–—’“”…"
_REGULAR = (
    243, 251, 426, 603, 658, 904, 708, 248, 302, 309, 394, 554, 242, 378, 225, 350, 612, 407, 596, 630, 628, 640,
    622, 600, 648, 624, 226, 240, 552, 554, 546, 521, 831, 710, 670, 688, 694, 620, 594, 733, 766, 283, 388, 682,
    578, 886, 754, 734, 636, 748, 676, 670, 594, 700, 672, 954, 688, 607, 637, 303, 350, 303, 473, 518, 218, 553,
    596, 544, 596, 566, 396, 622, 576, 248, 262, 562, 303, 865, 577, 566, 596, 596, 391, 506, 389, 580, 504, 780,
    564, 535, 480, 328, 263, 332, 568, 230, 750, 590, 914, 586, 555, 1117, 232, 419, 410, 768,
)  # fmt: skip
_BOLD = (
    226, 282, 480, 616, 680, 939, 784, 261, 333, 336, 473, 588, 277, 393, 270, 381, 644, 428, 635, 665, 656, 675,
    660, 626, 671, 659, 270, 278, 578, 588, 578, 534, 828, 726, 684, 718, 720, 634, 614, 759, 770, 308, 402, 717,
    578, 918, 782, 760, 652, 773, 696, 692, 616, 724, 704, 968, 717, 668, 670, 337, 381, 337, 484, 553, 264, 566,
    608, 547, 608, 576, 396, 628, 592, 267, 288, 580, 329, 896, 593, 576, 607, 607, 412, 527, 416, 595, 520, 788,
    588, 563, 496, 384, 268, 384, 612, 259, 776, 627, 914, 612, 592, 1148, 262, 480, 478, 894,
)  # fmt: skip
_WIDTHS = {
    False: dict(zip(_CHARACTERS, _REGULAR, strict=True)),
    True: dict(zip(_CHARACTERS, _BOLD, strict=True)),
}


@dataclass(frozen=True, slots=True)
class Lettering:
    """A text broken into rows, with the size of the box that holds it (pixels)."""

    rows: tuple[str, ...]
    size: float
    width: float
    height: float


@lru_cache(maxsize=8192)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width in pixels of one row of text, never less than a browser draws in the product's face."""
    return sum(_advance(character, bold) for character in text) * size / 1000 * ALLOWANCE


def _advance(character: str, bold: bool) -> int:
    known = _WIDTHS[bold].get(character)
    if known is not None:
        return known
    base = unicodedata.normalize("NFD", character)[0]
    if base != character and base in _WIDTHS[bold]:
        return _WIDTHS[bold][base]
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn"}:
        return 0
    return WIDE if unicodedata.east_asian_width(character) in {"W", "F"} else OTHER


def one_space(text: str) -> str:
    """The text with every run of white space as one space, so that measure and drawing agree."""
    return " ".join(text.split())


@lru_cache(maxsize=8192)
def lettered(text: str, size: float, rows: int, bold: bool = False) -> Lettering:
    """The text in at most `rows` rows, as narrow as that allows; words are never cut."""
    words = one_space(text).split(" ")
    widths = [text_width(word, size, bold) for word in words]
    space = text_width(" ", size, bold)
    limit = max(widths)
    broken = _filled(words, widths, space, limit)
    while len(broken) > rows:
        limit = _next_limit(words, widths, space, limit)
        broken = _filled(words, widths, space, limit)
    width = max(text_width(row, size, bold) for row in broken)
    return Lettering(tuple(broken), size, width, round(len(broken) * size * LEADING, 2))


def _filled(words: list[str], widths: list[float], space: float, limit: float) -> list[str]:
    rows: list[list[str]] = []
    room = -1.0
    for word, width in zip(words, widths, strict=True):
        if rows and width + space <= room + 1e-9:
            rows[-1].append(word)
            room -= width + space
        else:
            rows.append([word])
            room = limit - width
    return [" ".join(row) for row in rows]


def _next_limit(words: list[str], widths: list[float], space: float, limit: float) -> float:
    """The next wider limit at which some row could hold one more word."""
    wider = [
        total
        for first in range(len(words))
        for last in range(first + 1, len(words))
        if (total := sum(widths[first : last + 1]) + space * (last - first)) > limit + 1e-9
    ]
    return min(wider)


def fitted(text: str, size: float, wanted: float, rows: int, bold: bool = False) -> Lettering:
    """The text in as few rows as fit `wanted` pixels, up to `rows`; wider than wanted only if a word or the last
    try is."""
    for count in range(1, rows + 1):
        tried = lettered(text, size, count, bold)
        if tried.width <= wanted or len(tried.rows) < count:
            break
    return tried
