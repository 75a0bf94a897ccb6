"""What regional bodies and partners say to a body, and what it answers."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person
from throughline.apps.governance.models.bodies import Body

ABOUT = ("challenge", "opportunity")


class Feedback(models.Model):
    """A regional body tells the state body above it something, or an organization of any sector tells a body what helps and
    what hinders, publicly. about: a challenge or an opportunity, where a partner says so. due: by when the charter asks for
    an answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="said", null=True)
    partner = models.CharField(max_length=150, blank=True)
    about = models.CharField(max_length=12, blank=True)
    to = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="heard")
    subject = models.CharField(max_length=200)
    words = models.TextField()
    filed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    due = models.DateField()
    answer = models.TextField(blank=True)
    action = models.CharField(max_length=200, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["to", "due"], name="feedback_due")]
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(subject=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(body=None) | ~Q(body=F("to")), name="feedback_goes_to_another"
            ),
            models.CheckConstraint(
                condition=Q(body=None, about__in=ABOUT) & ~Q(partner="")
                | Q(body__isnull=False, partner="", about=""),
                name="feedback_is_of_a_body_or_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="") | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="feedback_answered_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
