"""Pieces of work and what is said of them: evidence in versions, its files, attestations, recognition asked for.

A draft is the learner's and may change. What was kept, said or decided only grows.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from throughline.apps.directory.models import Person
from throughline.apps.records.models.attainments import Attainment

KINDS = ("photo", "file", "link", "text", "reflection", "hours")
SETTINGS = ("school", "work", "community", "family", "online")
STRENGTHS = ("aspirational", "linguistic", "familial", "social", "navigational", "resistant")
"""Six kinds of community cultural wealth (T. Yosso, 2005), in which a person may be strong. Never asked for."""
TIES = ("family", "client", "coach", "mentor", "supervisor", "coworker", "neighbor", "teacher", "other")
ASSURANCE = ("brought", "said_by_link", "email_checked", "signed_in", "works_for")
"""How sure one can be of who speaks, from the least to the most. brought: the learner brought the words along from
another house, and nobody checked them here."""


class Evidence(models.Model):
    """Something that shows learning. number: its latest kept version, 0 while it is a draft only.

    draft: what is typed and not kept yet, None where nothing is open. phone_key: the name a phone gave it while it had
    no connection, so that sending it twice makes one piece.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField(default=0)
    draft = models.JSONField(null=True)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True)
    phone_key = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "-touched_at"], name="evidence_learner_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="evidence_kind_known"),
            models.CheckConstraint(
                condition=Q(number__gte=1) | Q(draft__isnull=False), name="evidence_is_something"
            ),
            models.UniqueConstraint(
                fields=["learner", "phone_key"], condition=~Q(phone_key=""), name="evidence_sent_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class EvidenceVersion(models.Model):
    """A piece as it was kept. setting, organization, place: where; people: rows of name and role, as the learner says.

    shows: what the learner thinks it may show. hours: where the kind is hours. content: digest over all of it, so that
    an attestation says exactly what it was about.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    link = models.URLField(max_length=1000, blank=True)
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    setting = models.CharField(max_length=20)
    organization = models.CharField(max_length=150, blank=True)
    place = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField()
    until = models.DateField(null=True)
    people = models.JSONField(default=list)
    shows = ArrayField(models.CharField(max_length=200), default=list)
    strengths = ArrayField(models.CharField(max_length=30), default=list)
    content = models.CharField(max_length=64)
    kept_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="evidence_version_from_1"),
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_a_title"),
            models.CheckConstraint(condition=Q(setting__in=SETTINGS), name="evidence_setting_known"),
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gt=0), name="evidence_hours_above_0"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("happened_on")), name="evidence_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(strengths__contained_by=list(STRENGTHS)), name="evidence_strengths_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StoredFile(models.Model):
    """A file by the SHA-256 of its bytes: stored once, however many pieces hold it. preview: digest of a small picture."""

    digest = models.CharField(primary_key=True, max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    preview = models.CharField(max_length=64, blank=True)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="stored_file_has_a_digest"
            )
        ]

    def __str__(self) -> str:
        return self.digest


class EvidenceFile(models.Model):
    """A file of a kept version. words: what can be seen or heard in it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    words = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="evidence_file_once")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way, chunk by chunk, from a phone that may lose its connection. promised: the digest it will have."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    promised = models.CharField(max_length=64, blank=True)
    received = models.PositiveBigIntegerField(default=0)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_not_more_than_promised")
        ]

    def __str__(self) -> str:
        return self.name


class UploadChunk(models.Model):
    """Some bytes of an upload, from an offset. In the database, so that any process can go on with it."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    offset = models.PositiveBigIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="upload_chunk_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} from {self.offset}"


class EvidenceShowing(models.Model):
    """A piece is private until its learner shows it: to those who judge at an organization, or to one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="showings")
    number = models.PositiveIntegerField()
    organization = models.CharField(max_length=150, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organization="", person__isnull=False) | (~Q(organization="") & Q(person=None)),
                name="evidence_shown_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} to {self.organization or self.person_id}"


class AttestationRequest(models.Model):
    """A learner asks somebody to say what they saw. secret: digest of the one-time link's secret, empty for an account.

    tie, tie_words: how the two know each other, such as family and "my uncle". code: digest of the code sent by e-mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="requests")
    name = models.CharField(max_length=200)
    tie = models.CharField(max_length=20)
    tie_words = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    message = models.TextField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    secret = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    email_checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tie__in=TIES), name="attestation_tie_known"),
            models.CheckConstraint(condition=~Q(name=""), name="attestation_asks_somebody"),
            models.CheckConstraint(
                condition=Q(secret="") | Q(person=None), name="attestation_by_link_or_by_account"
            ),
            models.UniqueConstraint(
                fields=["secret"], condition=~Q(secret=""), name="attestation_secret_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} about {self.version_id}"


class Attestation(models.Model):
    """What somebody said they saw, in their own words, about one version. content: that version's digest at the time.

    assurance: how sure one can be of who spoke. organization: for which they spoke, where they work for one.
    hours: how many of the hours they confirm.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="attestations")
    request = models.OneToOneField(
        AttestationRequest, on_delete=models.PROTECT, null=True, related_name="attestation"
    )
    name = models.CharField(max_length=200)
    tie = models.CharField(max_length=20)
    tie_words = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    assurance = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organization = models.CharField(max_length=150, blank=True)
    role = models.CharField(max_length=60, blank=True)
    content = models.CharField(max_length=64)
    said_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tie__in=TIES), name="attestation_said_tie_known"),
            models.CheckConstraint(condition=~Q(words=""), name="attestation_has_words"),
            models.CheckConstraint(condition=Q(assurance__in=ASSURANCE), name="attestation_assurance_known"),
            models.CheckConstraint(
                condition=Q(assurance__in=["brought", "said_by_link", "email_checked"], person=None)
                | Q(assurance="signed_in", person__isnull=False)
                | (Q(assurance="works_for", person__isnull=False) & ~Q(organization="")),
                name="attestation_assurance_is_true",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.assurance}"


class AttainmentEvidence(models.Model):
    """On which version of which piece an attainment rests."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attainment = models.ForeignKey(Attainment, on_delete=models.PROTECT, related_name="evidence")
    version = models.ForeignKey(EvidenceVersion, on_delete=models.PROTECT, related_name="attainments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attainment", "version"], name="attainment_rests_once")
        ]

    def __str__(self) -> str:
        return f"{self.attainment_id} on {self.version_id}"
