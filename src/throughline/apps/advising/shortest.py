"""The offers of the house as a plan sees them, worked out once for a day and a place."""

from datetime import date
from uuid import UUID

from throughline.apps.directory import queries as directory
from throughline.apps.frameworks import queries as frameworks
from throughline.core.progress.planning.offers import Offered, Offering

Place = tuple[float, float]
MOST_KEPT = 64
_kept: dict[tuple[date, Place | None], Offered] = {}
_house: list[frameworks.Published] = []


def offered(day: date, home: Place | None) -> Offered:
    """Every offer in force with what it takes from a place; kept until something is published."""
    house = frameworks.published()
    if not _house or _house[0] is not house or len(_kept) >= MOST_KEPT:
        _house[:] = [house]
        _kept.clear()
    key = (day, home)
    if key not in _kept:
        _kept[key] = Offering(house.catalogue, day, home).offered
    return _kept[key]


def home_of(learner: UUID) -> tuple[str, Place | None]:
    """From where a learner's ways are measured: the place where they learn, by id, and where it lies. Empty where they
    learn nowhere that says so."""
    places = frameworks.catalogue().organizations
    for name in sorted(directory.subject_of(learner).organizations):
        found = places.get(name)
        if found is not None and found.latitude is not None and found.longitude is not None:
            return name, (found.latitude, found.longitude)
    return "", None
