"""Imports: what was brought, what a look at it found, how far it is, what was refused, and how tables were read."""

import uuid

from django.db import models
from django.db.models import Q

STATES = ("looking", "looked_at", "waiting", "running", "done", "undone", "refused")
OUTCOMES = ("new", "changed", "same")
STAGES = ("ready", "done", "stopped", "undone")


class ImportRun(models.Model):
    """One errand. kind: upload, address, folder or command. digest: SHA-256 of the stored file (of one out of several:
    empty). organization: in whose name, empty for the house's own command. house: whose signed bundle it is, if it is
    one. by: who said yes last, or looked; None: a command at the house's own machine.

    state: looking (kept; a worker reads it), looked_at (nothing written), waiting (somebody said yes), running, done,
    undone, refused (nothing of it can be taken). rows_all, rows_done: items and associations of the parts that are to be
    written; rows_done also of those that were read so far. to_read: what a worker has yet to read: files as they are kept,
    and ids of tables whose columns were said; tries: how often one began to.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    organization = models.CharField(max_length=150, blank=True)
    house = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="looked_at")
    by = models.UUIDField(null=True)
    rows_all = models.PositiveBigIntegerField(default=0)
    rows_done = models.PositiveBigIntegerField(default=0)
    notes = models.JSONField(default=list)
    to_read = models.JSONField(default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    looked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-looked_at"], name="import_run_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["upload", "address", "folder", "command"]), name="import_run_kind_known"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="import_run_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["looking", "looked_at", "refused"]) | Q(confirmed_at__isnull=False),
                name="import_run_nothing_before_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class ImportFile(models.Model):
    """One file of an errand, or several that are read together. held: name, SHA-256 and size of each as it is stored.
    format, encoding: as `core.formats.detecting` told them. said: what a person said about a table: title, creator,
    identifier, instant, columns, hierarchy. unmapped: it waits for that. edited: rules that were changed outside."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveIntegerField()
    path = models.TextField()
    held = models.JSONField()
    format = models.CharField(max_length=30, blank=True)
    encoding = models.CharField(max_length=12, blank=True)
    said = models.JSONField(null=True)
    unmapped = models.BooleanField(default=False)
    edited = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "place"], name="import_file_place_once")]

    def __str__(self) -> str:
        return self.path


class ImportPart(models.Model):
    """One document of an errand. outcome: new, changed or same, as the look found it. before: the version that stood then
    (0: none), was_withdrawn: and whether it was withdrawn. stage: ready, done, stopped (why, fix), undone; after: the
    version that stands since. added, changed, removed, moved: items and associations. firsts: the first of each kind.
    resolves: links of other documents that lead here and nowhere else; outside: nodes it names that nobody here holds.
    status: certification or adoption as the file says it."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="parts")
    file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="parts")
    nth = models.PositiveIntegerField()
    document = models.UUIDField()
    identifier = models.TextField()
    title = models.TextField(blank=True)
    kind = models.CharField(max_length=60)
    format = models.CharField(max_length=40)
    publisher = models.TextField(blank=True)
    status = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8)
    stage = models.CharField(max_length=8, default="ready")
    items = models.PositiveIntegerField()
    associations = models.PositiveIntegerField()
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    resolves = models.PositiveIntegerField(default=0)
    outside = models.PositiveIntegerField(default=0)
    firsts = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    before = models.PositiveIntegerField(default=0)
    was_withdrawn = models.BooleanField(default=False)
    after = models.PositiveIntegerField(null=True)
    why = models.TextField(blank=True)
    fix = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["run", "id"], condition=Q(stage="ready"), name="import_part_next"),
            models.Index(fields=["document", "-id"], name="import_part_of_document"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["file", "nth"], name="import_part_once"),
            models.UniqueConstraint(fields=["run", "document"], name="import_part_document_once"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="import_part_outcome_known"),
            models.CheckConstraint(condition=Q(stage__in=STAGES), name="import_part_stage_known"),
            models.CheckConstraint(
                condition=~Q(stage="done") | Q(after__isnull=False), name="import_part_done_names_version"
            ),
            models.CheckConstraint(
                condition=~Q(stage="stopped") | ~Q(why=""), name="import_part_stop_has_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.outcome}"


class QuarantinedFile(models.Model):
    """A file, or one document of it (then `document` names it), that was refused: where, why, and what mends it. Kept as it
    came. state: waiting, tried_again (again: the errand that took it up), set_aside (reason)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="quarantined")
    path = models.TextField()
    held = models.JSONField()
    format = models.CharField(max_length=30, blank=True)
    document = models.TextField(blank=True)
    line = models.PositiveIntegerField(default=0)
    why = models.TextField()
    fix = models.TextField(blank=True)
    since = models.DateTimeField()
    state = models.CharField(max_length=12, default="waiting")
    again = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-since"], name="quarantined_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | Q(state="tried_again", again__isnull=False, decided_at__isnull=False)
                | Q(state="set_aside", decided_at__isnull=False) & ~Q(reason=""),
                name="quarantined_decided_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.why}"


class QuarantinedRow(models.Model):
    """One row of a refused table: its line, the column, why, and what mends it."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(QuarantinedFile, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    column = models.TextField(blank=True)
    why = models.TextField()
    fix = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"line {self.line}: {self.why}"


class ColumnMapping(models.Model):
    """What the columns of tables with these headings are, as an organization settled it last. signature: SHA-256 of the
    headings. said: title, creator and identifier of the framework, and the file it was said of."""

    id = models.BigAutoField(primary_key=True)
    signature = models.CharField(max_length=64)
    organization = models.CharField(max_length=150, blank=True)
    columns = models.JSONField()
    hierarchy = models.CharField(max_length=12)
    said = models.JSONField()
    kept_by = models.UUIDField(null=True)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signature", "organization"], name="column_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.signature[:8]}"
