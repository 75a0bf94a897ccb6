"""Reads: a learner's record, and what leads to it and follows from it."""

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
    "OpenReview", "Try", "attainments", "attempts", "record_digest", "record_of", "records_of", "reviews",
]  # fmt: skip
