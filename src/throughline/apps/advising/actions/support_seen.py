"""Writes: how well missing support is seen is counted, once a night, so that no single answer shows in the counts."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.models import MissingSupport, SupportSeenCount
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.one_person import stand_for
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance
from throughline.core.progress.clear_path import Life
from throughline.core.progress.support_seen import Heard, case_of, counted


def count_support_seen(*, by: Actor, now: datetime) -> int:
    """Count, by group, what was told and truly missing and what had to be asked for, over the state's days; gives of
    how many learners."""
    require(by, "signals.find", what="Counting how well missing support is seen")
    since = timezone.localdate(now) - timedelta(days=frameworks.catalogue().state.support.count_days)
    cases = {each: case_of(found) for each, found in _heard(since).items()}
    said = governance.groups_said(cases)
    groups = {each: Life(groups=said.get(each, ())).group for each in cases}
    SupportSeenCount.objects.create(since=since, counts=counted(cases, groups), counted_at=now)
    return len(cases)


def _heard(since: date) -> dict[UUID, list[Heard]]:
    rows = MissingSupport.objects.filter(found_at__date__gte=since)
    values = list(rows.values_list("learner", "found_at", "source", "was_missing"))
    known = stand_for({row[0] for row in values})
    found: dict[UUID, list[Heard]] = defaultdict(list)
    for learner, at, source, was_missing in values:
        found[known[learner]].append(Heard(at, source == "seen", was_missing))
    return found
