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
from throughline.apps.governance.queries.dockets import (
    CommentShown,
    DocketMatter,
    Item,
    PartShown,
    bodies_in_force,
    docket,
    matter,
    newest_documents,
    reminded,
)
from throughline.apps.governance.queries.meetings import (
    Agenda,
    Minutes,
    agenda,
    meeting_days,
    minutes,
)
from throughline.apps.governance.queries.requests import (
    Request,
    coverage,
    families_covered,
    requests,
)
from throughline.apps.governance.queries.rights import (
    Behind,
    Registered,
    behind_the_log,
    register,
)
from throughline.apps.governance.queries.sittings import (
    bodies_of,
    charter,
    sitting,
    sittings,
    subject_in,
    subject_of,
)
from throughline.apps.governance.queries.strategies import (
    SchoolStrategy,
    strategies,
    strategy_of,
)
from throughline.apps.governance.queries.votes import (
    Variation,
    VoteNow,
    authors_of,
    decided_together,
    decisions_counted,
    log_place,
    one_vote,
    spread,
    variations,
    votes_held,
)

__all__ = [
    "Agenda", "Behind", "CommentShown", "Declared", "DocketMatter", "DutyState", "Item", "Minutes", "Notice",
    "PartShown", "Registered", "Request", "Said", "SchoolStrategy", "Variation", "VoteNow", "agenda",
    "authors_of", "behind_the_log", "bodies_in_force", "bodies_of", "charter", "conflicted", "coverage",
    "decided_together", "decisions_counted", "declared", "docket", "duties", "families_covered", "feedback",
    "log_place", "matter", "may_say_openly", "meeting_days", "minutes", "newest_documents", "notices",
    "one_vote", "own_groups", "recused", "register", "reminded", "requests", "sitting", "sittings", "spread",
    "strategies", "strategy_of", "subject_in", "subject_of", "vacated", "variations", "votes_held",
    "waiting_longest",
]  # fmt: skip
