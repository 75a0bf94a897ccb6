"""Looks for tracking, what they found, and what whoever owes it answered. All three only grow."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.core.equity.answering import DEEDS
from throughline.core.equity.counting import MONITORS


class TrackingLook(models.Model):
    """One look at every place at once. year: in which its year began; nth: of that year, from 1. version: of the method.
    monitors: by monitor how many places and groups were looked at, and what the look spent. sorting: of the whole state
    beside the old design; empty where too few said anything."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    nth = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    monitors = models.JSONField(default=dict)
    sorting = models.JSONField(default=dict)
    on = models.DateField()
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "nth"], name="tracking_look_once"),
            models.CheckConstraint(condition=Q(nth__gte=1), name="tracking_look_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.year}, look {self.nth}"


class TrackingFinding(models.Model):
    """That a group got something less often at a place than others who started alike. place empty: in all places together.
    owner: the organization that owes the answer; body: the body that speaks for it, where one does. size: what may be shown
    of it. due: by when it is answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    look = models.ForeignKey(TrackingLook, on_delete=models.PROTECT, related_name="findings")
    year = models.PositiveSmallIntegerField()
    monitor = models.CharField(max_length=10)
    place = models.CharField(max_length=150, blank=True)
    group = models.CharField(max_length=60)
    owner = models.CharField(max_length=150)
    body = models.CharField(max_length=150, blank=True)
    size = models.JSONField()
    due = models.DateField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "monitor", "place", "group"], name="tracking_finding_once_a_year"
            ),
            models.CheckConstraint(condition=Q(monitor__in=MONITORS), name="tracking_finding_monitor_known"),
            models.CheckConstraint(condition=~Q(owner="") & ~Q(group=""), name="tracking_finding_is_owned"),
        ]

    def __str__(self) -> str:
        return f"{self.monitor} at {self.place or 'all places'}"


class FindingDeed(models.Model):
    """One thing that happened to a finding. nth: from 1 without a gap, so that of two at once one counts. words: the answer,
    or how the change was made. change: what will be changed, by `due`; docket: the matter in which it is. body: to which it
    was raised, which answers by `due`. by: who did it; empty: the house."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    finding = models.ForeignKey(TrackingFinding, on_delete=models.PROTECT, related_name="deeds")
    nth = models.PositiveSmallIntegerField()
    deed = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    change = models.TextField(blank=True)
    docket = models.PositiveIntegerField(null=True)
    body = models.CharField(max_length=150, blank=True)
    due = models.DateField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "nth"], name="finding_deed_in_turn"),
            models.CheckConstraint(condition=Q(deed__in=DEEDS), name="finding_deed_known"),
            models.CheckConstraint(condition=Q(nth__gte=1), name="finding_deed_from_1"),
            models.CheckConstraint(
                condition=~Q(deed="answered")
                | (~Q(words="") & ~Q(change="") & Q(due__isnull=False, by__isnull=False)),
                name="finding_answered_with_a_change",
            ),
            models.CheckConstraint(
                condition=~Q(deed="raised") | (~Q(body="") & Q(due__isnull=False)),
                name="finding_raised_to_a_body",
            ),
            models.CheckConstraint(
                condition=~Q(deed="kept") | (~Q(words="") & Q(by__isnull=False)), name="finding_kept_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nth}: {self.deed}"
