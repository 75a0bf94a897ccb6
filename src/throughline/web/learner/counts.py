"""What counts where: the sets that agreements recognize, on the learner's own record."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.opportunities import queries as opportunities
from throughline.core.agreements.counting import Counted
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.negotiations import SetShown, set_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show, who


@dataclass(frozen=True, slots=True)
class CountRow:
    """One set. counted: how it stands; open: what would make it whole, by name."""

    agreement: str
    title: Text
    set: SetShown
    counted: Counted
    open: tuple[str, ...]


@page("progress.read")
def counts(request: HttpRequest) -> HttpResponse:
    """Every set of every agreement in force: those that count first, then those that are nearest."""
    kept, rows = reading.catalogue(), []
    for done in opportunities.negotiations.own_counts(who(request), now=timezone.now()):
        terms = kept.agreements[done.agreement]
        for sets, each in zip(terms.sets, done.counts, strict=True):
            names = tuple(name_of(kept, ref) for ref in each.open)
            rows.append(CountRow(terms.id, terms.title, set_shown(sets, kept), each, names))
    rows.sort(key=lambda row: row.counted.needed)
    return show(request, "throughline/learner/counts.html", tuple(rows))
