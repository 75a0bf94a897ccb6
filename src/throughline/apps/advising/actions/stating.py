"""Writes: a learner takes a signed statement of what finishing something opens."""

from datetime import datetime
from typing import Any

from throughline.apps.advising.opening import what_opens
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.records.actions.stating import state_forward


def state_what_opens(*, by: Actor, what: str, now: datetime) -> dict[str, Any]:
    """What finishing this opens for the learner who asks, as a signed credential. Raises `Refused` where nothing would
    open by it alone."""
    promised = what_opens(by, by.me, what, now=now)
    if not promised.opens:
        raise Refused("A statement", "nothing opens by this alone.", "Look at what else is asked for.")
    return state_forward(by=by, learner=by.me, promised=promised, now=now)
