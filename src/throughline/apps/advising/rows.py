"""The tables that a learner's way is read from, for whoever keeps what was worked out of them."""

from throughline.apps.directory.row_versions import EVENTS, PERSON, THEIRS, Tables
from throughline.apps.records.rows import FACTS

PROGRESS: Tables = {**PERSON, **FACTS, "advising_choice": THEIRS}
"""What progress pages and doors show."""

_GOALS: Tables = {
    "advising_goal": THEIRS,
    "advising_goal_set_with": f"t.goal_id IN (SELECT id FROM advising_goal t WHERE {THEIRS})",
}

HOME: Tables = {**PROGRESS, **EVENTS, **_GOALS, "advising_proposal": THEIRS}
"""What a learner's home shows."""

PLAN: Tables = {
    **PERSON,
    **_GOALS,
    "advising_choice": THEIRS,
    "advising_planentry": THEIRS,
    "advising_planprofile": THEIRS,
    "advising_week": THEIRS,
    "advising_guardiancomment": THEIRS,
    "advising_reviewnote": "t.owner_id IN (SELECT id FROM own)",
}
"""What a plan shows."""
