"""Editions of labor data and what stands in them. Everything here only grows: a newer edition comes beside the older."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

KINDS = ("onet", "soc", "soc-2010", "cip", "crosswalk", "wages", "projections", "nem", "living-wage")


class Edition(models.Model):
    """All that one publisher says as of one date, loaded whole. period: the time its figures are of.

    digest: sha256 over its content, hex. reference: the publisher's words for numbers (job zones, categories), years.
    areas: codes of the areas it speaks of. counts: rows by table. invented: made up for a demo.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    period = models.DateField()
    publisher = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200, blank=True)
    attribution = models.TextField(blank=True)
    source = models.CharField(max_length=500, blank=True)
    invented = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    reference = models.JSONField(default=dict)
    areas = ArrayField(models.CharField(max_length=20), default=list)
    counts = models.JSONField(default=dict)
    notes = ArrayField(models.TextField(), default=list)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "digest"], name="edition_once"),
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="edition_kind_known"),
            models.CheckConstraint(condition=~models.Q(label=""), name="edition_has_a_label"),
        ]

    def __str__(self) -> str:
        return self.label


class Occupation(models.Model):
    """An occupation of O*NET. zone: none where the publisher gives none. letters: its highest interests, in order.

    names: title and other titles in small letters, to search in. body: titles, tasks, shares, related occupations.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=10)
    soc = models.CharField(max_length=7)
    title = models.CharField(max_length=300)
    description = models.TextField()
    zone = models.PositiveSmallIntegerField(null=True)
    letters = models.CharField(max_length=3, blank=True)
    interests = ArrayField(models.DecimalField(max_digits=4, decimal_places=2), default=list)
    names = models.TextField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="occupation_once"),
            models.CheckConstraint(condition=models.Q(zone__range=(1, 5)), name="occupation_zone_1_to_5"),
            models.CheckConstraint(
                condition=models.Q(interests__len=6) | models.Q(interests__len=0),
                name="occupation_six_interests",
            ),
            models.CheckConstraint(condition=~models.Q(soc="99-9999"), name="occupation_is_no_no_match"),
        ]
        indexes = [models.Index(fields=["edition", "soc"], name="occupation_by_soc")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Group(models.Model):
    """A group or occupation of the Standard Occupational Classification."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=7)
    title = models.CharField(max_length=300)
    level = models.CharField(max_length=10)
    parent = models.CharField(max_length=7, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="group_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Renamed(models.Model):
    """Which occupation of SOC 2018 one of SOC 2010 became, wholly or in part."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    soc_2010 = models.CharField(max_length=7)
    title_2010 = models.CharField(max_length=300)
    soc = models.CharField(max_length=7)
    title = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["edition", "soc_2010"], name="renamed_by_2010")]

    def __str__(self) -> str:
        return f"{self.soc_2010} to {self.soc}"


class Program(models.Model):
    """A program of study of the Classification of Instructional Programs."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=7)
    title = models.CharField(max_length=300)
    definition = models.TextField()
    action = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "code"], name="program_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Link(models.Model):
    """A program of study and an occupation it prepares for. soc: empty where the publisher says that there is none."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    cip = models.CharField(max_length=7)
    program = models.CharField(max_length=300)
    soc = models.CharField(max_length=7, blank=True)
    title = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(soc="99-9999"), name="link_is_no_no_match"),
        ]
        indexes = [models.Index(fields=["edition", "soc"], name="link_by_soc")]

    def __str__(self) -> str:
        return f"{self.cip} to {self.soc or 'no occupation'}"


class Wage(models.Model):
    """What one occupation earns in one area: jobs, dollars by the hour and by the year.

    flags: by measure, why there is no number (top, unavailable, small, missing). grouping: detailed, broad, ... or empty.
    employment_error: relative standard error of the jobs, in percent, where the publisher gives it.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=20)
    area_title = models.CharField(max_length=200)
    state = models.CharField(max_length=2, blank=True)
    code = models.CharField(max_length=7)
    title = models.CharField(max_length=300)
    grouping = models.CharField(max_length=12, blank=True)
    employment = models.DecimalField(max_digits=12, decimal_places=1, null=True)
    employment_error = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    h_mean = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    h_p10 = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    h_p25 = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    h_median = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    h_p75 = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    h_p90 = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    a_mean = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    a_p10 = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    a_p25 = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    a_median = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    a_p75 = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    a_p90 = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    flags = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "area", "code", "grouping"], name="wage_once"),
        ]
        indexes = [models.Index(fields=["edition", "code"], name="wage_by_code")]

    def __str__(self) -> str:
        return f"{self.code} in {self.area_title}"


class Outlook(models.Model):
    """What is projected for one occupation, in thousands of people. total: a sum over other occupations."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=7)
    title = models.CharField(max_length=300)
    total = models.BooleanField()
    base = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    change = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    change_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    openings = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    education = models.CharField(max_length=100, blank=True)
    experience = models.CharField(max_length=100, blank=True)
    training = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["edition", "code"], name="outlook_by_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Hybrid(models.Model):
    """Which code of the National Employment Matrix speaks for an O*NET occupation."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    onet = models.CharField(max_length=10)
    soc = models.CharField(max_length=7)
    nem = models.CharField(max_length=7)
    title = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(fields=["edition", "soc"], name="hybrid_by_soc")]

    def __str__(self) -> str:
        return f"{self.onet} by {self.nem}"


class LivingWage(models.Model):
    """What one worker must earn an hour for a household to live on in an area."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=20)
    area_title = models.CharField(max_length=200)
    household = models.CharField(max_length=100)
    hourly = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "area", "household"], name="living_wage_once"),
            models.CheckConstraint(condition=models.Q(hourly__gt=0), name="living_wage_is_a_wage"),
        ]

    def __str__(self) -> str:
        return f"{self.area_title}, {self.household}"
