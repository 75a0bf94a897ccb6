"""Endorsements: a second voice for a credential, for what can be earned, or for who gives it. All of it only grows."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from throughline.apps.directory.models import Person
from throughline.apps.records.models.awards import Award
from throughline.apps.records.models.issuers import IssuerKey, StatusList


class Endorsement(models.Model):
    """What an organization says of something, through one of its people, as a signed credential of its own.

    award: a learner's credential; else about: `credential:id` with the number of its listing's version, or
    `organization:id`. person, role: who spoke for the organization. salt: hex, hashed with the content for the public
    log. content, digest, signed, place: as of an award; it is signed when it is said.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, null=True, related_name="endorsements")
    about = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True)
    organization = models.CharField(max_length=150)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    words = models.TextField()
    said_at = models.DateTimeField()
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    salt = models.CharField(max_length=64)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    signed = models.JSONField()
    signed_with = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(
                fields=["about", "said_at"], condition=~Q(about=""), name="endorsement_about_a_thing"
            ),
            models.Index(fields=["organization", "-said_at"], name="endorsement_of_a_place"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(award__isnull=False, about="") | Q(Q(award=None), ~Q(about="")),
                name="endorsement_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(number=None) | Q(about__startswith="credential:", number__gte=1),
                name="endorsement_of_a_version",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="endorsement_has_words"),
            models.CheckConstraint(condition=Q(salt__regex="^[0-9a-f]{64}$"), name="endorsement_salt_is_long"),
            models.UniqueConstraint(fields=["status_list", "place"], name="endorsement_place_once"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.organization} of {self.about or self.award_id}"


class EndorsementMark(models.Model):
    """The end of an endorsement: whoever said it took it back, with a reason in words."""

    endorsement = models.OneToOneField(
        Endorsement, on_delete=models.PROTECT, primary_key=True, related_name="mark"
    )
    at = models.DateTimeField()
    reason = models.TextField()
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="endorsement_mark_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"taken back {self.at:%Y-%m-%d}"


class EndorsementAnswer(models.Model):
    """Whether its learner lets an endorsement of their credential show. The latest answer counts; without one it is
    seen by nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endorsement = models.ForeignKey(Endorsement, on_delete=models.PROTECT, related_name="answers")
    shows = models.BooleanField()
    answered_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["endorsement", "-answered_at"], name="endorsement_answer_newest")]

    def __str__(self) -> str:
        return "shows" if self.shows else "does not show"


class EndorsedCopy(models.Model):
    """An award signed again by its issuer with endorsements inside, because what is signed cannot be added to.

    endorsements: those in it, by id, in the order in which they stand there. It bears the award's id, status and salt.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="copies_with_endorsements")
    endorsements = ArrayField(models.UUIDField())
    signed = models.JSONField()
    signed_at = models.DateTimeField()
    signed_with = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award", "endorsements", "signed_with"], name="endorsed_copy_once_a_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_id} with {len(self.endorsements)}"
