"""Writes: planning activities, and badges that a learner and a mentor make together, offers that guarantees open."""

from throughline.apps.opportunities.actions import activities, badges, offers, promises, watching
from throughline.apps.opportunities.actions.opening import opening

__all__ = ["activities", "badges", "offers", "opening", "promises", "watching"]
