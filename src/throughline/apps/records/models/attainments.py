"""What is attested about a learner. Facts, marks, exceptions and attempts only grow."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from throughline.apps.directory.models import Person


class Attainment(models.Model):
    """One fact: this learner met, took or was given `what`, on this evidence, before these people.

    organization, issuer: ids of organizations in the state's pack. validators: rows of person, role, organization.
    judged_reference, judged_number: the version of the milestone or rule it was judged under.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attainments")
    what = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(null=True)
    score = models.DecimalField(max_digits=10, decimal_places=3, null=True)
    scale = models.CharField(max_length=60, blank=True)
    amounts = models.JSONField(default=dict)
    tags = ArrayField(models.CharField(max_length=120), default=list)
    framework = models.CharField(max_length=120, blank=True)
    framework_level = models.PositiveSmallIntegerField(null=True)
    context = models.CharField(max_length=60, blank=True)
    organization = models.CharField(max_length=150, blank=True)
    issuer = models.CharField(max_length=150, blank=True)
    validators = models.JSONField(default=list)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())
    valid_until = models.DateField(null=True)
    note = models.TextField(blank=True)
    judged_reference = models.CharField(max_length=200, blank=True)
    judged_number = models.PositiveIntegerField(null=True)
    attested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    source = models.CharField(max_length=40, default="assessor")
    confirmed = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "happened_on"], name="attainment_learner_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(what__regex=r"^[a-z_]+(:.+)?$"), name="attainment_names_a_kind"
            ),
            models.CheckConstraint(condition=Q(level=None) | Q(level__gte=1), name="attainment_level_from_1"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("happened_on")),
                name="attainment_valid_after_it_happened",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class AttainmentMark(models.Model):
    """An attainment withdrawn: from which day, why, by whom. It undoes nothing that was granted; it opens a review."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attainment = models.OneToOneField(Attainment, on_delete=models.PROTECT, related_name="mark")
    on = models.DateField()
    reason = models.TextField()
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="mark_has_a_reason")]

    def __str__(self) -> str:
        return f"withdrawn {self.on}"


class Review(models.Model):
    """A question a withdrawn attainment opens: does what rested on it still stand?"""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.OneToOneField(AttainmentMark, on_delete=models.PROTECT, related_name="review")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"review of {self.mark_id}"


class ExceptionGrant(models.Model):
    """A dated, signed decision about one learner and one rule node. version 0: for all versions of the rule."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exceptions")
    rule = models.CharField(max_length=200)
    node = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    accept = ArrayField(models.CharField(max_length=200), default=list)
    version = models.PositiveIntegerField(default=0)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    until = models.DateField(null=True)
    reason = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["waive", "substitute", "also_accept"]), name="exception_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exception_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="waive") | Q(accept__len__gt=0), name="exception_says_what_it_accepts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.rule}/{self.node}"


class Attempt(models.Model):
    """One try at one part of a milestone. Seen by the learner and those who assess; never by anyone outside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attempts")
    part = models.CharField(max_length=200)
    milestone = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=10)
    on = models.DateField()
    advice = models.TextField(blank=True)
    attainment = models.ForeignKey(Attainment, on_delete=models.PROTECT, null=True, related_name="+")
    judged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["learner", "part"], name="attempt_learner_part")]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["not_yet", "met"]), name="attempt_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="not_yet", attainment=None) | Q(outcome="met", attainment__isnull=False),
                name="attempt_met_leaves_a_fact",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.outcome}"
