"""Votes: opened on one draft, cast by seat, in the open. A ballot stands, and none follows the decision."""

import uuid

from django.db import models
from django.db.models import Q

from throughline.apps.directory.models import Person
from throughline.apps.governance.models.dockets import Draft, Proposal


class Vote(models.Model):
    """A body's vote on one draft of a proposal.

    packet: what lay before the members: the sitting, the impact, what the checks and detectors found, answers, comments;
    digest: its sha256, hex, as the public log has it. recommends: the body speaks to the one that decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="votes")
    body = models.CharField(max_length=150)
    number = models.PositiveIntegerField()
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="votes")
    charter = models.PositiveIntegerField()
    recommends = models.BooleanField(default=False)
    packet = models.JSONField()
    digest = models.CharField(max_length=64)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "body", "number"], name="vote_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="vote_number_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.body} on {self.proposal_id}"


class CastBallot(models.Model):
    """One seat's vote. Public by seat and place; who sat there is in the terms of that day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    vote = models.ForeignKey(Vote, on_delete=models.PROTECT, related_name="ballots")
    seat = models.CharField(max_length=100)
    place = models.PositiveIntegerField()
    sector = models.CharField(max_length=30)
    word = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    conflict = models.TextField(blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    cast_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["vote", "seat", "place"], name="ballot_once_a_seat"),
            models.UniqueConstraint(fields=["vote", "person"], name="ballot_once_a_person"),
            models.CheckConstraint(
                condition=Q(word__in=["for", "against", "abstain", "recused"]), name="ballot_word_known"
            ),
            models.CheckConstraint(
                condition=Q(Q(word="recused") & ~Q(conflict="")) | Q(~Q(word="recused") & Q(conflict="")),
                name="ballot_recused_for_a_conflict",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.place}: {self.word}"


class Decision(models.Model):
    """What a vote came to: one outcome for each vote, with its reasons, signed by the body.

    statement: all it says, by seat and without names; signed: a JSON Web Signature over it; published: references and
    numbers it brought into force, empty until every body that decides has carried it. withheld: of what was carried, why
    it could not come into force when the vote closed by itself.
    """

    vote = models.OneToOneField(Vote, on_delete=models.PROTECT, primary_key=True, related_name="decision")
    outcome = models.CharField(max_length=12)
    reasons = models.TextField()
    statement = models.JSONField()
    digest = models.CharField(max_length=64)
    signed = models.TextField()
    published = models.JSONField(default=list)
    withheld = models.TextField(blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["carried", "lost", "no_quorum"]), name="decision_outcome_known"
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="decision_gives_reasons"),
            models.CheckConstraint(
                condition=Q(published=[]) | Q(outcome="carried"), name="decision_publishes_what_carried"
            ),
            models.CheckConstraint(
                condition=Q(withheld="") | Q(outcome="carried", published=[]),
                name="decision_withholds_what_carried",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.vote_id}"


class UnderVote(models.Model):
    """References that an open vote would change: no other vote is about them until it is decided. Rows go with the
    decision."""

    reference = models.CharField(max_length=200, primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="under_vote")

    def __str__(self) -> str:
        return self.reference
