"""Lines of stipends in words, as the network and the learner read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from throughline.apps.opportunities.queries.stipends import LineShown
from throughline.web.components.rotations import place_of

WHY: Mapping[str, object] = {
    "paid": gettext_lazy("for the hours attested"), "most_hours": gettext_lazy("up to the most hours of the rule"),
    "too_few": gettext_lazy("fewer hours than the rule asks for"),
}  # fmt: skip

AGAIN: Mapping[str, object] = {
    "yes": gettext_lazy("I would go again"), "maybe": gettext_lazy("Perhaps"), "no": gettext_lazy("I would not go again"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line in words."""

    line: LineShown
    host: str
    why: str


def row_of(line: LineShown) -> LineRow:
    """A line in words."""
    return LineRow(line, place_of(line.host), str(WHY[line.why]))
