"""The map of one pathway, across a wide screen or down a narrow one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from throughline.core.drawing.line_across import line_across
from throughline.core.drawing.line_down import line_down
from throughline.core.drawing.network import Network, State
from throughline.core.drawing.overlay import Drawing, plain, prepared


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
    return plain(_drawn(network, line, shape, uid, states))


def prepared_line(
    network: Network, line: str, *, shape: Literal["across", "down"] = "across", uid: str = "line"
) -> Drawing:
    """The same map in pieces, for `overlaid` to lay a learner's states over it."""
    return prepared(network, lambda states, _own: _drawn(network, line, shape, uid, states))


def _drawn(network: Network, line: str, shape: str, uid: str, states: Mapping[str, State] | None) -> str:
    if shape == "down":
        return line_down(network, line, states=states, uid=uid)
    return line_across(network, line, states=states, uid=uid)
