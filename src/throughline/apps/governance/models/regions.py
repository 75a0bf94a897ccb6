"""A region's own work: partners, meetings, commitments, the conditions of change as it sees them, and its plan."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person

OUTCOMES = ("kept", "partly", "released")
DECISIONS = ("approved", "returned")


class Partnership(models.Model):
    """A network (keeper) works with another organization, from a day until a day or still."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    partner = models.CharField(max_length=150)
    brings = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["keeper", "partner"], condition=Q(until=None), name="partnership_once"
            ),
            models.CheckConstraint(condition=~Q(keeper=F("partner")), name="partnership_of_two"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="partnership_ends_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.keeper} and {self.partner}"


class RegionMeeting(models.Model):
    """A meeting that was held: the day, what about, who was there, what was said. It stays as it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    on = models.DateField()
    title = models.CharField(max_length=200)
    notes = models.TextField(blank=True)
    present = ArrayField(models.CharField(max_length=150), default=list)
    kept_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class Commitment(models.Model):
    """What a partner promised the region, with a due day; closed by saying what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    partner = models.CharField(max_length=150)
    text = models.TextField()
    due = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True)
    closing = models.TextField(blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="commitment_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None)
                | Q(outcome__in=OUTCOMES, closed_at__isnull=False, closed_by__isnull=False),
                name="commitment_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ConditionView(models.Model):
    """A region's words on one condition of change: as it is, as it might be, and what lies between. The newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    condition = models.CharField(max_length=100)
    now = models.TextField()
    wanted = models.TextField()
    gap = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["keeper", "condition", "-written_at"], name="condition_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(now="") & ~Q(wanted=""), name="condition_is_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.condition} of {self.keeper}"


class RegionPlan(models.Model):
    """A region's plan as it was sent: needs, capacity, and what will be done; and what the state answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    needs = models.TextField()
    capacity = models.TextField()
    steps = models.TextField()
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    decision = models.CharField(max_length=10, blank=True)
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["keeper", "number"], name="region_plan_number_once"),
            models.UniqueConstraint(
                fields=["keeper"], condition=Q(decision=""), name="region_plan_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (Q(decision__in=DECISIONS, decided_at__isnull=False) & ~Q(reasons="")),
                name="region_plan_answered_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.number} of {self.keeper}"
