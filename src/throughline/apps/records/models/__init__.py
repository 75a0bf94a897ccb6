"""What is kept of learning: facts, and all that leads to them and follows from them."""

from throughline.apps.records.models.attainments import (
    Attainment,
    AttainmentMark,
    Attempt,
    ExceptionGrant,
    Review,
)
from throughline.apps.records.models.awards import (
    Approval,
    Award,
    AwardMark,
    AwardReview,
    Footing,
    PairwiseSubject,
)
from throughline.apps.records.models.batches import Batch, BatchRow
from throughline.apps.records.models.issuers import (
    LIST_SIZE,
    IssuerKey,
    IssuerSecret,
    KeyMark,
    RevocationDecoy,
    StatusList,
    StatusPublication,
)
from throughline.apps.records.models.sharing import (
    Consent,
    Correction,
    CorrectionAnswer,
    Featured,
    NeutralPlace,
    Share,
)

__all__ = [
    "LIST_SIZE",
    "Approval",
    "Attainment",
    "AttainmentMark",
    "Attempt",
    "Award",
    "AwardMark",
    "AwardReview",
    "Batch",
    "BatchRow",
    "ExceptionGrant",
    "Footing",
    "IssuerKey",
    "IssuerSecret",
    "KeyMark",
    "PairwiseSubject",
    "Review",
    "RevocationDecoy",
    "StatusList",
    "StatusPublication",
]  # fmt: skip
__all__ += ["Consent", "Correction", "CorrectionAnswer", "Featured", "NeutralPlace", "Share"]
