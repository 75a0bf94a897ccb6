"""Reads of governing, a file a thing."""

from throughline.apps.governance.queries.bodies import (
    Declared,
    DutyState,
    Notice,
    Said,
    conflicted,
    declared,
    duties,
    feedback,
    may_say_openly,
    notices,
    own_groups,
    recused,
    vacated,
    waiting_longest,
)
from throughline.apps.governance.queries.requests import Request, coverage, families_covered, requests
from throughline.apps.governance.queries.rights import Behind, Registered, behind_the_log, rights_register
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
    "Behind", "Declared", "DutyState", "Notice", "Registered", "Request", "Said", "SchoolStrategy", "behind_the_log",
    "bodies_of", "charter", "conflicted", "coverage", "declared", "duties", "families_covered", "feedback",
    "may_say_openly", "notices", "own_groups", "recused", "requests", "rights_register", "sitting", "sittings", "strategies",
    "strategy_of", "subject_in", "subject_of", "vacated", "waiting_longest",
]  # fmt: skip
