"""How judges of the same work come to see alike: anchors, sittings, second markings, figures. All of it only grows.

A judge's own figures are read by that judge alone; what is published is of a task.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models.assessment import Submission


class AnchorSet(models.Model):
    """Works with agreed levels, for one part of one version of an assessment. A later edition takes the place of an
    earlier one. agreed_by: who agreed, each a role, an organization and a sector."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=100)
    edition = models.PositiveIntegerField()
    agreed_by = models.JSONField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number", "part", "edition"], name="anchor_set_edition_once"
            ),
            models.CheckConstraint(condition=Q(edition__gte=1, number__gte=1), name="anchor_set_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} {self.part}, edition {self.edition}"


class Anchor(models.Model):
    """One work of a set; it names nobody. levels: the agreed one of each criterion. why: the reason, by criterion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    set = models.ForeignKey(AnchorSet, on_delete=models.PROTECT, related_name="anchors")
    title = models.CharField(max_length=200)
    words = models.TextField()
    link = models.URLField(max_length=500, blank=True)
    levels = models.JSONField()
    why = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["set", "title"], name="anchor_title_once_a_set"),
            models.CheckConstraint(condition=~Q(words="") | ~Q(link=""), name="anchor_shows_something"),
        ]

    def __str__(self) -> str:
        return self.title


class CalibrationRun(models.Model):
    """One judge's sitting with anchors. drawn: which, in their order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    set = models.ForeignKey(AnchorSet, on_delete=models.PROTECT, related_name="runs")
    judge = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    drawn = ArrayField(models.UUIDField())
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["judge", "begun_at"], name="calibration_run_of_a_judge")]

    def __str__(self) -> str:
        return f"run of {self.set_id}"


class AnchorJudgment(models.Model):
    """The levels one judge saw of one anchor, before the agreed ones are shown to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(CalibrationRun, on_delete=models.PROTECT, related_name="judgments")
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="judgments")
    levels = models.JSONField()
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "anchor"], name="anchor_judged_once_a_run")]

    def __str__(self) -> str:
        return f"{self.anchor_id} in {self.run_id}"


class CalibrationResult(models.Model):
    """What came of a sitting. shift, error: in levels, above 0 where less was seen than agreed. until: the last day on which
    it holds, where it is in band."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.OneToOneField(CalibrationRun, on_delete=models.PROTECT, related_name="result")
    shift = models.FloatField()
    error = models.FloatField()
    exact = models.FloatField()
    adjacent = models.FloatField()
    in_band = models.BooleanField()
    until = models.DateField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_band=True, until__isnull=False) | Q(in_band=False, until=None),
                name="calibration_in_band_has_an_end",
            )
        ]

    def __str__(self) -> str:
        return f"result of {self.run_id}"


class JudgeFigure(models.Model):
    """How one judge's levels stand beside colleagues' in real work, worked out at times; read by that judge alone.

    severity, change: in logits, each with its standard error; change: from before `since` to after it. alarm: more than
    chance explains, so anchors are asked for again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    judge = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assessment = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=100)
    severity = models.FloatField()
    error = models.FloatField()
    works = models.PositiveIntegerField()
    since = models.DateField(null=True)
    change = models.FloatField(null=True)
    change_error = models.FloatField(null=True)
    alarm = models.BooleanField(default=False)
    worked_out_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["judge", "-worked_out_at"], name="judge_figure_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(alarm=False) | Q(change__isnull=False), name="judge_alarm_has_a_change"
            )
        ]

    def __str__(self) -> str:
        return f"figure of {self.assessment} {self.part}"


class SecondMarking(models.Model):
    """Decided work that was drawn to be marked once more, blind. It changes nothing for the learner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="second")
    seed = models.CharField(max_length=100)
    drawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"second marking of {self.submission_id}"


class SecondJudgment(models.Model):
    """The levels a second judge saw, who did not know what the first ones saw or what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    marking = models.OneToOneField(SecondMarking, on_delete=models.PROTECT, related_name="judgment")
    judge = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    levels = models.JSONField()
    signed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.marking_id}"


class AgreementFigure(models.Model):
    """Agreement of those who judge one part of one version of an assessment, as it is published: of the task, of nobody.

    figures: exact, adjacent, alpha, each with value, low, high. works: judged twice or more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=100)
    figures = models.JSONField()
    works = models.PositiveIntegerField()
    judges = models.PositiveIntegerField()
    seed = models.PositiveIntegerField()
    published_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["assessment", "number", "-published_at"], name="agreement_figure_newest")
        ]

    def __str__(self) -> str:
        return f"agreement of {self.assessment} {self.part}"


class WorkSample(models.Model):
    """Judged work with everything taken out that names somebody, for colleges and employers. The latest counts; one
    without words takes the sample back. It is shown only while the learner's consent holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="samples")
    words = models.TextField(blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["submission", "-made_at"], name="work_sample_newest")]

    def __str__(self) -> str:
        return f"sample of {self.submission_id}"
