"""Planned activities, badges made together, offers that guarantees open, stays elsewhere, agreements being made."""

from throughline.apps.opportunities.models.activities import Activity, ActivityWork, PublishedActivity
from throughline.apps.opportunities.models.apprenticeships import (
    Apprentice,
    ApprenticeshipStandards,
    IncentiveClaim,
    RegisteredStandards,
    WeekSignature,
    WorkWeek,
)
from throughline.apps.opportunities.models.badges import BadgeAnswer, BadgePlan
from throughline.apps.opportunities.models.desk import DeskPost, TakenUp
from throughline.apps.opportunities.models.learning_agreements import (
    LearningAgreement,
    LearningAgreementStep,
    LearningAgreementVersion,
)
from throughline.apps.opportunities.models.listings import Approach, LetIn, Listing
from throughline.apps.opportunities.models.negotiations import (
    Negotiation,
    NegotiationDraft,
    NegotiationParty,
    NegotiationStep,
    NegotiationTrial,
)
from throughline.apps.opportunities.models.offers import (
    Complaint,
    Notice,
    Offer,
    OfferDeed,
    OwnReason,
    Places,
    Placing,
    Reached,
    SignedGuarantee,
)
from throughline.apps.opportunities.models.rotations import (
    Rotation,
    RotationChoice,
    RotationField,
    RotationPlace,
    RotationSponsor,
    RotationStay,
    RotationThought,
)
from throughline.apps.opportunities.models.rounds import Round, RoundOpening, RoundRanking
from throughline.apps.opportunities.models.stay_days import StayDay
from throughline.apps.opportunities.models.stipends import (
    Demonstration,
    HostReview,
    Intern,
    SiteWord,
    StipendApproval,
    StipendLine,
    StipendPayment,
    StipendProgram,
    StipendRule,
    StipendRun,
)

__all__ = [
    "Activity", "ActivityWork", "Apprentice", "ApprenticeshipStandards", "Approach", "BadgeAnswer",
    "BadgePlan", "Complaint", "Demonstration", "DeskPost", "HostReview", "IncentiveClaim", "Intern",
    "LearningAgreement", "LearningAgreementStep", "LearningAgreementVersion", "LetIn", "Listing",
    "Negotiation", "NegotiationDraft", "NegotiationParty", "NegotiationStep", "NegotiationTrial",
    "Notice", "Offer", "OfferDeed", "OwnReason", "Places", "Placing", "PublishedActivity",
    "Reached", "RegisteredStandards", "Rotation", "RotationChoice", "RotationField",
    "RotationPlace", "RotationSponsor", "RotationStay", "RotationThought", "Round", "RoundOpening",
    "RoundRanking", "SignedGuarantee", "SiteWord", "StayDay", "StipendApproval", "StipendLine",
    "StipendPayment", "StipendProgram", "StipendRule", "StipendRun", "TakenUp", "WeekSignature",
    "WorkWeek",
]  # fmt: skip
