"""Colours that can be told from the page, and the same ones in the style sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from throughline.core.drawing import palette

SHEET = Path(palette.__file__).parents[2] / "web" / "static" / "throughline" / "map.css"
PAIRS = [(c, palette.PAGE_LIGHT) for c in (*palette.LIGHT, palette.INK_LIGHT, palette.MUTED_LIGHT)] + [
    (c, palette.PAGE_DARK) for c in (*palette.DARK, palette.INK_DARK, palette.MUTED_DARK)
]


@pytest.mark.parametrize(("colour", "page"), PAIRS)
def test_every_line_and_word_stands_out_from_its_page(colour: str, page: str) -> None:
    assert palette.contrast(colour, page) >= 4.5


def test_contrast_is_that_of_the_accessibility_guidelines() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_colours_are_all_different() -> None:
    assert len(set(palette.LIGHT)) == len(set(palette.DARK)) == palette.HUES == 16


def test_the_style_sheet_has_the_colours_of_the_palette() -> None:
    found = re.findall(r"--tl-c(\d+): (#\w{6});", SHEET.read_text(encoding="utf-8"))
    wanted = [(str(n), c) for colours in (palette.LIGHT, palette.DARK) for n, c in enumerate(colours)]
    assert found == wanted


def test_a_wanted_colour_is_kept_and_the_others_differ() -> None:
    ids = [f"line{n}" for n in range(20)]
    colours = palette.colours_of(ids, [3, *[None] * 19])
    assert colours[0] == 3
    assert len(set(colours)) == 20


def test_a_line_keeps_its_colour_when_another_goes() -> None:
    ids = [f"line{n}" for n in range(10)]
    before = dict(zip(ids, palette.colours_of(ids, [None] * 10), strict=True))
    after = dict(zip(ids[:-1], palette.colours_of(ids[:-1], [None] * 9), strict=True))
    assert after == {line: before[line] for line in ids[:-1]}
