"""What comes from outside: scores of tests made elsewhere, old grades, and how people around a learner see their skills.

None of it is a result of this house by itself; all of it only grows.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models.attainments import Attainment


class ExternalResult(models.Model):
    """A score of a test made and scored elsewhere. attainment: the fact that stands where it reached the cut score.

    skills: those the report names as shown, by id. digest: of the file it came in.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="external_results")
    assessment = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=10, decimal_places=3)
    scale = models.CharField(max_length=60)
    skills = ArrayField(models.CharField(max_length=100), default=list)
    taken_on = models.DateField()
    attainment = models.OneToOneField(
        Attainment, on_delete=models.PROTECT, null=True, related_name="external"
    )
    digest = models.CharField(max_length=64)
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "assessment", "taken_on"], name="external_result_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment} on {self.taken_on}"


class SourceRecord(models.Model):
    """An entry of an older record, word for word: a source that evidence may rest on, never a result."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="source_records")
    title = models.CharField(max_length=300)
    as_written = models.CharField(max_length=300)
    organization = models.CharField(max_length=200)
    ended_on = models.DateField()
    digest = models.CharField(max_length=64)
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "title", "organization", "ended_on"], name="source_record_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SkillReview(models.Model):
    """One person's look at a learner's skills on a form. rater: self, mentor, teacher, family, employer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="skill_reviews")
    form = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rater = models.CharField(max_length=20)
    organization = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["learner", "form"], name="skill_review_learner")]

    def __str__(self) -> str:
        return f"{self.rater}: {self.form}"


class SkillRating(models.Model):
    """One statement of a form as one person rated it. There is no sum."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(SkillReview, on_delete=models.PROTECT, related_name="ratings")
    item = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="skill_rating_once"),
            models.CheckConstraint(condition=Q(level__gte=1), name="skill_rating_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.level}"


class SkillAnswer(models.Model):
    """What the learner answers to a review, beside it for good."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.OneToOneField(SkillReview, on_delete=models.PROTECT, related_name="answer")
    words = models.TextField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="skill_answer_says_something")]

    def __str__(self) -> str:
        return f"answer to {self.review_id}"
