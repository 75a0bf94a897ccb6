"""Writes: what is shown, judged, attested, withdrawn. What was attested is never changed or deleted."""

from throughline.apps.records.actions import (
    attesting,
    endorsing,
    evidence,
    holding,
    hosting,
    recognizing,
    showing,
    uploading,
    wallets,
)
from throughline.apps.records.actions.agreed import recognize_agreed
from throughline.apps.records.actions.approving import approve
from throughline.apps.records.actions.assessing import Seen, save_draft, sign
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
from throughline.apps.records.actions.bringing import Came, bring_record, hand_over
from throughline.apps.records.actions.consenting import consent, withdraw_consent
from throughline.apps.records.actions.correcting import answer_correction, appeal_correction, ask_correction
from throughline.apps.records.actions.exhibiting import (
    NewExhibition,
    Sitting,
    close_exhibition,
    set_exhibition,
)
from throughline.apps.records.actions.external_results import Brought, bring_scores, bring_sources
from throughline.apps.records.actions.featuring import feature, name_place
from throughline.apps.records.actions.figures import work_out
from throughline.apps.records.actions.handing_in import NewWork, hand_in, observe, take_back
from throughline.apps.records.actions.issuing import (
    Giving,
    Stand,
    ask_for,
    issue,
    issue_after_theft,
    issue_anew,
    issue_due,
    issue_many,
    stand_on,
)
from throughline.apps.records.actions.keeping_files import keep_made
from throughline.apps.records.actions.keys import KINDS as KEY_KINDS
from throughline.apps.records.actions.keys import (
    RETIRING,
    ROTATING,
    Rotated,
    report_stolen,
    retire_key,
    rotate,
)
from throughline.apps.records.actions.moderating import (
    NewAnchor,
    NewAnchors,
    begin_calibration,
    make_anchors,
    rate_anchor,
)
from throughline.apps.records.actions.rating_skills import answer_review, rate_skills
from throughline.apps.records.actions.revoking import (
    Revoking,
    appeal,
    decide_review,
    reinstate,
    revoke,
    revoke_many,
    suspend,
)
from throughline.apps.records.actions.sampling import redact
from throughline.apps.records.actions.second_marking import draw_second_markings, mark_again
from throughline.apps.records.actions.sharing import (
    NewShare,
    leave_out,
    open_share,
    prepare,
    renew_link,
    withdraw_share,
)

__all__ = [
    "KEY_KINDS",
    "RETIRING",
    "ROTATING",
    "Brought",
    "Came",
    "Giving",
    "NewAnchor",
    "NewAnchors",
    "NewExhibition",
    "NewShare",
    "NewWork",
    "Revoking",
    "Rotated",
    "Seen",
    "Sitting",
    "Stand",
    "answer_correction",
    "answer_review",
    "appeal",
    "appeal_correction",
    "approve",
    "ask_correction",
    "ask_for",
    "attest",
    "attest_many",
    "attesting",
    "begin_calibration",
    "bring",
    "bring_record",
    "bring_scores",
    "bring_sources",
    "close_exhibition",
    "close_review",
    "confirm",
    "consent",
    "decide_review",
    "draw_second_markings",
    "endorsing",
    "evidence",
    "feature",
    "go_on",
    "grant_exception",
    "hand_in",
    "hand_over",
    "holding",
    "hosting",
    "issue",
    "issue_after_theft",
    "issue_anew",
    "issue_due",
    "issue_many",
    "issuers_of",
    "judge",
    "judges_of",
    "keep_made",
    "leave_out",
    "make_anchors",
    "mark_again",
    "name_place",
    "observe",
    "open_share",
    "prepare",
    "rate_anchor",
    "rate_skills",
    "recognize_agreed",
    "recognizing",
    "redact",
    "reinstate",
    "renew_link",
    "report_stolen",
    "retire_key",
    "revoke",
    "revoke_many",
    "rotate",
    "save_draft",
    "set_exhibition",
    "showing",
    "sign",
    "stand_on",
    "suspend",
    "take_back",
    "uploading",
    "wallets",
    "withdraw",
    "withdraw_consent",
    "withdraw_share",
    "work_out",
]  # fmt: skip
