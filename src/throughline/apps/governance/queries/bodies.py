"""Reads: what a body did and what is declared in it: duties, interests, notices, former terms, feedback. All public."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from throughline.apps.governance.models import (
    Conflict,
    DutyDone,
    Feedback,
    Recusal,
    SeatTerm,
    SelfReport,
    VacancyNotice,
)
from throughline.apps.governance.queries.hanging import hanging, rows_of
from throughline.apps.governance.queries.votes import last_charter
from throughline.core.catalogue.charters import Body, Duty
from throughline.core.governing.charters import Member, Sitting


@dataclass(frozen=True, slots=True)
class DutyState:
    """A duty with who answers for it (none: that seat is vacant) and when it was last done, and what shows it. due: by
    when it is to be done again; None where it never was."""

    duty: Duty
    owners: tuple[Member, ...]
    last: date | None
    words: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Declared:
    """An interest that a member declared, or a matter they stepped back from (`matter`), at their seat."""

    id: UUID
    seat: str
    place: int
    organization: str
    matter: str
    words: str
    at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A public notice that a seat is vacant."""

    seat: str
    place: int
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Said:
    """Feedback of a region to the state, or of a partner to a body. body: the regional body; partner: the organization, with
    what it is about (challenge, opportunity); one of the two is empty. open_days: how long it has waited; late_days: how
    many of them after the day it was to be answered; both 0 where it was answered in time."""

    id: UUID
    body: str
    partner: str
    about: str
    to: str
    subject: str
    words: str
    filed_at: datetime
    due: date
    answer: str
    action: str
    answered_at: datetime | None
    open_days: int
    late_days: int


def duties(now: Sitting) -> list[DutyState]:
    """A body's duties in the order of its charter. One query."""
    done = DutyDone.objects.filter(body__slug=now.body.id, on__lte=now.on).order_by("duty", "-on", "-at")
    last = {row.duty: row for row in done.distinct("duty")}
    return [_duty(now, each, last.get(each.id)) for each in now.body.duties]


def _duty(now: Sitting, duty: Duty, row: DutyDone | None) -> DutyState:
    due = row.on + timedelta(days=round(duty.every_months * 30.44)) if row else None
    return DutyState(duty, now.in_seat(duty.owner), row.on if row else None, row.words if row else "", due)


def declared(body: str) -> list[Declared]:
    """Interests declared in a body and matters that members stepped back from, newest first. One query."""
    interests, back = (
        Conflict.objects.filter(term=OuterRef("pk")),
        Recusal.objects.filter(term=OuterRef("pk")),
    )
    terms = SeatTerm.objects.filter(Exists(interests) | Exists(back), seat__body__slug=body)
    rows = terms.select_related("seat").annotate(told_interests=hanging(interests), told_back=hanging(back))
    found = [each for row in rows for each in _declared(row)]
    return sorted(found, key=lambda each: each.at, reverse=True)


def _declared(term: Any) -> Iterator[Declared]:
    at = (term.seat.kind, term.seat.place)
    for each in rows_of(Conflict, term.told_interests):
        yield Declared(each.id, *at, each.organization, "", each.words, each.declared_at, each.ended_at)
    for step in rows_of(Recusal, term.told_back):
        yield Declared(step.id, *at, "", step.matter, step.words, step.at, None)


def recused(matter: str) -> dict[UUID, str]:
    """Who stepped back from a matter (`docket:12`), with the reason. One query."""
    rows = Recusal.objects.filter(matter=matter).select_related("term")
    return {row.term.person_id: row.words for row in rows}


def conflicted(body: str, organizations: frozenset[str]) -> dict[UUID, tuple[str, ...]]:
    """Members with a declared, open interest in any of these organizations (slugs), each with those. One query."""
    rows = Conflict.objects.filter(
        term__seat__body__slug=body, ended_at=None, organization__in=organizations
    ).select_related("term")
    found: dict[UUID, tuple[str, ...]] = {}
    for row in rows:
        found[row.term.person_id] = (*found.get(row.term.person_id, ()), row.organization)
    return found


def notices(body: str, *, newest: int = 20) -> list[Notice]:
    """The public notices of vacancies, newest first. One query."""
    rows = VacancyNotice.objects.filter(seat__body__slug=body).select_related("seat").order_by("-on", "-at")
    return [Notice(row.seat.kind, row.seat.place, row.on, row.words) for row in rows[:newest]]


def vacated(body: str, on: date) -> dict[tuple[str, int], date]:
    """Since when each vacant seat that somebody once held is vacant. One query."""
    rows = SeatTerm.objects.filter(seat__body__slug=body, ends__lte=on).select_related("seat")
    found: dict[tuple[str, int], date] = {}
    for row in rows:
        key = (row.seat.kind, row.seat.place)
        found[key] = max(row.ends, found.get(key, row.ends))
    return found


def may_say_openly(person: UUID, on: date) -> bool:
    """Whether every seat that a person holds on that day is one whose holder the public reads by name. One query."""
    rows = SeatTerm.objects.filter(person=person, since__lte=on, ends__gt=on).select_related("seat__body")
    kinds = [last_charter(row.seat.body.slug).seat(row.seat.kind) for row in rows]
    return all(kind is not None and kind.named for kind in kinds)


def own_groups(person: UUID) -> tuple[tuple[str, ...], bool]:
    """What a person said of themselves, for their own eyes: their groups, and whether openly. One query."""
    row = SelfReport.objects.filter(person=person).first()
    return (tuple(row.groups), row.openly) if row else ((), False)


def groups_said(people: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    """What those of these who said anything said of themselves, for counts of groups that are large enough. One query."""
    rows = SelfReport.objects.filter(person__in=list(people))
    return {key: tuple(sorted(groups)) for key, groups in rows.values_list("person", "groups")}


def feedback(body: Body, on: date) -> list[Said]:
    """What regions and partners said to a body, or what a regional body said to the state: what waits longest first, then
    what was answered, newest first. One query."""
    rows = Feedback.objects.filter(Q(to__slug=body.id) | Q(body__slug=body.id)).select_related("body", "to")
    said = [_said(row, on) for row in rows.order_by("filed_at")]
    waiting = [each for each in said if each.answered_at is None]
    answered = [each for each in said if each.answered_at is not None]
    return [*waiting, *reversed(answered)]


def waiting_longest(on: date) -> Mapping[str, int]:
    """By body, how many days its oldest unanswered feedback is late. One query."""
    found: dict[str, int] = {}
    for row in Feedback.objects.filter(answered_at=None, due__lt=on).select_related("body", "to"):
        found[row.to.slug] = max(found.get(row.to.slug, 0), (on - row.due).days)
    return found


def _said(row: Feedback, on: date) -> Said:
    until = timezone.localdate(row.answered_at) if row.answered_at else on
    return Said(
        row.id, row.body.slug if row.body else "", row.partner, row.about, row.to.slug, row.subject, row.words,
        row.filed_at, row.due, row.answer, row.action, row.answered_at, (until - timezone.localdate(row.filed_at)).days,
        max((until - row.due).days, 0),
    )  # fmt: skip
