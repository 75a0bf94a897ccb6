"""Reads of governing, a file a thing."""

from throughline.apps.governance.queries.requests import Request, coverage, families_covered, requests
from throughline.apps.governance.queries.strategies import SchoolStrategy, strategies, strategy_of

__all__ = [
    "Request", "SchoolStrategy", "coverage", "families_covered", "requests", "strategies", "strategy_of",
]  # fmt: skip
