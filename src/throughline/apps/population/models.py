"""Where everyone stood when it was last worked out. All of it can be thrown away and worked out anew from the records."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person


class RowForm(models.Model):
    """How a row of bytes is read: the rules in order (`pathway:P#STAGE`, `pathway:P#DESTINATION+`, `agreement:A`), and how
    many bytes (1 or 2) each number of steps has. Learners on another version of their pathway may have another form."""

    references = ArrayField(models.CharField(max_length=250))
    width = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(width__in=[1, 2]), name="row_form_width")]

    def __str__(self) -> str:
        return f"{len(self.references)} rules of {self.width}"


class LearnerRow(models.Model):
    """Where one learner stands, under the id by which they are known now. It goes with the person.

    steps: by rule the steps that remain at most (0: met), low byte first, then one bit a rule, set where nobody can tell
    yet. pathway, number: what they chose last, and the version they are on (None: what is in force). gates: how near they
    are to each of its gates, a letter each (`rows.near_gates`), by which they are counted. changes: the first day on which
    a day alone may change something. moment: everything before it in the trail is in it. as_of: the day
    it was written for. A row that came out the same is not written again.
    """

    # PostgreSQL itself takes the row with the person: the first migration says so.
    learner = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="+", db_constraint=False
    )
    form = models.ForeignKey(
        RowForm, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    steps = models.BinaryField()
    pathway = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True)
    gates = models.CharField(max_length=100, blank=True, db_default="")
    changes = models.DateField(null=True)
    as_of = models.DateField()
    moment = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["changes"], name="learner_row_changes", condition=Q(changes__isnull=False)),
            models.Index(fields=["pathway"], name="learner_row_pathway"),
        ]

    def __str__(self) -> str:
        return f"{self.learner_id} on {self.as_of}"


class Basis(models.Model):
    """What all rows stand for; one line. moment, sequence: everything before it in the trail is in them. as_of: the day.

    rules: a digest over the rules in force that day. newest: the last publication they take in. written_at: when anything
    was last brought up.
    """

    one = models.BooleanField(primary_key=True, default=True)
    moment = models.BigIntegerField()
    sequence = models.BigIntegerField(default=0)
    as_of = models.DateField()
    rules = models.CharField(max_length=64)
    newest = models.UUIDField(null=True)
    learners = models.PositiveBigIntegerField(default=0)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(one=True), name="basis_is_one")]

    def __str__(self) -> str:
        return f"{self.as_of}, moment {self.moment}"


class Night(models.Model):
    """One full run over everyone: a night's, or one after a publication. done: the last person that is done; moved_at: when.
    compares: whether the rows that were there should be right. compared: how many of those; differences: how many were
    not, and were mended. added, renewed, removed: rows that were written. taken_up: how often it was cut off."""

    begun_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    as_of = models.DateField()
    moment = models.BigIntegerField()
    newest = models.UUIDField(null=True)
    rules = models.CharField(max_length=64, blank=True)
    done = models.UUIDField(null=True)
    compares = models.BooleanField()
    parts = models.PositiveIntegerField(default=0)
    learners = models.PositiveBigIntegerField(default=0)
    compared = models.PositiveBigIntegerField(default=0)
    differences = models.PositiveBigIntegerField(default=0)
    added = models.PositiveBigIntegerField(default=0)
    renewed = models.PositiveBigIntegerField(default=0)
    removed = models.PositiveBigIntegerField(default=0)
    taken_up = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            # One at a time: whoever comes later takes up what was begun.
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(ended_at=None),
                name="night_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.as_of}: {self.differences} differences"
