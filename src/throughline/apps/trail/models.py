"""Events, one per act, and the public log with its checkpoints. All these tables only grow."""

import uuid

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Now

OPERATING = ("you operate this house", "you gave a command at the house's own machine")
"""How events say that an operator acted; what they did is public in kind and date."""


class Event(models.Model):
    """One act: who, what, about whom, when, on what authority.

    who, about: ids of persons, kept without a foreign key so that an event outlives an erasure. who is empty for
    the public and for the system itself. target: `kind:id` of what was touched. moment: of the transaction that wrote
    it; only once all transactions up to a moment are over is nothing before it still to come (`queries.events_after`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sequence = models.BigIntegerField(
        unique=True, editable=False, db_default=Func(Value("trail_event_sequence"), function="nextval")
    )
    who = models.UUIDField(null=True)
    moment = models.BigIntegerField(editable=False, db_default=Func(function="trail_event_moment"))
    verb = models.CharField(max_length=60)
    about = models.UUIDField(null=True)
    target = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    authority = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["about", "-sequence"], name="event_about"),
            models.Index(fields=["who", "verb", "target"], name="event_who_verb_target"),
            models.Index(fields=["moment", "sequence"], name="event_moment"),
            models.Index(
                fields=["-happened_at"], condition=Q(authority__in=OPERATING), name="event_of_an_operator"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"


KINDS = {
    "version": ("published", "retired"),
    "credential": ("issued",),
    "status_list": ("published",),
    "issuer_key": ("published", "retired", "stolen"),
    "recognition": ("granted", "withdrawn"),
    "document": ("taken_in", "undone", "withdrawn"),
    "alignment": ("certified", "withdrawn"),
    "seat": ("filled", "vacated", "announced"),
    "office": ("taken", "left"),
    "proposal": ("opened", "withdrawn"),
    "vote": ("opened", "cast", "closed"),
    "decision": ("taken",),
    "operator": ("asked", "approved", "refused"),
    "round": ("bound", "matched"),
    "money": ("granted",),
    "endorsement": ("given", "taken_back"),
    "finding": ("opened", "answered", "kept", "raised"),
}
"""What may stand in the public log, and what may be said of each."""


def _acts_known() -> Q:
    known = Q()
    for kind, acts in KINDS.items():
        known |= Q(kind=kind, act__in=acts)
    return known


class PublicEntry(models.Model):
    """One leaf of the public Merkle log. Holds no personal data: of a credential nothing but a salted hash.

    position: from 0 up without a gap. reference, number: of the version, the status list, the issuer; empty and 0 for a
    credential. digest: sha256 of what is published, or the salted hash, hex. leaf_hash: RFC 9162 leaf hash, hex.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.BigIntegerField(unique=True)
    state = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, default="version")
    act = models.CharField(max_length=20)
    reference = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    leaf_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["-position"], condition=Q(kind="version"), name="public_entry_newest_version"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "kind", "reference", "number"],
                condition=~Q(kind="credential"),
                name="public_entry_once",
            ),
            models.UniqueConstraint(
                fields=["digest"], condition=Q(kind="credential"), name="public_entry_credential_once"
            ),
            models.CheckConstraint(condition=_acts_known(), name="public_entry_act_known"),
            models.CheckConstraint(condition=Q(position__gte=0), name="public_entry_position_from_0"),
            models.CheckConstraint(
                condition=~Q(kind="credential") | Q(reference="", number=0),
                name="public_entry_of_a_credential_names_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(kind="credential") | Q(digest__regex="^[0-9a-f]{64}$"),
                name="public_entry_salted_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.kind} {self.reference} {self.number}"


class PublicNode(models.Model):
    """A kept hash over 2**level entries of the public log, so that proofs need not read them all (core.subtrees)."""

    level = models.PositiveSmallIntegerField()
    at = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "at"], name="public_node_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.at}"


class SignedCheckpoint(models.Model):
    """The log's size and root at one time, signed by the log. note: as it is published (core.checkpoint)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    size = models.BigIntegerField()
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["size"], name="signed_checkpoint_size")]

    def __str__(self) -> str:
        return f"{self.size}"


class Cosignature(models.Model):
    """What a party outside of the house signed below a checkpoint. line: as it stands in the note."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    checkpoint = models.ForeignKey(SignedCheckpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=255)
    line = models.TextField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "witness"], name="cosignature_once_for_each_witness"
            )
        ]

    def __str__(self) -> str:
        return self.witness
