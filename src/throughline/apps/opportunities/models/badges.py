"""Badges that a learner and a mentor make together: the plan while it changes, and what partners answered."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person

STATES = ("draft", "review", "live")
SIDES = ("industry", "college")
"""Both must approve before a badge is live (CompetencyX)."""


class BadgePlan(models.Model):
    """A badge on its way from draft to review to live. outcomes: what its holder can do. criteria: one text each.

    skills: references of competencies; step: the level of their scale that is asked for. level: on the state's
    qualification framework. learner_agreed_at, mentor_agreed_at: to the words as they are now. rounds: how often it
    went to review. slug: its id in the catalogue, from the first review on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="badge_plans")
    mentor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="badges_mentored")
    title = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    outcomes = models.TextField(blank=True)
    criteria = ArrayField(models.TextField(), default=list)
    skills = ArrayField(models.CharField(max_length=200), default=list)
    step = models.PositiveSmallIntegerField(default=2)
    level = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="draft")
    rounds = models.PositiveIntegerField(default=0)
    slug = models.CharField(max_length=150, blank=True)
    learner_agreed_at = models.DateTimeField(null=True)
    mentor_agreed_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    live_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="badge_state_known"),
            models.CheckConstraint(condition=~Q(title=""), name="badge_has_a_title"),
            models.CheckConstraint(condition=~Q(learner=F("mentor")), name="badge_made_by_two"),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(learner_agreed_at__isnull=False, mentor_agreed_at__isnull=False, rounds__gte=1),
                name="badge_leaves_draft_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=Q(state="live", live_at__isnull=False)
                | (~Q(state="live") & Q(live_at__isnull=True)),
                name="badge_live_is_dated",
            ),
            models.UniqueConstraint(fields=["slug"], condition=~Q(slug=""), name="badge_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title


class BadgeAnswer(models.Model):
    """What a partner answered in one round. side: industry or college. opens: in words, what the badge opens with them.

    next_step: one thing to do, where it is not yet there. internship, hours, about: the place that an industry partner
    keeps for holders, with what one does there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(BadgePlan, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveIntegerField()
    side = models.CharField(max_length=10)
    organization = models.CharField(max_length=150)
    role = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    approved = models.BooleanField()
    reasons = models.TextField()
    next_step = models.TextField(blank=True)
    opens = models.TextField(blank=True)
    internship = models.CharField(max_length=120, blank=True)
    hours = models.PositiveIntegerField(null=True)
    about = models.TextField(blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=SIDES), name="badge_answer_side_known"),
            models.CheckConstraint(condition=~Q(reasons=""), name="badge_answer_has_reasons"),
            models.CheckConstraint(
                condition=Q(approved=True) & ~Q(opens="") | Q(approved=False) & ~Q(next_step=""),
                name="badge_answer_says_what_next",
            ),
            models.CheckConstraint(
                condition=Q(internship="") | Q(side="industry", approved=True), name="badge_place_of_industry"
            ),
            models.UniqueConstraint(fields=["plan", "round", "side"], name="badge_answer_once_a_side"),
            models.UniqueConstraint(
                fields=["plan", "round", "organization"], name="badge_answer_once_a_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side}: {'approved' if self.approved else 'not yet'}"
