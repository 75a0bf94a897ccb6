"""Reads: stipend programs for everyone; a run line by line for its network; one's own payments; the files of a run."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.one_person import ids_of
from throughline.apps.directory.policy import allowed, require
from throughline.apps.opportunities.models import (
    HostReview,
    Intern,
    LearningAgreement,
    StayDay,
    StipendApproval,
    StipendLine,
    StipendPayment,
    StipendProgram,
    StipendRule,
    StipendRun,
)
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.stipends import Rule

LINES, INSURED = "lines of a stipend run", "list for the insurer"
"""What a learner reads of who looked at it."""
PAYING = ("payee", "given_name", "family_name", "amount", "currency", "reference")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
COVERED = ("given_name", "family_name", "place", "from", "to", "weekdays")


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run. state: reckoning, waiting, approved or dropped. total: of its lines; paid: of its payments, once approved.

    lines: how many, interns: for how many. approvals: names of those who approved; mine: the reader did.
    """

    id: UUID
    nth: int
    until: date
    state: str
    total: Decimal
    paid: Decimal
    lines: int
    interns: int
    digest: str
    approvals: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A host as the network last reviewed it."""

    host: str
    fits: bool
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ProgramShown:
    """A stipend program. rules, reviews: public. runs: for its network alone, the newest first; leads, approves: what the
    reader may do."""

    id: UUID
    keeper: str
    title: str
    words: str
    open: bool
    rules: tuple[Rule, ...]
    reviews: tuple[Reviewed, ...]
    runs: tuple[RunShown, ...]
    leads: bool
    approves: bool


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of a run, with whose it is."""

    learner: str
    host: str
    period: date
    hours: Decimal
    counted: Decimal
    amount: Decimal
    kind: str
    why: str
    rule: int


@dataclass(frozen=True, slots=True)
class OwnStipend:
    """One's own: the stay it is paid for, each payment, and its lines. said: the newest word on the place, with whether one
    would go again; demonstrations: day, place, and whether the school came."""

    intern: UUID
    title: str
    keeper: str
    program: UUID
    host: str
    school: str
    left_on: date | None
    said: tuple[str, str]
    demonstrations: tuple[tuple[date, str, bool], ...]
    paid: Decimal
    payments: tuple[tuple[datetime, int, Decimal], ...]
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class Joinable:
    """A stay at work that can be paid in a program."""

    agreement: UUID
    host: str
    program: UUID
    title: str


# -- what a run is reckoned from


def rules_of(program: UUID) -> tuple[Rule, ...]:
    """The rules of a program, in the order of their numbers. One query."""
    return tuple(_rule(row) for row in StipendRule.objects.filter(program=program).order_by("number"))


def hours_of(interns: Iterable[Intern]) -> dict[UUID, dict[date, Decimal]]:
    """Hours by day of each of these interns until they left, as the host last confirmed them. One query."""
    whose = {each.agreement_id: each for each in interns}
    found: dict[UUID, dict[date, Decimal]] = {}
    for row in StayDay.objects.filter(agreement__in=whose).order_by("agreement", "on", "nth"):
        intern = whose[row.agreement_id]
        if intern.left_on is None or row.on <= intern.left_on:
            found.setdefault(intern.id, {})[row.on] = row.hours
    return found


def reckoned_before(interns: Iterable[Intern]) -> dict[UUID, dict[date, Decimal]]:
    """What approved runs came to for each of these interns, by period. One query."""
    rows = StipendLine.objects.filter(intern__in=list(interns), run__approved_at__isnull=False)
    found: dict[UUID, dict[date, Decimal]] = {}
    for intern, period, amount in rows.values_list("intern", "period").annotate(all=Sum("amount")):
        found.setdefault(intern, {})[period] = amount
    return found


def balances(program: UUID) -> dict[UUID, tuple[Decimal, Decimal]]:
    """By intern: all that approved runs came to, and all that was paid. Two queries."""
    lines = StipendLine.objects.filter(run__program=program, run__approved_at__isnull=False)
    paid = dict(
        StipendPayment.objects.filter(run__program=program).values_list("intern").annotate(all=Sum("amount"))
    )
    sums = dict(lines.values_list("intern").annotate(all=Sum("amount")))
    return {intern: (amount, paid.get(intern, Decimal(0))) for intern, amount in sums.items()}


def digest_of(run: UUID) -> str:
    """The digest of the lines of a run: what two persons approve is this and nothing else. One query."""
    rows = StipendLine.objects.filter(run=run).order_by("intern", "period")
    told = [[f"{r.intern_id}", f"{r.period}", f"{r.counted}", f"{r.amount}", r.kind] for r in rows]
    return ledger.digest({"run": f"{run}", "lines": told})


# -- pages


def programs(actor: Actor) -> tuple[ProgramShown, ...]:
    """Every stipend program, without its runs. Three queries."""
    rows = StipendProgram.objects.order_by("title").prefetch_related("rules", "reviews")
    return tuple(_program(actor, row, ()) for row in rows)


def program(actor: Actor, key: UUID) -> ProgramShown | None:
    """One program; its runs for its network. Six queries."""
    row = StipendProgram.objects.filter(id=key).prefetch_related("rules", "reviews").first()
    if row is None:
        return None
    may = allowed(actor, "stipend.approve", Subject(organization=row.keeper)).allowed
    return _program(actor, row, _runs(actor, row.id) if may else ())


def run_lines(
    actor: Actor, key: UUID, *, now: datetime, first: int = 0, most: int = 50
) -> tuple[LineShown, ...]:
    """The lines of a run, for its network, some at a time; whose lines were read sees it."""
    run = _run_for(actor, key)
    rows = StipendLine.objects.filter(run=run).select_related("intern__agreement__learner")
    shown = list(
        rows.order_by("intern__agreement__learner__family_name", "intern", "period")[first : first + most]
    )
    _note(actor, LINES, {row.intern.agreement.learner_id for row in shown}, now)
    return tuple(_line(row) for row in shown)


def run(actor: Actor, key: UUID) -> tuple[ProgramShown, RunShown]:
    """A run with its program, for its network. Seven queries."""
    found = _run_for(actor, key)
    shown = program(actor, found.program_id)
    if shown is None:
        raise Refused("A stipend run", "its program is gone.", "Look at the list.")
    return shown, next(each for each in shown.runs if each.id == key)


def own(actor: Actor) -> tuple[OwnStipend, ...]:
    """One's own stipends: what was paid, when, and for which hours. Five queries."""
    require(actor, "stipend.join", Subject(learner=actor.me), what="Your stipends")
    rows = Intern.objects.filter(agreement__learner__in=ids_of([actor.me])).select_related(
        "program", "agreement__learner"
    )
    found = list(
        rows.prefetch_related(
            Prefetch("lines", StipendLine.objects.select_related("run")),
            Prefetch("payments", StipendPayment.objects.select_related("run")),
            "site_words",
            "demonstrations",
        )
    )
    return tuple(_own(row) for row in found)


def joinable(actor: Actor) -> tuple[Joinable, ...]:
    """The stays at work of a learner that a program could pay. Two queries."""
    newest = HostReview.objects.filter(program=OuterRef("program"), host=OuterRef("host")).order_by("-nth")
    fits = HostReview.objects.filter(
        nth=Subquery(newest.values("nth")[:1]), fits=True, program__closed_at=None
    )
    reviewed: dict[str, list[StipendProgram]] = {}
    for each in fits.select_related("program"):
        reviewed.setdefault(each.host, []).append(each.program)
    stays = LearningAgreement.objects.filter(
        learner__in=ids_of([actor.me]), kind="work", intern=None, host__in=reviewed,
        versions__steps__party="host", versions__steps__step="approved",
    ).distinct()  # fmt: skip
    return tuple(
        Joinable(stay.id, stay.host, each.id, each.title) for stay in stays for each in reviewed[stay.host]
    )


# -- files


def payment_file(actor: Actor, key: UUID) -> bytes:
    """The payments of an approved run as CSV in UTF-8: one row a payee, and the total to the cent in the last.

    :raises Refused: two persons have not approved it.
    """
    run = _run_for(actor, key)
    if run.approved_at is None:
        raise Refused("The payment file", "two persons have not approved it.", "Approve it first.")
    rows = (
        StipendPayment.objects.filter(run=run).select_related("intern__agreement__learner").order_by("intern")
    )
    reference = f"stipend-{run.nth}-{run.until}"
    told = [
        (
            f"{r.intern.payee}", r.intern.agreement.learner.given_name, r.intern.agreement.learner.family_name,
            f"{r.amount:.2f}", "USD", reference,
        )
        for r in rows
    ]  # fmt: skip
    total = sum((Decimal(each[3]) for each in told), Decimal("0.00"))
    return _csv(PAYING, [*told, ("TOTAL", f"{len(told)} payments", "", f"{total:.2f}", "USD", reference)])


def insurance_list(actor: Actor, program: UUID, *, starts: date, ends: date, now: datetime) -> bytes:
    """Who is where between two days, for the insurer, as CSV: names, place, days. No birthday, no address, no pay.

    Each who stands in it sees that it was made.
    """
    found = StipendProgram.objects.filter(id=program).first()
    if found is None:
        raise Refused("The list", "there is no such program.", "Look at the list of programs.")
    require(actor, "stipend.approve", Subject(organization=found.keeper), what="The list for the insurer")
    if ends < starts:
        raise Refused("The list", "it ends before it begins.", "Look at the two days again.")
    rows = Intern.objects.filter(
        Q(left_on=None) | Q(left_on__gte=starts),
        program=found,
        agreement__starts__lte=ends,
        agreement__ends__gte=starts,
    ).select_related("agreement__learner", "agreement__rotation_stay__place__rotation")
    kept = sorted(
        rows,
        key=lambda r: (r.agreement.learner.family_name, r.agreement.learner.given_name, r.agreement.starts),
    )
    _note(actor, INSURED, {row.agreement.learner_id for row in kept}, now)
    return _csv(COVERED, [_covered(row, starts, ends) for row in kept])


def _covered(row: Intern, starts: date, ends: date) -> tuple[str, ...]:
    stay = row.agreement
    rotation = getattr(stay, "rotation_stay", None)
    days = f"{rotation.place.rotation.weekday + 1}" if rotation else "1-7"
    first, last = max(stay.starts, starts), min(stay.ends, ends, row.left_on or ends)
    return (stay.learner.given_name, stay.learner.family_name, stay.host, f"{first}", f"{last}", days)


def _csv(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    """A table as CSV. A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([f"'{cell}" if cell.startswith(FORMULAS) else cell for cell in row] for row in rows)
    return into.getvalue().encode()


def _run_for(actor: Actor, key: UUID) -> StipendRun:
    run = StipendRun.objects.filter(id=key).select_related("program").first()
    if run is None:
        raise Refused("A stipend run", "there is none at this address.", "Look at the list.")
    require(actor, "stipend.approve", Subject(organization=run.program.keeper), what="A stipend run")
    return run


def _runs(actor: Actor, program: UUID) -> tuple[RunShown, ...]:
    own = StipendLine.objects.filter(run=OuterRef("pk")).values("run")
    paid = StipendPayment.objects.filter(run=OuterRef("pk")).values("run")
    rows = StipendRun.objects.filter(program=program).annotate(
        total=Subquery(own.annotate(n=Sum("amount")).values("n")),
        many=Subquery(own.annotate(n=Count("id")).values("n")),
        people=Subquery(own.annotate(n=Count("intern", distinct=True)).values("n")),
        paid=Subquery(paid.annotate(n=Sum("amount")).values("n")),
    )
    approvals = Prefetch("approvals", StipendApproval.objects.select_related("by").order_by("at"))
    return tuple(_run(actor, row) for row in rows.order_by("-nth").prefetch_related(approvals))


def _run(actor: Actor, row: Any) -> RunShown:
    state = (
        "approved" if row.approved_at else "dropped" if row.dropped_at else "waiting" if row.reckoned_at else "reckoning"
    )  # fmt: skip
    given, nothing = list(row.approvals.all()), Decimal("0.00")
    return RunShown(
        row.id, row.nth, row.until, state, row.total or nothing, row.paid or nothing, row.many or 0, row.people or 0,
        row.digest, tuple(each.by.display_name for each in given), any(actor.is_me(each.by_id) for each in given),
    )  # fmt: skip


def _program(actor: Actor, row: StipendProgram, runs: tuple[RunShown, ...]) -> ProgramShown:
    last: dict[str, HostReview] = {}
    for each in sorted(row.reviews.all(), key=lambda each: each.nth):
        last[each.host] = each
    subject = Subject(organization=row.keeper)
    return ProgramShown(
        row.id, row.keeper, row.title, row.words, row.closed_at is None,
        tuple(_rule(each) for each in sorted(row.rules.all(), key=lambda each: each.number)),
        tuple(Reviewed(each.host, each.fits, each.words, each.at) for _, each in sorted(last.items())), runs,
        allowed(actor, "stipend.run", subject).allowed, allowed(actor, "stipend.approve", subject).allowed,
    )  # fmt: skip


def _own(row: Intern) -> OwnStipend:
    approved = [each for each in row.lines.all() if each.run.approved_at is not None]
    payments = sorted(row.payments.all(), key=lambda each: each.run.nth)
    told = tuple((each.run.approved_at or each.run.begun_at, each.run.nth, each.amount) for each in payments)
    words = max(row.site_words.all(), key=lambda each: each.nth, default=None)
    shows = tuple((each.on, each.where, each.came_at is not None) for each in row.demonstrations.all())
    return OwnStipend(
        row.id, row.program.title, row.program.keeper, row.program_id, row.agreement.host, row.agreement.home, row.left_on,
        (words.again, words.words) if words else ("", ""), tuple(sorted(shows)),
        sum((each.amount for each in payments), Decimal("0.00")), told,
        tuple(_line(each, row) for each in sorted(approved, key=lambda each: (each.period, each.run.nth))),
    )  # fmt: skip


def _line(row: StipendLine, intern: Intern | None = None) -> LineShown:
    whose = intern or row.intern
    return LineShown(
        directory.shown(whose.agreement.learner).name, whose.agreement.host, row.period, row.hours, row.counted, row.amount,
        row.kind, row.why, row.rule,
    )  # fmt: skip


def _rule(row: StipendRule) -> Rule:
    return Rule(row.number, row.unit, row.amount, row.starts, row.most_hours, row.least_hours)  # type: ignore[arg-type]  # held by a check


def _note(actor: Actor, target: str, about: set[UUID], now: datetime) -> None:
    if about:
        act = trail.Act(actor.person, "read", now, None, target, "you act for the network that pays")
        trail.note_reads(act, about)
