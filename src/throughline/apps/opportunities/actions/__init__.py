"""Writes: planned activities, badges made with a mentor, offers that guarantees open, stays elsewhere, apprenticeships."""

from throughline.apps.opportunities.actions import (
    activities,
    apprentices,
    apprenticeships,
    badges,
    desk,
    incentives,
    listings,
    offers,
    placing,
    promises,
    rounds,
    stays,
    watching,
)
from throughline.apps.opportunities.actions.opening import opening

__all__ = [
    "activities", "apprentices", "apprenticeships", "badges", "desk", "incentives", "listings", "offers", "opening",
    "placing", "promises", "rounds", "stays", "watching",
]  # fmt: skip
