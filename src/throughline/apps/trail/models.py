"""Events, one per act, and the entries of the public log. Both tables only grow."""

import uuid

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Now


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
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"


class PublicEntry(models.Model):
    """One leaf of the public Merkle log: a version that was published or retired. Holds no personal data.

    position: from 0 up without a gap. digest: sha256 of the version, hex. leaf_hash: RFC 9162 leaf hash, hex.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    position = models.BigIntegerField(unique=True)
    state = models.CharField(max_length=100)
    act = models.CharField(max_length=20)
    reference = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    leaf_hash = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state", "reference", "number"], name="public_entry_once"),
            models.CheckConstraint(
                condition=models.Q(act__in=["published", "retired"]), name="public_entry_act_known"
            ),
            models.CheckConstraint(condition=models.Q(position__gte=0), name="public_entry_position_from_0"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.reference} {self.number}"
