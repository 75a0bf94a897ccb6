"""What the checks of certification said of each pathway, each time they ran, and the faults they put on the docket."""

import uuid

from django.db import models
from django.db.models import Func, Q, Value


class CheckRun(models.Model):
    """All checks on one version of a pathway on one day, over one state of the catalogue. findings: check, what it is
    about, where, sentence and fix of each; empty where all passed. newest: the log's entry of the newest version then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pathway = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    on = models.DateField()
    newest = models.UUIDField(null=True)
    findings = models.JSONField(default=list)
    ran_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pathway", "-ran_at"], name="check_run_newest")]
        constraints = [
            models.UniqueConstraint(fields=["pathway", "number", "on", "newest"], name="check_run_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="check_run_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.pathway} version {self.number} on {self.on}"


class Defect(models.Model):
    """A fault that the checks found in what is certified. It stands on the docket by number until a run finds it mended.

    owner: the body that certifies the pathway.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    docket = models.BigIntegerField(
        unique=True, editable=False, db_default=Func(Value("governance_docket_sequence"), function="nextval")
    )
    pathway = models.CharField(max_length=150)
    check_id = models.CharField(max_length=10)
    about = models.CharField(max_length=300)
    where = models.CharField(max_length=300, blank=True)
    sentence = models.TextField()
    fix = models.TextField(blank=True)
    owner = models.CharField(max_length=150, blank=True)
    found_at = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pathway", "check_id", "about", "where"],
                condition=Q(mended_at=None),
                name="defect_open_once",
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="defect_says_what"),
        ]

    def __str__(self) -> str:
        return f"docket {self.docket}"
