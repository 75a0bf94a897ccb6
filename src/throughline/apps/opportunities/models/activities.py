"""Learning activities, planned in seven steps: a draft that may change, what was published, the work done in it."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models import Evidence

STEPS = ("reveal", "establish", "focus", "reinforce", "assess", "magnify", "explore")
"""The seven steps of planning an activity (MHA Labs, REFRAME): reveal targeted skills, establish evidence, focus on
activity design, reinforce expectations, assess using feedback, magnify recognition, explore meaning making."""
MOST_SKILLS = 3
"""An activity aims at one to three skills (the same source): more cannot be taught, seen and spoken of in one."""


class Activity(models.Model):
    """An activity that an organization plans. skills: references of competencies. steps: text by step, what is typed so
    far. number: its latest published version, 0 while it is a draft only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    title = models.CharField(max_length=200)
    skills = ArrayField(models.CharField(max_length=200), default=list)
    steps = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "-touched_at"], name="activity_place_latest")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_a_title"),
            models.CheckConstraint(
                condition=Q(skills__len__lte=MOST_SKILLS), name="activity_aims_at_three_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PublishedActivity(models.Model):
    """A version of an activity as learners see it: one to three skills, all seven steps."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    skills = ArrayField(models.CharField(max_length=200))
    reveal = models.TextField()
    establish = models.TextField()
    focus = models.TextField()
    reinforce = models.TextField()
    assess = models.TextField()
    magnify = models.TextField()
    explore = models.TextField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="activity_version_once"),
            models.CheckConstraint(
                condition=Q(skills__len__gte=1, skills__len__lte=MOST_SKILLS),
                name="activity_aims_at_one_to_three",
            ),
            models.CheckConstraint(
                condition=~(
                    Q(reveal="") | Q(establish="") | Q(focus="") | Q(reinforce="") | Q(assess="") | Q(magnify="")
                    | Q(explore="")
                ),
                name="activity_has_all_seven_steps",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


class ActivityWork(models.Model):
    """A learner says that a piece of their work was made in an activity, as it was published then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PublishedActivity, on_delete=models.PROTECT, related_name="work")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="activities")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "evidence"], name="activity_work_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} in {self.version_id}"
