"""Reads: what a learner chose, planned, thought and made with a mentor, as sections of the file they take with them."""

from uuid import UUID

from throughline.apps.advising import sections
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.opportunities import sections as opportunities
from throughline.apps.records.sections import PEOPLE, Rows


def own_sections(actor: Actor, learner: UUID) -> Rows:
    """All of it, for the learner who asks."""
    require(actor, "record.export", directory.subject_for(actor, learner), what="Everything of mine")
    rows, more = sections.rows_of(learner), opportunities.rows_of(learner)
    people = {each["id"]: each for each in (*more[PEOPLE], *rows[PEOPLE])}
    return {**more, **rows, PEOPLE: [people[key] for key in sorted(people)]}
