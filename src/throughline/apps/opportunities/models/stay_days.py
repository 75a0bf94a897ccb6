"""The days of a stay, as the host confirmed them. They only grow."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.opportunities.models.learning_agreements import LearningAgreement

WAYS = ("walk", "bus", "ride", "other")
"""How a learner gets to a place."""


class StayDay(models.Model):
    """One day of a stay as the host confirmed it, the nth time; the newest holds. way: how the learner got there.

    It is attendance, and no evidence of anything learned.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(LearningAgreement, on_delete=models.PROTECT, related_name="days")
    on = models.DateField()
    nth = models.PositiveSmallIntegerField(default=1)
    came = models.BooleanField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    way = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "on", "nth"], name="stay_day_in_order"),
            models.CheckConstraint(
                condition=Q(came=False, hours=0) | Q(came=True, hours__gt=0, hours__lte=12), name="stay_day_hours_of_a_day"
            ),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="stay_day_way_known"),
            models.CheckConstraint(condition=Q(nth=1) | ~Q(words=""), name="stay_day_change_says_why"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on}: {self.hours}"
