"""What is kept of learning: facts, and all that leads to them and follows from them."""

from throughline.apps.records.models.attainments import (
    Attainment,
    AttainmentMark,
    Attempt,
    ExceptionGrant,
    Review,
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
from throughline.apps.records.models.recognition import Recognition, RecognitionDecision, RecognitionWish

__all__ = [
    "Attainment",
    "AttainmentEvidence",
    "AttainmentMark",
    "Attempt",
    "Attestation",
    "AttestationRequest",
    "Evidence",
    "EvidenceFile",
    "EvidenceShowing",
    "EvidenceVersion",
    "ExceptionGrant",
    "Recognition",
    "RecognitionDecision",
    "RecognitionWish",
    "Review",
    "StoredFile",
    "Upload",
    "UploadChunk",
]  # fmt: skip
