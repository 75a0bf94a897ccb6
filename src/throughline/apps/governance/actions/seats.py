"""Writes: who sits in a body. Its chair or clerk fills and ends seats; the operator only with a second person's yes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from throughline.apps.directory import two_persons
from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries
from throughline.apps.governance.models import Body, OfficeTerm, Seat, SeatTerm, VacancyNotice
from throughline.apps.trail import actions as trail
from throughline.apps.trail import queries as trail_queries
from throughline.core import ledger
from throughline.core.catalogue.charters import Body as Charter
from throughline.core.catalogue.charters import SeatKind

FILLING, ENDING, OFFICE = "seat.fill", "seat.end", "office.give"
"""What needs a second person where the operator does it in a body's place."""


@dataclass(frozen=True, slots=True)
class NewTerm:
    """Who is to sit where. place: which of several seats of the kind, 0: the first that is vacant then. until: the last
    day, where it is not as long as the charter says. region: where they come from; organization: who sends them."""

    seat: str
    person: UUID
    since: date
    place: int = 0
    until: date | None = None
    region: str = ""
    organization: str = ""

    def said(self) -> Mapping[str, object]:
        """The same as plain values, for the request to a second person."""
        return {
            "seat": self.seat, "person": str(self.person), "since": self.since.isoformat(), "place": self.place,
            "until": self.until.isoformat() if self.until else "", "region": self.region,
            "organization": self.organization,
        }  # fmt: skip


def said_of(body: str, terms: Iterable[NewTerm]) -> Mapping[str, object]:
    """What a request to fill these seats says, exactly: the yes of the second person holds for it and nothing else."""
    return {"body": body, "terms": [each.said() for each in terms]}


@transaction.atomic
def fill(*, by: Actor, body: str, terms: Sequence[NewTerm], now: datetime) -> list[UUID]:
    """Let people sit in a body from a day; each seat's filling stands in the public log by seat and date, without a name.

    :raises Refused: the seat is held or does not exist, the person sits in the body already, or comes from another region
        than the seat; or the operator acts and no second person said yes.
    """
    charter, row, decision = _begin(by, body, "seat.fill", "Filling a seat", now)
    _second(by, decision, FILLING, body, said_of(body, terms), now)
    filled = [_fill(by, charter, row, each, now) for each in terms]
    _enter(charter, "filled", [(term.seat, term.since) for term in filled], now)
    trail.record_many(
        trail.Act(by.person, "seated", now, term.person_id, _ref(charter.id, term.seat), decision.authority)
        for term in filled
    )
    return [term.id for term in filled]


@transaction.atomic
def end(*, by: Actor, body: str, seat: str, place: int, on: date, why: str, now: datetime) -> None:
    """A term ends: from that day on the seat is vacant, which the public log says at once. why: `recalled`, `died`,
    `ended`."""
    charter, row, decision = _begin(by, body, "seat.fill", "Ending a term", now)
    said = {"body": body, "seat": seat, "place": place, "on": on.isoformat(), "why": why}
    _second(by, decision, ENDING, body, said, now)
    _vacate(by, charter, _held(row, seat, place, on), on, why, now, decision)


@transaction.atomic
def resign(*, by: Actor, body: str, on: date, now: datetime) -> None:
    """A member gives their seat up: from that day on it is vacant, which the public log says at once."""
    charter, row, decision = _begin(by, body, "seat.leave", "Giving up a seat", now)
    held = SeatTerm.objects.filter(seat__body=row, person_id=by.me, since__lte=on, ends__gt=on).first()
    if held is None:
        raise Refused(
            "Giving up a seat", f"you hold none in this body on {on}.", "Name a day on which you do."
        )
    _vacate(by, charter, held, on, "resigned", now, decision)


@transaction.atomic
def announce_vacancy(*, by: Actor, body: str, seat: str, place: int, words: str, now: datetime) -> None:
    """The clerk says publicly that a seat is vacant and how one comes to sit there; dated by the day it is said."""
    charter, row, decision = _begin(by, body, "vacancy.announce", "A notice of a vacancy", now)
    chair = _seat(charter, row, seat, place)
    today = timezone.localdate(now)
    if SeatTerm.objects.filter(seat=chair, since__lte=today, ends__gt=today).exists():
        raise Refused("A notice of a vacancy", "somebody holds that seat.", "Announce it once it is vacant.")
    if not words.strip():
        raise Refused("A notice of a vacancy", "it says nothing.", "Say how one comes to sit there.")
    VacancyNotice.objects.create(seat=chair, on=today, words=words.strip(), by_id=by.person, at=now)
    _enter(charter, "announced", [(chair, today)], now)
    trail.record(
        trail.Act(by.person, "announced a vacancy", now, None, _ref(body, chair), decision.authority)
    )


@transaction.atomic
def give_office(*, by: Actor, body: str, office: str, person: UUID, since: date, now: datetime) -> None:
    """A member becomes chair or clerk from a day, until their term ends; whoever was it before is so no longer."""
    _, row, decision = _begin(by, body, "office.give", "Giving an office", now)
    said = {"body": body, "office": office, "person": str(person), "since": since.isoformat()}
    _second(by, decision, OFFICE, body, said, now)
    held = SeatTerm.objects.filter(seat__body=row, person=person, since__lte=since, ends__gt=since).first()
    if held is None:
        raise Refused("Giving an office", "only a member holds one.", "Give them a seat first.")
    _leave_offices(OfficeTerm.objects.filter(body=row, office=office), since)
    _leave_offices(OfficeTerm.objects.filter(body=row, person=person), since)
    OfficeTerm.objects.create(
        body=row, office=office, person_id=person, since=since, ends=held.ends, given_by_id=by.person,
        given_at=now,
    )  # fmt: skip
    said_publicly = {"office": office, "seat": _ref(body, held.seat), "since": since.isoformat()}
    _log("office", "taken", {f"body:{body}/{office}": ledger.digest(said_publicly)}, now)
    trail.record(
        trail.Act(
            by.person, "gave office", now, person, f"body:{body}", decision.authority, {"office": office}
        )
    )


def _begin(by: Actor, body: str, permission: str, what: str, now: datetime) -> tuple[Charter, Body, Decision]:
    """The body's charter, its row, locked until the act is done, and the permission."""
    charter, _ = queries.charter(body)
    Body.objects.bulk_create([Body(slug=body)], ignore_conflicts=True)
    row = Body.objects.select_for_update().get(slug=body)
    return charter, row, require(by, permission, queries.subject_of(body, timezone.localdate(now)), what=what)


def _second(
    by: Actor, decision: Decision, act: str, body: str, said: Mapping[str, object], now: datetime
) -> None:
    if decision.authority == two_persons.AS_OPERATOR:
        two_persons.spend(by=by, act=act, about=f"body:{body}", detail=said, now=now)


def _fill(by: Actor, charter: Charter, row: Body, new: NewTerm, now: datetime) -> SeatTerm:
    kind = _kind(charter, new.seat)
    ends = new.until + timedelta(days=1) if new.until else _months_after(new.since, kind.months)
    _may_come_from(kind, new)
    _sits_nowhere_else(row, new, ends)
    chair = _seat(charter, row, new.seat, new.place or _vacant_place(row, kind, new.since, ends))
    if _between(SeatTerm.objects.filter(seat=chair), new.since, ends).exists():
        raise Refused(
            "Filling a seat", f"somebody holds {kind.id} {chair.place} in that time.",
            "End that term first, or choose another day.",
        )  # fmt: skip
    return SeatTerm.objects.create(
        seat=chair, person_id=new.person, since=new.since, ends=ends, planned=ends, region=new.region,
        organization=new.organization, filled_by_id=by.person, filled_at=now,
    )  # fmt: skip


def _kind(charter: Charter, seat: str) -> SeatKind:
    kind = charter.seat(seat)
    if kind is None:
        known = ", ".join(each.id for each in charter.seats)
        raise Refused("A seat", f"the charter has no seat '{seat}'.", f"It has: {known}.")
    return kind


def _seat(charter: Charter, row: Body, seat: str, place: int) -> Seat:
    kind = _kind(charter, seat)
    if not 1 <= place <= kind.count:
        raise Refused(
            "A seat", f"the charter has {kind.count} of '{seat}', not {place}.", "Name one of them."
        )
    return Seat.objects.get_or_create(body=row, kind=seat, place=place)[0]


def _may_come_from(kind: SeatKind, new: NewTerm) -> None:
    regions = frameworks.catalogue().regions
    if new.region and new.region not in regions:
        raise Refused(
            "Filling a seat", f"the state has no region '{new.region}'.", "Choose one of its regions."
        )
    if kind.region and new.region != kind.region:
        raise Refused(
            "Filling a seat", f"the charter gives it to {kind.region}.", "Choose somebody from there."
        )


def _sits_nowhere_else(row: Body, new: NewTerm, ends: date) -> None:
    if _between(SeatTerm.objects.filter(seat__body=row, person=new.person), new.since, ends).exists():
        raise Refused("Filling a seat", "they hold a seat in this body already.", "One person, one seat.")


def _vacant_place(row: Body, kind: SeatKind, since: date, ends: date) -> int:
    held = _between(SeatTerm.objects.filter(seat__body=row, seat__kind=kind.id), since, ends)
    taken = set(held.values_list("seat__place", flat=True))
    free = [place for place in range(1, kind.count + 1) if place not in taken]
    if not free:
        raise Refused(
            "Filling a seat", f"somebody holds each of the {kind.count} of '{kind.id}' in that time.",
            "End a term first, or choose another day.",
        )  # fmt: skip
    return free[0]


def _between(terms: QuerySet[SeatTerm], since: date, ends: date) -> QuerySet[SeatTerm]:
    return terms.filter(since__lt=ends, ends__gt=since)


def _held(row: Body, seat: str, place: int, on: date) -> SeatTerm:
    found = SeatTerm.objects.filter(
        seat__body=row, seat__kind=seat, seat__place=place, since__lte=on, ends__gt=on
    )
    term = found.select_related("seat").first()
    if term is None:
        raise Refused("Ending a term", f"nobody holds that seat on {on}.", "Name a day on which it is held.")
    return term


def _vacate(
    by: Actor, charter: Charter, term: SeatTerm, on: date, why: str, now: datetime, decision: Decision
) -> None:
    term.ends, term.ended_at, term.why = on, now, why
    term.save(update_fields=["ends", "ended_at", "why"])
    _leave_offices(OfficeTerm.objects.filter(body=term.seat.body_id, person=term.person_id), on)
    _enter(charter, "vacated", [(term.seat, on)], now)
    trail.record(
        trail.Act(
            by.person, "left seat", now, term.person_id, _ref(charter.id, term.seat), decision.authority,
            {"on": on.isoformat(), "why": why},
        )
    )  # fmt: skip


def _leave_offices(held: QuerySet[OfficeTerm], on: date) -> None:
    held.filter(since__lt=on, ends__gt=on).update(ends=on)
    held.filter(since__gte=on).delete()


def _ref(body: str, seat: Seat) -> str:
    return f"seat:{body}/{seat.kind}/{seat.place}"


def _enter(charter: Charter, act: str, seats: Sequence[tuple[Seat, date]], now: datetime) -> None:
    """Say of each seat in the public log what happened to it and from which day; never who it is."""
    said = {
        _ref(charter.id, seat): ledger.digest(
            {"seat": _ref(charter.id, seat), "act": act, "on": on.isoformat()}
        )
        for seat, on in seats
    }
    _log("seat", act, said, now)


def _log(kind: str, act: str, said: Mapping[str, str], now: datetime) -> None:
    state = frameworks.home_state()
    numbers = trail_queries.last_numbers(state, kind, said)
    trail.enter(
        [trail.Leaf(state, act, ref, numbers.get(ref, 0) + 1, digest, kind) for ref, digest in said.items()],
        now=now,
    )


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"no such day: {months} months after {day}")
