"""What those who bring regions together are given to do it with: money that a body decided on, and help for schools."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person

RATINGS = (1, 2, 3, 4)


class MoneyAward(models.Model):
    """Money for an organization, to the cent, by a decision on the docket. corrects: an earlier entry that no longer counts.
    It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    source = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField()
    purpose = models.TextField()
    body = models.CharField(max_length=150)
    docket = models.BigIntegerField()
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="corrected", null=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="money_award_is_more_than_nothing"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="money_award_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(purpose=""), name="money_award_says_what_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} for {self.organization}"


class HelpRequest(models.Model):
    """An organization asks for help with its work; one that brings a region together takes it on, closes it with what came
    of it, and whoever asked says how much it helped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    kind = models.CharField(max_length=100)
    words = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    helper = models.CharField(max_length=150, blank=True)
    taken_at = models.DateTimeField(null=True)
    result = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True)
    rating = models.PositiveSmallIntegerField(null=True)
    rated_words = models.TextField(blank=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=Q(taken_at=None), name="help_waiting")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="help_says_what_for"),
            models.CheckConstraint(
                condition=Q(taken_at=None, helper="") | (Q(taken_at__isnull=False) & ~Q(helper="")),
                name="help_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, result="")
                | (Q(closed_at__isnull=False, taken_at__isnull=False) & ~Q(result="")),
                name="help_closed_with_result",
            ),
            models.CheckConstraint(
                condition=Q(rating=None, rated_at=None)
                | Q(rating__in=RATINGS, rated_at__isnull=False, closed_at__isnull=False),
                name="help_rated_once_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"help for {self.organization}"


class HelpHours(models.Model):
    """Hours of help on a day, with what was done. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(HelpRequest, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    words = models.TextField()
    logged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=24), name="help_hours_of_a_day"),
            models.CheckConstraint(condition=~Q(words=""), name="help_hours_say_what"),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h on {self.on}"
