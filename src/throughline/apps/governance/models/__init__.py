"""What is kept of governing, a file a thing."""

from throughline.apps.governance.models.brokering import BrokerMatch, BrokerPost
from throughline.apps.governance.models.regions import (
    Commitment,
    ConditionView,
    Partnership,
    RegionMeeting,
    RegionPlan,
)
from throughline.apps.governance.models.requests import PathwayRequest
from throughline.apps.governance.models.reviews import AreaRating, QualityReview, RatingEvidence
from throughline.apps.governance.models.strategies import Strategy, StudentInput
from throughline.apps.governance.models.visions import Vision, VisionAuthor, VisionGoal

__all__ = [
    "AreaRating", "BrokerMatch", "BrokerPost", "Commitment", "ConditionView", "Partnership", "PathwayRequest",
    "QualityReview", "RatingEvidence", "RegionMeeting", "RegionPlan", "Strategy", "StudentInput", "Vision",
    "VisionAuthor", "VisionGoal",
]  # fmt: skip
