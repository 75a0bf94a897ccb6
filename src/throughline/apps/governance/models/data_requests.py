"""Requests for data of the state's catalogue: on which ground, what for, until when, and what its owner answered."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person


class DataRequest(models.Model):
    """An organization asks for data on a ground that reaches it; whoever owns the data answers with reasons. Public but for
    the persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dataset = models.CharField(max_length=100)
    organization = models.CharField(max_length=150)
    ground = models.CharField(max_length=100)
    purpose = models.TextField()
    until = models.DateField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    yes = models.BooleanField(null=True)
    reasons = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(purpose=""), name="data_request_has_a_ground_and_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(yes=None, answered_at=None, reasons="")
                | (Q(yes__isnull=False, answered_at__isnull=False) & ~Q(reasons="")),
                name="data_request_answered_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset} for {self.organization}"
