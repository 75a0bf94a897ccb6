"""Reads: a learner's record, and what leads to it and follows from it."""

from throughline.apps.records.queries import (
    apps,
    attesting,
    endorsing,
    evidence,
    holding,
    hosting,
    recognizing,
    showing,
    wallets,
)
from throughline.apps.records.queries.agreement import PartAgreement, TaskAgreement, task_agreement
from throughline.apps.records.queries.assessing import Waiting, Work, queue, task_to_observe, work
from throughline.apps.records.queries.awards import (
    Approved,
    AwardOnReview,
    Issued,
    Link,
    approvals,
    award,
    award_reviews,
    awards,
    awards_of,
    chain,
    credential_of,
    credentials_of,
    issued_as,
    results_at_random,
    reviews_to_answer,
)
from throughline.apps.records.queries.batches import (
    BatchShown,
    RowShown,
    batch,
    batch_columns,
    batches,
    faults,
    rows,
)
from throughline.apps.records.queries.bringing import (
    BroughtNow,
    Look,
    bringings,
    bundle_at_hand,
    look_at_hand,
    looked_at,
    opened_bundle,
)
from throughline.apps.records.queries.brought import Checked
from throughline.apps.records.queries.chains import Chain, chains_of
from throughline.apps.records.queries.consents import ConsentNow, consent_holds, consents
from throughline.apps.records.queries.corrections import (
    CorrectionNow,
    FactBehind,
    correction,
    corrections,
    corrections_to_answer,
    fact_behind,
)
from throughline.apps.records.queries.evidence import evidence_behind, evidence_for, pieces
from throughline.apps.records.queries.exhibitions import ExhibitionDay, exhibition, exhibitions
from throughline.apps.records.queries.forms import badge_of, part_of, parts_of, record_of_awards, token_of
from throughline.apps.records.queries.guarantee_proofs import guarantee_proof
from throughline.apps.records.queries.issuers import (
    KeyShown,
    Recognized,
    achievement,
    controller_document,
    digest_of,
    endorsers,
    issuer_document,
    issuer_keys,
    keepers_keys,
    key_set,
    methods_of,
    registry,
    revocation_list,
    signed_registry,
    status_list,
)
from throughline.apps.records.queries.log_proofs import AfterTheft, after_theft, log_proof_of
from throughline.apps.records.queries.moderating import (
    AnchorShown,
    Calibrated,
    CalibratedCount,
    OwnFigure,
    Sitting,
    ToCalibrate,
    calibrated_counts,
    sitting,
    to_calibrate,
)
from throughline.apps.records.queries.outside import Compared, Outside, SkillLook, outside, skills_seen
from throughline.apps.records.queries.own_files import Drawn, OwnFile, own_drawn, own_file, own_signed
from throughline.apps.records.queries.own_record import (
    SideBySide,
    neutral_name,
    neutral_places,
    own_record,
    places_of,
    side_by_side,
)
from throughline.apps.records.queries.proof_files import proof_file
from throughline.apps.records.queries.record import (
    OpenReview,
    Try,
    attainments,
    attempts,
    record_digest,
    record_of,
    records_of,
    reviews,
    skills_shown,
)
from throughline.apps.records.queries.samples import Sample, Samples, ToRedact, to_redact, work_samples
from throughline.apps.records.queries.second_markings import BlindLine, BlindWork, blind_work, second_markings
from throughline.apps.records.queries.sharing import (
    NotShared,
    SharedFile,
    SharedView,
    ShareNow,
    courses_of_record,
    everything,
    inbox,
    opened,
    opened_directly,
    opened_file,
    opened_file_directly,
    opened_proofs,
    opened_proofs_directly,
    own_proofs,
    preview,
    share,
    shares,
)
from throughline.apps.records.queries.stored_files import StoredFault, StoredFiles, stored_files
from throughline.apps.records.queries.submissions import (
    Before,
    Feedback,
    HandedIn,
    before_handing_in,
    feedback,
    submissions,
)
from throughline.apps.records.queries.verifying import verified

__all__ = [
    "AfterTheft", "AnchorShown", "Approved", "AwardOnReview", "BatchShown", "Before", "BlindLine",
    "BlindWork", "BroughtNow", "Calibrated", "CalibratedCount", "Chain", "Checked", "Compared",
    "ConsentNow", "CorrectionNow", "Drawn", "ExhibitionDay", "FactBehind", "Feedback", "HandedIn",
    "Issued", "KeyShown", "Link", "Look", "NotShared", "OpenReview", "Outside", "OwnFigure", "OwnFile",
    "PartAgreement", "Recognized", "RowShown", "Sample", "Samples", "ShareNow", "SharedFile",
    "SharedView", "SideBySide", "Sitting", "SkillLook", "StoredFault", "StoredFiles", "TaskAgreement",
    "ToCalibrate", "ToRedact", "Try", "Waiting", "Work", "achievement", "after_theft", "approvals",
    "apps", "attainments", "attempts", "attesting", "award", "award_reviews", "awards", "awards_of",
    "badge_of", "batch", "batch_columns", "batches", "before_handing_in", "blind_work", "bringings",
    "bundle_at_hand", "calibrated_counts", "chain", "chains_of", "consent_holds", "consents",
    "controller_document", "correction", "corrections", "corrections_to_answer", "courses_of_record",
    "credential_of", "credentials_of", "digest_of", "endorsers", "endorsing", "everything", "evidence",
    "evidence_behind", "evidence_for", "exhibition", "exhibitions", "fact_behind", "faults",
    "feedback", "guarantee_proof", "holding", "hosting", "inbox", "issued_as", "issuer_document",
    "issuer_keys", "keepers_keys", "key_set", "log_proof_of", "look_at_hand", "looked_at",
    "methods_of", "neutral_name", "neutral_places", "opened", "opened_bundle", "opened_directly",
    "opened_file", "opened_file_directly", "opened_proofs", "opened_proofs_directly", "outside",
    "own_drawn", "own_file", "own_proofs", "own_record", "own_signed", "part_of", "parts_of", "pieces",
    "places_of", "preview", "proof_file", "queue", "recognizing", "record_digest", "record_of",
    "record_of_awards", "records_of", "registry", "results_at_random", "reviews", "reviews_to_answer",
    "revocation_list", "rows", "second_markings", "share", "shares", "showing", "side_by_side",
    "signed_registry", "sitting", "skills_seen", "skills_shown", "status_list", "stored_files",
    "submissions", "task_agreement", "task_to_observe", "to_calibrate", "to_redact", "token_of",
    "verified", "wallets", "work", "work_samples",
]  # fmt: skip
