"""Drafts that were tried on everyone: what was kept of it, and what anybody may see of it."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from throughline.apps.advising.impacts import NOBODY, Impact, impact_as_kept, impact_of
from throughline.apps.advising.models import DraftImpact
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.governance import queries as governance
from throughline.core.disclosure import one_way
from throughline.core.progress.population.impact_shown import CountsShown, ImpactShown, shown, together


def newest_impact(docket: int, *, now: datetime) -> Impact:
    """The impact of the newest draft for a vote that is opened or closed: what a job found within a day, else worked out
    now, however long that takes."""
    documents = governance.newest_documents(docket)
    kept = DraftImpact.objects.filter(docket=docket).first() if documents else None
    fresh = kept is not None and kept.found_at is not None and now - kept.found_at < timedelta(days=1)
    if (
        kept is not None
        and kept.found is not None
        and fresh
        and stands(kept, governance.newest_draft(docket))
    ):
        return impact_as_kept(documents, kept.found)
    return impact_of(documents, on=timezone.localdate(now)) if documents else NOBODY


def impact_shown(impact: Impact) -> tuple[ImpactShown, tuple[tuple[str, CountsShown], ...]]:
    """An impact as anybody may see it: by region, and by pathway on everyone else."""
    smallest = frameworks.catalogue().state.smallest_group
    others = tuple((pathway, together(each, smallest)) for pathway, each in impact.others)
    return shown(impact.regions, smallest), others


def versions_shown(impact: Impact) -> tuple[tuple[str, int, int | None], ...]:
    """How many are on each version, as anybody may see it."""
    smallest = frameworks.catalogue().state.smallest_group
    counts = one_way([each.learners for each in impact.versions], smallest).counts
    return tuple((each.pathway, each.number, n) for each, n in zip(impact.versions, counts, strict=True))


def packet_json(impact: Impact) -> dict[str, Any]:
    """An impact as it lies before the members of a body, which anybody may read: null where a count is hidden."""
    found, others = impact_shown(impact)
    return {
        **found.as_json(),
        "versions": [list(each) for each in versions_shown(impact)],
        "others": {
            pathway: {"learners": each.learners, "gain": each.gain, "more": each.more}
            for pathway, each in others
        },
        "asOf": impact.as_of.isoformat() if impact.as_of else None,
    }


def stands(kept: DraftImpact, draft: int) -> bool:
    """Whether what is kept is of this draft and of the rules in force."""
    return (kept.draft, kept.newest) == (draft, frameworks.published().newest)
