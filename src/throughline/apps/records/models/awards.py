"""Awards: issued credentials, what is marked on them later, and who may ask again. All of it only grows."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from throughline.apps.directory.models import Person
from throughline.apps.records.models.attainments import Attainment
from throughline.apps.records.models.issuers import IssuerKey, StatusList


class PairwiseSubject(models.Model):
    """The one random name under which one issuer's credentials speak of one learner; no other issuer uses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issuer = models.CharField(max_length=150)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "issuer"], name="subject_once_an_issuer")]

    def __str__(self) -> str:
        return f"{self.id} for {self.issuer}"


class Award(models.Model):
    """One credential issued to one learner, under one version of its listing.

    source: what it follows from: `milestone:m`, `pathway:p#stage`, or `attainment:id` where its issuer gave it as such.
    judged_reference, judged_number: the version of the milestone or pathway it was judged under. attainments: facts it
    rests on. salt: hex, hashed with the content for the public log. content: the credential before it is signed;
    digest: sha256 of its canonical JSON (RFC 8785), hex. signed: the same with its proof; empty until it is signed,
    then for good. place: its index in both of the list's bitstrings. replaces: the award this one stands in for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    credential = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    issuer = models.CharField(max_length=150)
    source = models.CharField(max_length=250)
    judged_reference = models.CharField(max_length=200, blank=True)
    judged_number = models.PositiveIntegerField(null=True)
    attainments = ArrayField(models.UUIDField(), default=list)
    subject = models.ForeignKey(PairwiseSubject, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    valid_until = models.DateField(null=True)
    salt = models.CharField(max_length=64)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    signed = models.JSONField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_with = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["learner", "-issued_at"], name="award_learner_newest"),
            models.Index(
                fields=["issued_at", "id"], condition=Q(signed__isnull=True), name="award_waits_for_signature"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "credential"], condition=Q(replaces=None), name="award_once_a_credential"
            ),
            models.UniqueConstraint(fields=["status_list", "place"], name="award_place_once"),
            models.CheckConstraint(condition=Q(credential__startswith="credential:"), name="award_of_a_credential"),
            models.CheckConstraint(condition=Q(salt__regex="^[0-9a-f]{64}$"), name="award_salt_is_long"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="award_digest_is_sha256"),
            models.CheckConstraint(
                condition=Q(signed__isnull=True, signed_at=None, signed_with=None)
                | Q(signed__isnull=False, signed_at__isnull=False, signed_with__isnull=False),
                name="award_signature_is_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.credential} {self.number}"


class AwardMark(models.Model):
    """What its issuer says of an award later: revoked, suspended, or reinstated after a suspension.

    cause: a short reason that any verifier may read; reason: in full, for the learner. It undoes no stage.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=12)
    at = models.DateTimeField()
    cause = models.CharField(max_length=30)
    reason = models.TextField()
    marked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["award", "at"], name="award_mark_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=Q(kind="revoked"), name="award_revoked_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["revoked", "suspended", "reinstated"]), name="award_mark_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(cause=""), name="award_mark_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class AwardReview(models.Model):
    """The review that a revocation or suspension opens. appeal: what the learner says to it, in their own words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.OneToOneField(AwardMark, on_delete=models.PROTECT, related_name="review")
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    upheld = models.BooleanField(null=True)
    outcome = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, upheld=None) | Q(closed_at__isnull=False, upheld__isnull=False) & ~Q(outcome=""),
                name="award_review_closes_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(appeal="", appealed_at=None) | ~Q(appeal="") & Q(appealed_at__isnull=False),
                name="award_appeal_is_dated",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"review of {self.mark_id}"


class Approval(models.Model):
    """The registrar's mark on a co-curricular fact: this institution supervised it. An unsupervised one carries none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attainment = models.OneToOneField(Attainment, on_delete=models.PROTECT, related_name="approval")
    organization = models.CharField(max_length=150)
    supervisor = models.CharField(max_length=36)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"approved by {self.organization}"


class Footing(models.Model):
    """The version of the pathway that a learner's own choice put them on, and the day that chooses editions of shared
    rules: what their awards are judged under. pathway empty: by what is in force."""

    learner = models.OneToOneField(Person, on_delete=models.PROTECT, primary_key=True, related_name="+")
    pathway = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True)
    began = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(pathway="", number=None) | Q(~Q(pathway=""), number__gte=1), name="footing_pins_a_version"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pathway} {self.number}"
