"""Writes: what is shown, judged, attested, withdrawn. What was attested is never changed or deleted."""

from throughline.apps.records.actions import attesting, evidence, recognizing, uploading
from throughline.apps.records.actions.attaining import (
    attest,
    attest_many,
    close_review,
    grant_exception,
    issuers_of,
    judge,
    judges_of,
    withdraw,
)

__all__ = [
    "attest", "attest_many", "attesting", "close_review", "evidence", "grant_exception", "issuers_of", "judge",
    "judges_of", "recognizing", "uploading", "withdraw",
]  # fmt: skip
