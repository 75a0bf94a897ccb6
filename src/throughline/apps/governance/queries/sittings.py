"""Reads: who sits in a body on a day. Public; of a seat whose holder may be a minor it gives no name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone

from throughline.apps.directory.actor import Refused, Subject
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import OfficeTerm, Seat, SeatTerm, SelfReport
from throughline.core.catalogue.charters import Body
from throughline.core.governing.charters import Member, Sitting, Vacancy

KEEPERS = frozenset({"chair", "clerk"})
"""Offices that keep a body's books."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What is kept of seats on one day, for one body or several. terms: by body, each with the office beside it."""

    terms: Mapping[str, list[Any]]
    announced: Mapping[tuple[str, str, int], date]


def charter(body: str, on: date | None = None) -> tuple[Body, int]:
    """The charter of a body (by id) and its version: in force, or as it stood on that day where that was another; before
    the first, the first. Refuses where there is none: a body without a charter decides nothing."""
    kept = frameworks.catalogue()
    found, number = kept.bodies.get(body), kept.versions.get(f"body:{body}", 0)
    if found is not None and (on is None or number == 1):
        return found, number
    then = _as_of(body, on) if number and on is not None else None
    if then is None or (found is None and then.act != "published"):
        raise Refused(
            f"The body '{body}'", "it has no charter, and without one a body decides nothing.",
            "Publish its charter first.",
        )  # fmt: skip
    return (found, number) if found is not None and then.number == number else (then.document, then.number)


def _as_of(body: str, on: date) -> frameworks.PublishedVersion | None:
    versions = _versions(f"body:{body}", frameworks.published().newest)
    return next((each for each in versions if timezone.localdate(each.published_at) <= on), versions[-1])


@lru_cache(maxsize=64)
def _versions(reference: str, _newest: UUID | None) -> tuple[frameworks.PublishedVersion, ...]:
    """Every version of a charter, newest first; read once for what is in force."""
    return tuple(frameworks.versions_of(reference))


def sitting(body: str, on: date) -> Sitting:
    """A body as it sits on that day. Two queries."""
    found, number = charter(body, on)
    return _sitting(found, number, on, _held([body], on))


def has_charter(body: str) -> bool:
    """Whether a charter of the body is in force. No query."""
    return body in frameworks.catalogue().bodies


def sitting_or_last(body: str, on: date) -> Sitting:
    """A body as it sits on that day; one whose charter was retired by its last one, with nobody in it."""
    if has_charter(body):
        return sitting(body, on)
    kept, reference = frameworks.catalogue(), f"body:{body}"
    last: Body = kept.past[(reference, kept.versions[reference])]  # type: ignore[assignment]
    return Sitting(last, kept.versions[reference], on, (), ())


def sittings_of(bodies: Iterable[str], on: date) -> dict[str, Sitting]:
    """These bodies as they sit on that day, by id; of one whose charter was retired, nothing. As many queries as for one."""
    wanted = [each for each in dict.fromkeys(bodies) if has_charter(each)]
    charters = {each: charter(each, on) for each in wanted}
    held = _held(wanted, on)
    return {body: _sitting(found, number, on, held) for body, (found, number) in charters.items()}


def sittings(on: date) -> list[Sitting]:
    """Every body with a charter in force as it sits on that day, those of the state first. As many queries as for one."""
    kept = frameworks.catalogue()
    held = _held(kept.bodies, on)
    every = sorted(kept.bodies.values(), key=lambda each: (each.scope != "state", each.parent, each.id))
    return [_sitting(each, kept.versions[f"body:{each.id}"], on, held) for each in every]


def bodies_of(person: UUID, on: date) -> tuple[tuple[str, str], ...]:
    """The bodies in which a person sits on that day, each with the kind of seat. One query."""
    rows = _terms(on).filter(person=person).order_by("seat__body__slug")
    return tuple((row.seat.body.slug, row.seat.kind) for row in rows)


def subject_of(body: str, on: date) -> Subject:
    """A body as the subject of a permission: whose organization it is, who sits in it, who keeps its books."""
    now = sitting(body, on)
    return subject_in(now)


def subject_in(now: Sitting) -> Subject:
    """The same of a sitting that was read already. No query."""
    keepers = frozenset(each.person for each in now.members if each.office in KEEPERS)
    return Subject(
        name=next(iter(now.body.title.values()), now.body.id), organization=now.body.organization,
        seated=frozenset(each.person for each in now.members), keepers=keepers,
    )  # fmt: skip


def _sitting(body: Body, number: int, on: date, held: _Held) -> Sitting:
    terms = [term for term in held.terms.get(body.id, ()) if body.seat(term.seat.kind)]
    members = tuple(sorted((_member(body, term) for term in terms), key=_in_order(body)))
    there = {(each.seat, each.place) for each in members}
    vacancies = tuple(
        Vacancy(kind.id, place, held.announced.get((body.id, kind.id, place)))
        for kind in body.seats
        for place in range(1, kind.count + 1)
        if (kind.id, place) not in there
    )
    said: dict[UUID, SelfReport] = {
        term.person_id: term.person.self_report for term in terms if hasattr(term.person, "self_report")
    }
    return Sitting(
        body, number, on, members, vacancies,
        {person: frozenset(report.groups) for person, report in said.items()},
        frozenset(person for person, report in said.items() if report.openly),
    )  # fmt: skip


def _in_order(body: Body) -> Callable[[Member], tuple[int, int]]:
    kinds = [each.id for each in body.seats]
    return lambda member: (kinds.index(member.seat), member.place)


def _member(body: Body, term: Any) -> Member:
    kind = body.seat(term.seat.kind)
    named = kind is not None and kind.named
    return Member(
        term.person_id, term.person.display_name if named else "", term.seat.kind, term.seat.place, term.since,
        term.ends - timedelta(days=1), term.office or "", term.region,
    )  # fmt: skip


def _held(bodies: Iterable[str], on: date) -> _Held:
    names, terms = list(bodies), dict[str, list[Any]]()
    offices = OfficeTerm.objects.filter(
        body=OuterRef("seat__body"), person=OuterRef("person"), since__lte=on, ends__gt=on
    )
    rows = _terms(on).filter(seat__body__slug__in=names).select_related("person__self_report")
    for row in rows.annotate(office=Subquery(offices.values("office")[:1])):
        terms.setdefault(row.seat.body.slug, []).append(row)
    return _Held(terms, _announced(names, on))


def _terms(on: date) -> QuerySet[SeatTerm]:
    return SeatTerm.objects.filter(since__lte=on, ends__gt=on).select_related("seat__body")


def _announced(bodies: list[str], on: date) -> dict[tuple[str, str, int], date]:
    """When the vacancy of each seat was announced last, where that was after its last term ended."""
    seats = Seat.objects.filter(body__slug__in=bodies, notices__on__lte=on)
    ended = SeatTerm.objects.filter(seat=OuterRef("pk"), ends__lte=on).order_by("-ends").values("ends")[:1]
    rows = seats.annotate(last=Max("notices__on"), ended=Subquery(ended))
    told = rows.values_list("body__slug", "kind", "place", "last", "ended")
    return {row[:3]: row[3] for row in told if row[4] is None or row[3] >= row[4]}
