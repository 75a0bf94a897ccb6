"""What guarantees open: an offer for each learner and agreement, and all that happened to it. Both only grow.

The state of an offer is that of its newest deed (`core.progress.guarantees.AFTER`).
"""

import uuid
from typing import get_args

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person
from throughline.core.catalogue.documents import Agreement
from throughline.core.progress.guarantees import Deed, State

KINDS = get_args(Agreement.__annotations__["kind"])
DEEDS, STATES = get_args(Deed), get_args(State)


class Places(models.Model):
    """One row for each agreement whose places are counted: who gives or returns a place locks it."""

    agreement = models.CharField(max_length=150, primary_key=True)

    def __str__(self) -> str:
        return self.agreement


class Offer(models.Model):
    """An agreement opened to a learner. agreement, number: its id and the version that is pinned. facts: what met its
    trigger, ids of attainments and awards. draw: the published name under which its ticket is drawn; empty: no places
    are counted. learned_at: the organizations where its learner learned then, which a shortage rule reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers")
    agreement = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    facts = ArrayField(models.UUIDField(), default=list)
    draw = models.CharField(max_length=200, blank=True)
    learned_at = ArrayField(models.CharField(max_length=150), default=list)
    opened_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agreement", "learner"], name="offer_agreement")]
        constraints = [
            models.UniqueConstraint(fields=["learner", "agreement"], name="offer_once_for_each_learner"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="offer_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"


class OfferDeed(models.Model):
    """One thing that happened to an offer. nth: from 1 without a gap, so that of two at once one counts.

    state: after it. intake: the year of places it takes its place from. answer_by: until when the place is held.
    told: the institution may read the learner's name. because: the other offer that was accepted. by: who did it; empty:
    the house.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="deeds")
    nth = models.PositiveIntegerField()
    deed = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    intake = models.PositiveSmallIntegerField(null=True)
    answer_by = models.DateField(null=True)
    told = models.BooleanField(default=False)
    because = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    said = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "nth"], name="offer_deed_in_turn"),
            models.CheckConstraint(condition=Q(deed__in=DEEDS), name="offer_deed_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="offer_deed_state_known"),
            models.CheckConstraint(condition=Q(nth__gte=1), name="offer_deed_from_1"),
            models.CheckConstraint(
                condition=~Q(deed="refused") | ~Q(said=""), name="offer_refused_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nth}: {self.deed}"


class OwnReason(models.Model):
    """Why a learner chose or let go, in their own words. Nobody else reads it; no event holds it."""

    deed = models.OneToOneField(
        OfferDeed, on_delete=models.CASCADE, primary_key=True, related_name="own_reason"
    )
    words = models.TextField()

    def __str__(self) -> str:
        return "a learner's own reason"


class Complaint(models.Model):
    """A learner says that what was promised was not given. owner: the organization that owes an answer, by a day; after
    that day the state's overseer owns it too. outcome: kept (they make it good) or explained."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="complaints")
    words = models.TextField()
    owner = models.CharField(max_length=150)
    overseer = models.CharField(max_length=150, blank=True)
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    answer_by = models.DateField()
    outcome = models.CharField(max_length=10, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="complaint_has_words"),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_at=None)
                | Q(outcome__in=("kept", "explained"), answered_at__isnull=False) & ~Q(answer=""),
                name="complaint_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(answered_at__gte=F("filed_at")),
                name="complaint_answered_after",
            ),
            models.UniqueConstraint(
                fields=["offer"], condition=Q(outcome=""), name="complaint_one_open_for_each_offer"
            ),
        ]

    def __str__(self) -> str:
        return f"to {self.owner}"


class Placing(models.Model):
    """A college places somebody who accepted its offer in a course. outcome: placed; or refused, since the course gives no
    credit: then it is a breach, with its complaint. instead: courses that count, by id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="placings")
    course = models.CharField(max_length=150)
    outcome = models.CharField(max_length=10)
    instead = ArrayField(models.CharField(max_length=150), default=list)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, null=True, related_name="placings")
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="placed", complaint=None) | Q(outcome="refused", complaint__isnull=False),
                name="placing_refused_with_a_complaint",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.course}"


class SignedGuarantee(models.Model):
    """The whole text of one version of an agreement, signed by the organization that owes it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    issuer = models.CharField(max_length=150)
    document = models.JSONField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="guarantee_signed_once")]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"


class Notice(models.Model):
    """What a body, an owner and learners are told of promises: a stage that lost its last one, an agreement that ends
    or that something speaks against.

    about: `pathway:p#stage` or `agreement:a`. owner: the organization that mends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10)
    about = models.CharField(max_length=250)
    owner = models.CharField(max_length=150)
    sentence = models.TextField()
    fix = models.TextField(blank=True)
    since = models.DateTimeField()
    mended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("stage", "ending", "ended", "clash")), name="notice_kind_known"
            ),
            models.UniqueConstraint(
                fields=["kind", "about"], condition=Q(mended_at=None), name="notice_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class Reached(models.Model):
    """How far the house has read the events of the trail, so that no opening is ever missed."""

    name = models.CharField(max_length=40, primary_key=True)
    moment = models.BigIntegerField()
    sequence = models.BigIntegerField()
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} at {self.moment}/{self.sequence}"
