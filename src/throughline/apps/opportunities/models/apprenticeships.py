"""Apprenticeship standards, drafted and registered; who learns by them; the weeks they worked and who signed them."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person


class ApprenticeshipStandards(models.Model):
    """Standards as their sponsor writes them. draft: what is typed so far. number: the latest registered version, 0: none.

    asked_at: when registering was asked for and waits. sent_back: why the last asking was sent back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sponsor = models.CharField(max_length=150)
    draft = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=0)
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    sent_back = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["sponsor"], name="standards_sponsor"),
            models.Index(fields=["asked_at"], condition=Q(asked_at__isnull=False), name="standards_waiting"),
        ]

    def __str__(self) -> str:
        return f"standards of {self.sponsor}"


class RegisteredStandards(models.Model):
    """A version of standards as it was registered; its digest stands in the public log. registrar: the organization."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    standards = models.ForeignKey(ApprenticeshipStandards, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    registrar = models.CharField(max_length=150)
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standards", "number"], name="registered_standards_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(registrar=""), name="registered_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standards_id}, version {self.number}"


class Apprentice(models.Model):
    """A learner learns by registered standards, at an employer. They ask; it holds once the sponsor has confirmed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="apprenticeships")
    version = models.ForeignKey(RegisteredStandards, on_delete=models.PROTECT, related_name="apprentices")
    employer = models.CharField(max_length=150, blank=True)
    in_school = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    begun_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["employer", "begun_on"], name="apprentice_at_employer")]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "version"], condition=Q(ended_on=None), name="apprentice_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None, begun_on=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, begun_on__isnull=False)
                & ~Q(employer=""),
                name="apprentice_confirmed_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(begun_on=None) | Q(ended_on__gte=F("begun_on")),
                name="apprentice_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"apprentice by {self.version_id}"


class WorkWeek(models.Model):
    """One week of an apprentice as they wrote it: hours at work and of lessons, what was done, what was paid an hour."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprentice = models.ForeignKey(Apprentice, on_delete=models.PROTECT, related_name="weeks")
    monday = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2)
    instruction = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    paid = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    words = models.TextField()
    logged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["apprentice", "monday"], name="work_week_once"),
            models.CheckConstraint(condition=~Q(words=""), name="work_week_says_what"),
            models.CheckConstraint(
                condition=Q(hours__gte=0, instruction__gte=0) & (Q(hours__gt=0) | Q(instruction__gt=0)),
                name="work_week_has_hours",
            ),
            models.CheckConstraint(condition=Q(monday__week_day=2), name="work_week_begins_on_monday"),
        ]

    def __str__(self) -> str:
        return f"week of {self.monday}"


class WeekSignature(models.Model):
    """A journeyworker signed a week. organization: for which they did."""

    week = models.OneToOneField(
        WorkWeek, on_delete=models.PROTECT, primary_key=True, related_name="signature"
    )
    organization = models.CharField(max_length=150)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(organization=""), name="week_signed_for_a_place")]

    def __str__(self) -> str:
        return f"signature for {self.organization}"


class IncentiveClaim(models.Model):
    """A credit for one employer and tax year as it was worked out. number: in which place the claim came in its year.
    document: the certificate, signed. apprentices: ids of those it counts, which nothing public names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    incentive = models.CharField(max_length=100)
    organization = models.CharField(max_length=150)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    counted = ArrayField(models.UUIDField(), default=list)
    due = models.DecimalField(max_digits=12, decimal_places=2)
    why = models.CharField(max_length=10)
    document = models.JSONField()
    claimed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incentive", "organization", "year"], name="incentive_once_a_year"
            ),
            models.UniqueConstraint(fields=["incentive", "year", "number"], name="incentive_in_turn"),
            models.CheckConstraint(condition=Q(due__gte=0), name="incentive_not_below_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.incentive} {self.year}: {self.organization}"
