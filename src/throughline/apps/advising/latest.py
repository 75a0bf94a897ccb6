"""Where learners are: the latest step of each, of records that were joined as of one."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from throughline.apps.advising.models import Choice
from throughline.apps.directory.one_person import ids_of, whose


def latest_steps(learners: Iterable[UUID]) -> dict[UUID, tuple[Choice, datetime]]:
    """The latest step of each who took one, and when they took their first. One query; a second where records were
    joined.

    What was chosen under the id that is asked counts. Where nothing was, what was chosen last under another id of the
    same person does: their way goes on from there.
    """
    wanted = list(dict.fromkeys(learners))
    first = Choice.objects.filter(learner=OuterRef("learner")).order_by("position").values("chosen_at")[:1]
    found = Choice.objects.filter(learner__in=ids_of(wanted)).annotate(began=Subquery(first))
    rows = list(found.order_by("learner", "-position").distinct("learner"))
    mine = whose(wanted, (row.learner_id for row in rows))
    steps: dict[UUID, tuple[Choice, datetime]] = {}
    for row in sorted(rows, key=lambda each: each.chosen_at):
        learner = mine[row.learner_id]
        at, began = steps.get(learner, (row, row.began))
        own = row if row.learner_id == learner or at.learner_id != learner else at
        steps[learner] = own, min(began, row.began)
    return steps
