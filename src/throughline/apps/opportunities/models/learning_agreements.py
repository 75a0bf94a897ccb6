"""Agreements between a learner, their home and a host: each version as it was asked for, and each step. Both only grow."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person

KINDS = ("study", "work")
PARTIES = ("learner", "home", "host")
STEPS = ("approved", "answered", "withdrew", "recognized", "refused")


class LearningAgreement(models.Model):
    """A stay elsewhere. home, host: organizations by id. program: of the state's `stay_programs`, or empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="learning_agreements")
    home = models.CharField(max_length=150)
    host = models.CharField(max_length=150)
    kind = models.CharField(max_length=10)
    program = models.CharField(max_length=150, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["home"], name="learning_agreement_home"),
            models.Index(fields=["host"], name="learning_agreement_host"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(home=F("host")), name="learning_agreement_elsewhere"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="learning_agreement_kind_known"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="learning_agreement_lasts"),
        ]

    def __str__(self) -> str:
        return f"{self.home} to {self.host}"


class LearningAgreementVersion(models.Model):
    """Both lists as the learner asked for them (core.learning_agreement.Version). recognized: credits by item, in `unit`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(LearningAgreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    studied = ArrayField(models.CharField(max_length=200))
    recognized = models.JSONField()
    unit = models.CharField(max_length=60)
    provision = models.CharField(max_length=20)
    changes = models.JSONField(default=list)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="learning_agreement_version_once"),
            models.CheckConstraint(
                condition=Q(provision__in=("in_part", "all_or_none")),
                name="learning_agreement_provision_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} version {self.number}"


class LearningAgreementStep(models.Model):
    """What a party did about a version, its nth step. instead: changes they would approve. credits: recognized, by item."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(LearningAgreementVersion, on_delete=models.PROTECT, related_name="steps")
    nth = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=10)
    step = models.CharField(max_length=10)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    instead = models.JSONField(default=list)
    credits = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "party", "step"], name="learning_agreement_step_once"),
            models.UniqueConstraint(fields=["version", "nth"], name="learning_agreement_step_in_order"),
            models.CheckConstraint(condition=Q(party__in=PARTIES), name="learning_agreement_party_known"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="learning_agreement_step_known"),
            models.CheckConstraint(
                condition=~Q(step="refused") | ~Q(words=""), name="learning_agreement_refusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.step}"
