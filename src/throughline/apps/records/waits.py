"""From which day on a next try counts, where a learner learns: as the state settles it, or sooner under a waiver of
the wait."""

from collections.abc import Collection
from datetime import date, timedelta

from throughline.apps.frameworks import queries as frameworks
from throughline.core.governing.waivers import days_there


def next_try(last: date, days: int, schools: Collection[str], on: date) -> date:
    """The day from which a next try counts. last: of the try before; days: the wait that was certified; schools: where the
    learner learns. No query."""
    kept = frameworks.catalogue()
    return last + timedelta(days=days_there(kept, "cooling_days", schools, on, days))
