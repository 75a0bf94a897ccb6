"""Work handed in and judged, step by step. Everything but drafts and panels only grows.

Numbers of tries are for the learner and those who assess; nothing here leaves the house with the record.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from throughline.apps.directory.models import Person
from throughline.apps.records.models.attainments import Attainment, Attempt
from throughline.apps.records.models.evidence import EvidenceVersion

ROUNDS = ("own", "joint", "third", "panel")
OUTCOMES = ("met", "not_yet", "feedback", "taken_back")


class Exhibition(models.Model):
    """A day on which work is shown before a panel. seats: with `chair` among them. closed_at: the chair has closed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.CharField(max_length=200)
    part = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    organization = models.CharField(max_length=150)
    on = models.DateField()
    chair = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class PanelSeat(models.Model):
    """Who sits on a panel, in which role, for which organization and sector. sat: was there, as the chair says."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    organization = models.CharField(max_length=150)
    sector = models.CharField(max_length=30)
    sat = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "person"], name="panel_seat_once")]

    def __str__(self) -> str:
        return f"{self.role} of {self.organization}"


class Submission(models.Model):
    """Work that a learner hands in for one part of one version of an assessment.

    certifying: it is to count; else it is practice and brings feedback only. offered: the learner was offered practice
    first. revises: the earlier hand-in that this one revises. asked: whom the learner asks to judge it.
    brought_by: the learner, or the assessor who saw it done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="submissions")
    assessment = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=100)
    certifying = models.BooleanField()
    offered = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    link = models.URLField(max_length=500, blank=True)
    setting = models.CharField(max_length=60, blank=True)
    organization = models.CharField(max_length=150, blank=True)
    happened_on = models.DateField()
    revises = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="revisions")
    asked = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    exhibition = models.ForeignKey(
        Exhibition, on_delete=models.PROTECT, null=True, related_name="submissions"
    )
    handed_in_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["handed_in_at"], name="submission_oldest"),
            models.Index(fields=["learner", "assessment"], name="submission_learner"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment__startswith="assessment:"), name="submission_names_one"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="submission_of_a_version"),
            models.CheckConstraint(condition=~Q(revises=F("id")), name="submission_not_of_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.part}"


class SubmissionEvidence(models.Model):
    """A piece of evidence that belongs to work handed in, in the version it had then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="evidence")
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="submissions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "version"], name="submission_evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.version_id}"


class SelfRating(models.Model):
    """How the learner sees their own work on one criterion. Nobody else reads it before the work is judged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="self_ratings")
    criterion = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "criterion"], name="self_rating_once"),
            models.CheckConstraint(condition=Q(level__gte=1), name="self_rating_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class DraftJudgment(models.Model):
    """What a judge has typed and not signed: theirs alone, thrown away when they sign."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="drafts")
    judge = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    levels = models.JSONField(default=dict)
    feedback = models.TextField(blank=True)
    next = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "judge"], name="draft_judgment_once")]

    def __str__(self) -> str:
        return f"draft of {self.submission_id}"


class Judgment(models.Model):
    """A signed judgment: who, in which role, for whom, met or not yet, what was seen and what comes next.

    round: own (before seeing the other's), joint (after talking), third (a further judge decides), panel.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="judgments")
    judge = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    organization = models.CharField(max_length=150)
    sector = models.CharField(max_length=30)
    round = models.CharField(max_length=10)
    met = models.BooleanField()
    feedback = models.TextField(blank=True)
    next = models.TextField(blank=True)
    signed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "judge", "round"], name="judgment_signed_once"),
            models.CheckConstraint(condition=Q(round__in=ROUNDS), name="judgment_round_known"),
            models.CheckConstraint(condition=Q(met=True) | ~Q(next=""), name="not_yet_says_what_is_next"),
        ]

    def __str__(self) -> str:
        return f"{self.judge_id} {self.round}"


class Rating(models.Model):
    """The level one judge saw of one criterion, in one signed judgment. Severity and drift are worked out from these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    judgment = models.ForeignKey(Judgment, on_delete=models.PROTECT, related_name="ratings")
    criterion = models.CharField(max_length=100)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["judgment", "criterion"], name="rating_once"),
            models.CheckConstraint(condition=Q(level__gte=1), name="rating_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class Outcome(models.Model):
    """What came of work handed in, once. how: agreed, joint, third, panel, or one (practice, taken back)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=12)
    how = models.CharField(max_length=10)
    levels = models.JSONField(default=dict)
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, null=True, related_name="outcome_of")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="outcome_known")]

    def __str__(self) -> str:
        return f"{self.submission_id}: {self.outcome}"


class OutcomeAttainment(models.Model):
    """A fact that stands because of an outcome: the way from a result back to work, rubric and judges."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="attained")
    attainment = models.OneToOneField(Attainment, on_delete=models.PROTECT, related_name="behind")

    def __str__(self) -> str:
        return f"{self.attainment_id}"
