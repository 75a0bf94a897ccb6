"""Reads: a learner's record, and what leads to it and follows from it."""

from throughline.apps.records.queries import (
    attesting,
    evidence,
    recognizing,
)
from throughline.apps.records.queries.assessing import (
    Waiting,
    Work,
    queue,
    task_to_observe,
    work,
)
from throughline.apps.records.queries.chains import (
    Chain,
    chains_of,
)
from throughline.apps.records.queries.evidence import (
    evidence_behind,
    evidence_for,
    pieces,
)
from throughline.apps.records.queries.exhibitions import (
    ExhibitionDay,
    exhibition,
    exhibitions,
)
from throughline.apps.records.queries.outside import (
    Compared,
    Outside,
    SkillLook,
    outside,
    skills_seen,
)
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
from throughline.apps.records.queries.submissions import (
    Before,
    Feedback,
    HandedIn,
    before_handing_in,
    feedback,
    submissions,
)

__all__ = [
    "Before",
    "Chain",
    "Compared",
    "ExhibitionDay",
    "Feedback",
    "HandedIn",
    "OpenReview",
    "Outside",
    "SkillLook",
    "Try",
    "Waiting",
    "Work",
    "attainments",
    "attempts",
    "attesting",
    "before_handing_in",
    "chains_of",
    "evidence",
    "evidence_behind",
    "evidence_for",
    "exhibition",
    "exhibitions",
    "feedback",
    "outside",
    "pieces",
    "queue",
    "recognizing",
    "record_digest",
    "record_of",
    "records_of",
    "reviews",
    "skills_seen",
    "submissions",
    "task_to_observe",
    "work",
]
