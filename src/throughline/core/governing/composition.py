"""Whether a body sits as its charter asks, and how it is made up beside the community it stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from throughline.core.catalogue.charters import SeatKind
from throughline.core.governing.charters import Member, Sitting, Vacancy

Rule = Literal["seat", "sector", "region"]


@dataclass(frozen=True, slots=True)
class Unmet:
    """One thing a charter asks of a sitting that is not so. rule: which kind of rule; about: the id of the kind of seat or
    the sector; missing: how many. sentence: what is wrong; fix: what would mend it."""

    rule: Rule
    about: str
    missing: int
    sentence: str
    fix: str


def unmet(sitting: Sitting, language: str = "en") -> tuple[Unmet, ...]:
    """Everything in a sitting that keeps a vote from being opened: a seat that must be filled and is vacant without a
    public notice that still stands in for it (for some seats none does), a sector that nobody is heard for, members
    from too few regions. Empty where it sits as its charter asks."""
    return (*_seats(sitting, language), *_sectors(sitting), *_regions(sitting))


def unfilled(sitting: Sitting) -> tuple[SeatKind, ...]:
    """Kinds of seat of which at least one is vacant, in the order of the charter."""
    vacant = {each.seat for each in sitting.vacancies}
    return tuple(each for each in sitting.body.seats if each.id in vacant)


def excused(sitting: Sitting, vacancy: Vacancy) -> bool:
    """Whether a public notice stands in for this vacant seat on the day of the sitting."""
    seat = sitting.body.seat(vacancy.seat)
    if seat is None or seat.always or vacancy.announced is None:
        return False
    last = vacancy.announced + timedelta(days=sitting.body.notice_days)
    return vacancy.announced <= sitting.on <= last


def voting(sitting: Sitting) -> tuple[Member, ...]:
    """The members who have a vote."""
    kinds = {each.id for each in sitting.body.seats if each.voting}
    return tuple(each for each in sitting.members if each.seat in kinds)


def _seats(sitting: Sitting, language: str) -> Iterator[Unmet]:
    for kind in sitting.body.seats:
        held = len(sitting.in_seat(kind.id))
        vacant = [each for each in sitting.vacancies if each.seat == kind.id]
        missing = kind.needed - held - sum(excused(sitting, each) for each in vacant)
        if missing > 0:
            yield _vacant(sitting, kind, missing, language)


def _vacant(sitting: Sitting, kind: SeatKind, missing: int, language: str) -> Unmet:
    title = kind.title.get(language) or next(iter(kind.title.values()), kind.id)
    many = f"{missing} seats are" if missing > 1 else "a seat is"
    sentence = f"\u201c{title}\u201d: {many} vacant"
    if kind.always:
        return Unmet(
            "seat", kind.id, missing, f"{sentence}, and the charter lets no notice stand in for it.",
            "Fill the seat.",
        )  # fmt: skip
    days = sitting.body.notice_days
    return Unmet(
        "seat", kind.id, missing, f"{sentence} without a public notice from the last {days} days.",
        "Fill the seat, or announce publicly that it is vacant.",
    )  # fmt: skip


def _sectors(sitting: Sitting) -> Iterator[Unmet]:
    of = {each.id: each.sector for each in sitting.body.seats}
    heard = {of[each.seat] for each in voting(sitting)}
    for sector in sitting.body.sectors:
        if sector not in heard:
            yield Unmet(
                "sector", sector, 1, f"Nobody with a vote sits for the sector \u201c{sector}\u201d.",
                "Fill a voting seat of that sector.",
            )  # fmt: skip


def _regions(sitting: Sitting) -> Iterator[Unmet]:
    found = {each.region for each in sitting.members if each.region}
    if missing := max(sitting.body.from_regions - len(found), 0):
        yield Unmet(
            "region", "", missing,
            f"Members come from {len(found)} regions; the charter asks for {sitting.body.from_regions}.",
            "Fill a vacant seat with somebody from another region.",
        )  # fmt: skip
