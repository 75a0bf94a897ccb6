"""Which of an adviser's learners is one step from a gate, has all that it asks for, is on the way."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising.queries import cohorts
from throughline.apps.directory import queries as directory
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Pathway
from throughline.web.components.how_near import NEAR, as_of, gate_options
from throughline.web.names import name_of
from throughline.web.pages import page, show, who
from throughline.web.words import words

AT_ONCE = 40
"""Learners on one page."""


@dataclass(frozen=True, slots=True)
class NearRow:
    """A learner, their pathway, the gate before them and how near they are, in words."""

    learner: directory.Someone
    pathway: Pathway | None
    title: str
    gate: str
    near: str


@dataclass(frozen=True, slots=True)
class WherePage:
    """The learners that fit what is asked, by name. gates, gate: to choose from, and chosen; nears: how near, in words, how
    many there are; near: which is chosen. found: how many fit; first, earlier, later: of this page. stands: for when."""

    rows: tuple[NearRow, ...]
    gates: tuple[tuple[str, str], ...]
    gate: str
    nears: tuple[tuple[str, str, int], ...]
    near: str
    every: int
    found: int
    first: int
    earlier: int | None
    later: int | None
    stands: str
    worked_out: bool


@page("caseload.read")
def where(request: HttpRequest) -> HttpResponse:
    """The adviser's learners before their next gate, or before one gate; `gate` and `near` narrow, `from` says where the
    page begins. Each learner listed can see that their adviser looked."""
    actor, asked = who(request), request.GET
    options = gate_options()
    gate = asked.get("gate", "") if asked.get("gate", "") in dict(options) else ""
    near, start = asked.get("near", ""), asked.get("from", "")
    cohort = cohorts.my_cohort(actor, gate=gate)
    counts = Counter(_kind(each) for each in cohort.everyone)
    kept = [each for each in cohort.everyone if near in ("", _kind(each))]
    first = min(int(start), len(kept)) if start.isdigit() else 0
    shown = kept[first : first + AT_ONCE]
    cohorts.note_looks(actor, [each.learner.id for each in shown], now=timezone.now())
    found = WherePage(
        tuple(map(_row, shown)), tuple(options), gate, _nears(counts), near, len(cohort.everyone), len(kept), first,
        max(first - AT_ONCE, 0) if first else None, first + AT_ONCE if first + AT_ONCE < len(kept) else None,
        as_of(cohort.about), cohort.about is not None,
    )  # fmt: skip
    return show(request, "throughline/adviser/where.html", found)


def _kind(each: cohorts.Nearby) -> str:
    return "met" if not each.gate and each.near != "new" else each.near


def _nears(counts: Counter[str]) -> tuple[tuple[str, str, int], ...]:
    return tuple((key, str(words), counts[key]) for key, words in NEAR.items() if counts[key])


def _row(each: cohorts.Nearby) -> NearRow:
    kept = frameworks.structure_for(each.pathway, each.number).catalogue
    pathway = kept.pathways.get(each.pathway.partition(":")[2])
    gate = next((words(s.title) for s in pathway.stages if s.id == each.gate), "") if pathway else ""
    near = str(NEAR[each.near]) if each.gate or each.near == "new" else _("Every gate is passed")
    return NearRow(each.learner, pathway, name_of(kept, each.pathway), gate, near)
