"""Proposals on the docket: what is asked, what was drafted, who signed which part, and before whom it lies."""

import uuid

from django.db import models
from django.db.models import Func, Q, Value

from throughline.apps.directory.models import Person
from throughline.apps.governance.models.requests import PathwayRequest
from throughline.core.catalogue.charters import DECIDES


class Proposal(models.Model):
    """What somebody asks a body to decide. It stands on the docket by number, in one count with requests for pathways.

    made_for: the organization or body in whose name it is made; empty for a person's own. answers: the request it takes up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    docket = models.BigIntegerField(
        unique=True, editable=False, db_default=Func(Value("governance_docket_sequence"), function="nextval")
    )
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    reason = models.TextField()
    made_for = models.CharField(max_length=150, blank=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    answers = models.ForeignKey(PathwayRequest, on_delete=models.PROTECT, related_name="taken_up", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DECIDES), name="proposal_kind_is_decidable"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(reason=""), name="proposal_says_what_and_why"),
        ]

    def __str__(self) -> str:
        return f"docket {self.docket}"


class Hearing(models.Model):
    """That a proposal lies before a body. sent_by: the regional body that sent it up; empty where it was made there. Bodies
    that do not merely recommend all decide on the one text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="hearings")
    body = models.CharField(max_length=150)
    sent_by = models.CharField(max_length=150, blank=True)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "-since"], name="hearing_of_a_body")]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "body"], name="hearing_once_a_body"),
            models.CheckConstraint(condition=~Q(sent_by=models.F("body")), name="hearing_sent_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} before {self.body}"


class Withdrawal(models.Model):
    """That a proposal is no longer asked for."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_withdrawn_for_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} withdrawn"


class Draft(models.Model):
    """One edition of what a proposal would bring into force; the newest is the one that is voted on.

    documents: bodies by reference, null for what is retired. base: by reference the version in force when it was written (0:
    none). text: where it stands on words, or what the documents mean. digest: of text and documents, hex.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="drafts")
    number = models.PositiveIntegerField()
    documents = models.JSONField(default=dict)
    base = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    words = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="draft_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="draft_number_from_1"),
            models.CheckConstraint(condition=~Q(text="") | ~Q(documents={}), name="draft_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} draft {self.number}"


class AuthorSignature(models.Model):
    """That somebody, for an organization of a sector, stands for one part's difference (`core.governing.authorship`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="signatures")
    part = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    sector = models.CharField(max_length=30)
    organization = models.CharField(max_length=150)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "part", "digest", "person", "organization"],
                name="author_signs_a_part_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} for {self.part}"


class PacketAnswer(models.Model):
    """What the packet says to one question: whether it separates and sorts, or one of the principles of recovery. The
    newest holds. found: for the sorting review, what the detectors found when it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="answers_given")
    number = models.PositiveIntegerField()
    question = models.CharField(max_length=30)
    text = models.TextField()
    found = models.JSONField(default=list)
    draft = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "question", "number"], name="packet_answer_number_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="packet_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.proposal_id}"
