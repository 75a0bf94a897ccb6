"""Wages as bars on one scale: what is known is drawn, what is not is not."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from throughline.core.drawing.ranges import Range, ranges

ROW = Range("Harbor & <bay>", 10.0, 15.0, 20.0, 25.0, 30.0, mark=18.0)


def test_a_row_is_drawn_with_its_label_its_middle_and_its_mark() -> None:
    svg = ranges([ROW], "Wages", "By area", "w")
    root = ElementTree.fromstring(svg)
    assert root.get("aria-labelledby") == "w-title"
    assert "Harbor &amp; &lt;bay&gt;" in svg
    assert svg.count('class="ranges-middle"') == svg.count('class="ranges-mark"') == 1
    assert "style=" not in svg


def test_a_wage_above_what_is_published_runs_to_the_edge_and_past_it() -> None:
    over = Range("Capital", 90.0, None, None, None, None, over=True)
    svg = ranges([ROW, over], "Wages", "By area", "w")
    assert svg.count("<path") == 1
    widths = [float(each) for each in re.findall(r'class="ranges-wide"[^>]* width="([\d.]+)"', svg)]
    assert len(widths) == 2


def test_a_row_without_figures_has_no_bar_and_no_rows_no_drawing() -> None:
    nothing = Range("Prairie", None, None, None, None, None)
    assert ranges([nothing], "Wages", "By area", "w") == ""
    assert ranges([ROW, nothing], "Wages", "By area", "w").count('class="ranges-half"') == 1
