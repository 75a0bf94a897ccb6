"""Measured words: breaking into rows never loses one, and rows are as narrow as they can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from throughline.core.drawing.lettering import fitted, lettered, text_width

texts = st.lists(st.text("abcdefgW éñ", min_size=1, max_size=9), min_size=1, max_size=7).map(" ".join)


@given(texts, st.integers(1, 4))
def test_no_word_is_lost_or_cut_and_the_rows_fit_the_count(text: str, rows: int) -> None:
    found = lettered(text, 12, rows)
    assert " ".join(found.rows) == " ".join(text.split())
    assert len(found.rows) <= rows
    assert found.width == max(text_width(row, 12) for row in found.rows)


@given(texts, st.integers(1, 3))
def test_more_rows_are_never_wider(text: str, rows: int) -> None:
    assert lettered(text, 12, rows + 1).width <= lettered(text, 12, rows).width + 1e-6


def test_a_short_name_keeps_one_row_and_a_long_one_takes_more() -> None:
    assert fitted("Anatomy", 12, 88, 2).rows == ("Anatomy",)
    assert fitted("Workplace exploration", 12, 88, 2).rows == ("Workplace", "exploration")


def test_accents_are_as_wide_as_their_letters_and_ideographs_wider() -> None:
    assert text_width("é", 12) == text_width("e", 12)
    assert text_width("学", 12) > text_width("m", 12)
