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
from throughline.apps.governance.models.comments import Comment, CommentAnswer, CommentWindow
from throughline.apps.governance.models.dockets import (
    AuthorSignature,
    Draft,
    Hearing,
    PacketAnswer,
    Proposal,
    Withdrawal,
)
from throughline.apps.governance.models.feedback import Feedback
from throughline.apps.governance.models.requests import PathwayRequest
from throughline.apps.governance.models.strategies import Strategy, StudentInput
from throughline.apps.governance.models.votes import CastBallot, Decision, UnderVote, Vote

__all__ = [
    "AuthorSignature", "Body", "CastBallot", "Comment", "CommentAnswer", "CommentWindow", "Conflict", "Decision",
    "Draft", "DutyDone", "Feedback", "Hearing", "OfficeTerm", "PacketAnswer", "PathwayRequest", "Proposal", "Recusal",
    "Seat", "SeatTerm", "SelfReport", "Strategy", "StudentInput", "UnderVote", "VacancyNotice", "Vote", "Withdrawal",
]  # fmt: skip
