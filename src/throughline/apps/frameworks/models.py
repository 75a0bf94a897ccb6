"""States, every version of every document they published, and what was proven of them. Versions and proofs only grow."""

import uuid

from django.db import models


class State(models.Model):
    """A state whose documents are kept here. home: the one whose learners this house serves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.CharField(max_length=100, unique=True)
    home = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["home"], condition=models.Q(home=True), name="state_one_home")
        ]

    def __str__(self) -> str:
        return self.slug


class Move(models.Model):
    """The most further milestones that a move from one pathway to another may ask for before its next gate, from any
    record of the source's secondary stage.

    position: size of the public log at the publication it was worked out for; the highest holds. source, target: ids
    of pathways. ground: digests of the rules it rests on. The rest is `core.reasoning.moving.Move`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="moves")
    position = models.BigIntegerField()
    source = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    ground = models.CharField(max_length=129)
    most = models.PositiveIntegerField()
    method = models.CharField(max_length=20)
    exact = models.BooleanField()
    record = models.JSONField(default=list)
    gate = models.CharField(max_length=100, blank=True)
    needed = models.JSONField(default=list)
    worked_out_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state", "source", "target", "position", "ground"], name="move_once_a_publication"
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")), name="move_between_two_pathways"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} to {self.target}: {self.most}"


class Version(models.Model):
    """One version of a document, written once. `retired`: this number says that the document is no longer in force.

    origin: `pack`; `here` for what was added in this house beside the state's pack; `decided` for what a body's vote brought
    into force, which the pack does not take back. body: the document. pins: reference
    to number of everything its rules rest on, near or far.
    digest: sha256 over the canonical JSON (RFC 8785) of reference, number, act, body and pins, hex.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="versions")
    reference = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=20, default="published")
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    pins = models.JSONField(default=dict)
    origin = models.CharField(max_length=10, default="pack")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(origin__in=["pack", "here", "decided"]), name="version_origin_known"
            ),
            models.UniqueConstraint(fields=["state", "reference", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["state", "reference", "digest"], name="version_digest_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_number_from_1"),
            models.CheckConstraint(
                condition=models.Q(act__in=["published", "retired"]), name="version_act_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.number}"
