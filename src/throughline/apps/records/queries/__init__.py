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
from throughline.apps.records.queries.batches import BatchShown, RowShown, batch, batches, faults, rows
from throughline.apps.records.queries.forms import badge_of, record_of_awards, token_of
from throughline.apps.records.queries.issuers import (
    KeyShown,
    Recognized,
    achievement,
    controller_document,
    digest_of,
    issuer_keys,
    key_set,
    methods_of,
    registry,
    revocation_list,
    signed_registry,
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

__all__ = [
    "AwardOnReview", "BatchShown", "Issued", "KeyShown", "Link", "OpenReview", "Recognized", "RowShown",
    "Try", "achievement", "attainments", "attempts", "award", "award_reviews", "awards", "awards_of",
    "badge_of", "batch", "batches", "chain", "controller_document", "credential_of", "credentials_of",
    "digest_of", "faults", "issuer_keys", "key_set", "methods_of", "record_digest", "record_of",
    "record_of_awards", "records_of", "registry", "results_at_random", "reviews", "revocation_list", "rows",
    "signed_registry", "status_list", "token_of",
]  # fmt: skip
