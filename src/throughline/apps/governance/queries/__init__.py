"""Reads of governing, a file a thing."""

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

__all__ = [
    "Request", "SchoolStrategy", "bodies_of", "charter", "coverage", "families_covered", "requests", "sitting",
    "sittings", "strategies", "strategy_of", "subject_in", "subject_of",
]  # fmt: skip
