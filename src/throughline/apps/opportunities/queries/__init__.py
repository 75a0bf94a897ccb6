"""Reads: what one can learn by, activities planned here, badges made here, stays elsewhere."""

from throughline.apps.opportunities.queries import activities, badges, stays
from throughline.apps.opportunities.queries.counting import (
    CountsFor,
    Early,
    modules,
    order_check,
    pathways_served,
    possible_order,
    what_it_counts_for,
)
from throughline.apps.opportunities.queries.opening import Door, Need, door, opened_by

__all__ = [
    "CountsFor", "Door", "Early", "Need", "activities", "badges", "door", "modules", "opened_by", "order_check",
    "pathways_served", "possible_order", "stays", "what_it_counts_for",
]  # fmt: skip
