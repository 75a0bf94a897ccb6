"""Writes: the state's headline is counted, once a day."""

import json
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from throughline.apps.advising.lives import everyone, lives
from throughline.apps.advising.models import HeadlineCount
from throughline.apps.directory.actor import Actor
from throughline.apps.directory.policy import require
from throughline.apps.frameworks import queries as frameworks
from throughline.core.progress.clear_path import Headline, Tally, events_of, heading


def count_headline(*, by: Actor, now: datetime, write: Callable[[str], object] | None = None) -> Headline:
    """Count how many learners are on a clear and uninterrupted path, and keep it. write: is given each event that was
    counted from as a line of JSON, for whoever counts again apart from the house."""
    require(by, "headline.count", what="Counting the headline")
    terms, on = frameworks.catalogue().state.ways_on, timezone.localdate(now)
    tally = Tally.begun(terms, on)
    say = write or (lambda line: None)
    say(json.dumps(heading(terms, on)) + "\n")
    for number, life in enumerate(lives(everyone(on))):
        tally.count(life)
        if write:
            for event in events_of(number, life):
                say(json.dumps(event) + "\n")
    found = tally.headline()
    HeadlineCount.objects.create(
        on=on, version=terms.clear_path.version, counts=found.plain(), counted_at=now
    )
    return found
