"""Activities that are planned here, badges that a learner and a mentor make together, agreements about a stay elsewhere."""

from throughline.apps.opportunities.models.activities import Activity, ActivityWork, PublishedActivity
from throughline.apps.opportunities.models.badges import BadgeAnswer, BadgePlan
from throughline.apps.opportunities.models.learning_agreements import (
    LearningAgreement,
    LearningAgreementStep,
    LearningAgreementVersion,
)

__all__ = [
    "Activity",
    "ActivityWork",
    "BadgeAnswer",
    "BadgePlan",
    "LearningAgreement",
    "LearningAgreementStep",
    "LearningAgreementVersion",
    "PublishedActivity",
]
