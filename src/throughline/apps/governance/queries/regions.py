"""Reads: a region's workspace. Partners, conditions and approved plans are public; commitments are its own and theirs."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from throughline.apps.directory.actor import Actor, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import (
    Commitment,
    ConditionView,
    Partnership,
    RegionMeeting,
    RegionPlan,
)
from throughline.core.catalogue.documents import Organization
from throughline.core.catalogue.lists import Named


@dataclass(frozen=True, slots=True)
class Partner:
    """An organization that a region works with."""

    id: UUID
    partner: str
    brings: str
    since: date


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was held."""

    on: date
    title: str
    notes: str
    present: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """What a partner promised. outcome empty: open. past_due: open, and its day is over."""

    id: UUID
    partner: str
    text: str
    due: date
    outcome: str
    closing: str
    closed_at: datetime | None
    past_due: bool


@dataclass(frozen=True, slots=True)
class ConditionPair:
    """A condition of change as a region sees it: as it is, as it might be, what lies between. Empty: not written yet."""

    condition: Named
    now: str
    wanted: str
    gap: str
    written_at: datetime | None
    earlier: int


@dataclass(frozen=True, slots=True)
class PlanSent:
    """A region's plan as it was sent. decision empty: it waits."""

    number: int
    needs: str
    capacity: str
    steps: str
    sent_at: datetime
    decision: str
    reasons: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Workspace:
    """A region's work as its reader may see it. may_write: they lead it; may_decide: they answer its plans. meetings and
    promises: those that concern the reader."""

    keeper: Organization
    partners: tuple[Partner, ...]
    meetings: tuple[Meeting, ...]
    promises: tuple[Promise, ...]
    conditions: tuple[ConditionPair, ...]
    plans: tuple[PlanSent, ...]
    may_write: bool
    may_decide: bool

    @property
    def approved(self) -> PlanSent | None:
        """The newest plan that was approved."""
        return next((each for each in self.plans if each.decision == "approved"), None)

    @property
    def waiting(self) -> PlanSent | None:
        """The plan that waits for an answer."""
        return next((each for each in self.plans if not each.decision), None)


def keepers() -> list[Organization]:
    """The organizations that bring a region together, by id."""
    known = frameworks.catalogue().organizations
    return [known[name] for name in sorted(known) if known[name].kind == "intermediary"]


def workspace(actor: Actor, keeper: str, *, on: date) -> Workspace | None:
    """A region's work, as far as the actor may see it. None where there is no such region. Five queries."""
    found = frameworks.catalogue().organizations.get(keeper)
    if found is None or found.kind != "intermediary":
        return None
    subject = Subject(organization=keeper)
    whole = allowed(actor, "region.work", subject).allowed
    acts = actor.organizations() - actor.organizations("learner")
    return Workspace(
        keeper=found,
        partners=_partners(keeper),
        meetings=_meetings(keeper, None if whole else acts),
        promises=_promises(keeper, None if whole else acts, on),
        conditions=_conditions(keeper),
        plans=_plans(keeper, whole),
        may_write=allowed(actor, "region.write", subject).allowed,
        may_decide=allowed(actor, "region.approve").allowed,
    )


def _partners(keeper: str) -> tuple[Partner, ...]:
    rows = Partnership.objects.filter(keeper=keeper, until=None).order_by("since", "partner")
    return tuple(Partner(row.id, row.partner, row.brings, row.since) for row in rows)


def _meetings(keeper: str, acts: frozenset[str] | None) -> tuple[Meeting, ...]:
    rows = RegionMeeting.objects.filter(keeper=keeper).order_by("-on", "-kept_at")
    if acts is not None:
        rows = rows.filter(present__overlap=sorted(acts))
    return tuple(Meeting(row.on, row.title, row.notes, tuple(row.present)) for row in rows[:50])


def _promises(keeper: str, acts: frozenset[str] | None, on: date) -> tuple[Promise, ...]:
    theirs = Q() if acts is None else Q(partner__in=acts)
    rows = Commitment.objects.filter(theirs, keeper=keeper).order_by("closed_at", "due")
    return tuple(
        Promise(
            row.id, row.partner, row.text, row.due, row.outcome, row.closing, row.closed_at,
            not row.outcome and row.due < on,
        )
        for row in sorted(rows, key=lambda row: (bool(row.outcome), row.due))
    )  # fmt: skip


def _conditions(keeper: str) -> tuple[ConditionPair, ...]:
    found: dict[str, list[ConditionView]] = {}
    for row in ConditionView.objects.filter(keeper=keeper).order_by("-written_at"):
        found.setdefault(row.condition, []).append(row)
    pairs = []
    for condition in frameworks.catalogue().state.conditions:
        rows = found.get(condition.id, [])
        newest = rows[0] if rows else None
        pairs.append(_pair(condition, newest, max(len(rows) - 1, 0)))
    return tuple(pairs)


def _plans(keeper: str, whole: bool) -> tuple[PlanSent, ...]:
    rows = RegionPlan.objects.filter(keeper=keeper).order_by("-number")
    shown = rows if whole else rows.filter(decision="approved")
    return tuple(
        PlanSent(
            row.number,
            row.needs,
            row.capacity,
            row.steps,
            row.sent_at,
            row.decision,
            row.reasons,
            row.decided_at,
        )
        for row in shown
    )


def _pair(condition: Named, row: ConditionView | None, earlier: int) -> ConditionPair:
    if row is None:
        return ConditionPair(condition, "", "", "", None, earlier)
    return ConditionPair(condition, row.now, row.wanted, row.gap, row.written_at, earlier)
