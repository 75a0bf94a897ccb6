"""Recognition of learning from anywhere: what is asked, on which evidence, by when an answer is due, what was decided."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from throughline.apps.directory.models import Person
from throughline.apps.records.models.attainments import Attainment
from throughline.apps.records.models.evidence import EvidenceVersion


class Recognition(models.Model):
    """A learner asks an organization that something they learned elsewhere counts. due: the day an answer is due.

    appealed_at, appeal_words, appeal_due: another assessor looks again, and by when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recognitions")
    organization = models.CharField(max_length=150)
    words = models.TextField(blank=True)
    evidence = models.ManyToManyField(EvidenceVersion, related_name="recognitions")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due = models.DateField()
    appealed_at = models.DateTimeField(null=True)
    appeal_words = models.TextField(blank=True)
    appeal_due = models.DateField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "due"], name="recognition_place_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(appealed_at=None, appeal_words="", appeal_due=None)
                | (Q(appealed_at__isnull=False, appeal_due__isnull=False) & ~Q(appeal_words="")),
                name="appeal_says_why_and_has_a_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} at {self.organization}"


class RecognitionWish(models.Model):
    """One thing that is asked for: a competency at a level, or a course, assessment or experience with its amounts.

    There is no field for time spent in a room: a wish is decided on what was shown (tests/apps/test_recognition.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="wishes")
    what = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(null=True)
    amounts = models.JSONField(default=dict)
    tags = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__regex=r"^[a-z_]+:.+$"), name="wish_names_a_kind"),
            models.UniqueConstraint(fields=["recognition", "what"], name="wish_once"),
        ]

    def __str__(self) -> str:
        return self.what


class RecognitionDecision(models.Model):
    """What an assessor decided on one wish, and why. turn: 1 the first time, 2 on appeal. waited: how long it took."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wish = models.ForeignKey(RecognitionWish, on_delete=models.PROTECT, related_name="decisions")
    turn = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField(null=True)
    reasons = models.TextField()
    next_step = models.TextField(blank=True)
    attainment = models.ForeignKey(Attainment, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    waited = models.DurationField()
    in_time = models.BooleanField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wish", "turn"], name="wish_decided_once_a_turn"),
            models.CheckConstraint(condition=Q(turn__in=[1, 2]), name="decision_first_or_on_appeal"),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_has_reasons"),
            models.CheckConstraint(
                condition=Q(outcome="met", attainment__isnull=False)
                | (Q(outcome="not_yet", attainment=None) & ~Q(next_step="")),
                name="decision_leaves_a_fact_or_a_next_step",
            ),
            models.CheckConstraint(condition=Q(waited__gte=timedelta(0)), name="decision_after_it_was_asked"),
        ]

    def __str__(self) -> str:
        return f"{self.wish_id}: {self.outcome}"
