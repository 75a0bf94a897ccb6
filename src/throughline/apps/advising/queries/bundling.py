"""Reads: what a learner chose, planned and thought, as sections of the file they take with them."""

from uuid import UUID

from throughline.apps.advising import sections
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.records.sections import Rows


def own_sections(actor: Actor, learner: UUID) -> Rows:
    """All of it, for the learner who asks."""
    require(actor, "record.export", directory.subject_for(actor, learner), what="Everything of mine")
    return sections.rows_of(learner)
