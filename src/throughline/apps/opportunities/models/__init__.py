"""Activities that are planned here, badges that a learner and a mentor make together, offers that guarantees open."""

from throughline.apps.opportunities.models.activities import Activity, ActivityWork, PublishedActivity
from throughline.apps.opportunities.models.badges import BadgeAnswer, BadgePlan
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
    "Activity", "ActivityWork", "BadgeAnswer", "BadgePlan", "Complaint", "Notice", "Offer", "OfferDeed",
    "OwnReason", "Places", "PublishedActivity", "Reached", "SignedGuarantee",
]  # fmt: skip
