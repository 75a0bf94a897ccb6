"""Writes: judged work with everything taken out that names somebody, for those who want to see what a credential means."""

import re
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.records.judging.handed_in import subject_of, task_of
from throughline.apps.records.models import Submission, WorkSample
from throughline.apps.trail import actions as trail

CONTACT = re.compile(r"@|https?:|www\.|\d[\d ().-]{5,}\d")
SHORTEST = 3
"""Parts of a name shorter than this are words of many languages."""


@transaction.atomic
def redact(*, by: Actor, submission: UUID, words: str, now: datetime) -> None:
    """Keep decided work in words that name nobody; empty words take the sample back.

    It is shown only while the learner's consent holds. The learner sees that it was made.
    """
    row = (
        Submission.objects.select_related("learner", "outcome").filter(id=submission, certifying=True).first()
    )
    if row is None or getattr(row, "outcome", None) is None or row.outcome.outcome != "met":
        raise Refused(
            "A sample", "this work is not one that was shown.", "Choose work that was judged as met."
        )
    decision = require(by, "sample.make", subject_of(by, row, task_of(row)), what="Making a sample")
    if named := names_somebody(words, _names(row)):
        raise Refused(
            "A sample",
            f"'{named}' could tell who it is.",
            "Write it in other words, e.g. 'the learner', 'a hospital'.",
        )
    WorkSample.objects.create(submission=row, words=words.strip(), made_by_id=by.me, made_at=now)
    verb = "made a sample without names" if words.strip() else "took a sample back"
    trail.record(trail.Act(by.person, verb, now, row.learner_id, row.assessment, decision.authority))


def names_somebody(words: str, names: Iterable[str]) -> str:
    """What in these words could tell who somebody is: a name, an address, a number; empty where nothing does."""
    if found := CONTACT.search(words):
        return found.group()
    text = words.casefold()
    for name in names:
        if re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text):
            return name
    return ""


def _names(row: Submission) -> set[str]:
    """Names of the learner, of whoever judged or stands beside it, and of every organization, each whole and in parts."""
    people = {row.learner.display_name, row.learner.given_name, row.learner.family_name}
    people |= set(row.judgments.values_list("judge__display_name", flat=True))
    people |= set(row.learner.helped_by.values_list("helper__display_name", flat=True))
    parts = {part for name in people for part in name.split() if len(part) >= SHORTEST}
    titles = {
        title for each in frameworks.catalogue().organizations.values() for title in each.title.values()
    }
    return {name for name in people | parts | titles if name.strip()}
