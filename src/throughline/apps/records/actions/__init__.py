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
from throughline.apps.records.actions.batching import bring, confirm, go_on
from throughline.apps.records.actions.issuing import (
    Giving,
    Stand,
    ask_for,
    issue,
    issue_anew,
    issue_due,
    issue_many,
    stand_on,
)
from throughline.apps.records.actions.keys import Rotated, report_stolen, retire_key, rotate
from throughline.apps.records.actions.revoking import (
    Revoking,
    appeal,
    decide_review,
    reinstate,
    revoke,
    revoke_many,
    suspend,
)

__all__ = [
    "Giving", "Revoking", "Rotated", "Stand", "appeal", "ask_for", "attest", "attest_many", "attesting",
    "bring", "close_review", "confirm", "decide_review", "evidence", "go_on", "grant_exception", "issue",
    "issue_anew", "issue_due", "issue_many", "issuers_of", "judge", "judges_of", "recognizing", "reinstate",
    "report_stolen", "retire_key", "revoke", "revoke_many", "rotate", "stand_on", "suspend", "uploading",
    "withdraw",
]  # fmt: skip
