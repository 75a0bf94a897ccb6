"""Reads of governing, a file a thing."""

from throughline.apps.governance.queries.profiles import (
    OwnProfile,
    ProfileCheck,
    check_profile,
    holder_of,
    profile_for,
    profile_of,
    profiles,
    state_profile,
)
from throughline.apps.governance.queries.requests import Request, coverage, families_covered, requests
from throughline.apps.governance.queries.strategies import SchoolStrategy, strategies, strategy_of

__all__ = [
    "OwnProfile", "ProfileCheck", "Request", "SchoolStrategy", "check_profile", "coverage", "families_covered",
    "holder_of", "profile_for", "profile_of", "profiles", "requests", "state_profile", "strategies", "strategy_of",
]  # fmt: skip
