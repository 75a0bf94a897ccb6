"""Reads: a learner's record, and what leads to it and follows from it."""

from throughline.apps.records.queries.awards import (
    AwardOnReview,
    Issued,
    Link,
    award,
    award_reviews,
    awards,
    awards_of,
    chain,
    credential_of,
    credentials_of,
    results_at_random,
)
from throughline.apps.records.queries.issuers import (
    KeyShown,
    Recognized,
    issuer_keys,
    methods_of,
    registry,
    revocation_list,
    status_list,
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
from throughline.apps.records.queries.verifying import verified

__all__ = [
    "AwardOnReview", "Issued", "KeyShown", "Link", "OpenReview", "Recognized", "Try", "attainments", "attempts", "award",
    "award_reviews", "awards", "awards_of", "chain", "credential_of", "credentials_of", "issuer_keys", "methods_of",
    "record_digest", "record_of", "records_of", "registry", "results_at_random", "reviews", "revocation_list",
    "status_list", "verified",
]  # fmt: skip
