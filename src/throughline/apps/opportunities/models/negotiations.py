"""How organizations come to an agreement: a negotiation, its drafts, what each party did about one. Drafts and steps only
grow; what is in force is a document of the catalogue."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person

STEPS = ("signed", "opposed", "withdrew")


class Negotiation(models.Model):
    """One agreement being made or changed. agreement: its id in the catalogue; base: the number of the version that it
    would replace, 0 for none. begun_by: the party that wrote the first draft. outcome: `in_force` or `withdrawn` once it
    is closed; number: of the version that came of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.CharField(max_length=150)
    base = models.PositiveIntegerField(default=0)
    begun_by = models.CharField(max_length=150)
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    number = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(closed_at=None), name="negotiation_one_open"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("", "in_force", "withdrawn")), name="negotiation_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="negotiation_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.agreement


class NegotiationDraft(models.Model):
    """One text of it, its nth. body: the agreement as it would be published. parties: whoever must sign it. reasons: by
    field, why it changes. party: for whom it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    reasons = models.JSONField(default=dict)
    party = models.CharField(max_length=150)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="negotiation_draft_once")
        ]

    def __str__(self) -> str:
        return f"draft {self.number}"


class NegotiationParty(models.Model):
    """An organization that has a part in it. Only grows: who had a part once may read how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    negotiation = models.ForeignKey(Negotiation, on_delete=models.PROTECT, related_name="sides")
    organization = models.CharField(max_length=150)

    class Meta:
        indexes = [models.Index(fields=["organization"], name="negotiation_party")]
        constraints = [
            models.UniqueConstraint(fields=["negotiation", "organization"], name="negotiation_party_once")
        ]

    def __str__(self) -> str:
        return self.organization


class NegotiationStep(models.Model):
    """What a party did about a draft, the nth step. document: what it signed, with its signature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(NegotiationDraft, on_delete=models.PROTECT, related_name="steps")
    nth = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=150)
    step = models.CharField(max_length=10)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    document = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "party", "step"], name="negotiation_step_once"),
            models.UniqueConstraint(fields=["draft", "nth"], name="negotiation_step_in_order"),
            models.CheckConstraint(condition=Q(step__in=STEPS), name="negotiation_step_known"),
            models.CheckConstraint(
                condition=~Q(step="opposed") | ~Q(words=""), name="negotiation_objection_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(step="signed") | Q(document__isnull=False), name="negotiation_signature_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.step}"


class NegotiationTrial(models.Model):
    """What a draft would do on the records of the house's learners, as counts that tell of no one. asked_at: when somebody
    asked; found: empty until a job has looked."""

    draft = models.OneToOneField(
        NegotiationDraft, on_delete=models.PROTECT, related_name="trial", primary_key=True
    )
    asked_at = models.DateTimeField()
    found = models.JSONField(null=True)
    found_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"of {self.draft_id}"
