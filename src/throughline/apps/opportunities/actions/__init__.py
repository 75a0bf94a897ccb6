"""Writes: planned activities, badges made with a mentor, offers that guarantees open, stays elsewhere, apprenticeships."""

from throughline.apps.opportunities.actions import (
    activities,
    apprentices,
    apprenticeships,
    attending,
    badges,
    desk,
    incentives,
    interns,
    listings,
    offers,
    placing,
    promises,
    rotations,
    rounds,
    stays,
    stipends,
    watching,
)
from throughline.apps.opportunities.actions.opening import opening

__all__ = [
    "activities", "apprentices", "apprenticeships", "attending", "badges", "desk", "incentives",
    "interns", "listings", "offers", "opening", "placing", "promises", "rotations", "rounds",
    "stays", "stipends", "watching",
]  # fmt: skip
