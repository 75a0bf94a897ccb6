"""Writes: asking to be shown credentials, and taking what a wallet shows (OpenID4VP 1.0). Each request is answered once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import PUBLIC, Actor, Refused, Subject
from throughline.apps.directory.policy import require
from throughline.apps.records import show_requests
from throughline.apps.records.models import ShowRequest
from throughline.apps.records.queries.verifying import FETCHER, verified
from throughline.apps.trail import actions as trail
from throughline.core.credentials.tokens.jws import compact
from throughline.core.credentials.verifying.answers import Verification
from throughline.core.credentials.verifying.report import as_json

WHAT = "Asking to be shown a credential"
LASTS = timedelta(minutes=15)
LARGEST: Final = 2 * 1024 * 1024


@transaction.atomic
def ask(*, by: Actor, organization: str, purpose: str, what: str, now: datetime) -> UUID:
    """Somebody who acts for an organization asks to be shown credentials, for a purpose. what: a key of `KINDS`."""
    directory.organization_id(organization)
    decision = require(by, "showing.ask", Subject(organization=organization), what=WHAT)
    if not purpose.strip() or len(purpose) > 300:
        raise Refused(WHAT, "it does not say what for.", "Write it in a few words: the learner reads them.")
    if what not in show_requests.KINDS:
        raise Refused(WHAT, "it does not say what.", f"One of: {', '.join(show_requests.KINDS)}.")
    made = ShowRequest.objects.create(
        asked_by_id=by.me, organization=organization, purpose=purpose.strip(), types=list(show_requests.KINDS[what]),
        nonce=token_urlsafe(32), state=token_urlsafe(32), made_at=now, until=now + LASTS,
    )  # fmt: skip
    trail.record(
        trail.Act(by.person, "asked to be shown", now, None, f"showing:{made.id}", decision.authority,
                  {"organization": organization})
    )  # fmt: skip
    return made.id


def take_shown(
    *, key: UUID, state: str, shown: Any, now: datetime, fetcher: Callable[[str], bytes] = FETCHER
) -> None:
    """What a wallet shows for a request: checked, and the answer kept. shown: by the id of what was asked for.

    Raises `Refused` where there is no such request, it is over, or it was answered before; a wallet learns no more.
    """
    row = _open(key, state, now)
    require(PUBLIC, "showing.answer", Subject(by_link=True), what=WHAT)
    # Closed before the check, which may ask others and last: two answers at once are answered once.
    if not ShowRequest.objects.filter(id=key, answered_at=None).update(answered_at=now, answer="cannot_tell"):
        raise Refused("Showing a credential", "this was answered before.", "Ask for a new request.")
    answer, report = _judged(row, shown, now, fetcher)
    ShowRequest.objects.filter(id=key).update(answer=answer, report=report)


def _open(key: UUID, state: str, now: datetime) -> ShowRequest:
    row = ShowRequest.objects.filter(id=key).first()
    if row is None or not compare_digest(row.state, state):
        raise Refused("Showing a credential", "nobody asked for it.", "Ask for a new request.")
    if row.answered_at is not None or row.until <= now:
        raise Refused(
            "Showing a credential", "this was answered before, or is over.", "Ask for a new request."
        )
    return row


def _judged(
    row: ShowRequest, shown: Any, now: datetime, fetcher: Callable[[str], bytes]
) -> tuple[str, dict[str, Any]]:
    presented = show_requests.presented(shown)
    if presented is None:
        return "not_verified", {"problem": "not_what_was_asked"}
    given = presented if isinstance(presented, str) else compact(presented)
    if len(given) > LARGEST:
        return "not_verified", {"problem": "too_large"}
    found = verified(
        PUBLIC, given, now=now, challenge=row.nonce, domain=show_requests.client_id(row.id), fetcher=fetcher
    )
    problem = _problem(found, row)
    return ("not_verified" if problem else found.answer), {**as_json(found), "problem": problem}


def _problem(found: Verification, row: ShowRequest) -> str:
    """What is wrong with what was shown though it may be sound in itself: not what was asked, or not the holder's own."""
    if found.kind != "presentation" or not found.parts:
        return "not_what_was_asked"
    if found.answer == "not_verified":
        return ""
    holder = next((step for step in found.steps if step.name == "holder"), None)
    if holder is None or holder.mark != "yes" or not found.marks().get("key"):
        return "not_their_own"
    types = [set(part.claims.types) for part in found.parts if part.claims]
    return "" if types and all(set(row.types) & each for each in types) else "not_what_was_asked"
