"""Reads: the self-reviews of an organization, year by year. Nothing here compares one organization with another."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed, require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import QualityReview, RatingEvidence
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.lists import QualityArea

REVIEWED = ("intermediary", "district", "school")
"""Kinds of organization that look at their own quality."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows a rating. size: bytes of a file."""

    id: UUID
    kind: str
    text: str
    on: date


@dataclass(frozen=True, slots=True)
class RatedArea:
    """An area in a review. rating 0: not rated yet."""

    area: QualityArea
    rating: int
    said: str
    evidence: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One year's self-review, its areas in the state's order. finished_at None: a draft, which only its own read."""

    organization: str
    year: int
    areas: tuple[RatedArea, ...]
    finished_at: datetime | None
    public: bool

    @property
    def rated(self) -> int:
        """How many areas have a rating."""
        return sum(1 for each in self.areas if each.rating)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that shows a rating."""

    name: str
    media_type: str
    content: bytes


def reviewed(name: str) -> Organization | None:
    """The organization of that id where it looks at its own quality."""
    found = frameworks.catalogue().organizations.get(name)
    return found if found is not None and found.kind in REVIEWED else None


def reviews_of(actor: Actor, organization: str) -> list[Review]:
    """The self-reviews of an organization that the actor may read, newest year first. Three queries."""
    rows = QualityReview.objects.filter(organization=organization).order_by("-year")
    if not allowed(actor, "quality.read", Subject(organization=organization)).allowed:
        rows = rows.filter(public=True)
    return [_review(row) for row in rows.prefetch_related("ratings__evidence")]


def public_reviews() -> list[tuple[str, tuple[int, ...]]]:
    """The organizations that made self-reviews public, by id, with the years. Not what they say: nobody is compared.
    One query."""
    found: dict[str, list[int]] = {}
    for name, year in QualityReview.objects.filter(public=True).values_list("organization", "year"):
        found.setdefault(name, []).append(year)
    return [(name, tuple(sorted(found[name], reverse=True))) for name in sorted(found)]


def paper(actor: Actor, evidence: UUID) -> Paper:
    """A file that shows a rating, for whoever may read its review."""
    found = RatingEvidence.objects.select_related("rating__review").filter(id=evidence, kind="file").first()
    if found is None:
        raise Refused("This file", "it is not there.", "Look at the self-review again.")
    review = found.rating.review
    if not review.public:
        require(actor, "quality.read", Subject(organization=review.organization), what="This file")
    return Paper(found.text, found.media_type, bytes(found.content or b""))


def _review(row: QualityReview) -> Review:
    ratings = {each.area: each for each in row.ratings.all()}
    areas = []
    for area in frameworks.catalogue().state.quality_areas:
        rated = ratings.get(area.id)
        kept = sorted(rated.evidence.all(), key=lambda each: each.added_at) if rated else []
        shown = tuple(Shown(each.id, each.kind, each.text, each.on) for each in kept)
        areas.append(RatedArea(area, rated.rating if rated else 0, rated.said if rated else "", shown))
    return Review(row.organization, row.year, tuple(areas), row.finished_at, row.public)
