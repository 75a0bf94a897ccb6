"""A record that its learner brought from another house: the file as it came, and what of it stands here as a fact."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.records.models.attainments import Attainment


class BundleAtHand(models.Model):
    """A bundle that a learner handed over to be looked at. Nothing of it is in the record before they say yes.

    digest: sha256 of the file, hex, under which it is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    handed_over_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "digest"], name="bundle_at_hand_once")]

    def __str__(self) -> str:
        return self.digest


class Bringing(models.Model):
    """One bundle that came in, whole. holder: the name in it; made_at: when it was made, both as it says itself.

    sections: every row of it by section, word for word, so that nothing is lost whatever this house can make of it.
    documents: what stood at which address when it was made (keys, status lists). log_proofs: by sha256 of a credential,
    hex, what shows since when a public log holds it. digest: sha256 of the bundle, hex.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="bringings")
    digest = models.CharField(max_length=64)
    holder = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    sections = models.JSONField()
    documents = models.JSONField(default=list)
    log_proofs = models.JSONField(default=dict)
    brought_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["learner", "digest"], name="bringing_once"),
            models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="bringing_digest_is_sha256"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.holder} {self.brought_at:%Y-%m-%d}"


class BroughtFact(models.Model):
    """A fact that came in with a bundle. proof: sha256 over issuer and id of the signed credential that states it, hex;
    empty where only its holder says so. Nobody else's record rests on the same credential."""

    attainment = models.OneToOneField(
        Attainment, on_delete=models.PROTECT, primary_key=True, related_name="brought"
    )
    bringing = models.ForeignKey(Bringing, on_delete=models.PROTECT, related_name="facts")
    proof = models.CharField(max_length=64, blank=True)
    issuer = models.CharField(max_length=2048, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proof"], condition=~Q(proof=""), name="brought_proof_counts_once"),
            models.CheckConstraint(
                condition=Q(proof="", issuer="") | (~Q(proof="") & ~Q(issuer="")), name="brought_proof_has_issuer"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.attainment_id} by {self.issuer or 'its holder'}"
