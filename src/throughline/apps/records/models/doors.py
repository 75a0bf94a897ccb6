"""What comes in and goes out by the field's own interfaces: credentials from elsewhere, offers to wallets, requests to
be shown something."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models.awards import Award

ANSWERS = ("verified", "not_verified", "cannot_tell")


class HeldCredential(models.Model):
    """A credential that was issued elsewhere and that its learner keeps here, byte for byte as it came.

    source: who brought it, empty for the learner. form, kind, answer, report: how it came and what checking found, and
    when. digest: sha256 of the content, hex. same: sha256 of issuer and id, hex, by which a newer copy takes its place
    (Open Badges 3.0, section 10); empty where it names neither. repackaged: a badge of Open Badges 2.0 as one of 3.0.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held")
    source = models.CharField(max_length=200, blank=True)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    same = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=10)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=500, blank=True)
    issuer = models.CharField(max_length=2048, blank=True)
    issuer_name = models.CharField(max_length=500, blank=True)
    valid_from = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20)
    report = models.JSONField()
    checked_at = models.DateTimeField()
    received_at = models.DateTimeField()
    repackaged = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "received_at", "id"], name="held_of_learner")]
        constraints = [
            models.UniqueConstraint(fields=["learner", "digest"], name="held_once"),
            models.UniqueConstraint(fields=["learner", "same"], condition=~Q(same=""), name="held_one_of_the_same"),
            models.CheckConstraint(condition=Q(answer__in=ANSWERS), name="held_answer_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or self.digest


class HolderProfile(models.Model):
    """What a learner's apps may say of them beside their name: a Profile as Open Badges writes it."""

    learner = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    content = models.JSONField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"profile of {self.learner_id}"


class WholeRecord(models.Model):
    """A learner's awards as one signed record (CLR 2.0), kept while it covers what stands. covers: their ids, hashed."""

    learner = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    covers = models.CharField(max_length=64)
    signed = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"record of {self.learner_id}"


class WalletOffer(models.Model):
    """An award offered to a wallet (OpenID4VCI 1.0, pre-authorized code). Codes and tokens are kept as SHA-256 only.

    taken_at: when the wallet traded the code for a token; collected_at: when it was given the credential. Each once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wallet_offers")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=64, blank=True)
    wrong_pins = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    token_until = models.DateTimeField(null=True)
    collected_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "-made_at"], name="wallet_offer_of_learner")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="wallet_offer_ends"),
            models.CheckConstraint(
                condition=Q(taken_at=None, token_hash=None, token_until=None)
                | Q(taken_at__isnull=False, token_hash__isnull=False, token_until__isnull=False),
                name="wallet_token_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"offer of {self.award_id}"


class WalletCopy(models.Model):
    """A copy of an award that names its holder's own key; given to a wallet. digest: of what was given (sha256, hex)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="wallet_copies")
    offer = models.OneToOneField(WalletOffer, on_delete=models.PROTECT, related_name="copy")
    holder = models.CharField(max_length=2048)
    form = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.award_id} for {self.holder[:40]}"


class UsedNonce(models.Model):
    """A number that was drawn for one proof and stood in one; the same a second time is refused."""

    hash = models.CharField(max_length=64, primary_key=True)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.hash


class ShowRequest(models.Model):
    """Somebody who acts for an organization asks to be shown credentials (OpenID4VP 1.0). It is answered once.

    types: a credential of one of them is asked for. nonce: drawn for this one request; what is shown must be signed for it.
    answer, report: what checking found of what was shown; the credential itself is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organization = models.CharField(max_length=150)
    purpose = models.CharField(max_length=300)
    types = ArrayField(models.CharField(max_length=200))
    nonce = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=20, blank=True)
    report = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_by", "-made_at"], name="show_request_of")]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("made_at")), name="show_request_ends"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | Q(answered_at__isnull=False, answer__in=ANSWERS),
                name="show_request_answer_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.purpose}"
