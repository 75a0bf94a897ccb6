"""Local programs of a pathway that a region endorses: who supplies each element, and what the region said."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person

SIDES = ("local", "region")


class LocalPathway(models.Model):
    """A school or district (home) offers a pathway and asks the network of its region (keeper) to endorse it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    home = models.CharField(max_length=150)
    pathway = models.CharField(max_length=150)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["keeper", "home", "pathway"], name="local_pathway_once"),
            models.CheckConstraint(condition=~Q(keeper=F("home")), name="local_pathway_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} at {self.home}"


class ElementSupply(models.Model):
    """Who supplies an element of a local program, from a day until a day or still. side: the program itself, or a provider
    that the region lists."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(LocalPathway, on_delete=models.PROTECT, related_name="supplies")
    element = models.CharField(max_length=100)
    side = models.CharField(max_length=10)
    provider = models.CharField(max_length=150)
    how = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "element", "side", "provider"], condition=Q(until=None), name="element_supply_once"
            ),
            models.CheckConstraint(condition=Q(side__in=SIDES), name="element_supply_side_known"),
            models.CheckConstraint(condition=~Q(how=""), name="element_supply_says_how"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="element_supply_ends_after"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.element} by {self.provider}"


class RegionalEndorsement(models.Model):
    """What a region said of a local program, the nth time. stands: it endorses it, or takes that back. relied_on: who
    supplied which element then; rule, version: what it was held against. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(LocalPathway, on_delete=models.PROTECT, related_name="endorsements")
    nth = models.PositiveIntegerField()
    stands = models.BooleanField()
    reasons = models.TextField()
    rule = models.CharField(max_length=150)
    version = models.PositiveIntegerField()
    relied_on = models.JSONField(default=list)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "nth"], name="regional_endorsement_in_order"),
            models.CheckConstraint(condition=~Q(reasons=""), name="regional_endorsement_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.program_id}: {self.nth}"
