"""That whoever holds a waiver was reminded of its end."""

from django.db import models


class WaiverReminder(models.Model):
    """One reminder, so many days before a waiver's last day; once each."""

    waiver = models.CharField(max_length=150)
    last = models.DateField()
    days = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["waiver", "last", "days"], name="waiver_reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.waiver}: {self.days} days"
