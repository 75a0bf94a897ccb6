"""Stipends that a network pays to interns: its published rules, whom it reviewed as hosts, the runs, line by line."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.opportunities.models.learning_agreements import LearningAgreement

UNITS = ("hour", "week", "month")
KINDS = ("first", "correction")
AGAIN = ("yes", "maybe", "no")


class StipendProgram(models.Model):
    """Stipends of one network (keeper), open to everyone whose stay is at a host it reviewed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    keeper = models.CharField(max_length=150)
    title = models.CharField(max_length=200)
    words = models.TextField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["keeper", "title"], name="stipend_program_named_once"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="stipend_program_says_what"),
        ]

    def __str__(self) -> str:
        return self.title


class StipendRule(models.Model):
    """A rule as it was published (core.stipends.Rule). It stays; a later one takes its place from its day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(StipendProgram, on_delete=models.PROTECT, related_name="rules")
    number = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    most_hours = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    least_hours = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    starts = models.DateField()
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "number"], name="stipend_rule_once"),
            models.CheckConstraint(condition=Q(unit__in=UNITS), name="stipend_rule_unit_known"),
            models.CheckConstraint(condition=Q(amount__gt=0, least_hours__gte=0), name="stipend_rule_pays"),
        ]

    def __str__(self) -> str:
        return f"{self.program_id} rule {self.number}"


class HostReview(models.Model):
    """Whether a network lets a host take its interns, and why: what the host is in it for. The newest holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(StipendProgram, on_delete=models.PROTECT, related_name="reviews")
    host = models.CharField(max_length=150)
    nth = models.PositiveSmallIntegerField()
    fits = models.BooleanField()
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "host", "nth"], name="host_review_in_order"),
            models.CheckConstraint(condition=~Q(words=""), name="host_review_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.host}: {self.fits}"


class Intern(models.Model):
    """A learner who takes part with one stay; it can be in one program only. payee: the name of theirs with whoever pays
    out, drawn at random; it says nothing of an account. left_on: hours of later days are not theirs to be paid here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(StipendProgram, on_delete=models.PROTECT, related_name="interns")
    agreement = models.OneToOneField(LearningAgreement, on_delete=models.PROTECT, related_name="intern")
    payee = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    joined_at = models.DateTimeField()
    left_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.payee}"


class SiteWord(models.Model):
    """What an intern says of the place where they were, the nth time; the newest holds. again: would they go there again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="site_words")
    nth = models.PositiveSmallIntegerField()
    again = models.CharField(max_length=10)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intern", "nth"], name="site_word_in_order"),
            models.CheckConstraint(condition=Q(again__in=AGAIN), name="site_word_again_known"),
            models.CheckConstraint(condition=~Q(words=""), name="site_word_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.intern_id}: {self.again}"


class Demonstration(models.Model):
    """An intern shows what they did and invites their school; whoever was there says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="demonstrations")
    school = models.CharField(max_length=150)
    on = models.DateField()
    where = models.CharField(max_length=300)
    invited_at = models.DateTimeField()
    came_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    came_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intern", "school", "on"], name="demonstration_once_a_day"),
            models.CheckConstraint(condition=~Q(where=""), name="demonstration_says_where"),
            models.CheckConstraint(
                condition=Q(came_at=None, came_by=None) | Q(came_at__isnull=False, came_by__isnull=False),
                name="demonstration_attended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.where}"


class StipendRun(models.Model):
    """All that is due up to a day and was not paid, the nth run. after: the last intern reckoned so far, in the order of
    their ids. digest: of its lines, once they are all there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    program = models.ForeignKey(StipendProgram, on_delete=models.PROTECT, related_name="runs")
    nth = models.PositiveIntegerField()
    until = models.DateField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    after = models.UUIDField(null=True)
    reckoned_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["program", "nth"], name="stipend_run_in_order"),
            models.UniqueConstraint(
                fields=["program"], condition=Q(approved_at=None, dropped_at=None), name="stipend_run_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(reckoned_at__isnull=False, dropped_at=None),
                name="stipend_run_approved_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"run {self.nth}"


class StipendLine(models.Model):
    """One line of a run: a period of an intern, its hours, and what it adds. amount: below nothing where hours went."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(StipendRun, on_delete=models.PROTECT, related_name="lines")
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="lines")
    period = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    counted = models.DecimalField(max_digits=6, decimal_places=2)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    kind = models.CharField(max_length=10)
    why = models.CharField(max_length=10)
    rule = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "intern", "period"], name="stipend_line_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="stipend_line_kind_known"),
            models.CheckConstraint(condition=~Q(amount=0), name="stipend_line_adds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.amount}"


class StipendApproval(models.Model):
    """One of two persons approved exactly these lines."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(StipendRun, on_delete=models.PROTECT, related_name="approvals")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "by"], name="stipend_approved_once_each")]

    def __str__(self) -> str:
        return f"{self.run_id} by {self.by_id}"


class StipendPayment(models.Model):
    """What an intern is paid by a run, once two persons approved it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(StipendRun, on_delete=models.PROTECT, related_name="payments")
    intern = models.ForeignKey(Intern, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "intern"], name="stipend_payment_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="stipend_payment_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
