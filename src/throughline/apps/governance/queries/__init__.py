"""Reads of governing, a file a thing."""

from throughline.apps.governance.queries.brokering import Exchange, Match, Post, board
from throughline.apps.governance.queries.profiles import (
    OwnProfile,
    ProfileCheck,
    check_profile,
    holder_of,
    no_longer_held,
    profile_for,
    profile_of,
    profiles,
    state_profile,
)
from throughline.apps.governance.queries.regions import Workspace, keepers, workspace
from throughline.apps.governance.queries.requests import Request, coverage, families_covered, requests
from throughline.apps.governance.queries.reviews import (
    Paper,
    RatedArea,
    Review,
    paper,
    public_reviews,
    reviewed,
    reviews_of,
)
from throughline.apps.governance.queries.seams import seams
from throughline.apps.governance.queries.strategies import SchoolStrategy, strategies, strategy_of
from throughline.apps.governance.queries.visions import (
    SectorAuthors,
    Signing,
    VisionVersion,
    Waiting,
    authors_of,
    own_signing,
    visions_of,
    waiting_authors,
    with_visions,
)

__all__ = [
    "Exchange", "Match", "OwnProfile", "Paper", "Post", "ProfileCheck", "RatedArea", "Request", "Review",
    "SchoolStrategy", "SectorAuthors", "Signing", "VisionVersion", "Waiting", "Workspace", "authors_of", "board",
    "check_profile", "coverage", "families_covered", "holder_of", "keepers", "no_longer_held",
    "own_signing", "paper", "profile_for",
    "profile_of", "profiles", "public_reviews", "requests", "reviewed", "reviews_of", "seams", "state_profile", "strategies",
    "strategy_of", "visions_of", "waiting_authors", "with_visions", "workspace",
]  # fmt: skip
