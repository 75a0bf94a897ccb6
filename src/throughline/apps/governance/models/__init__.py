"""What is kept of governing, a file a thing."""

from throughline.apps.governance.models.comments import Comment, CommentAnswer, CommentWindow
from throughline.apps.governance.models.dockets import (
    AuthorSignature,
    Draft,
    Hearing,
    PacketAnswer,
    Proposal,
    Withdrawal,
)
from throughline.apps.governance.models.requests import PathwayRequest
from throughline.apps.governance.models.strategies import Strategy, StudentInput
from throughline.apps.governance.models.votes import CastBallot, Decision, UnderVote, Vote

__all__ = [
    "AuthorSignature", "CastBallot", "Comment", "CommentAnswer", "CommentWindow", "Decision", "Draft", "Hearing",
    "PacketAnswer", "PathwayRequest", "Proposal", "Strategy", "StudentInput", "UnderVote", "Vote", "Withdrawal",
]  # fmt: skip
