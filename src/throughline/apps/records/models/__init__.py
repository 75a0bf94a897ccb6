"""What is kept of learning: facts, and all that leads to them and follows from them."""

from throughline.apps.records.models.assessment import (
    ROUNDS,
    DraftJudgment,
    Exhibition,
    Judgment,
    Outcome,
    OutcomeAttainment,
    PanelSeat,
    Rating,
    SelfRating,
    Submission,
    SubmissionEvidence,
)
from throughline.apps.records.models.attainments import (
    Attainment,
    AttainmentMark,
    Attempt,
    ExceptionGrant,
    Review,
)
from throughline.apps.records.models.outside_results import (
    ExternalResult,
    SkillAnswer,
    SkillRating,
    SkillReview,
    SourceRecord,
)

__all__ = [
    "ROUNDS", "Attainment", "AttainmentMark", "Attempt", "DraftJudgment", "ExceptionGrant", "Exhibition", "ExternalResult",
    "Judgment", "Outcome", "OutcomeAttainment", "PanelSeat", "Rating", "Review", "SelfRating", "SkillAnswer",
    "SkillRating", "SkillReview", "SourceRecord", "Submission", "SubmissionEvidence",
]  # fmt: skip
