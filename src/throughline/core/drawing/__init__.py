"""The transit map: pathways as lines, milestones as stations, drawn as SVG text from plain values.

`network.Network` says what to draw; `network_map.network_map`, `line_map.line_map`, `line_strip.line_strip` and
`line_strip.favicon` draw it; `listing.network_list` gives the equal list.
"""
