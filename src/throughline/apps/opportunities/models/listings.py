"""What learners publish to be found by, which organizations were let in to look, and who asked to talk."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models import Share


class Listing(models.Model):
    """A learner lets organizations that were let in find one part of their record. share: exactly what is seen; once it is
    over or taken back, so is this. words: what they look for, in their own words, without a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="listings")
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="listings")
    words = models.CharField(max_length=300)
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["share"], condition=Q(withdrawn_at=None), name="listing_once_for_each_share"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="listing_says_something"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("published_at")),
                name="listing_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return "a listing"


class LetIn(models.Model):
    """A governing body lets an organization look at listings, until a day; why: what was checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    why = models.TextField()
    until = models.DateField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="let_in_with_a_reason"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(ended_at=None), name="let_in_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.organization


class Approach(models.Model):
    """An organization asks the learner of a listing to talk. answer: yes shares the same part with it, by name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="approaches")
    organization = models.CharField(max_length=150)
    words = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=3, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listing", "organization"], name="approach_once"),
            models.CheckConstraint(condition=~Q(words=""), name="approach_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=("yes", "no"), answered_at__isnull=False),
                name="approach_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} asks"
