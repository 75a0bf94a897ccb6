"""Planned activities, badges made together, offers that guarantees open, stays elsewhere, agreements being made."""

from throughline.apps.opportunities.models.activities import Activity, ActivityWork, PublishedActivity
from throughline.apps.opportunities.models.badges import BadgeAnswer, BadgePlan
from throughline.apps.opportunities.models.learning_agreements import (
    LearningAgreement,
    LearningAgreementStep,
    LearningAgreementVersion,
)
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
    Reached,
    SignedGuarantee,
)

__all__ = [
    "Activity",
    "ActivityWork",
    "BadgeAnswer",
    "BadgePlan",
    "Complaint",
    "LearningAgreement",
    "LearningAgreementStep",
    "LearningAgreementVersion",
    "Negotiation",
    "NegotiationDraft",
    "NegotiationParty",
    "NegotiationStep",
    "NegotiationTrial",
    "Notice",
    "Offer",
    "OfferDeed",
    "OwnReason",
    "Places",
    "PublishedActivity",
    "Reached",
    "SignedGuarantee",
]  # fmt: skip
