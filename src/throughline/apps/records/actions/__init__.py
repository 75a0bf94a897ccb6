"""Writes: what is shown, judged, attested, withdrawn. What was attested is never changed or deleted."""

from throughline.apps.records.actions import (
    attesting,
    evidence,
    recognizing,
    uploading,
)
from throughline.apps.records.actions.assessing import (
    Seen,
    save_draft,
    sign,
)
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
from throughline.apps.records.actions.exhibiting import (
    NewExhibition,
    Sitting,
    close_exhibition,
    set_exhibition,
)
from throughline.apps.records.actions.external_results import (
    Brought,
    bring_scores,
    bring_sources,
)
from throughline.apps.records.actions.handing_in import (
    NewWork,
    hand_in,
    observe,
    take_back,
)
from throughline.apps.records.actions.rating_skills import (
    answer_review,
    rate_skills,
)

__all__ = [
    "Brought",
    "NewExhibition",
    "NewWork",
    "Seen",
    "Sitting",
    "answer_review",
    "attest",
    "attest_many",
    "attesting",
    "bring_scores",
    "bring_sources",
    "close_exhibition",
    "close_review",
    "evidence",
    "grant_exception",
    "hand_in",
    "issuers_of",
    "judge",
    "judges_of",
    "observe",
    "rate_skills",
    "recognizing",
    "save_draft",
    "set_exhibition",
    "sign",
    "take_back",
    "uploading",
    "withdraw",
]
