"""Reads: what one can learn by, planned activities, badges made here, guarantees and who owes them, stays elsewhere."""

from throughline.apps.opportunities.queries import (
    access,
    activities,
    apprentices,
    apprenticeships,
    badges,
    desk,
    incentives,
    interns,
    listings,
    negotiations,
    offers,
    promised,
    rotations,
    rounds,
    stays,
    stipends,
)
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
    "CountsFor", "Door", "Early", "Need", "access", "activities", "apprentices", "apprenticeships",
    "badges", "desk", "door", "incentives", "interns", "listings", "modules", "negotiations", "offers",
    "opened_by", "order_check", "pathways_served", "possible_order", "promised", "rotations", "rounds",
    "stays", "stipends", "what_it_counts_for",
]  # fmt: skip
