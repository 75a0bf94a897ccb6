"""Reads of governing, a file a thing."""

from throughline.apps.governance.queries.dockets import (
    DocketMatter,
    Item,
    PartShown,
    docket,
    matter,
    newest_documents,
    reminded,
)
from throughline.apps.governance.queries.requests import Request, coverage, families_covered, requests
from throughline.apps.governance.queries.sittings import (
    bodies_of,
    charter,
    sitting,
    sittings,
    subject_in,
    subject_of,
)
from throughline.apps.governance.queries.strategies import SchoolStrategy, strategies, strategy_of
from throughline.apps.governance.queries.votes import (
    Variation,
    VoteNow,
    authors_of,
    decided_together,
    one_vote,
    register,
    spread,
    variations,
)

__all__ = [
    "DocketMatter", "Item", "PartShown", "Request", "SchoolStrategy", "Variation", "VoteNow", "authors_of", "bodies_of",
    "charter", "coverage", "decided_together", "docket", "families_covered", "matter", "newest_documents", "one_vote",
    "register", "reminded", "requests", "sitting", "sittings", "spread", "strategies", "strategy_of", "subject_in",
    "subject_of", "variations",
]  # fmt: skip
