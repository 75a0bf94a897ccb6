"""What one side needs and another has room for, and the matches between them."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person

SIDES = ("need", "capacity")


class BrokerPost(models.Model):
    """An organization says what it needs, or what it has room for, within one of the state's exchanges. region: where;
    empty: anywhere. amount: for how many; until: the last day it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exchange = models.CharField(max_length=100)
    side = models.CharField(max_length=10)
    organization = models.CharField(max_length=150)
    region = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    amount = models.PositiveIntegerField(null=True)
    until = models.DateField(null=True)
    posted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="broker_post_side_known"),
            models.CheckConstraint(condition=~Q(text=""), name="broker_post_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.organization}"


class BrokerMatch(models.Model):
    """Somebody sees that a need and a capacity fit. Each side answers for itself; both yes: it is agreed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    need = models.ForeignKey(BrokerPost, on_delete=models.PROTECT, related_name="as_need")
    capacity = models.ForeignKey(BrokerPost, on_delete=models.PROTECT, related_name="as_capacity")
    why = models.TextField(blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    need_says = models.BooleanField(null=True)
    need_said_at = models.DateTimeField(null=True)
    capacity_says = models.BooleanField(null=True)
    capacity_said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "capacity"], name="broker_match_once"),
            models.CheckConstraint(condition=~Q(need=F("capacity")), name="broker_match_of_two"),
        ]

    def __str__(self) -> str:
        return f"match of {self.need_id} and {self.capacity_id}"
