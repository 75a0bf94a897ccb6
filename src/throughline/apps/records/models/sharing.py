"""What a learner decides about their record: what comes first, what is shared with whom, consent, corrections."""

import uuid
from secrets import token_hex

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models.attainments import Attainment

AUDIENCES = ("college", "employer", "family", "other")
FORMS = ("record", "resume")


def new_salt() -> str:
    """A long random salt, in hex."""
    return token_hex(32)


class Featured(models.Model):
    """One entry that the learner put first, at its place. item: the entry's reference (`competency:numbers`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "item"], name="featured_once"),
            models.UniqueConstraint(fields=["learner", "position"], name="featured_one_at_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.item}"


class NeutralPlace(models.Model):
    """A place whose name the learner does not want shown outside: the state's neutral name stands for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organization = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "organization"], name="neutral_place_once")]

    def __str__(self) -> str:
        return self.organization


class Share(models.Model):
    """A part of a record shown to somebody, for a purpose, until a day. items: exactly what is shown, in order.

    organization: shared straight with it. secret_hash: SHA-256 of the secret in the link, which itself is not kept.
    confirmed_at empty: a draft, which nobody but the learner sees. subject, salt (hex): under which random name its files
    speak of the learner, another one in each share.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    audience = models.CharField(max_length=20)
    form = models.CharField(max_length=20, default="record")
    to_whom = models.CharField(max_length=200)
    purpose = models.CharField(max_length=300)
    organization = models.CharField(max_length=150, blank=True)
    secret_hash = models.CharField(max_length=64, null=True, unique=True)
    items = ArrayField(models.CharField(max_length=60))
    subject = models.UUIDField(default=uuid.uuid4)
    salt = models.CharField(max_length=64, default=new_salt)
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["learner", "-created_at"], name="share_of_learner"),
            models.Index(fields=["organization"], condition=~Q(organization=""), name="share_with_whom"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(audience__in=AUDIENCES), name="share_audience_known"),
            models.CheckConstraint(condition=Q(form__in=FORMS), name="share_form_known"),
            models.CheckConstraint(condition=Q(items__len__gt=0), name="share_shows_something"),
            models.CheckConstraint(condition=Q(until__gt=F("created_at")), name="share_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(to_whom=""), name="share_says_for_whom_and_why"
            ),
            models.CheckConstraint(
                condition=Q(organization="") | Q(secret_hash=None), name="share_by_link_or_directly"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | ~Q(organization="") | Q(secret_hash__isnull=False),
                name="share_open_has_a_way_in",
            ),
        ]

    def __str__(self) -> str:
        return f"share with {self.to_whom}"


class Consent(models.Model):
    """One yes to one purpose, by the learner or a guardian, from when, until when; taken back when, by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=60)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "purpose", "given_by"],
                condition=Q(withdrawn_at=None, until=None),
                name="consent_open_once",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("given_at")), name="consent_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="consent_taken_back_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.given_by_id}"


class Correction(models.Model):
    """A request to correct one entry, to the body that stands behind it, answered by a day. appeals: of which request."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    attainment = models.ForeignKey(Attainment, on_delete=models.PROTECT, related_name="corrections")
    organization = models.CharField(max_length=150)
    words = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    appeals = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="appeal")

    class Meta:
        indexes = [models.Index(fields=["organization", "due_on"], name="correction_at_body")]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="correction_says_what"),
            models.CheckConstraint(condition=~Q(organization=""), name="correction_has_a_body"),
        ]

    def __str__(self) -> str:
        return f"correction of {self.attainment_id}"


class CorrectionAnswer(models.Model):
    """A body's answer with its reason. replaced_by: the new fact, where the old one was withdrawn for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10)
    reason = models.TextField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    replaced_by = models.ForeignKey(Attainment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["corrected", "stands"]), name="correction_answer_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_answer_has_a_reason"),
            models.CheckConstraint(
                condition=Q(outcome="corrected") | Q(replaced_by=None),
                name="correction_replaces_when_corrected",
            ),
        ]

    def __str__(self) -> str:
        return self.outcome
