"""The desk: an employer posts once what it offers to those who learn; schools say that they take it up."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person


class DeskPost(models.Model):
    """What an organization offers. kind: one of the state's. regions: where; empty: all of them. wage: dollars an hour,
    where it is paid. gives: credentials and competencies it can lead to. partner: the sponsor of the apprenticeship."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    words = models.TextField()
    regions = ArrayField(models.CharField(max_length=100), default=list)
    room = models.PositiveIntegerField(null=True)
    paid = models.BooleanField(default=False)
    wage = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    gives = ArrayField(models.CharField(max_length=200), default=list)
    partner = models.CharField(max_length=150, blank=True)
    until = models.DateField(null=True)
    posted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    posted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="desk_post_says_something"),
            models.CheckConstraint(
                condition=Q(paid=False, wage=None) | Q(paid=True, wage__gt=0),
                name="desk_post_paid_has_a_wage",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TakenUp(models.Model):
    """A school says that it takes up what was posted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(DeskPost, on_delete=models.PROTECT, related_name="taken_up")
    school = models.CharField(max_length=150)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "school"], name="taken_up_once")]

    def __str__(self) -> str:
        return self.school
