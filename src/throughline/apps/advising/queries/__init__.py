"""Reads: where the learner is, their plan, what they explore, and an adviser's learners."""

from throughline.apps.advising.queries.assessing import AtHand, ToJudge, at_hand, to_judge
from throughline.apps.advising.queries.bundling import own_sections
from throughline.apps.advising.queries.caseload import (
    Advised,
    Case,
    Counter,
    advised,
    caseload,
    on_a_pathway_counter,
    on_a_pathway_counters,
)  # fmt: skip
from throughline.apps.advising.queries.choosing import (
    ChoiceNow,
    Step,
    choice_of,
    choices_of,
    has_looked,
    history,
    newer_version,
)  # fmt: skip
from throughline.apps.advising.queries.exploring import (
    ExplorationNote,
    explorations,
    families_in_order,
    has_taken_quiz,
)  # fmt: skip
from throughline.apps.advising.queries.graduating import GraduateStanding, graduate_standing
from throughline.apps.advising.queries.growth import Growth, Quarter, growth
from throughline.apps.advising.queries.headline import HeadlineNow, Part, headline
from throughline.apps.advising.queries.planning import (
    Comment,
    GoalNow,
    Plan,
    PlanTold,
    ProposalNow,
    ReflectionNow,
    SavedPlan,
    WholePlan,
    goals,
    plan,
    proposals,
    reflections,
    saved_plans,
    week,
    whole_plan,
)  # fmt: skip
from throughline.apps.advising.queries.reviewing import Note, Session, my_notes, session, sessions
from throughline.apps.advising.queries.shortest import SHORTEST, Shortest, Until, Wish, shortest
from throughline.apps.advising.queries.today import (
    GoalToday,
    OwnToday,
    Reader,
    Today,
    own_today,
    todays,
    whose_day,
)
from throughline.apps.advising.queries.ways_back import (
    Call,
    Caller,
    Counted,
    JunctureCount,
    OwnWayBack,
    calls_of,
    own_way_back,
    ways_back_in,
)
from throughline.apps.advising.queries.weighing import (
    EntryCounts,
    MilestoneStanding,
    Progress,
    Shown,
    Warning,
    closing_warnings,
    every_door,
    everywhere,
    milestone_standing,
    milestones_served,
    portability,
    progress,
    shown,
    standing_of,
    switch_preview,
    upgrade_preview,
    where_counts,
)  # fmt: skip
from throughline.apps.advising.weighing import Setback

__all__ = [
    "Advised", "AtHand", "Call", "Caller", "Case", "ChoiceNow", "Comment", "Counted", "Counter",
    "EntryCounts", "ExplorationNote", "GoalNow", "GoalToday", "GraduateStanding", "Growth", "HeadlineNow",
    "JunctureCount", "MilestoneStanding", "Note", "OwnToday", "OwnWayBack", "Part", "Plan", "PlanTold",
    "Progress", "ProposalNow", "Quarter", "Reader", "ReflectionNow", "SHORTEST", "SavedPlan", "Session",
    "Setback", "Shortest", "Shown", "Step", "ToJudge", "Today", "Until", "Warning", "WholePlan", "Wish",
    "advised", "at_hand", "calls_of", "caseload", "choice_of", "choices_of", "closing_warnings",
    "every_door", "everywhere", "explorations", "families_in_order", "goals", "graduate_standing",
    "growth", "has_looked", "has_taken_quiz", "headline", "history", "milestone_standing",
    "milestones_served", "my_notes", "newer_version", "on_a_pathway_counter", "on_a_pathway_counters",
    "own_sections", "own_today", "own_way_back", "plan", "portability", "progress", "proposals",
    "reflections", "saved_plans", "session", "sessions", "shortest", "shown", "standing_of",
    "switch_preview", "to_judge", "todays", "upgrade_preview", "ways_back_in", "week", "where_counts",
    "whole_plan", "whose_day",
]  # fmt: skip
