"""Writes: a region's network, a district or a school looks at its own quality, area by area, once a year."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import AreaRating, QualityReview, RatingEvidence
from throughline.apps.governance.models.reviews import RATINGS
from throughline.apps.trail import actions as trail

MOST_BYTES = 5_000_000
BEGINS = {b"%PDF-": "application/pdf", b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How files begin that may be kept, with what they are."""


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """What shows a rating. kind: link, file or text. text: the address, the file's name, or the words. on: its day."""

    kind: str
    text: str
    on: date
    content: bytes = b""


@transaction.atomic
def rate_area(
    *, by: Actor, organization: str, year: int, area: str, rating: int, said: str, evidence: NewEvidence | None,
    now: datetime,
) -> UUID:  # fmt: skip
    """Rate one area of a year's self-review, as a draft. Evidence is asked for with the first rating; more may follow."""
    decision = _may(by, organization)
    review = _draft(by, organization, year, now)
    if area not in {each.id for each in frameworks.catalogue().state.quality_areas}:
        raise Refused("Rating", f"the state has no area '{area}'.", "Choose one of its areas.")
    if rating not in RATINGS:
        raise Refused("Rating", "no rating was chosen.", "Choose one of the four.")
    row, _ = AreaRating.objects.update_or_create(
        review=review, area=area, defaults={"rating": rating, "said": said.strip()[:5000]}
    )
    if evidence is not None:
        _keep(row, evidence, now)
    elif not row.evidence.exists():
        raise Refused("Rating", "nothing shows it yet.", "Add a link, a file or words that show it.")
    _tell(by, decision, "rated quality", review, now)
    return row.id


@transaction.atomic
def drop_rating_evidence(*, by: Actor, evidence: UUID, now: datetime) -> None:
    """Take evidence out of a draft, as long as other evidence stays."""
    found = RatingEvidence.objects.select_related("rating__review").filter(id=evidence).first()
    if found is None:
        raise Refused("Taking it out", "it is not there any more.", "Look at the page again.")
    review = found.rating.review
    decision = _may(by, review.organization)
    _draft(by, review.organization, review.year, now)
    if found.rating.evidence.count() < 2:
        raise Refused("Taking it out", "it is all that shows this rating.", "Add something else first.")
    found.delete()
    _tell(by, decision, "took evidence out", review, now)


@transaction.atomic
def finish_review(*, by: Actor, organization: str, year: int, public: bool, now: datetime) -> None:
    """Finish a year's self-review: every area has a rating, every rating has evidence. From now on it stays as it is."""
    decision = _may(by, organization)
    review = _draft(by, organization, year, now)
    rated = set(review.ratings.filter(evidence__isnull=False).values_list("area", flat=True))
    areas = frameworks.catalogue().state.quality_areas
    if missing := [each for each in areas if each.id not in rated]:
        title = missing[0].title.get("en", missing[0].id)
        raise Refused("Finishing", f"“{title}” has no rating with evidence.", "Rate every area first.")
    review.finished_at, review.public = now, public
    review.save(update_fields=["finished_at", "public"])
    _tell(by, decision, "finished a self-review", review, now)


@transaction.atomic
def show_review(*, by: Actor, organization: str, year: int, public: bool, now: datetime) -> None:
    """An organization makes a finished self-review public, or keeps it to itself again."""
    decision = _may(by, organization)
    changed = QualityReview.objects.filter(
        organization=organization, year=year, finished_at__isnull=False
    ).update(public=public)
    if not changed:
        raise Refused("Showing it", "it is not finished.", "Finish it first.")
    review = QualityReview.objects.get(organization=organization, year=year)
    _tell(by, decision, "made a self-review public" if public else "hid a self-review", review, now)


def _may(by: Actor, organization: str) -> Decision:
    return require(by, "quality.write", Subject(organization=organization), what="This self-review")


def _draft(by: Actor, organization: str, year: int, now: datetime) -> QualityReview:
    this = timezone.localdate(now).year
    if not this - 1 <= year <= this:
        raise Refused("This self-review", f"{year} is not this year or the last.", "Choose one of these.")
    QualityReview.objects.get_or_create(
        organization=organization, year=year, defaults={"begun_by_id": by.me, "begun_at": now}
    )
    review = QualityReview.objects.select_for_update().get(organization=organization, year=year)
    if review.finished_at is not None:
        raise Refused("This self-review", "it is finished and stays as it is.", "Say what is new next year.")
    return review


def _keep(row: AreaRating, new: NewEvidence, now: datetime) -> None:
    if not new.text.strip():
        raise Refused("Evidence", "it is empty.", "Give an address, a file or words.")
    if new.on > timezone.localdate(now):
        raise Refused("Evidence", "its day is still to come.", "Give the day it is of.")
    if new.kind == "link" and urlsplit(new.text.strip()).scheme not in ("http", "https"):
        raise Refused("Evidence", "the address is none of the web.", "Begin it with https://.")
    RatingEvidence.objects.create(
        rating=row, kind=new.kind, text=new.text.strip()[:2000], on=new.on, added_at=now,
        media_type=_media_type(new.content) if new.kind == "file" else "",
        content=new.content if new.kind == "file" else None,
    )  # fmt: skip


def _media_type(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise Refused("The file", "it is larger than 5 MB.", "Bring a smaller one.")
    found = next((kind for begins, kind in BEGINS.items() if content.startswith(begins)), "")
    if not found:
        raise Refused("The file", "it is no PDF, PNG or JPEG.", "Save it as one of these.")
    return found


def _tell(by: Actor, decision: Decision, verb: str, review: QualityReview, now: datetime) -> None:
    target = f"organization:{review.organization}"
    trail.record(trail.Act(by.person, verb, now, None, target, decision.authority, {"year": review.year}))
