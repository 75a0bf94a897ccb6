"""Public comment on a proposal: the window, what people said, and what they were answered."""

import uuid

from django.db import models
from django.db.models import F, Q

from throughline.apps.directory.models import Person
from throughline.apps.governance.models.dockets import Proposal


class CommentWindow(models.Model):
    """The days on which a proposal is open for comment, both counted in, and the draft that was laid open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveIntegerField()
    draft = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="comment_window_number_once"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="comment_window_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} until {self.last}"


class Comment(models.Model):
    """What somebody said to a proposal. speaks_as: learner, family, teacher, employer, community, other: the public reads
    that, and no name. part: the changed part it is about; empty for the whole."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    window = models.ForeignKey(CommentWindow, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    part = models.CharField(max_length=300, blank=True)
    speaks_as = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=Q(speaks_as__in=["learner", "family", "teacher", "employer", "community", "other"]),
                name="comment_speaks_as_known",
            ),
        ]

    def __str__(self) -> str:
        return f"comment of a {self.speaks_as}"


class CommentAnswer(models.Model):
    """What the body answered to one comment, and whether the draft changed for it."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, primary_key=True, related_name="answer")
    text = models.TextField()
    changed = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_answer_says_something")]

    def __str__(self) -> str:
        return f"answer to {self.comment_id}"
