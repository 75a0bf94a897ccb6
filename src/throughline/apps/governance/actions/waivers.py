"""Writes: a district or school asks for a waiver, anybody asks that one be revoked, and whoever holds one is
reminded of its end.

Both come on the docket as proposals of the kind `waiver` and go the way of every other: draft, comment, answers,
vote, decision.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.actions.dockets import draft, propose
from throughline.apps.governance.drafting import as_written
from throughline.apps.governance.models import WaiverReminder
from throughline.apps.trail import actions as trail
from throughline.core.catalogue.waivers import Waiver
from throughline.core.governing.waivers import due_reminders, last_day, state_of


@dataclass(frozen=True, slots=True)
class NewWaiver:
    """What is asked for. holder: the district or school; schools: for which. rules: ids of system rules. ends: where
    it is to end sooner than the state's terms say. renews: the waiver it follows. share: of a school's teaching,
    where the rule is waived up to a share only."""

    holder: str
    schools: tuple[str, ...]
    rules: tuple[str, ...]
    asks: str
    reason: str
    starts: date
    ends: date | None = None
    renews: str = ""
    share: Decimal | None = None


@transaction.atomic
def ask_waiver(*, by: Actor, asked: NewWaiver, now: datetime) -> int:
    """Ask for a waiver in the name of a district or school, before the body whose charter has the power; gives its number on
    the docket.

    :raises Refused: it touches what is never waived (with the law), starts too soon, or names schools of others.
    """
    docket = propose(
        by=by,
        kind="waiver",
        title=asked.asks,
        reason=asked.reason,
        bodies=[_body()],
        made_for=asked.holder,
        now=now,
    )
    name = f"{asked.holder}-{docket}"
    made = Waiver(
        id=name, holder=asked.holder, schools=asked.schools, rules=asked.rules, asks=asked.asks.strip(),
        reason=asked.reason.strip(), asked=timezone.localdate(now), starts=asked.starts, ends=asked.ends,
        renews=asked.renews, share=asked.share,
    )  # fmt: skip
    _draft(by, docket, made, now)
    return docket


@transaction.atomic
def ask_revocation(*, by: Actor, waiver: str, revoked: date, reason: str, now: datetime) -> int:
    """Ask the body that granted a waiver to revoke it from a day on; gives the number on the docket."""
    held = frameworks.catalogue().waivers.get(waiver)
    if held is None:
        raise Refused("Revoking", f"there is no waiver '{waiver}'.", "Look it up in the register.")
    state = state_of(held, frameworks.catalogue().state.waivers, timezone.localdate(now))
    if state not in ("coming", "in_force"):
        raise Refused("Revoking", "it is over already.", "There is nothing to do.")
    title = f"Revoke: {held.asks}"[:200]
    docket = propose(by=by, kind="waiver", title=title, reason=reason, bodies=[_body()], now=now)
    _draft(by, docket, replace(held, revoked=revoked), now)
    return docket


def _draft(by: Actor, docket: int, waiver: Waiver, now: datetime) -> None:
    reference = f"waiver:{waiver.id}"
    draft(by=by, docket=docket, documents=as_written({reference: waiver}), now=now)


def _body() -> str:
    """The body whose charter has the power; of several, the state's first."""
    kept = frameworks.catalogue().bodies.values()
    able = sorted((each.scope != "state", each.id) for each in kept if each.power_over("waiver"))
    if not able:
        raise Refused("A waiver", "no charter gives any body the power to waive.", "Amend a charter first.")
    return able[0][1]


@transaction.atomic
def remind_of_endings(*, by: Actor, now: datetime) -> int:
    """Remind whoever holds a waiver that it ends, on the days the state's terms name, each once; gives how many
    reminders."""
    require(by, "waiver.remind", what="Reminding of waivers")
    kept, today = frameworks.catalogue(), timezone.localdate(now)
    terms = kept.state.waivers
    told = 0
    for each in kept.waivers.values():
        last, before = last_day(each, terms), told
        for days in due_reminders(each, terms, today):
            _, new = WaiverReminder.objects.get_or_create(
                waiver=each.id, last=last, days=days, defaults={"told_at": now}
            )
            told += new
        if told > before:
            _tell(each, last, now)
    return told


def _tell(waiver: Waiver, last: date, now: datetime) -> None:
    data = {"holder": waiver.holder, "last": last.isoformat()}
    target = f"waiver:{waiver.id}"
    trail.record(
        trail.Act(None, "a waiver ends soon", now, None, target, "every night the house looks", data)
    )
