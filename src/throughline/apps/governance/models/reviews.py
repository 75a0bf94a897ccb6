"""A body's look at its own quality, once a year: an area, a rating, and what shows it. No number is made of them."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person

KINDS = ("link", "file", "text")
RATINGS = (1, 2, 3, 4)


class QualityReview(models.Model):
    """One year's self-review of an organization. finished_at: from then on it stays as it is. public: as the
    organization chose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="quality_review_once_a_year"),
            models.CheckConstraint(
                condition=Q(public=False) | Q(finished_at__isnull=False),
                name="quality_review_public_once_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.year}"


class AreaRating(models.Model):
    """How an area of quality stands, in the organization's own view, with its words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(QualityReview, on_delete=models.PROTECT, related_name="ratings")
    area = models.CharField(max_length=100)
    rating = models.PositiveSmallIntegerField()
    said = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "area"], name="quality_area_rated_once"),
            models.CheckConstraint(condition=Q(rating__in=RATINGS), name="quality_rating_known"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.rating}"


class RatingEvidence(models.Model):
    """What shows a rating: a link, a file or words, of a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    rating = models.ForeignKey(AreaRating, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10)
    text = models.TextField()
    on = models.DateField()
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="rating_evidence_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="rating_evidence_says_something"),
            models.CheckConstraint(
                condition=Q(kind="file", content__isnull=False) | (~Q(kind="file") & Q(content=None)),
                name="rating_evidence_file_there",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.on}"
