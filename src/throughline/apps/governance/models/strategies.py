"""Each school's strategy, and what its students say to it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from throughline.apps.directory.models import Person


class Strategy(models.Model):
    """A school's pathways strategy: which programs, for which need, towards which portrait, heard from which students."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.CharField(max_length=150, unique=True)
    need = models.TextField(blank=True)
    portrait = models.TextField(blank=True)
    voice = models.TextField(blank=True)
    types = ArrayField(models.CharField(max_length=200), default=list)
    programs = ArrayField(models.CharField(max_length=200), default=list)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.school


class StudentInput(models.Model):
    """What one student said to the strategy; each student counts once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="inputs")
    student = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strategy", "student"], name="student_input_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="student_input_says_something"),
        ]

    def __str__(self) -> str:
        return f"input to {self.strategy_id}"
