"""The sections of a learner's own file that tell of choosing and planning. Records keeps what was brought of them."""

from uuid import UUID

from throughline.apps.advising import models as m
from throughline.apps.records import sections as records
from throughline.apps.records.sections import PEOPLE, Rows, Table

SECTIONS: Table = {
    "choices": (m.Choice, "learner"),
    "suggestions": (m.Proposal, "learner"),
    "goals": (m.Goal, "learner"),
    "people of goals": (m.Goal.set_with.through, "goal__learner"),
    "plan": (m.PlanEntry, "learner"),
    "versions of the plan": (m.PlanVersion, "learner"),
    "tests of the plan": (m.PlanTest, "version__learner"),
    "reflections": (m.Reflection, "learner"),
    "words of the plan": (m.PlanProfile, "learner"),
    "words of guardians": (m.GuardianComment, "learner"),
    "usual week": (m.Week, "learner"),
    "reviews of pathways": (m.ReviewSession, "learner"),
    "people of reviews": (m.ReviewSession.invited.through, "reviewsession__learner"),
    "notes of reviews": (m.ReviewNote, "session__learner"),
    "explorations": (m.Exploration, "learner"),
    "orders of interests": (m.QuizResult, "learner"),
    "ways back": (m.WayBack, "learner"),
    "support that was missing": (m.MissingSupport, "learner"),
}
"""Where each section is kept, and how it leads to the learner."""
OWN = (
    "choices", "goals", "plan", "versions of the plan", "tests of the plan", "reflections", "words of the plan",
    "usual week", "explorations", "orders of interests",
)  # fmt: skip
"""What is the learner's own and goes on living where it is brought."""


def rows_of(learner: UUID) -> Rows:
    """Every row of these sections, with those whom they name."""
    rows = records.rows_of(learner, SECTIONS, OWN)
    return {**rows, PEOPLE: records.people_in(rows, learner, SECTIONS)}
