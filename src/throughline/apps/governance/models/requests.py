"""Requests for pathways that are missing."""

import uuid

from django.db import models
from django.db.models import Func, Value

from throughline.apps.directory.models import Person


class PathwayRequest(models.Model):
    """Somebody asks for a pathway that is not there, or for a way to a thing (`what`) that nothing leads to, of whom it
    is for (`of`). It stands on the docket by number; the public list names no person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    docket = models.BigIntegerField(
        unique=True, editable=False, db_default=Func(Value("governance_docket_sequence"), function="nextval")
    )
    profession = models.CharField(max_length=200, blank=True)
    what = models.CharField(max_length=200, blank=True)
    of = models.CharField(max_length=200, blank=True)
    cluster = models.CharField(max_length=150, blank=True)
    why = models.TextField(blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(profession="", what=""), name="request_names_a_profession_or_a_thing"
            ),
            models.UniqueConstraint(
                fields=["asked_by", "what"], condition=~models.Q(what=""), name="request_for_a_way_once"
            ),
        ]

    def __str__(self) -> str:
        return f"docket {self.docket}"
