"""Batches: many acts from one file, row by row, each row done once however often the work is cut off."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models.awards import Award


class Batch(models.Model):
    """One file that somebody brought: to issue, to revoke, or to import results. confirmed_at: when they said yes after
    the preview; nothing is done before. finished_at: every row is done or refused."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10)
    organization = models.CharField(max_length=150)
    file_name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-brought_at"], name="batch_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["issue", "revoke", "results"]), name="batch_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(confirmed_at__isnull=False, finished_at__gte=F("confirmed_at")),
                name="batch_finishes_after_yes",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class BatchRow(models.Model):
    """One line of the file. state: ready, refused (the preview found a fault), done, stopped (refused when its turn
    came). column, why, fix: the fault in words. award: what it issued or marked."""

    id = models.BigAutoField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    given = models.JSONField()
    state = models.CharField(max_length=8, default="ready")
    column = models.CharField(max_length=60, blank=True)
    why = models.TextField(blank=True)
    fix = models.TextField(blank=True)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["batch", "line"], condition=Q(state="ready"), name="batch_row_next"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="batch_line_once"),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "refused", "done", "stopped"]), name="batch_row_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ready", "done"]) | ~Q(why=""), name="batch_row_fault_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.state}"
