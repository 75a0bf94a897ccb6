"""What a body wants to come true: its vision in versions, goals that can be measured, and who wrote it."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person


class Vision(models.Model):
    """One version of an organization's vision, written once. why: what made it change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    text = models.TextField()
    why = models.TextField(blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="vision_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="vision_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.number}"


class VisionGoal(models.Model):
    """A goal of one version: what is counted (measure), where it stands now, where it shall stand, by which day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vision = models.ForeignKey(Vision, on_delete=models.PROTECT, related_name="goals")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    measure = models.CharField(max_length=300)
    baseline = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    target = models.DecimalField(max_digits=12, decimal_places=2)
    due = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vision", "position"], name="vision_goal_place_once"),
            models.CheckConstraint(condition=~Q(measure="") & ~Q(text=""), name="vision_goal_has_measure"),
        ]

    def __str__(self) -> str:
        return self.text


class VisionAuthor(models.Model):
    """Somebody who says that they wrote a vision with others. named: they want their name to stand there. office: what they
    do, in their words. confirmed_at: whoever leads the organization says so too."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sector = models.CharField(max_length=30)
    office = models.CharField(max_length=200, blank=True)
    executive = models.BooleanField(default=False)
    named = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "person"], name="vision_author_once")]

    def __str__(self) -> str:
        return f"author of {self.organization}"


class Responsibility(models.Model):
    """Something that several organizations of two sectors or more carry together for one vision. ended_at: no longer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    text = models.TextField()
    shared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "responsibilities"
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="responsibility_says_something")]

    def __str__(self) -> str:
        return self.text


class Bearer(models.Model):
    """An organization that carries a responsibility with others. accepted_at: somebody who leads it said yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    responsibility = models.ForeignKey(Responsibility, on_delete=models.PROTECT, related_name="bearers")
    organization = models.CharField(max_length=150)
    sector = models.CharField(max_length=30)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["responsibility", "organization"], name="bearer_once"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_by__isnull=False),
                name="bearer_accepts_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.organization
