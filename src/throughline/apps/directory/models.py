"""People, organizations, who acts for which, and who helps whom."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

SCOPES = ("plan", "progress", "record")
"""What a helper may be let into: the learner's plan, how far they are, or each item of their record."""

RELATION_KINDS = ("guardian", "adviser", "teacher", "mentor", "workplace_mentor", "advocate", "family")


class Person(models.Model):
    """A human being of any age. An account is separate and optional; no birthday is asked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100, blank=True)
    display_name = models.CharField(max_length=200)
    language = models.CharField(max_length=20, default="en")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    demo_key = models.CharField(max_length=80, blank=True)
    about = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(display_name=""), name="person_has_a_name"),
            models.UniqueConstraint(
                fields=["demo_key"], condition=~Q(demo_key=""), name="person_demo_key_once"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class Organization(models.Model):
    """A school, college, employer, union, sponsor, community group, agency or board, as its state last published it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=100)
    slug = models.CharField(max_length=150)
    title = models.JSONField(default=dict)
    kind = models.CharField(max_length=60)
    sector = models.CharField(max_length=30)
    region = models.CharField(max_length=150, blank=True)
    place = models.CharField(max_length=200, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    invented = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug"], name="organization_slug_once")]

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A person acting for an organization in a role, from a day, until a day or still."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=60)
    starts = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organization", "role"], name="membership_org_role")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts")), name="membership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "organization", "role"],
                condition=Q(until=None),
                name="membership_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.organization_id}"


class Relation(models.Model):
    """A helper's tie to a learner: which kind, let into what, by whom, from when, until when. Ends at once when revoked.

    cite: where the law ends a tie on a day, which law. No day of birth is kept: whoever enters the tie works that out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="helped_by")
    helper = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="helps")
    kind = models.CharField(max_length=30)
    scopes = ArrayField(models.CharField(max_length=20))
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    starts = models.DateField()
    until = models.DateField(null=True)
    cite = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RELATION_KINDS), name="relation_kind_known"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)), name="relation_scopes_known"
            ),
            models.CheckConstraint(condition=~Q(learner=F("helper")), name="relation_is_between_two"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts")), name="relation_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["learner", "helper", "kind"],
                condition=Q(until=None, revoked_at=None),
                name="relation_open_once",
            ),
            models.UniqueConstraint(
                fields=["learner"],
                condition=Q(kind="adviser", until=None, revoked_at=None),
                name="relation_one_adviser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.learner_id}"


class RecoveryCode(models.Model):
    """One of the codes a person printed to come back in without any institution. Only its hash is kept; used once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code of {self.person_id}"


class Merge(models.Model):
    """Two records that are one person's, by their own word and proof: `person` is read together with `into` from then on.

    Rows are only added. Where a record was joined more than once, the newest row says under which id it is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merged")
    at = models.DateTimeField()
    proof = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "into"], name="merge_once"),
            models.CheckConstraint(condition=~Q(person=F("into")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} into {self.into_id}"


class OperatorAct(models.Model):
    """What one operator asked another to say yes to: an act, what it is about, and every value of it (`detail`, with its
    digest). Never the same two persons. spent_at: when it was done."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    act = models.CharField(max_length=60)
    about = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    why = models.TextField()
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    yes = models.BooleanField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    spent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="operator_act_says_why"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")), name="operator_act_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(yes=None, answered_by=None, answered_at=None)
                | Q(yes__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="operator_act_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(spent_at=None) | Q(yes=True), name="operator_act_spent_after_yes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.act} {self.about}"
