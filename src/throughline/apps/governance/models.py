"""Requests for pathways that are missing, and each school's strategy."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Value

from throughline.apps.directory.models import Person


class PathwayRequest(models.Model):
    """Somebody asks for a pathway that is not there. It stands on the docket by number; the public list names no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    docket = models.BigIntegerField(
        unique=True, editable=False, db_default=Func(Value("governance_docket_sequence"), function="nextval")
    )
    profession = models.CharField(max_length=200)
    cluster = models.CharField(max_length=150, blank=True)
    why = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(profession=""), name="request_names_a_profession")
        ]

    def __str__(self) -> str:
        return f"docket {self.docket}"


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
