"""What is kept of governing, a file a thing."""

from throughline.apps.governance.models.bodies import (
    Body,
    Conflict,
    DutyDone,
    OfficeTerm,
    Recusal,
    Seat,
    SeatTerm,
    SelfReport,
    VacancyNotice,
)
from throughline.apps.governance.models.brokering import BrokerMatch, BrokerPost
from throughline.apps.governance.models.certification import CheckRun, Defect
from throughline.apps.governance.models.comments import Comment, CommentAnswer, CommentWindow
from throughline.apps.governance.models.data_requests import DataRequest
from throughline.apps.governance.models.dockets import (
    AuthorSignature,
    Draft,
    Hearing,
    PacketAnswer,
    Proposal,
    Withdrawal,
)
from throughline.apps.governance.models.feedback import Feedback
from throughline.apps.governance.models.learner_promises import LearnerPromiseVersion
from throughline.apps.governance.models.local_pathways import (
    ElementSupply,
    LocalPathway,
    RegionalEndorsement,
)
from throughline.apps.governance.models.regions import (
    Commitment,
    ConditionView,
    Partnership,
    RegionMeeting,
    RegionPlan,
)
from throughline.apps.governance.models.reminders import Reminder
from throughline.apps.governance.models.requests import PathwayRequest
from throughline.apps.governance.models.reviews import AreaRating, QualityReview, RatingEvidence
from throughline.apps.governance.models.strategies import Strategy, StudentInput
from throughline.apps.governance.models.support import HelpHours, HelpRequest, MoneyAward
from throughline.apps.governance.models.tracking import FindingDeed, TrackingFinding, TrackingLook
from throughline.apps.governance.models.visions import (
    Bearer,
    Responsibility,
    Vision,
    VisionAuthor,
    VisionGoal,
)
from throughline.apps.governance.models.votes import CastBallot, Decision, UnderVote, Vote
from throughline.apps.governance.models.waivers import WaiverReminder
from throughline.apps.governance.models.work import WorkChange, WorkNote, WorkStanding

__all__ = [
    "AreaRating", "AuthorSignature", "Bearer", "Body", "BrokerMatch", "BrokerPost", "CastBallot",
    "CheckRun", "Comment", "CommentAnswer", "CommentWindow", "Commitment", "ConditionView", "Conflict",
    "DataRequest", "Decision", "Defect", "Draft", "DutyDone", "ElementSupply", "Feedback", "FindingDeed",
    "Hearing", "HelpHours", "HelpRequest", "LearnerPromiseVersion", "LocalPathway", "MoneyAward",
    "OfficeTerm", "PacketAnswer", "Partnership", "PathwayRequest", "Proposal", "QualityReview",
    "RatingEvidence", "Recusal", "RegionMeeting", "RegionPlan", "RegionalEndorsement", "Reminder",
    "Responsibility", "Seat", "SeatTerm", "SelfReport", "Strategy", "StudentInput", "TrackingFinding",
    "TrackingLook", "UnderVote", "VacancyNotice", "Vision", "VisionAuthor", "VisionGoal", "Vote",
    "WaiverReminder", "Withdrawal", "WorkChange", "WorkNote", "WorkStanding",
]  # fmt: skip
