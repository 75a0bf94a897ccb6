"""How each work item of the state stands: who carries it, what was talked over, what it changed."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person

STATES = ("planned", "begun", "in_place")
NOTES = ("meeting", "note")
MEANS = ("program", "redesign", "infrastructure", "support", "evidence")
"""What kind of thing came of the work."""


class WorkStanding(models.Model):
    """Who carries a work item and how far it is, from that moment on; the newest holds. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.CharField(max_length=100)
    owner = models.CharField(max_length=150)
    state = models.CharField(max_length=10)
    due = models.DateField(null=True)
    words = models.TextField(blank=True)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item", "-said_at"], name="work_standing_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="work_state_known"),
            models.CheckConstraint(condition=~Q(owner=""), name="work_has_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.state}"


class WorkNote(models.Model):
    """A meeting about a work item, or a note that makes sense of it, of a day; present: the organizations that took part.
    It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    on = models.DateField()
    words = models.TextField()
    present = ArrayField(models.CharField(max_length=150), default=list)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["item", "-on"], name="work_note_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=NOTES), name="work_note_kind_known"),
            models.CheckConstraint(condition=~Q(words=""), name="work_note_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on {self.item}"


class WorkChange(models.Model):
    """What a work item changed: an entry of the public log by its kind, reference and number. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.CharField(max_length=100)
    means = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    linked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(means__in=MEANS), name="work_change_means_known"),
            models.UniqueConstraint(fields=["item", "kind", "reference", "number"], name="work_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} changed {self.reference}"
