"""Writes: what is shown, judged, attested, withdrawn. What was attested is never changed or deleted."""

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
from throughline.apps.records.actions.issuing import Stand, ask_for, issue, issue_anew, issue_due, stand_on
from throughline.apps.records.actions.keys import Rotated, report_stolen, retire_key, rotate
from throughline.apps.records.actions.revoking import appeal, decide_review, reinstate, revoke, suspend

__all__ = [
    "Rotated", "Stand", "appeal", "ask_for", "attest", "attest_many", "close_review", "decide_review", "grant_exception",
    "issue", "issue_anew", "issue_due", "issuers_of", "judge", "judges_of", "reinstate", "report_stolen", "retire_key",
    "revoke", "rotate", "stand_on", "suspend", "withdraw",
]  # fmt: skip
