"""The bodies that govern, for everyone: the list of them, and each with its seats, duties, and how it is made up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Refused
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import Body, SeatKind
from throughline.core.catalogue.documents import Region
from throughline.core.governing import makeup
from throughline.core.governing.charters import Member, Sitting
from throughline.core.governing.composition import Unmet, excused, unmet
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.words import language, words

SECTORS = {
    "k12": gettext_lazy("Schools"), "postsecondary": gettext_lazy("Colleges"),
    "workforce": gettext_lazy("Work"), "community": gettext_lazy("Community"),
    "government": gettext_lazy("Government"),
}  # fmt: skip
OFFICES = {"chair": gettext_lazy("Chair"), "clerk": gettext_lazy("Clerk")}
NAMELESS = {"learners": gettext_lazy("A learner"), "youth": gettext_lazy("A young person")}
"""How somebody is shown whose seat may be held by a minor."""


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body in the list. late: by how many days its oldest unanswered feedback is late; unmet: what keeps it from
    voting."""

    body: Body
    held: int
    seats: int
    voices: int
    unmet: tuple[Unmet, ...]
    late: int


@dataclass(frozen=True, slots=True)
class BodiesPage:
    """All bodies, those of the state first; officers: what those who lead them say of themselves."""

    rows: tuple[BodyRow, ...]
    officers: "Groups"
    leading: int


@dataclass(frozen=True, slots=True)
class Interest:
    """An organization in which a member declared an interest, and which."""

    organization: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody in a seat as the public reads it. groups: what they say openly; interests: what they declared."""

    name: str
    office: str
    since: date
    until: date
    groups: tuple[Text, ...]
    interests: tuple[Interest, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """A vacant seat: announced publicly on that day, or not; stands: whether that lets the body vote."""

    place: int
    announced: date | None
    stands: bool


@dataclass(frozen=True, slots=True)
class SeatRow:
    """The seats of one kind: who holds them, and which are vacant."""

    kind: SeatKind
    sector: str
    holders: tuple[Holder, ...]
    vacant: tuple[Empty, ...]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: members who say so openly, further ones that may be counted, both as far as may be shown; percentages."""

    title: Text
    openly: int
    counted: int | None
    least: int
    community: int | None


@dataclass(frozen=True, slots=True)
class Groups:
    """What members say of themselves, beside the community."""

    lines: tuple[GroupLine, ...]
    of: int
    openly: int
    hides: bool
    smallest: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a body: its title, how many seats or members, of how many, and the percentage in the community."""

    title: Text
    members: int
    of: int
    community: int | None


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty with who answers for it, as the public reads them, and when it was last done."""

    state: governance.DutyState
    owner: SeatKind | None
    owners: tuple[str, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body as everyone reads it. below: bodies under its charter; says: whether it speaks to a body above it."""

    body: Body
    version: int
    on: date
    seats: tuple[SeatRow, ...]
    held: int
    unmet: tuple[Unmet, ...]
    unfilled: tuple[SeatKind, ...]
    voices: int
    duties: tuple[Duty, ...]
    sectors: tuple[Share, ...]
    regions: tuple[Share, ...]
    groups: Groups
    stepped_back: tuple[tuple[str, governance.Declared], ...]
    feedback: tuple[governance.Said, ...]
    above: Body | None
    below: tuple[Body, ...]
    titles: Mapping[str, Text]
    keeps: bool
    sits: bool
    answers: bool
    tells: bool
    partners: Mapping[str, str]


@page("body.read")
def bodies(request: HttpRequest) -> HttpResponse:
    """Every body, and who leads them."""
    on = timezone.localdate()
    every = governance.sittings(on)
    late = governance.waiting_longest(on)
    state = reading.catalogue().state
    regions = reading.catalogue().regions.values()
    led = makeup.officers(every, state.groups, regions, state.smallest_group)
    rows = tuple(
        BodyRow(
            now.body, len(now.members), sum(kind.count for kind in now.body.seats),
            percent(makeup.voices(now.body)), unmet(now, language()), late.get(now.body.id, 0),
        )
        for now in every
    )  # fmt: skip
    return show(request, "throughline/governing/bodies.html", BodiesPage(rows, groups_of(led), led.of))


@page("body.read")
def body(request: HttpRequest, name: str) -> HttpResponse:
    """One body."""
    actor, now = who(request), sitting_of(name)
    catalogue, subject = reading.catalogue(), governance.subject_in(now)
    said = governance.declared(name)
    shown = BodyPage(
        body=now.body, version=now.version, on=now.on, seats=seat_rows(now, said), held=len(now.members),
        unmet=unmet(now, language()), unfilled=_unfilled(now), voices=percent(makeup.voices(now.body)),
        duties=tuple(_duty(now, each) for each in governance.duties(now)),
        sectors=tuple(
            Share({"": str(SECTORS[each.sector])}, each.held, each.seats, None) for each in makeup.by_sector(now)
        ),
        regions=_regions(now), groups=_groups(now),
        stepped_back=tuple((_seat_title(now, each), each) for each in said if each.matter),
        feedback=tuple(governance.feedback(now.body, now.on)), above=catalogue.bodies.get(now.body.parent),
        below=tuple(each for each in catalogue.bodies.values() if each.parent == name),
        titles={key: each.title for key, each in catalogue.bodies.items()},
        keeps=allowed(actor, "seat.fill", subject).allowed, sits=allowed(actor, "seat.leave", subject).allowed,
        answers=allowed(actor, "feedback.answer", subject).allowed,
        tells=any(each.role != "learner" for each in actor.roles),
        partners={key: words(each.title) for key, each in catalogue.organizations.items()},
    )  # fmt: skip
    return show(request, "throughline/governing/body.html", shown)


def sitting_of(name: str) -> Sitting:
    """The body of that id as it sits today; a page that is not there where there is none."""
    try:
        return governance.sitting(name, timezone.localdate())
    except Refused as none:
        raise Http404(str(none)) from none


def percent(share: Fraction | None) -> int:
    """A share in whole hundredths."""
    return round(100 * share) if share is not None else 0


def groups_of(found: makeup.Groups) -> Groups:
    """What members say of themselves, ready to be shown."""
    titles = reading.catalogue().state.groups
    lines = tuple(
        GroupLine(
            titles[row.group], row.openly, row.counted, percent(found.least(row)),
            None if row.community is None else percent(row.community),
        )
        for row in found.rows
    )  # fmt: skip
    by_share = tuple(sorted(lines, key=lambda each: (-(each.community or 0), words(each.title).casefold())))
    return Groups(by_share, found.of, found.openly, found.hides, found.smallest)


def shown_name(kind: SeatKind, member: Member) -> str:
    """The name of an adult, whose office is public; of whoever may be a minor, only for whom they stand."""
    return member.name or str(NAMELESS.get(kind.stands_for, _("A member")))


def seat_rows(now: Sitting, said: Iterable[governance.Declared] = ()) -> tuple[SeatRow, ...]:
    """The seats of a body by kind, in the order of its charter."""
    catalogue = reading.catalogue()
    interests: dict[tuple[str, int], list[Interest]] = {}
    for each in said:
        if each.organization and each.ended_at is None:
            title = name_of(catalogue, f"organization:{each.organization}")
            made = Interest(each.organization, title, each.words)
            interests.setdefault((each.seat, each.place), []).append(made)
    return tuple(_seat_row(now, kind, interests) for kind in now.body.seats)


def _seat_row(now: Sitting, kind: SeatKind, interests: Mapping[tuple[str, int], list[Interest]]) -> SeatRow:
    holders = tuple(
        Holder(
            shown_name(kind, each), str(OFFICES.get(each.office, "")), each.since, each.until,
            _openly(now, each), tuple(interests.get((each.seat, each.place), ())),
        )
        for each in now.in_seat(kind.id)
    )  # fmt: skip
    vacant = tuple(
        Empty(each.place, each.announced, excused(now, each))
        for each in now.vacancies
        if each.seat == kind.id
    )
    return SeatRow(kind, str(SECTORS[kind.sector]), holders, vacant)


def _openly(now: Sitting, member: Member) -> tuple[Text, ...]:
    titles = reading.catalogue().state.groups
    said = now.reported.get(member.person, frozenset()) if member.person in now.openly else frozenset()
    return tuple(titles[each] for each in sorted(said) if each in titles)


def _unfilled(now: Sitting) -> tuple[SeatKind, ...]:
    vacant = {each.seat for each in now.vacancies}
    return tuple(each for each in now.body.seats if each.id in vacant)


def _duty(now: Sitting, state: governance.DutyState) -> Duty:
    owner = now.body.seat(state.duty.owner)
    names = tuple(shown_name(owner, each) for each in state.owners) if owner else ()
    return Duty(state, owner, names, state.due is not None and state.due < now.on)


def _regions(now: Sitting) -> tuple[Share, ...]:
    regions, of = reading.catalogue().regions, len(now.members)
    return tuple(
        Share(regions[row.region].title, row.members, of, None if row.people is None else percent(row.people))
        for row in makeup.by_region(now, regions)
    )


def _groups(now: Sitting) -> Groups:
    state, regions = reading.catalogue().state, reading.catalogue().regions
    chosen: list[Region] = [regions[name] for name in now.body.regions if name in regions]
    return groups_of(makeup.by_group(now, state.groups, chosen, state.smallest_group))


def _seat_title(now: Sitting, each: governance.Declared) -> str:
    kind = now.body.seat(each.seat)
    return words(kind.title) if kind else each.seat
