"""Activities that are planned here, and badges that a learner and a mentor make together."""

from throughline.apps.opportunities.models.activities import Activity, ActivityWork, PublishedActivity
from throughline.apps.opportunities.models.badges import BadgeAnswer, BadgePlan

__all__ = ["Activity", "ActivityWork", "BadgeAnswer", "BadgePlan", "PublishedActivity"]
