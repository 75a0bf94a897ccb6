"""How a body is made up beside the community it stands for: by sector, by region, by what its members say of themselves.

What members say of themselves has two kinds. Whoever says it openly lets it stand beside their name: they are counted
one by one. Everybody else is counted only where nobody can be told from the count: both those who belong to a group and
those who do not must be `smallest` people or more, and no hidden count may follow from what is shown.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from throughline.core.catalogue.charters import Body
from throughline.core.catalogue.documents import Region, Sector
from throughline.core.governing.charters import Member, Sitting

VOICES = frozenset({"learners", "families", "community", "youth"})
"""Whom a seat stands for where it gives learners, families and communities a voice of their own."""


@dataclass(frozen=True, slots=True)
class SectorRow:
    """Seats of one sector: how many there are and are held, and the share of the body's voting seats."""

    sector: Sector
    seats: int
    held: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region of the body: how many members come from it, and its share of the people of all of them (None: the state
    gives no figures)."""

    region: str
    members: int
    people: Fraction | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group of the community. openly: members who say openly that they belong. counted: further members, None where it
    is hidden. community: the group's share of the people, None where the state gives none or the group is too small."""

    group: str
    openly: int
    counted: int | None
    community: Fraction | None


@dataclass(frozen=True, slots=True)
class Groups:
    """What members say of themselves beside the community. of: how many members; openly: how many say it openly; counted:
    how many said it to be counted only, None where it is hidden; smallest: the smallest count that is shown of those."""

    rows: tuple[GroupRow, ...]
    of: int
    openly: int
    counted: int | None
    smallest: int

    @property
    def hides(self) -> bool:
        """Whether any count is hidden."""
        return self.counted is None or any(row.counted is None for row in self.rows)

    def least(self, row: GroupRow) -> Fraction:
        """The share of the members who belong to a group at the least, as far as is shown."""
        return Fraction(row.openly + (row.counted or 0), self.of) if self.of else Fraction(0)


def by_sector(sitting: Sitting) -> tuple[SectorRow, ...]:
    """The voting seats by sector, in the order of the charter."""
    body = sitting.body
    sectors = dict.fromkeys(each.sector for each in body.seats if each.voting)
    held = Counter(_sector(body, each) for each in sitting.members)
    seats = seats_by_sector(body)
    return tuple(
        SectorRow(each, seats[each], held[each], Fraction(seats[each], body.voting_seats or 1))
        for each in sectors
    )


def seats_by_sector(body: Body) -> Counter[Sector]:
    """How many voting seats each sector has."""
    found: Counter[Sector] = Counter()
    for each in body.seats:
        if each.voting:
            found[each.sector] += each.count
    return found


def voices(body: Body) -> Fraction:
    """The share of the voting seats that learners, families, communities and young people hold."""
    theirs = sum(each.count for each in body.seats if each.voting and each.stands_for in VOICES)
    return Fraction(theirs, body.voting_seats or 1)


def by_region(sitting: Sitting, regions: Mapping[str, Region]) -> tuple[RegionRow, ...]:
    """Members by the region they come from beside the people who live there, for the regions of the body."""
    chosen = [regions[name] for name in sitting.body.regions if name in regions]
    people = sum(each.people for each in chosen)
    held = Counter(each.region for each in sitting.members)
    return tuple(
        RegionRow(each.id, held[each.id], Fraction(each.people, people) if people else None)
        for each in chosen
    )


def by_group(sitting: Sitting, groups: Iterable[str], regions: Iterable[Region], smallest: int) -> Groups:
    """What the members of one body say of themselves beside the community of these regions."""
    return of_members(sitting.members, [sitting], groups, regions, smallest)


def officers(
    sittings: Sequence[Sitting], groups: Iterable[str], regions: Iterable[Region], smallest: int
) -> Groups:
    """The same of those who chair or keep the books of any of the bodies, each person once."""
    holding = {each.person: each for now in sittings for each in now.members if each.office}
    return of_members(tuple(holding.values()), sittings, groups, regions, smallest)


def of_members(
    members: Sequence[Member], sittings: Sequence[Sitting], groups: Iterable[str], regions: Iterable[Region],
    smallest: int,
) -> Groups:  # fmt: skip
    """The same of these members, whose words are in these sittings."""
    said = {who: groups for now in sittings for who, groups in now.reported.items()}
    public = {who for now in sittings for who in now.openly}
    openly = [said[each.person] for each in members if each.person in said and each.person in public]
    closed = [said[each.person] for each in members if each.person in said and each.person not in public]
    shown = protected({name: sum(name in each for each in closed) for name in groups}, len(closed), smallest)
    community = _community(list(regions), smallest)
    rows = tuple(
        GroupRow(name, sum(name in each for each in openly), shown.counts[name], community.get(name))
        for name in shown.counts
    )
    return Groups(rows, len(members), len(openly), shown.total, smallest)


@dataclass(frozen=True, slots=True)
class Protected:
    """Counts that may be shown; None: hidden. total: of how many people, None where a hidden count would follow."""

    counts: Mapping[str, int | None]
    total: int | None


def protected(counts: Mapping[str, int], total: int, smallest: int) -> Protected:
    """Counts of groups among `total` people, without those that could point at somebody: fewer than `smallest` who
    belong, or fewer than that who do not; and where one alone is hidden, also the total it would follow from."""
    shown = {name: n if smallest <= n <= total - smallest else None for name, n in counts.items()}
    hidden = sum(each is None for each in shown.values())
    if total < smallest or hidden == 1:
        return Protected(shown, None)
    return Protected(shown, total)


def _community(regions: Sequence[Region], smallest: int) -> dict[str, Fraction]:
    people = sum(each.people for each in regions)
    found: Counter[str] = Counter()
    for each in regions:
        found.update(each.groups)
    return {name: Fraction(count, people) for name, count in found.items() if people and count >= smallest}


def _sector(body: Body, member: Member) -> Sector | None:
    kind = body.seat(member.seat)
    return kind.sector if kind is not None and kind.voting else None
