"""Writes: planning activities, and badges that a learner and a mentor make together."""

from throughline.apps.opportunities.actions import activities, badges

__all__ = ["activities", "badges"]
