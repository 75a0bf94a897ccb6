"""Writes: planned activities, badges that a learner and a mentor make, offers that guarantees open, stays elsewhere."""

from throughline.apps.opportunities.actions import activities, badges, offers, promises, stays, watching
from throughline.apps.opportunities.actions.opening import opening

__all__ = ["activities", "badges", "offers", "opening", "promises", "stays", "watching"]
