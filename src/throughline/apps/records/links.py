"""The one-time link that asks somebody for their words: from its secret to the request it opens."""

from datetime import datetime
from hashlib import sha256

from throughline.apps.directory.actor import Refused
from throughline.apps.records.models import AttestationRequest


def digest_of_secret(secret: str) -> str:
    """What is kept of a link's secret."""
    return sha256(secret.encode()).hexdigest()


def open_request(secret: str, now: datetime, *, lock: bool = False) -> AttestationRequest:
    """The request that a link opens; refuses one that was used, taken back, ran out or never was."""
    rows = AttestationRequest.objects.select_related("version__evidence__learner")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(secret=digest_of_secret(secret)).exclude(secret="").first()
    aside = found is not None and found.version.evidence.set_aside_at is not None
    if found is None or found.withdrawn_at or aside:
        raise Refused(
            "This link", "it opens nothing (any more).", "Ask the person who sent it for a new one."
        )
    if found.answered_at:
        raise Refused(
            "This link", "it was used; a link works once.", "Thank you. There is nothing more to do."
        )
    if found.expires_at <= now:
        raise Refused("This link", "its time is over.", "Ask the person who sent it for a new one.")
    return found
