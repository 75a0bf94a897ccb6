"""Who issues: their keys, the lists that tell what still stands, and when each was last published."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

LIST_SIZE = 131_072
"""Entries of a status list at least: so many hide among each other (Bitstring Status List 1.0, 2.2)."""


class IssuerKey(models.Model):
    """The public half of one key of one issuing organization. Its name is never given to another.

    kind: Ed25519 (Data Integrity), RSA (VC-JWT in the 1EdTech profile) or P-256 (credentials shown in part). public: its
    Multikey or JWK.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.CharField(max_length=150)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    public = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["issuer", "kind", "-created_at"], name="issuer_key_newest")]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "name"], name="issuer_key_name_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["Ed25519", "RSA", "P-256"]), name="issuer_key_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer}#{self.name}"


class IssuerSecret(models.Model):
    """The private half of a key, encrypted under the house's own secret. Removed when the key retires."""

    key = models.OneToOneField(IssuerKey, on_delete=models.PROTECT, primary_key=True, related_name="secret")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"secret of {self.key_id}"


class KeyMark(models.Model):
    """The end of a key: retired from a time on (what it signed stands), or stolen at a time (what is not in the public
    log under a checkpoint before it does not stand)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField()
    reason = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "kind"], name="key_mark_once"),
            models.CheckConstraint(condition=Q(kind__in=["retired", "stolen"]), name="key_mark_kind_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="key_mark_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class StatusList(models.Model):
    """One of an issuer's lists, for revocation and suspension alike. Its places are given at random, to anyone.

    holds: whether its places are those of awards or of endorsements.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.CharField(max_length=150)
    holds = models.CharField(max_length=12, default="awards")
    size = models.PositiveIntegerField(default=LIST_SIZE)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["issuer", "-opened_at"], name="status_list_newest")]
        constraints = [
            models.CheckConstraint(condition=Q(size__gte=LIST_SIZE), name="status_list_hides_in_a_crowd"),
            models.CheckConstraint(
                condition=Q(holds__in=["awards", "endorsements"]), name="status_list_of_one_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id} of {self.issuer}"


class StatusPublication(models.Model):
    """One signed edition of a status list for one purpose. until: when a new one is due at the latest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="publications")
    purpose = models.CharField(max_length=12)
    places = ArrayField(models.PositiveIntegerField(), default=list)
    signed = models.JSONField()
    digest = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["status_list", "purpose", "-published_at"], name="status_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["revocation", "suspension"]), name="status_purpose_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.status_list_id}"


class RevocationDecoy(models.Model):
    """An id that no credential has. The 1EdTech revocation list names ids in the open; these stand among the real ones,
    for good, so that nobody can count the real ones."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.CharField(max_length=150)
    cause = models.CharField(max_length=30)

    class Meta:
        indexes = [models.Index(fields=["issuer"], name="decoy_of_an_issuer")]

    def __str__(self) -> str:
        return str(self.id)
