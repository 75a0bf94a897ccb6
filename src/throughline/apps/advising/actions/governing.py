"""Writes: a vote is opened and closed with what it does to those who learn, and under the body's own key; the checks of
certification run with how many learners are on each version."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from throughline.apps.advising.drafts_tried import newest_impact, packet_json
from throughline.apps.advising.impacts import impact_of, on_versions
from throughline.apps.advising.models import DraftImpact
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import actions as governance
from throughline.apps.governance import queries as governing
from throughline.apps.records.credentials.statements import signer_of


@transaction.atomic
def open_vote(*, by: Actor, docket: int, body: str, now: datetime, days: int | None = None) -> int:
    """Open a body's vote on the newest draft, its impact on learners in the packet; gives its number. Refused where
    anything stands before it, or where it would strand anyone."""
    impact = newest_impact(docket, now=now)
    return governance.open_vote(
        by=by,
        docket=docket,
        body=body,
        impact=packet_json(impact),
        stranded=impact.stranded,
        now=now,
        days=days,
    )


def decide(*, by: Actor, docket: int, body: str, reasons: str, now: datetime) -> str:
    """Close a body's vote, sign its outcome with the body's key, and bring what was carried into force; gives the outcome.
    Who is on an older version stays on it."""
    organization = governing.last_charter(body).organization
    with transaction.atomic():
        # A new key enters the public log: by itself, since who votes holds the vote and waits for the log.
        signer_of(organization, now=now)
    with transaction.atomic():
        sign = signer_of(organization, now=now)
        stranded = newest_impact(docket, now=now).stranded
        return governance.decide(
            by=by, docket=docket, body=body, reasons=reasons, sign=sign, stranded=stranded, now=now
        )


def run_checks(*, by: Actor, now: datetime) -> int:
    """Run every check of certification on what is in force, for those who are on each version; gives how many faults are
    open."""
    return governance.run_checks(by=by, now=now, learners=on_versions())


def close_ended(*, by: Actor, now: datetime) -> dict[tuple[int, str], str]:
    """Close every vote whose last day is over and that nobody closed; gives outcomes by docket number and body. Each in a
    transaction of its own, so that a run that is cut off leaves the rest to the next; one that a clerk closes meanwhile is
    theirs. One that is refused keeps no other from being closed."""
    require(by, "docket.close_ended", what="Closing votes that are over")
    found: dict[tuple[int, str], str] = {}
    refused: dict[tuple[int, str], Refused] = {}
    for docket, body in governing.over(timezone.localdate(now)):
        try:
            found[docket, body] = decide(by=by, docket=docket, body=body, reasons="", now=now)
        except Refused as refusal:
            refused[docket, body] = refusal
    for left in governing.over(timezone.localdate(now)):
        if left in refused:
            raise refused[left]
    return found


def ask_for_impact(*, docket: int, draft: int, now: datetime) -> bool:
    """Note that somebody waits to see what a draft would do; gives whether nobody had asked for this one yet."""
    newest = frameworks.published().newest
    held = DraftImpact.objects.filter(docket=docket, draft=draft, newest=newest).exists()
    if not held:
        asked = {"draft": draft, "newest": newest, "asked_at": now, "found": None, "found_at": None}
        DraftImpact.objects.update_or_create(docket=docket, defaults=asked)
    return not held


def try_draft(*, by: Actor, docket: int, now: datetime) -> bool:
    """Try the newest draft of a proposal on everyone and keep the numbers; gives whether there was one. Nobody's record is
    shown to anybody."""
    require(by, "draft.try", what="Trying a draft on everyone")
    draft, newest = governing.newest_draft(docket), frameworks.published().newest
    if not draft:
        return False
    impact = impact_of(governing.newest_documents(docket), on=timezone.localdate(now))
    kept = {"draft": draft, "newest": newest, "found": impact.as_json(), "found_at": now}
    DraftImpact.objects.update_or_create(
        docket=docket, defaults=kept, create_defaults={**kept, "asked_at": now}
    )
    return True
