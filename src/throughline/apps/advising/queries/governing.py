"""Reads: what the newest draft of a proposal would do to those who learn."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.utils import timezone

from throughline.apps.advising.drafts_tried import impact_shown, stands, versions_shown
from throughline.apps.advising.impacts import Impact, impact_as_kept, impact_of
from throughline.apps.advising.models import DraftImpact
from throughline.apps.advising.tried import many_people
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance

__all__ = ["DraftTried", "impact_of_draft", "impact_shown", "untried", "versions_shown"]
OPEN = ("drafting", "comment", "answering", "vote")
AT_ONCE = 2_000
"""With more people in the house a draft is tried on them by a job, not while somebody waits for a page."""


@dataclass(frozen=True, slots=True)
class DraftTried:
    """What is known of a draft. impact: None while a job still works it out. found_at: when it did; None: just now."""

    impact: Impact | None
    found_at: datetime | None = None


def impact_of_draft(docket: int, draft: int, *, on: date) -> DraftTried:
    """The impact of an edition of a proposal's draft. It names nobody; faces show it as `impact_shown` protects it. In a
    small house worked out here, once a day for what is in force; in a large one as a job found it. Asked again on the same
    day: no query."""
    newest = frameworks.published().newest
    if not _large(on, newest):
        return DraftTried(_impact(docket, draft, on, newest))
    key = (docket, draft, on, newest)
    if key not in _found:
        kept = DraftImpact.objects.filter(docket=docket, draft=draft, newest=newest).first()
        if kept is None or kept.found is None:
            return DraftTried(None)
        for old in [each for each in _found if each[2:] != key[2:]]:
            del _found[old]
        impact = impact_as_kept(governance.newest_documents(docket), kept.found)
        _found[key] = DraftTried(impact, kept.found_at)
    return _found[key]


_found: dict[tuple[int, int, date, UUID | None], DraftTried] = {}


@lru_cache(maxsize=4)
def _large(_on: date, _newest: UUID | None) -> bool:
    return many_people(AT_ONCE)


def untried(*, now: datetime) -> list[int]:
    """Dockets whose newest draft a job should try: it, or the rules, changed, somebody waits, or it is a day ago. Empty in
    a house that is small enough to do without."""
    if not many_people(AT_ONCE):
        return []
    open_ones = [
        each.docket for each in governance.docket(on=timezone.localdate(now)) if each.stage in OPEN
    ]  # fmt: skip
    kept = {each.docket: each for each in DraftImpact.objects.filter(docket__in=open_ones)}
    return [each for each in open_ones if _is_due(kept.get(each), governance.newest_draft(each), now)]


def _is_due(kept: DraftImpact | None, draft: int, now: datetime) -> bool:
    if not draft:
        return False
    if kept is None or kept.found_at is None:
        return True
    return not stands(kept, draft) or now - kept.found_at > timedelta(days=1)


@lru_cache(maxsize=32)
def _impact(docket: int, _draft: int, on: date, _newest: UUID | None) -> Impact:
    return impact_of(governance.newest_documents(docket), on=on)
