"""Writes: money that a body decided to give to an organization; help that schools ask for, get, and say how it was."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Decision, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries
from throughline.apps.governance.models import Decision as Decided
from throughline.apps.governance.models import HelpHours, HelpRequest, MoneyAward
from throughline.apps.governance.models.support import RATINGS
from throughline.apps.trail import actions as trail
from throughline.core import ledger

CENT = Decimal("0.01")
MOST = Decimal("999999999999.99")


@dataclass(frozen=True, slots=True)
class NewMoney:
    """Money for an organization: how much, to the cent, from which source, for when and what. corrects: an entry that it
    takes the place of."""

    organization: str
    amount: Decimal | None
    source: str
    starts: date | None
    ends: date | None
    purpose: str
    corrects: UUID | None = None


@transaction.atomic
def enter_money(*, by: Actor, body: str, docket: int, money: NewMoney, now: datetime) -> UUID:
    """The chair or clerk of a body enters the money that the body decided to give. Refused without that decision."""
    decision = require(
        by, "money.enter", queries.subject_of(body, timezone.localdate(now)), what="Money for an organization"
    )
    if money.organization not in frameworks.catalogue().organizations:
        raise Refused(
            "This money", "no organization was chosen.", "Choose who gets it.", {"field": "organization"}
        )
    if (
        money.amount is None
        or not CENT <= money.amount <= MOST
        or money.amount != money.amount.quantize(CENT)
    ):
        raise Refused(
            "This money",
            "the amount is none in dollars and cents.",
            "Write it as 125000.00.",
            {"field": "amount"},
        )
    for field, text in (("source", money.source), ("purpose", money.purpose)):
        if not text.strip():
            raise Refused("This money", f"its {field} is empty.", "Say it in a line.", {"field": field})
    if money.starts is None or money.ends is None or money.ends < money.starts:
        raise Refused("This money", "its days do not fit.", "Say from when to when.", {"field": "ends"})
    _decided(body, docket)
    made = MoneyAward.objects.create(
        organization=money.organization, amount=money.amount, source=money.source.strip()[:200], starts=money.starts,
        ends=money.ends, purpose=money.purpose.strip()[:2000], body=body, docket=docket, corrects=_corrected(body, money),
        entered_by_id=by.me, entered_at=now,
    )  # fmt: skip
    _tell(by, decision, "entered money", f"organization:{money.organization}", now)
    _log(made, now)
    return made.id


def _log(made: MoneyAward, now: datetime) -> None:
    reference, said = f"money:{made.body}/{made.docket}", queries.money_said(made)
    state, nth = (
        frameworks.home_state(),
        MoneyAward.objects.filter(body=made.body, docket=made.docket).count(),
    )
    trail.enter([trail.Leaf(state, "granted", reference, nth, ledger.digest(said), "money")], now=now)


def _decided(body: str, docket: int) -> None:
    """Whether the body carried a matter of money under that number; its charter gave it that power at the vote."""
    carried = Decided.objects.filter(
        vote__body=body, vote__proposal__docket=docket, vote__proposal__kind="funding", vote__recommends=False,
        outcome="carried",
    )  # fmt: skip
    if not carried.exists():
        raise Refused(
            "This money", f"{body} carried no matter of money with docket number {docket}.",
            "Name the decision that it rests on.", {"field": "docket"},
        )  # fmt: skip


def _corrected(body: str, money: NewMoney) -> MoneyAward | None:
    if money.corrects is None:
        return None
    found = MoneyAward.objects.filter(id=money.corrects, body=body, corrected=None).first()
    if found is None or found.organization != money.organization:
        raise Refused(
            "This money", "what it corrects is not there.", "Choose an entry of the same organization."
        )
    return found


@transaction.atomic
def ask_for_help(*, by: Actor, organization: str, kind: str, words: str, now: datetime) -> UUID:
    """An organization asks for help with its work. It is public until somebody takes it on, and after."""
    decision = require(by, "help.ask", Subject(organization=organization), what="Asking for help")
    if kind not in {each.id for each in frameworks.catalogue().state.help_kinds}:
        raise Refused("Asking for help", "it does not say with what.", "Choose one of the list.")
    if not words.strip():
        raise Refused("Asking for help", "it says nothing.", "Say what you need.")
    made = HelpRequest.objects.create(
        organization=organization, kind=kind, words=words.strip()[:5000], asked_by_id=by.me, asked_at=now
    )
    _tell(by, decision, "asked for help", f"organization:{organization}", now)
    return made.id


@transaction.atomic
def take_on_help(*, by: Actor, request: UUID, helper: str, now: datetime) -> None:
    """An organization that brings a region together takes a request on; a member of a governing body may give it to one."""
    found = _request(request)
    decision = require(by, "help.take", Subject(organization=helper), what="This request")
    known = frameworks.catalogue().organizations.get(helper)
    if known is None or known.kind != "intermediary":
        raise Refused(
            "This request", "it was given to nobody who brings a region together.", "Choose one of them."
        )
    if found.taken_at is not None:
        raise Refused("This request", f"{found.helper} took it on.", "Look for one that waits.")
    found.helper, found.taken_at = helper, now
    found.save(update_fields=["helper", "taken_at"])
    _tell(by, decision, "took on a request", f"help:{found.id}", now)


@transaction.atomic
def log_help(*, by: Actor, request: UUID, on: date, hours: Decimal | None, words: str, now: datetime) -> UUID:
    """Write down hours of help on a day, with what was done."""
    found, decision = _helping(by, request)
    if hours is None or not 0 < hours <= 24 or hours != hours.quantize(CENT):
        raise Refused("These hours", "they are no hours of a day.", "Write them as 1.5.")
    if on > timezone.localdate(now) or not words.strip():
        raise Refused(
            "These hours", "the day is still to come, or it says nothing.", "Say when, and what was done."
        )
    made = HelpHours.objects.create(
        request=found, on=on, hours=hours, words=words.strip()[:2000], logged_by_id=by.me, logged_at=now
    )
    _tell(by, decision, "logged help", f"help:{found.id}", now)
    return made.id


@transaction.atomic
def close_help(*, by: Actor, request: UUID, result: str, now: datetime) -> None:
    """Whoever helped says what came of it. Hours must have been logged."""
    found, decision = _helping(by, request)
    if not result.strip():
        raise Refused("Closing", "it does not say what came of it.", "Say it in a line.")
    if not found.sessions.exists():
        raise Refused("Closing", "no hours are logged.", "Log what was done first.")
    found.result, found.closed_at = result.strip()[:5000], now
    found.save(update_fields=["result", "closed_at"])
    _tell(by, decision, "closed a request", f"help:{found.id}", now)


@transaction.atomic
def rate_help(*, by: Actor, request: UUID, rating: int, words: str, now: datetime) -> None:
    """Whoever asked says how much it helped, once it is closed; saying it again changes it."""
    found = _request(request)
    decision = require(by, "help.ask", Subject(organization=found.organization), what="This request")
    if found.closed_at is None:
        raise Refused("This request", "it is still open.", "Say how it was once it is closed.")
    if rating not in RATINGS:
        raise Refused("This request", "it does not say how it was.", "Choose one of the four.")
    found.rating, found.rated_words, found.rated_at = rating, words.strip()[:2000], now
    found.save(update_fields=["rating", "rated_words", "rated_at"])
    _tell(by, decision, "rated help", f"help:{found.id}", now)


def _helping(by: Actor, request: UUID) -> tuple[HelpRequest, Decision]:
    found = _request(request)
    decision = require(by, "help.give", Subject(organization=found.helper), what="This request")
    if found.closed_at is not None:
        raise Refused("This request", "it is closed.", "Ask for help anew.")
    return found, decision


def _request(request: UUID) -> HelpRequest:
    found = HelpRequest.objects.select_for_update().filter(id=request).first()
    if found is None:
        raise Refused("This request", "it is not there.", "Look at the list.")
    return found


def _tell(by: Actor, decision: Decision, verb: str, target: str, now: datetime) -> None:
    trail.record(trail.Act(by.person, verb, now, None, target, decision.authority))
