"""What the state promises to every learner, version by version, each signed."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person


class LearnerPromiseVersion(models.Model):
    """One version, written once. says: opening and parts (core.governing.promising); document: the same as it was signed;
    digest: its sha256, as the public log has it; position: of that entry. why: what made it change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    organization = models.CharField(max_length=150)
    says = models.JSONField()
    why = models.TextField(blank=True)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    position = models.BigIntegerField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(why=""), name="learner_promise_change_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"learner promise {self.number}"
