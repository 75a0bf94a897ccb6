"""Reads: a learner's record, and what leads to it and follows from it."""

from throughline.apps.records.queries import attesting, evidence, recognizing
from throughline.apps.records.queries.evidence import evidence_behind, evidence_for, pieces
from throughline.apps.records.queries.record import (
    OpenReview,
    Try,
    attainments,
    attempts,
    record_digest,
    record_of,
    records_of,
    reviews,
)

__all__ = [
    "OpenReview", "Try", "attainments", "attempts", "attesting", "evidence", "evidence_behind", "evidence_for", "pieces",
    "recognizing", "record_digest", "record_of", "records_of", "reviews",
]  # fmt: skip
