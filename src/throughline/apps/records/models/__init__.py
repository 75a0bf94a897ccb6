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
from throughline.apps.records.models.batches import (
    Batch,
    BatchRow,
)
from throughline.apps.records.models.evidence import (
    AttainmentEvidence,
    Attestation,
    AttestationRequest,
    Evidence,
    EvidenceFile,
    EvidenceShowing,
    EvidenceVersion,
    StoredFile,
    Upload,
    UploadChunk,
)
from throughline.apps.records.models.issuers import (
    LIST_SIZE,
    IssuerKey,
    IssuerSecret,
    KeyMark,
    RevocationDecoy,
    StatusList,
    StatusPublication,
)
from throughline.apps.records.models.recognition import (
    Recognition,
    RecognitionDecision,
    RecognitionWish,
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
    "AttainmentEvidence",
    "AttainmentMark",
    "Attempt",
    "Attestation",
    "AttestationRequest",
    "Award",
    "AwardMark",
    "AwardReview",
    "Batch",
    "BatchRow",
    "Consent",
    "Correction",
    "CorrectionAnswer",
    "Evidence",
    "EvidenceFile",
    "EvidenceShowing",
    "EvidenceVersion",
    "ExceptionGrant",
    "Featured",
    "Footing",
    "IssuerKey",
    "IssuerSecret",
    "KeyMark",
    "NeutralPlace",
    "PairwiseSubject",
    "Recognition",
    "RecognitionDecision",
    "RecognitionWish",
    "Review",
    "RevocationDecoy",
    "Share",
    "StatusList",
    "StatusPublication",
    "StoredFile",
    "Upload",
    "UploadChunk",
]  # fmt: skip
