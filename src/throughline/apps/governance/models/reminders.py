"""Reminders that went out to people in bodies."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.core.governing.reminding import ASKS


class Reminder(models.Model):
    """That somebody was reminded of something that waits for them in a body, for the nth time. asks: of what; about: the
    matter or seat; due: its day. Each goes out once, however often the job runs. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=150)
    asks = models.CharField(max_length=20)
    about = models.CharField(max_length=200)
    due = models.DateField()
    nth = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body", "asks", "about", "due", "nth"], name="reminder_once"
            ),
            models.CheckConstraint(condition=Q(asks__in=ASKS), name="reminder_asks_known"),
            models.CheckConstraint(condition=Q(nth__gte=1), name="reminder_nth_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.asks} {self.about}"
