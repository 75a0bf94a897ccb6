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
from throughline.apps.governance.models.feedback import Feedback
from throughline.apps.governance.models.requests import PathwayRequest
from throughline.apps.governance.models.strategies import Strategy, StudentInput

__all__ = [
    "Body", "Conflict", "DutyDone", "Feedback", "OfficeTerm", "PathwayRequest", "Recusal", "Seat", "SeatTerm",
    "SelfReport", "Strategy", "StudentInput", "VacancyNotice",
]  # fmt: skip
