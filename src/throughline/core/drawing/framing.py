"""The frame of a map: the SVG itself, its column headings and rules, and its gates."""

from __future__ import annotations

import math

from throughline.core.drawing.labels import Box
from throughline.core.drawing.layout import HEADER, HEADING_SIZE, MARGIN, Layout, Rule
from throughline.core.drawing.lettering import FACE, LEADING, Lettering, fitted
from throughline.core.drawing.marks import gate_bar
from throughline.core.drawing.network import Gate, Network
from throughline.core.drawing.palette import INK_LIGHT, MUTED_LIGHT, RULE_LIGHT
from throughline.core.drawing.svg import Value, element, escaped, link, text

GATE_SIZE = 12.0
REACH = 10.0
SMALLEST_SHARE = 0.72
WIDEST = 40


def framed(network: Network, width: float, height: float, uid: str, inside: str) -> str:
    """The SVG element round the drawing of a network; its class keeps it from shrinking until it cannot be read."""
    steps = min(max(math.ceil(width * SMALLEST_SHARE / 100), 3), WIDEST)
    return document(network.title, network.description, width, height, uid, inside, f"tl-wide{steps}")


def document(
    title: str, description: str, width: float, height: float, uid: str, inside: str, classes: str
) -> str:
    """An SVG element with its title and description. A group, not an image, since the links in it are to be met."""
    attributes: dict[str, Value] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"tl-map {classes}",
        "role": "group",
        "aria-labelledby": f"{uid}-title",
        "aria-describedby": f"{uid}-desc" if description else None,
        "viewBox": f"0 0 {math.ceil(width)} {math.ceil(height)}",
        "width": math.ceil(width),
        "height": math.ceil(height),
        "font-family": FACE,
    }
    desc = element("desc", {"id": f"{uid}-desc"}, escaped(description)) if description else ""
    return element("svg", attributes, element("title", {"id": f"{uid}-title"}, escaped(title)), desc, inside)


def _heading(network: Network, layout: Layout, number: int) -> tuple[float, Lettering]:
    band, left = layout.bands[number]
    right = layout.bands[number + 1][1] if number + 1 < len(layout.bands) else layout.rules[-1].x
    x = left if number == 0 else left + 10
    return x, fitted(network.bands[band].title, HEADING_SIZE, right - x - 10, 2, bold=True)


def headings_drawn(network: Network, layout: Layout) -> str:
    """Column titles along the top, and a faint rule at each edge between two columns."""
    last = len(layout.rules) if network.terminals_title else -1
    drawn = [_rule(rule, layout) for rule in layout.rules[:last]]
    attributes: dict[str, Value] = {
        "class": "tl-heading",
        "fill": MUTED_LIGHT,
        "font-size": HEADING_SIZE,
        "font-weight": 700,
    }
    for number in range(len(layout.bands)):
        x, lettering = _heading(network, layout, number)
        drawn.append(text(x, 22, lettering.rows, HEADING_SIZE * LEADING, attributes))
    if network.terminals_title:
        drawn.append(text(layout.end, 22, (network.terminals_title,), 0, attributes))
    return "".join(drawn)


def _rule(rule: Rule, layout: Layout) -> str:
    ends: dict[str, Value] = {"x1": rule.x, "y1": 10, "x2": rule.x, "y2": layout.bottom - 8}
    return element("line", {"class": "tl-rule", **ends, "stroke": RULE_LIGHT, "stroke-width": 1})


def taken_by_frame(network: Network, layout: Layout) -> list[Box]:
    """The room that headings, rules and gates take, for labels to keep clear of."""
    boxes = [Box(0, 0, layout.width, HEADER - 6)]
    boxes += [Box(rule.x - 1, 0, rule.x + 1, layout.bottom) for rule in layout.rules]
    boxes += [box for _, _, box in _gate_titles(network, layout)]
    boxes.append(Box(layout.end - 2, HEADER, layout.width, layout.bottom))
    return boxes


def _rules_by_band(network: Network, layout: Layout) -> dict[str, Rule]:
    return {network.bands[rule.band].id: rule for rule in layout.rules}


def _gates(network: Network, layout: Layout) -> list[tuple[Gate, Rule]]:
    rules = _rules_by_band(network, layout)
    found = [(gate, rules[gate.after]) for gate in network.gates if gate.after in rules]
    return sorted(found, key=lambda pair: (pair[1].x, pair[0].title, pair[0].href))


def _gate_titles(network: Network, layout: Layout) -> list[tuple[Gate, Lettering, Box]]:
    """Titles at the foot of their rules, each a little lower where it would touch the one before."""
    found: list[tuple[Gate, Lettering, Box]] = []
    for gate, rule in _gates(network, layout):
        lettering = fitted(gate.title, GATE_SIZE, 110.0, 2)
        left = max(rule.x - lettering.width / 2, MARGIN)
        top = layout.bottom - 6
        box = Box(left, top, left + lettering.width, top + lettering.height)
        while any(box.grown(2).overlaps(other) for _, _, other in found):
            box = Box(box.left, box.top + 4, box.right, box.bottom + 4)
        found.append((gate, lettering, box))
    return found


def foot(network: Network, layout: Layout) -> float:
    """Where the gate titles end, or the bottom of the rows."""
    return max([layout.bottom, *(box.bottom for _, _, box in _gate_titles(network, layout))])


def gates_drawn(network: Network, layout: Layout) -> str:
    """A dark bar across each bundle a gate closes, and the gate's title at the foot of its rule."""
    drawn: list[str] = []
    titles = {id(gate): (lettering, box) for gate, lettering, box in _gate_titles(network, layout)}
    for gate, rule in _gates(network, layout):
        bars = [
            gate_bar(rule.x, top - REACH, rule.x, low + REACH)
            for top, low, places in rule.blocks
            if gate.lines is None or any(layout.order[place] in gate.lines for place in places)
        ]
        lettering, box = titles[id(gate)]
        attributes: dict[str, Value] = {
            "class": "tl-label",
            "fill": INK_LIGHT,
            "font-size": GATE_SIZE,
            "text-anchor": "middle",
        }
        name = text((box.left + box.right) / 2, box.top + 11, lettering.rows, GATE_SIZE * LEADING, attributes)
        drawn.append("".join(bars) + link(gate.href, gate.title, {"class": "tl-gate-name"}, name))
    return "".join(drawn)
