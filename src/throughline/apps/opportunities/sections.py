"""The sections of a learner's own file that tell of activities, badges, stays, apprenticeships and offers."""

from uuid import UUID

from throughline.apps.opportunities import models as m
from throughline.apps.records import sections as records
from throughline.apps.records.sections import PEOPLE, Rows, Table

SECTIONS: Table = {
    "work made in activities": (m.ActivityWork, "evidence__learner"),
    "activities of work": (m.PublishedActivity, "work__evidence__learner"),
    "badges made with a mentor": (m.BadgePlan, "learner"),
    "agreements about a stay elsewhere": (m.LearningAgreement, "learner"),
    "versions of these agreements": (m.LearningAgreementVersion, "agreement__learner"),
    "steps on these agreements": (m.LearningAgreementStep, "version__agreement__learner"),
    "days of these stays": (m.StayDay, "agreement__learner"),
    "stipends for these stays": (m.Intern, "agreement__learner"),
    "words on places of stays": (m.SiteWord, "intern__agreement__learner"),
    "demonstrations": (m.Demonstration, "intern__agreement__learner"),
    "lines of stipends": (m.StipendLine, "intern__agreement__learner"),
    "payments of stipends": (m.StipendPayment, "intern__agreement__learner"),
    "places in rotations": (m.RotationPlace, "learner"),
    "fields of a rotation": (m.RotationStay, "place__learner"),
    "thoughts on fields": (m.RotationThought, "stay__place__learner"),
    "choices after a rotation": (m.RotationChoice, "place__learner"),
    "answers on badges": (m.BadgeAnswer, "plan__learner"),
    "offers": (m.Offer, "learner"),
    "what happened with offers": (m.OfferDeed, "offer__learner"),
    "own reasons": (m.OwnReason, "deed__offer__learner"),
    "apprenticeships": (m.Apprentice, "learner"),
    "standards of apprenticeships": (m.RegisteredStandards, "apprentices__learner"),
    "weeks of work": (m.WorkWeek, "apprentice__learner"),
    "signatures of weeks": (m.WeekSignature, "week__apprentice__learner"),
    "listings": (m.Listing, "learner"),
    "who asked to talk": (m.Approach, "listing__learner"),
    "courses a college placed them in": (m.Placing, "offer__learner"),
    "rankings of places": (m.RoundRanking, "learner"),
    "complaints about promises": (m.Complaint, "offer__learner"),
}
"""Where each section is kept, and how it leads to the learner."""


def rows_of(learner: UUID) -> Rows:
    """Every row of these sections, with those whom they name."""
    rows = records.rows_of(learner, SECTIONS, ())
    return {**rows, PEOPLE: records.people_in(rows, learner, SECTIONS)}
