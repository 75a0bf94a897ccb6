"""Rotations: what several hosts offer together, who sees which field, what they thought of it and chose."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.opportunities.models.learning_agreements import LearningAgreement
from throughline.apps.opportunities.models.stay_days import WAYS

WISHES = ("more", "maybe", "other")


class Rotation(models.Model):
    """Fields that hosts offer together, one day a week. keeper: who brings it together. weekday: Monday is 0. ordered: one
    field after the other; else as the learner likes. pathway: where it leads, or empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    title = models.CharField(max_length=200)
    words = models.TextField()
    pathway = models.CharField(max_length=150, blank=True)
    weekday = models.PositiveSmallIntegerField()
    hours = models.DecimalField(max_digits=4, decimal_places=2)
    ordered = models.BooleanField(default=False)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="rotation_says_something"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="rotation_weekday_known"),
            models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=12), name="rotation_hours_of_a_day"),
        ]

    def __str__(self) -> str:
        return self.title


class RotationSponsor(models.Model):
    """An organization that offers a rotation together with others; it signs once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="sponsors")
    organization = models.CharField(max_length=150)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rotation", "organization"], name="rotation_sponsor_once"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="rotation_sponsor_signs_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.organization


class RotationField(models.Model):
    """A field, the nth of a rotation, at a host. days: confirmed days it takes. gives: what can be seen done there. counts,
    credits: what the home then recognizes. way, minutes, transport: how learners get there. destination: of the pathway."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="fields")
    nth = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    host = models.CharField(max_length=150)
    days = models.PositiveSmallIntegerField()
    gives = ArrayField(models.CharField(max_length=200))
    counts = models.CharField(max_length=200)
    credits = models.DecimalField(max_digits=5, decimal_places=2)
    way = models.CharField(max_length=10)
    minutes = models.PositiveSmallIntegerField()
    transport = models.TextField()
    destination = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rotation", "nth"], name="rotation_field_in_order"),
            models.CheckConstraint(condition=Q(way__in=WAYS), name="rotation_field_way_known"),
            models.CheckConstraint(condition=~Q(transport=""), name="rotation_field_says_how_to_get_there"),
            models.CheckConstraint(condition=Q(days__gt=0, credits__gt=0), name="rotation_field_lasts"),
        ]

    def __str__(self) -> str:
        return self.title


class RotationPlace(models.Model):
    """A learner's place in a rotation; their home answers for what counts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rotation = models.ForeignKey(Rotation, on_delete=models.PROTECT, related_name="places")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="rotations")
    home = models.CharField(max_length=150)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rotation", "learner"], condition=Q(left_at=None), name="rotation_place_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.rotation_id}"


class RotationStay(models.Model):
    """A learner's stay in one field, agreed like every stay elsewhere."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(RotationPlace, on_delete=models.PROTECT, related_name="stays")
    field = models.ForeignKey(RotationField, on_delete=models.PROTECT, related_name="+")
    agreement = models.OneToOneField(
        LearningAgreement, on_delete=models.PROTECT, related_name="rotation_stay"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "field"], name="rotation_stay_once")]

    def __str__(self) -> str:
        return f"{self.field_id}"


class RotationThought(models.Model):
    """What a learner thinks of a field, in their own words, the nth time; the newest shows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stay = models.ForeignKey(RotationStay, on_delete=models.PROTECT, related_name="thoughts")
    nth = models.PositiveSmallIntegerField()
    wish = models.CharField(max_length=10)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stay", "nth"], name="rotation_thought_in_order"),
            models.CheckConstraint(condition=Q(wish__in=WISHES), name="rotation_thought_wish_known"),
            models.CheckConstraint(condition=~Q(words=""), name="rotation_thought_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.stay_id}: {self.wish}"


class RotationChoice(models.Model):
    """What a learner chooses out of a rotation, the nth time; the newest holds. field empty: all of them stay open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(RotationPlace, on_delete=models.PROTECT, related_name="choices")
    nth = models.PositiveSmallIntegerField()
    field = models.ForeignKey(RotationField, on_delete=models.PROTECT, related_name="+", null=True)
    why = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "nth"], name="rotation_choice_in_order"),
            models.CheckConstraint(condition=~Q(why=""), name="rotation_choice_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.field_id}"
