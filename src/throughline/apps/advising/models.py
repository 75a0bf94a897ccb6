"""The learner's way through the states of choosing. Steps only grow; the latest one is where the learner is."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from throughline.apps.directory.models import Person
from throughline.core.progress.junctures import KINDS, WHYS
from throughline.core.progress.missing_support import KINDS as SUPPORTS


class Choice(models.Model):
    """One step of the learner: which action, into which state, on which pathway version, to which destination if any.

    position: 1, 2, 3 ... for each learner. pathway: `pathway:id` or empty. destination empty: the whole field is open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="choices")
    position = models.PositiveIntegerField()
    action = models.CharField(max_length=60)
    state = models.CharField(max_length=60)
    pathway = models.CharField(max_length=200, blank=True)
    number = models.PositiveIntegerField(null=True)
    destination = models.CharField(max_length=200, blank=True)
    chosen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    record_digest = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["learner", "-position"], name="choice_latest")]
        constraints = [
            models.UniqueConstraint(fields=["learner", "position"], name="choice_one_step_at_a_time"),
            models.CheckConstraint(
                condition=Q(pathway="", number=None) | Q(~Q(pathway=""), number__gte=1),
                name="choice_pins_a_version",
            ),
            models.CheckConstraint(
                condition=Q(destination="") | ~Q(pathway=""), name="choice_destination_on_pathway"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pathway}"


class Proposal(models.Model):
    """What a helper suggests. It has no effect until the learner says yes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="proposals")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=200)
    destination = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True)
    message = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=10, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["choose", "switch", "narrow", "entry", "goal"]),
                name="proposal_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | Q(answer__in=["yes", "no"], answered_at__isnull=False),
                name="proposal_answer_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"


class Goal(models.Model):
    """A wish in the learner's own words, tied to a milestone or not, for a day they set. No status hangs on the day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="goals")
    words = models.TextField()
    what = models.CharField(max_length=200, blank=True)
    on = models.DateField(null=True)
    set_with = models.ManyToManyField(Person, related_name="+")
    set_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="goal_has_words")]

    def __str__(self) -> str:
        return self.words


class PlanEntry(models.Model):
    """Something the learner added to their plan, from their own pathway or any other."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_entries")
    what = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "what"], condition=Q(removed_at=None), name="plan_entry_once"
            )
        ]

    def __str__(self) -> str:
        return self.what


class PlanVersion(models.Model):
    """The plan as it stood when the learner saved it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_versions")
    number = models.PositiveIntegerField()
    body = models.JSONField()
    why = models.TextField(blank=True)
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"plan {self.number}"


class PlanTest(models.Model):
    """What the learner tried of the plan, and what they learned from it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="tests")
    tried = models.TextField()
    learned = models.TextField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(tried="") & ~Q(learned=""), name="plan_test_says_both")
        ]

    def __str__(self) -> str:
        return self.tried


class Reflection(models.Model):
    """The learner's own thought, tied to something past, something now and something to come."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reflections")
    words = models.TextField()
    past = models.TextField()
    current = models.TextField()
    future = models.TextField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(past="") & ~Q(current="") & ~Q(future=""),
                name="reflection_links_all_three",
            )
        ]

    def __str__(self) -> str:
        return f"reflection {self.on}"


class PlanProfile(models.Model):
    """The frame of a learner's plan: three domains in own words, one caring adult, barriers and supports."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="plan_profile")
    personal_social = models.TextField(blank=True)
    career = models.TextField(blank=True)
    academic = models.TextField(blank=True)
    caring_adult = models.CharField(max_length=200, blank=True)
    barriers = models.TextField(blank=True)
    supports = models.TextField(blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"plan of {self.learner_id}"


class GuardianComment(models.Model):
    """A guardian's word beside the plan. It stands beside the learner's words and never replaces them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="guardian_comments")
    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="guardian_comment_has_words")]

    def __str__(self) -> str:
        return f"comment {self.written_at:%Y-%m-%d}"


class Week(models.Model):
    """The learner's usual week: for each weekday, one thing. days: mon .. fri to an activity."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="week")
    days = models.JSONField()
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"week of {self.learner_id}"


class ReviewSession(models.Model):
    """A talk about one pathway, open to the people the learner invited, for a while."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="review_sessions")
    pathway = models.CharField(max_length=200)
    invited = models.ManyToManyField(Person, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="review_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.pathway}"


class ReviewNote(models.Model):
    """A note from a review. Whoever wrote it, it is the learner's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(ReviewSession, on_delete=models.PROTECT, related_name="notes")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="review_notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.written_at:%Y-%m-%d}"


class Exploration(models.Model):
    """Something the learner looked into. Private to them and their guardian; nothing that decides may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="explorations")
    kind = models.CharField(max_length=60)
    words = models.TextField()
    family = models.CharField(max_length=100, blank=True)
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class QuizResult(models.Model):
    """The order in which a learner's interests put the families, first the nearest. An order, never a set."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="quiz_results")
    order = models.JSONField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"quiz {self.taken_at:%Y-%m-%d}"


class DraftImpact(models.Model):
    """What the newest draft of a proposal would do to everyone, as a job worked it out: numbers alone, nobody in person.

    newest: the publication it was tried against. asked_at: when somebody asked for it; found: the numbers, None until then.
    """

    docket = models.PositiveIntegerField(primary_key=True)
    draft = models.PositiveIntegerField()
    newest = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    found = models.JSONField(null=True)
    found_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"docket {self.docket}, draft {self.draft}"


class CohortCount(models.Model):
    """How many who learn at a place (`place:p`), in a region (`region:r`), or have it as their home (`home:r`) are on a
    pathway and stand where, as a job counted them: numbers alone, nobody in person; what of them may be shown is decided
    where they are shown. groups: lines of the version's number, the gates (`LearnerRow.gates`) and how many."""

    whose = models.CharField(max_length=210)
    pathway = models.CharField(max_length=200)
    many = models.PositiveIntegerField()
    groups = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whose", "pathway"], name="cohort_counted_once")]

    def __str__(self) -> str:
        return f"{self.many} of {self.whose} on {self.pathway}"


class CohortsCounted(models.Model):
    """For when cohorts were counted; one line. learners: how many are on a pathway and learn anywhere. moment, sequence,
    as_of, written_at: of the rows they were counted from."""

    one = models.BooleanField(primary_key=True, default=True)
    learners = models.PositiveBigIntegerField()
    moment = models.BigIntegerField()
    sequence = models.BigIntegerField()
    as_of = models.DateField()
    written_at = models.DateTimeField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(one=True), name="cohorts_counted_is_one")]

    def __str__(self) -> str:
        return f"{self.as_of}, counted at {self.counted_at}"


class WayBack(models.Model):
    """A learner's way that has no next step, and who is to call. juncture: one of the state's; since: when it stopped;
    region: where they learned last. caller: who calls; empty: whoever acts for the organization `desk`. rests_until: the
    learner said "not now". ended_at: the way went on, or was completed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ways_back")
    kind = models.CharField(max_length=20)
    juncture = models.CharField(max_length=60)
    region = models.CharField(max_length=150, blank=True)
    since = models.DateField()
    found_at = models.DateTimeField()
    why = models.CharField(max_length=10)
    caller = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    desk = models.CharField(max_length=150, blank=True)
    called_at = models.DateTimeField(null=True)
    rests_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["caller"], condition=Q(ended_at=None), name="way_back_to_call"),
            models.Index(fields=["region"], condition=Q(ended_at=None), name="way_back_of_region"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["learner"], condition=Q(ended_at=None), name="way_back_one_open"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="way_back_kind_known"),
            models.CheckConstraint(
                condition=Q(why__in=WHYS) & (Q(caller=None) & ~Q(desk="") | Q(caller__isnull=False, desk="")),
                name="way_back_has_somebody_who_calls",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.juncture}"


class MissingSupport(models.Model):
    """A support that is missing around a learner, and the adult of their circle who was told, so that they give it.

    source: `seen` by the house; `asked` for by the learner or their guardian; `named` by an adult of the circle. about: the
    milestone it is about, if any. told: who was told; empty: nobody of the circle can give it. tie: as what they were
    told. was_missing: what was said of it since; empty: nothing. outcome: it `came`, was `there` all along, is
    `unwanted` now, or is `over`: it no longer applies. rests_until: the same is not told again before that day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="missing_support")
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=10)
    about = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    since = models.DateField()
    found_at = models.DateTimeField()
    told = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="support_to_give", null=True)
    tie = models.CharField(max_length=30, blank=True)
    told_at = models.DateTimeField(null=True)
    promised_for = models.DateField(null=True)
    was_missing = models.BooleanField(null=True)
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.TextField(blank=True)
    rests_until = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["told"], condition=Q(ended_at=None), name="missing_support_to_give"),
            models.Index(fields=["found_at"], name="missing_support_found"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "kind"], condition=Q(ended_at=None), name="missing_support_one_open"
            ),
            models.CheckConstraint(condition=Q(kind__in=SUPPORTS), name="missing_support_kind_known"),
            models.CheckConstraint(
                condition=Q(source="seen", named_by=None)
                | Q(source__in=["asked", "named"], named_by__isnull=False),
                name="missing_support_source_known",
            ),
            models.CheckConstraint(
                condition=Q(told=None, tie="", told_at=None)
                | (Q(told__isnull=False, told_at__isnull=False) & ~Q(tie="")),
                name="missing_support_told_as_something",
            ),
            models.CheckConstraint(
                condition=Q(was_missing=None, said_by=None)
                | Q(was_missing__isnull=False, said_by__isnull=False),
                name="missing_support_said_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="")
                | Q(ended_at__isnull=False, outcome__in=["came", "there", "unwanted", "over"]),
                name="missing_support_ended_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.learner_id}"


class SupportSeenCount(models.Model):
    """How well missing support was seen, as it was counted in one night. counts: by group, in the order of `CASES`, as whole
    numbers; what of them may be shown is decided where they are shown. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    since = models.DateField()
    counts = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-counted_at"], name="support_seen_newest")]

    def __str__(self) -> str:
        return f"since {self.since}"


class HeadlineCount(models.Model):
    """The state's headline as it was counted on a day, by which version of its definition. counts: as whole numbers, by
    region and group; what of them may be shown is decided where they are shown. It only grows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    on = models.DateField()
    version = models.PositiveIntegerField()
    counts = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-counted_at"], name="headline_newest")]

    def __str__(self) -> str:
        return f"{self.on}, version {self.version}"
