"""Reads: what those who bring regions together were given, the help that schools asked for, and what waits. Public."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum
from django.utils import timezone

from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import HelpRequest, MoneyAward, QualityReview
from throughline.core.catalogue.documents import Organization


@dataclass(frozen=True, slots=True)
class Money:
    """Money as it was entered. corrected: another entry took its place, and it no longer counts."""

    id: UUID
    organization: str
    amount: Decimal
    source: str
    starts: date
    ends: date
    purpose: str
    body: str
    docket: int
    entered_at: datetime
    corrected: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of help on a day."""

    on: date
    hours: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Help:
    """A request for help. waited: days until somebody took it on, or until today. sessions: only where it was asked for by
    itself; hours: all of them."""

    id: UUID
    organization: str
    kind: str
    words: str
    asked_at: datetime
    helper: str
    taken_at: datetime | None
    waited: int
    hours: Decimal
    sessions: tuple[Hours, ...]
    result: str
    closed_at: datetime | None
    rating: int | None
    rated_words: str

    @property
    def state(self) -> str:
        """waits, taken, closed."""
        return "closed" if self.closed_at else "taken" if self.taken_at else "waits"


@dataclass(frozen=True, slots=True)
class Supported:
    """An organization that brings a region together. money: what counts today; total: to the cent; helped: requests it took
    on; hours: that it gave; reviewed: the newest year it finished a self-review of."""

    organization: Organization
    money: tuple[Money, ...]
    total: Decimal
    helped: int
    hours: Decimal
    reviewed: int | None


@dataclass(frozen=True, slots=True)
class HelpWaiting:
    """What nobody took on yet: how many requests, and for how many days the oldest waits."""

    requests: int
    days: int


def money_awarded() -> list[Money]:
    """All money that was entered, newest first, what was corrected too. One query."""
    rows = MoneyAward.objects.select_related("corrected").order_by("-entered_at", "organization")
    return [
        Money(
            r.id, r.organization, r.amount, r.source, r.starts, r.ends, r.purpose, r.body, r.docket, r.entered_at,
            hasattr(r, "corrected"),
        )
        for r in rows
    ]  # fmt: skip


def money_said(row: MoneyAward) -> dict[str, str | int | None]:
    """What an entry of money says, as the JSON whose sha256 the public log holds. It names no person."""
    return {
        "amount": str(row.amount), "body": row.body, "corrects": str(row.corrects_id) if row.corrects_id else None,
        "docket": row.docket, "ends": row.ends.isoformat(), "id": str(row.id), "organization": row.organization,
        "purpose": row.purpose, "source": row.source, "starts": row.starts.isoformat(),
    }  # fmt: skip


def help_asked(on: date) -> list[Help]:
    """Every request: what waits, the oldest first, then what is under way, then what is closed, newest first. One query."""
    rows = HelpRequest.objects.annotate(total=Sum("sessions__hours")).order_by("asked_at")
    found = [_help(row, on, row.total or Decimal(0)) for row in rows]
    closed = [each for each in found if each.state == "closed"]
    return [
        *(each for each in found if each.state == "waits"), *(each for each in found if each.state == "taken"),
        *reversed(closed),
    ]  # fmt: skip


def one_help(request: UUID, on: date) -> Help | None:
    """One request with its hours; None where there is none. Two queries."""
    row = HelpRequest.objects.filter(id=request).first()
    if row is None:
        return None
    sessions = tuple(Hours(s.on, s.hours, s.words) for s in row.sessions.order_by("on", "logged_at"))
    return _help(row, on, sum((s.hours for s in sessions), Decimal(0)), sessions)


def _help(row: HelpRequest, on: date, hours: Decimal, sessions: tuple[Hours, ...] = ()) -> Help:
    until = timezone.localdate(row.taken_at) if row.taken_at else on
    return Help(
        row.id, row.organization, row.kind, row.words, row.asked_at, row.helper, row.taken_at,
        max((until - timezone.localdate(row.asked_at)).days, 0), hours, sessions, row.result, row.closed_at, row.rating,
        row.rated_words,
    )  # fmt: skip


def help_waiting(asked: list[Help]) -> HelpWaiting:
    """What waits among these. No query."""
    waits = [each.waited for each in asked if each.state == "waits"]
    return HelpWaiting(len(waits), max(waits, default=0))


def supported(money: list[Money], asked: list[Help]) -> list[Supported]:
    """Each organization that brings a region together, or got money, by title. One query."""
    known = frameworks.catalogue().organizations
    counted = [each for each in money if not each.corrected]
    names = {o.id for o in known.values() if o.kind == "intermediary"} | {
        m.organization for m in counted if m.organization in known
    }
    finished = QualityReview.objects.filter(finished_at__isnull=False, organization__in=names).order_by(
        "year"
    )
    years = dict(finished.values_list("organization", "year"))
    return [
        Supported(
            known[name], tuple(m for m in counted if m.organization == name),
            sum((m.amount for m in counted if m.organization == name), Decimal(0)),
            sum(1 for each in asked if each.helper == name),
            sum((each.hours for each in asked if each.helper == name), Decimal(0)), years.get(name),
        )
        for name in sorted(names)
    ]  # fmt: skip
