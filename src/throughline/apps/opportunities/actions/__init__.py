"""Writes: planning activities, and badges that a learner and a mentor make together, stays elsewhere."""

from throughline.apps.opportunities.actions import activities, badges, stays

__all__ = ["activities", "badges", "stays"]
