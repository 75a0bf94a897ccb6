"""Writes: what a look for tracking found is opened to whoever owes it, answered with a change, or goes on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Decision, Refused
from throughline.apps.directory.policy import allowed, require
from throughline.apps.directory.predicates import LEADERS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance.models import FindingDeed, Reminder, TrackingFinding, TrackingLook
from throughline.apps.governance.models import Proposal as DocketProposal
from throughline.apps.governance.queries import tracking
from throughline.apps.governance.queries.sittings import KEEPERS
from throughline.apps.governance.queries.tracking import Finding, subjects_of
from throughline.apps.governance.queries.waiting import seated
from throughline.apps.trail import actions as trail
from throughline.core import ledger
from throughline.core.equity.answering import body_above, speaks_for
from throughline.core.equity.counting import STATE, Monitor
from throughline.core.equity.looking import Look, Method, Outlier
from throughline.core.equity.showing import shown_size, stepped
from throughline.core.equity.tracks import Sorting
from throughline.core.governing.reminding import Call, nth_due

WHAT = "A finding of tracking"
REMINDED = "reminded of a finding"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look saw: in which year, the how manieth, by which method, by monitor; and how the whole state sorts."""

    year: int
    nth: int
    method: Method
    looks: Mapping[Monitor, Look]
    sorting: Sorting | None = None


@transaction.atomic
def open_findings(*, by: Actor, seen: Seen, now: datetime) -> list[UUID]:
    """Keep a look, and open what it found to whoever owes an answer; what stands open, or was opened this year, is not
    opened again. A look that is there already changes nothing. Gives the new ones."""
    require(by, "tracking.look", what="Looking for tracking")
    look, new = TrackingLook.objects.get_or_create(
        year=seen.year, nth=seen.nth,
        defaults={
            "version": seen.method.version, "monitors": _said(seen.looks), "sorting": _sorted(seen.sorting),
            "on": timezone.localdate(now), "looked_at": now,
        },
    )  # fmt: skip
    if not new:
        return []
    known = _standing(seen.year)
    found = [_opened(look, each, now) for one in seen.looks.values() for each in one.outliers]
    rows = [row for row in found if (row.monitor, row.place, row.group) not in known]
    TrackingFinding.objects.bulk_create(rows)
    _enter("opened", {(str(row.id), 1): _as_opened(row) for row in rows}, now)
    trail.record_many(
        trail.Act(None, "opened a finding", now, None, f"finding:{row.id}", "the method found it")
        for row in rows
    )
    return [row.id for row in rows]


def _said(looks: Mapping[Monitor, Look]) -> dict[str, Any]:
    return {
        name: {"looked_at": each.looked_at, "places": each.places, "budget": each.budget}
        for name, each in looks.items()
    }


def _sorted(found: Sorting | None) -> dict[str, Any]:
    if found is None:
        return {}
    shares = {track: stepped(share) for track, share in found.shares.items()}
    return {
        "shares": shares,
        "apart": round(found.apart, 2),
        "strength": round(found.strength, 2),
        "sorts": found.sorts,
    }


def _standing(year: int) -> set[tuple[str, str, str]]:
    """What was opened this year, or waits for an answer or a change still."""
    rows = TrackingFinding.objects.exclude(deeds__deed="kept") | TrackingFinding.objects.filter(year=year)
    return set(rows.values_list("monitor", "place", "group"))


def _opened(look: TrackingLook, each: Outlier, now: datetime) -> TrackingFinding:
    kept = frameworks.catalogue()
    terms = kept.state.tracking
    overseer = terms.overseer or kept.state.offers.overseer
    above = speaks_for(kept.bodies, overseer) if each.place == STATE else None
    return TrackingFinding(
        look=look, year=look.year, monitor=each.monitor, place=each.place, group=each.group,
        owner=each.place or overseer or kept.state.id, body=above.id if above else "",
        size=shown_size(each), due=timezone.localdate(now) + timedelta(days=terms.answer_days), opened_at=now,
    )  # fmt: skip


def _as_opened(row: TrackingFinding) -> dict[str, Any]:
    """What the public log holds the digest of."""
    return {
        "monitor": row.monitor, "place": row.place, "group": row.group, "owner": row.owner, "due": row.due.isoformat(),
        "size": row.size,
    }  # fmt: skip


@transaction.atomic
def answer_finding(
    *, by: Actor, finding: UUID, words: str, change: str, due: date | None, docket: int | None = None, now: datetime
) -> None:  # fmt: skip
    """Whoever owes it answers: why it is so, what will be changed and by which day, and the matter of the docket where it is
    one. All of it is public."""
    row, found, decision = _held(by, finding, now)
    if found.state in ("answered", "late", "changed"):
        raise Refused(WHAT, "it is answered.", "Say when the change is made.")
    if not words.strip() or not change.strip():
        raise Refused(WHAT, "an answer says why, and what will be changed.", "Write both.")
    if due is None or due < timezone.localdate(now):
        raise Refused(WHAT, "the change has no day to come.", "Give the day by which it is made.")
    if docket is not None and not DocketProposal.objects.filter(docket=docket).exists():
        raise Refused(WHAT, f"the docket has no matter {docket}.", "Give its number, or leave it empty.")
    _do(row, FindingDeed(
        deed="answered", words=words.strip()[:4000], change=change.strip()[:2000], docket=docket, due=due, by_id=by.me,
    ), decision, by, "answered a finding", now)  # fmt: skip


@transaction.atomic
def keep_change(*, by: Actor, finding: UUID, words: str, now: datetime) -> None:
    """Whoever answered says that the change is made, and how one sees it."""
    row, found, decision = _held(by, finding, now)
    if found.state not in ("answered", "late"):
        raise Refused(WHAT, "no change waits to be made.", "Answer it first.")
    if not words.strip():
        raise Refused(WHAT, "it does not say what was done.", "Say how one sees the change.")
    deed = FindingDeed(deed="kept", words=words.strip()[:4000], by_id=by.me)
    _do(row, deed, decision, by, "made a change", now)


def _held(by: Actor, key: UUID, now: datetime) -> tuple[TrackingFinding, Finding, Decision]:
    row = TrackingFinding.objects.select_for_update().filter(id=key).first()
    found = tracking.finding(by, key, on=timezone.localdate(now))
    if row is None or found is None:
        raise Refused(WHAT, "it is not there.", "Look at the list again.")
    every = list(subjects_of(found, on=timezone.localdate(now)))
    theirs = next((each for each in every if allowed(by, "tracking.answer", each).allowed), every[0])
    return row, found, require(by, "tracking.answer", theirs, what=WHAT)


def _do(
    row: TrackingFinding, deed: FindingDeed, decision: Decision, by: Actor, verb: str, now: datetime
) -> None:  # fmt: skip
    deed.finding, deed.nth, deed.at = row, row.deeds.count() + 1, now
    deed.save(force_insert=True)
    _enter(deed.deed, {(str(row.id), deed.nth + 1): _as_done(deed)}, now)
    trail.record(trail.Act(by.person, verb, now, None, f"finding:{row.id}", decision.authority))


def _as_done(deed: FindingDeed) -> dict[str, Any]:
    return {
        "deed": deed.deed, "nth": deed.nth, "words": deed.words, "change": deed.change, "docket": deed.docket or 0,
        "body": deed.body, "due": deed.due.isoformat() if deed.due else "",
    }  # fmt: skip


@transaction.atomic
def raise_unanswered(*, by: Actor, now: datetime) -> int:
    """Take each finding that nobody answered in time to the next body up, which has its own days; where the last one has it
    already, it stays there. Gives how many were raised."""
    require(by, "tracking.look", what="Raising what nobody answered")
    on, kept, raised = timezone.localdate(now), frameworks.catalogue(), 0
    overseer = kept.state.tracking.overseer or kept.state.offers.overseer
    for found in tracking.findings(by, on=on):
        if found.state != "overdue" or on <= found.due:
            continue
        place = kept.organizations.get(found.place)
        held = (found.body, *found.holders)
        above = body_above(kept.bodies, place.region if place else "", overseer, held)
        if above is None:
            continue
        row = TrackingFinding.objects.select_for_update().get(id=found.id)
        deed = FindingDeed(deed="raised", body=above.id, due=on + timedelta(days=above.answer_days))
        _do(row, deed, Decision(True, "", "nobody answered in time"), by, "raised a finding", now)
        raised += 1
    return raised


@transaction.atomic
def remind_of_findings(*, by: Actor, now: datetime) -> int:
    """Remind whoever leads the owner of a finding, and whoever keeps the books of a body that has it, before its day; each
    time once. Gives how many reminders went out."""
    require(by, "tracking.look", what="Reminding of findings")
    on = timezone.localdate(now)
    waiting = [each for each in tracking.findings(by, on=on) if each.state in ("open", "overdue")]
    near = {(c.person, c.about, c.due, nth): c for c in _calls(waiting, on) if (nth := nth_due(c, on))}
    sent = set(Reminder.objects.filter(asks="answer_finding").values_list("person", "about", "due", "nth"))
    new = [(call, key[3]) for key, call in near.items() if key not in sent]
    Reminder.objects.bulk_create(
        Reminder(
            person_id=c.person, body=c.body, asks=c.asks, about=c.about, due=c.due, nth=nth, sent_at=now
        )
        for c, nth in new
    )  # fmt: skip
    trail.record_many(
        trail.Act(None, REMINDED, now, c.person, c.about, "you answer for it", {"due": c.due.isoformat()})
        for c, _ in new
    )
    return len(new)


def _calls(waiting: Iterable[Finding], on: date) -> list[Call]:
    every = list(waiting)
    leaders = _leaders({each.owner for each in every if not each.body})
    keepers = _keepers(on) if any(each.body or each.holders for each in every) else {}
    found = []
    for each in every:
        own = set() if each.body else {(each.owner, who) for who in leaders.get(each.owner, ())}
        bodies = {body for body in (each.body, *each.holders) if body}
        own |= {(body, who) for body in bodies for who in keepers.get(body, ())}
        found += [
            Call(who, "answer_finding", name, f"finding:{each.id}", each.due) for name, who in sorted(own)
        ]
    return found


def _leaders(places: Collection[str]) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    for role in sorted(LEADERS) if places else ():
        for place, people in directory.members_at(places, role).items():
            found.setdefault(place, set()).update(people)
    return found


def _keepers(on: date) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    for each in seated(on):
        if each.office in KEEPERS:
            found.setdefault(each.body, set()).add(each.person)
    return found


def _enter(act: str, said: Mapping[tuple[str, int], Mapping[str, Any]], now: datetime) -> None:
    state = frameworks.home_state()
    trail.enter(
        [
            trail.Leaf(state, act, f"finding:{key}", number, ledger.digest(each), "finding")
            for (key, number), each in said.items()
        ],
        now=now,
    )
