"""Bodies: their seats, who holds them when, the offices, what was announced, declared and done."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value

from throughline.apps.directory.models import Person

OFFICES = ("chair", "clerk")
WHY = ("", "resigned", "recalled", "died", "ended")
"""Why a term ended before its last day, where it did."""


def _whole(column: str) -> Func:
    """A number as the range that holds nothing else: PostgreSQL keeps ranges apart without any extension."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def _days() -> Func:
    return Func(F("since"), F("ends"), Value("[)"), function="daterange")


class Body(models.Model):
    """A body whose seats are kept here; its charter is a document of the state, `body:` and the slug."""

    id = models.BigAutoField(primary_key=True)
    slug = models.CharField(max_length=150, unique=True)

    def __str__(self) -> str:
        return self.slug


class Seat(models.Model):
    """One chair at a body. kind: of its charter; place: from 1 up where there are several of the kind."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    kind = models.CharField(max_length=100)
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "place"], name="seat_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="seat_place_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.place}"


class SeatTerm(models.Model):
    """A person's time in a seat, from the first day to before the day `ends`. planned: the day it was to end when it began.

    region: where they come from, a region of the state, as was said then; organization: who sent them, where one did.
    why: where it ended early. No two terms of a seat share a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seat_terms")
    since = models.DateField()
    ends = models.DateField()
    planned = models.DateField()
    region = models.CharField(max_length=150, blank=True)
    organization = models.CharField(max_length=150, blank=True)
    filled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    filled_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "ends"], name="seat_term_person")]
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("ends")), name="seat_term_ends_after_start"),
            models.CheckConstraint(condition=Q(why__in=WHY), name="seat_term_why_known"),
            ExclusionConstraint(
                name="seat_term_no_overlap", expressions=[(_whole("seat"), "&&"), (_days(), "&&")]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.since} {self.ends}"


class OfficeTerm(models.Model):
    """A member's time in an office of the body: one chair and one clerk on any day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="offices")
    office = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    ends = models.DateField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(since__lte=F("ends")), name="office_ends_after_start"),
            models.CheckConstraint(condition=Q(office__in=OFFICES), name="office_known"),
            *(
                ExclusionConstraint(
                    name=f"office_one_{office}", expressions=[(_whole("body"), "&&"), (_days(), "&&")],
                    condition=Q(office=office),
                )
                for office in OFFICES
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.office} {self.since} {self.ends}"


class VacancyNotice(models.Model):
    """A public notice that a seat is vacant: since when, and how one comes to sit there. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="notices")
    on = models.DateField()
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="notice_says_something")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.on}"


class Conflict(models.Model):
    """What a member declares that could sway them: an organization they have an interest in (its slug), and how."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term = models.ForeignKey(SeatTerm, on_delete=models.PROTECT, related_name="conflicts")
    organization = models.CharField(max_length=150)
    words = models.TextField()
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="conflict_says_something"),
            models.UniqueConstraint(
                fields=["term", "organization"], condition=Q(ended_at=None), name="conflict_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.organization


class Recusal(models.Model):
    """A member steps back from one matter (`docket:12`) and takes no part in its vote. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    term = models.ForeignKey(SeatTerm, on_delete=models.PROTECT, related_name="recusals")
    matter = models.CharField(max_length=200)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["matter"], name="recusal_matter")]
        constraints = [
            models.UniqueConstraint(fields=["term", "matter"], name="recusal_once"),
            models.CheckConstraint(condition=~Q(words=""), name="recusal_says_why"),
        ]

    def __str__(self) -> str:
        return self.matter


class DutyDone(models.Model):
    """A body did one of its duties on a day, with what shows it. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="duties_done")
    duty = models.CharField(max_length=100)
    on = models.DateField()
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "duty", "-on"], name="duty_done_latest")]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="duty_done_says_what")]

    def __str__(self) -> str:
        return f"{self.duty} {self.on}"


class SelfReport(models.Model):
    """Which of the state's groups a person says they belong to. openly: it may stand beside their name; else it is only
    counted, in groups that are large enough."""

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, related_name="self_report", primary_key=True
    )
    groups = ArrayField(models.CharField(max_length=60), default=list)
    openly = models.BooleanField(default=False)
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return "self-report"
