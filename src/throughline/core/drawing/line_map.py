"""The map of one pathway, across a wide screen or down a narrow one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from throughline.core.drawing.line_across import line_across
from throughline.core.drawing.line_down import line_down
from throughline.core.drawing.network import Network, State


def line_map(
    network: Network,
    line: str,
    *,
    shape: Literal["across", "down"] = "across",
    states: Mapping[str, State] | None = None,
    uid: str = "line",
) -> str:
    """The pathway `line` of the network as one SVG: stages with headings, gates, stations, off-ramps, destinations.

    The bands of the network are the stages of this pathway; the other lines of the network are there only to be
    named, by their letters, at the stations they share. Write both shapes into a page, each with its own `uid`, in
    the classes `tl-when-wide` and `tl-when-narrow`; `map.css` shows the one that fits.
    """
    if shape == "down":
        return line_down(network, line, states=states, uid=uid)
    return line_across(network, line, states=states, uid=uid)
