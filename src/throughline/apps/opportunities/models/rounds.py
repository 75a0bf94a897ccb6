"""Rounds: places that learners rank, the seed that was bound before ranking closed, and who got which."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person


class Round(models.Model):
    """Places that an organization gives out together. rule: a shortage rule of the state (empty: the lottery alone).

    commitment: what stands in the public log of the seed; the seed itself is told once ranking is closed. after: the round
    whose open seats this one gives out. file: the public file, with its digest, once it is matched.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.CharField(max_length=150)
    title = models.CharField(max_length=200)
    words = models.TextField()
    rule = models.CharField(max_length=150, blank=True)
    closes_on = models.DateField()
    answer_by = models.DateField()
    seed = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    after = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="next")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True)
    file = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="round_says_something"),
            models.CheckConstraint(condition=Q(answer_by__gt=F("closes_on")), name="round_answered_after"),
            models.CheckConstraint(
                condition=Q(matched_at=None, digest="", file="")
                | (Q(matched_at__isnull=False) & ~Q(digest="") & ~Q(file="")),
                name="round_matched_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class RoundOpening(models.Model):
    """An opportunity with seats in a round, perhaps one shift of it. reserves: group, seats, words and cite of each.

    Who may rank it: within so many kilometers of where they learn, holding a licence, and as a law says (with its cite).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="openings")
    name = models.CharField(max_length=260)
    opportunity = models.CharField(max_length=150)
    shift = models.CharField(max_length=100, blank=True)
    seats = models.PositiveIntegerField()
    reserves = models.JSONField(default=list)
    within_km = models.PositiveIntegerField(null=True)
    holds = models.CharField(max_length=200, blank=True)
    by_law = models.CharField(max_length=300, blank=True)
    cite = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "name"], name="round_opening_once"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="round_opening_has_seats"),
            models.CheckConstraint(condition=Q(by_law="") | ~Q(cite=""), name="round_opening_law_is_cited"),
        ]

    def __str__(self) -> str:
        return self.name


class RoundRanking(models.Model):
    """What a learner ranks, the dearest first. code: theirs in the public file. groups: of reserves they count in;
    confirmed: openings of which they say that the law lets them. Once matched: the place (null: none), the reasons for
    each dearer one, and their yes or no."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="rankings")
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="rankings")
    code = models.CharField(max_length=20, unique=True)
    wishes = ArrayField(models.CharField(max_length=260), default=list)
    groups = ArrayField(models.CharField(max_length=260), default=list)
    confirmed = ArrayField(models.CharField(max_length=260), default=list)
    changed_at = models.DateTimeField()
    place = models.CharField(max_length=260, blank=True)
    reasons = models.JSONField(default=list)
    answer = models.CharField(max_length=3, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "learner"], name="round_ranked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (Q(answer__in=("yes", "no"), answered_at__isnull=False) & ~Q(place="")),
                name="round_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code
