"""Reads: what the newest draft of a proposal would do to those who learn."""

from datetime import date
from functools import lru_cache
from uuid import UUID

from throughline.apps.advising.impacts import Impact, impact_of
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance


def impact_of_draft(docket: int, draft: int, *, on: date) -> Impact:
    """The impact of an edition of a proposal's draft on that day. It names nobody; faces show small numbers as few. Worked
    out once a day for what is in force."""
    return _impact(docket, draft, on, frameworks.published().newest)


@lru_cache(maxsize=32)
def _impact(docket: int, _draft: int, on: date, _newest: UUID | None) -> Impact:
    return impact_of(governance.newest_documents(docket), on=on)
