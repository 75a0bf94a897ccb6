"""Every public act of governing stands in the public log: of each table it is said what the log must hold of it, or why it
holds nothing. A new table is placed by who adds it."""

from collections import Counter

import pytest
from django.apps import apps
from django.db.models import Model

from throughline.apps.directory.models import OperatorAct
from throughline.apps.frameworks.models import Version
from throughline.apps.governance import models
from throughline.apps.opportunities.models import RegisteredStandards
from throughline.apps.records.models import Award, IssuerKey
from throughline.apps.trail.models import KINDS, PublicEntry

pytestmark = pytest.mark.usefixtures("meridian", "db")
ENTERED: dict[type[Model], tuple[str, str]] = {
    models.SeatTerm: ("seat", "filled"),
    models.VacancyNotice: ("seat", "announced"),
    models.OfficeTerm: ("office", "taken"),
    models.Hearing: ("proposal", "opened"),
    models.Withdrawal: ("proposal", "withdrawn"),
    models.Vote: ("vote", "opened"),
    models.CastBallot: ("vote", "cast"),
    models.Decision: ("decision", "taken"),
    models.MoneyAward: ("money", "granted"),
    models.TrackingFinding: ("finding", "opened"),
}
"""For each row of these one entry of that kind and act."""
NOT_ENTERED = {
    "Body": "a charter is a version, and those are entered", "Seat": "the charter names it",
    "Proposal": "entered when it comes before a body: its hearings", "UnderVote": "a lock, gone with the vote",
    "Draft": "what is voted on stands by its digest in the opening of the vote",
    "AuthorSignature": "in the packet under the vote's digest", "PacketAnswer": "in the packet under the vote's digest",
    "Conflict": "about a person; the public register shows it", "SelfReport": "about a person",
    "Recusal": "about a person; its ballot is entered without a name", "DutyDone": "a report, no decision",
    "CheckRun": "worked out anew by anyone from the versions", "Defect": "worked out anew by anyone from the versions",
    "Comment": "somebody's own words", "CommentAnswer": "in the packet under the vote's digest",
    "CommentWindow": "in the packet under the vote's digest", "Feedback": "somebody's own words",
    "PathwayRequest": "somebody's own words", "StudentInput": "somebody's own words",
    "BrokerPost": "a wish of an organization, no decision", "BrokerMatch": "a talk of two organizations, no decision",
    "Partnership": "a region's own arrangement", "RegionMeeting": "a sitting, no decision",
    "Commitment": "an organization's word, until an agreement is a version", "ConditionView": "a view, no decision",
    "LocalPathway": "a wish of a school, no decision", "ElementSupply": "an organization's word, no decision",
    "RegionalEndorsement": "entered by what it said: given, or taken back",
    "RegionPlan": "a plan, no decision", "QualityReview": "a body's view of itself", "AreaRating": "part of a review",
    "RatingEvidence": "part of a review", "Strategy": "a plan, no decision", "Vision": "a wish, no decision",
    "VisionGoal": "part of a vision", "VisionAuthor": "part of a vision",
    "Responsibility": "a wish of organizations, no decision", "Bearer": "an organization's word, no decision",
    "Reminder": "about a person", "WaiverReminder": "a word to whoever holds a waiver, which is a version",
    "LearnerPromiseVersion": "a version, entered by its digest",
    "WorkStanding": "a view of the work, no decision", "WorkNote": "somebody's own words",
    "WorkChange": "names an entry of the log",
    "DataRequest": "a wish of an organization and its answer, public by itself",
    "TrackingLook": "worked out again from counts; what it found is entered", "FindingDeed": "entered by what was done",
    "HelpRequest": "a wish of a school, no decision", "HelpHours": "a report, no decision",
}  # fmt: skip


def test_of_every_table_of_governing_it_is_said_what_the_log_holds_of_it() -> None:
    kept = {each.__name__ for each in apps.get_app_config("governance").get_models()}
    placed = {each.__name__ for each in ENTERED} | NOT_ENTERED.keys()
    assert kept - placed == set(), "say what the log must hold of these, or why nothing"
    assert not placed - kept, "these tables are gone"


@pytest.mark.covers("X09")
def test_each_seat_vote_decision_and_proposal_of_the_demo_stands_in_its_log() -> None:
    entered = Counter(PublicEntry.objects.values_list("kind", "act"))
    for table, (kind, act) in ENTERED.items():
        assert act in KINDS[kind]
        assert entered[kind, act] == table._default_manager.count(), table.__name__
    acts = OperatorAct.objects.count()
    assert entered["operator", "asked"] == acts
    assert models.CastBallot.objects.exists(), "nobody has voted in the demo"
    for each in models.SeatTerm.objects.select_related("seat__body"):
        said = f"seat:{each.seat.body.slug}/{each.seat.kind}/{each.seat.place}"
        assert PublicEntry.objects.filter(kind="seat", act="filled", reference=said).exists(), said


def test_each_charter_agreement_and_version_of_the_demo_stands_in_its_log_by_its_digest() -> None:
    published = set(Version.objects.values_list("reference", "number", "act", "digest"))
    entered = set(
        PublicEntry.objects.filter(kind="version").values_list("reference", "number", "act", "digest")
    )
    made = set(models.LearnerPromiseVersion.objects.values_list("number", "digest"))
    registered = set(RegisteredStandards.objects.values_list("standards_id", "number", "digest"))
    others = {("learner_promise:meridian", number, "published", digest) for number, digest in made}
    others |= {(f"standards:{key}", number, "published", digest) for key, number, digest in registered}
    assert made
    assert registered
    assert published | others == entered
    kinds = {reference.partition(":")[0] for reference, *_ in published}
    assert {"body", "agreement", "pathway", "milestone", "credential", "equivalence"} <= kinds
    assert PublicEntry.objects.filter(kind="issuer_key", act="published").count() >= IssuerKey.objects.count()
    signed = Award.objects.exclude(signed=None).count()
    assert PublicEntry.objects.filter(kind="credential").count() >= signed
