"""Every promise of the state, for everyone: what, by whom, on what condition, with what remedy, and how to complain."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from throughline.apps.opportunities import promised as texts
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.queries.promised import Promise, Told
from throughline.core.catalogue.agreements import in_force, owing
from throughline.core.catalogue.documents import Pathway
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.guarantees import (
    KINDS,
    LEGAL,
    PromiseShown,
    promise_shown,
    shortage_steps,
)
from throughline.web.components.negotiations import SetShown, set_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """The list by kind, and within it by what it opens with. pathways: those the list can be narrowed to. law: word and
    meaning of each legal status."""

    groups: tuple[tuple[str, int, tuple[tuple[str, tuple[PromiseShown, ...]], ...]], ...]
    many: int
    pathways: tuple[tuple[str, str], ...]
    pathway: str
    law: tuple[tuple[str, str, str], ...]
    days: int
    overseer: str


@dataclass(frozen=True, slots=True)
class PromisePage:
    """One promise. in_force: whether it opens to anybody today. rule: how places are given where there are too few, step
    by step. covered: whether the places cover those who are expected, where both are published. sets: what counts for
    what."""

    promise: PromiseShown
    now: Promise
    in_force: bool
    parties: tuple[tuple[str, str], ...]
    rule: tuple[str, ...]
    draw: str
    onramps: tuple[tuple[texts.Onramp, Text, Text], ...]
    signed: bool | None
    days: int
    overseer: str
    sets: tuple[SetShown, ...]


@dataclass(frozen=True, slots=True)
class RegionReach:
    """A part of the state: the pathways that can be begun there, and who mends it where there are none."""

    title: Text
    pathways: tuple[Pathway, ...]
    owner: str


@dataclass(frozen=True, slots=True)
class ReachPage:
    """What can be begun in each part of the state. gaps: parts without any, on the public list with an owner; mending:
    stages whose last promise ended, each with its owner."""

    regions: tuple[RegionReach, ...]
    gaps: tuple[RegionReach, ...]
    mending: tuple[tuple[Told, str, str], ...]


@page("promises.read")
def promises(request: HttpRequest) -> HttpResponse:
    """Every promise in force today; of one pathway where it is asked for."""
    kept, today = reading.catalogue(), timezone.localdate()
    wanted = request.GET.get("pathway", "")
    found = [a for a in texts.active(kept, today) if not wanted or wanted in _pathways(a.pathways)]
    rows = [promise_shown(each, owing(each, kept)) for each in found]
    groups = tuple(
        (str(heading), len(mine), _by_condition(mine))
        for kind, (_one, heading) in KINDS.items()
        if (mine := tuple(r for r in rows if r.agreement.kind == kind))
    )
    names = sorted(((p.id, words(p.title)) for p in kept.pathways.values()), key=lambda pair: pair[1])
    law = tuple((str(word), str(meaning), key) for key, (word, meaning) in LEGAL.items())
    terms = kept.state.offers
    shown = PromisesPage(
        groups, len(rows), tuple(names), wanted, law, terms.complaint_days, _place(terms.overseer)
    )
    return show(request, "throughline/public/promises.html", shown)


def _by_condition(rows: tuple[PromiseShown, ...]) -> tuple[tuple[str, tuple[PromiseShown, ...]], ...]:
    conditions = sorted({each.when for each in rows})
    return tuple((when, tuple(each for each in rows if each.when == when)) for when in conditions)


@page("promises.read")
def promise(request: HttpRequest, name: str) -> HttpResponse:
    """One promise with its places, the rule where they are short, its signature, and how it was kept."""
    kept, today = reading.catalogue(), timezone.localdate()
    found = opportunities.promised.promise(name, on=today)
    if found is None:
        raise Http404(f"There is no promise '{name}'.")
    terms = kept.state.offers
    onramps = tuple((each, *_stage_of(each)) for each in found.onramps)
    shown = PromisePage(
        promise_shown(found.agreement, found.owed_by), found, in_force(found.agreement, today),
        tuple((each, name_of(kept, f"organization:{each}")) for each in found.agreement.parties),
        shortage_steps(found.rule) if found.rule else (), f"agreement:{name}", onramps,
        opportunities.promised.verified(name, found.number, now=timezone.now()), terms.complaint_days,
        _place(terms.overseer), tuple(set_shown(each, kept) for each in found.agreement.sets),
    )  # fmt: skip
    return show(request, "throughline/public/promise.html", shown)


def _stage_of(onramp: texts.Onramp) -> tuple[Text, Text]:
    pathway = reading.catalogue().pathways[onramp.pathway]
    return pathway.title, next(each.title for each in pathway.stages if each.id == onramp.stage)


@page("promises.read")
def signed(request: HttpRequest, name: str) -> HttpResponse:
    """The whole text of a promise as its institution signed it."""
    kept = reading.catalogue()
    if name not in kept.agreements:
        raise Http404(f"There is no promise '{name}'.")
    number = kept.versions.get(f"agreement:{name}", 1)
    found = texts.signed_guarantee(name, number, now=timezone.now())
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})


@page("promises.read")
def within_reach(request: HttpRequest) -> HttpResponse:
    """What can be begun in each part of the state, and the gaps with who mends them."""
    kept = reading.catalogue()
    rows = reach_of_regions(timezone.localdate())
    mending = tuple(
        (each, name_of(kept, each.about.partition("#")[0]), _place(each.owner))
        for each in opportunities.promised.to_mend()
        if each.kind == "stage"
    )
    gaps = tuple(each for each in rows if not each.pathways)
    return show(request, "throughline/public/within_reach.html", ReachPage(rows, gaps, mending))


def reach_of_regions(today: date) -> tuple[RegionReach, ...]:
    """Each part of the state with the pathways that some place in it offers and whose promises are in force today."""
    kept = reading.catalogue()
    promised = {name for a in texts.active(kept, today) for name in _pathways(a.pathways)}
    every = any(not a.pathways for a in texts.active(kept, today))
    found = []
    for region in kept.regions.values():
        here = {o.id for o in kept.organizations.values() if o.region == region.id}
        mine = tuple(
            p for p in kept.pathways.values() if here & {*p.offered_by} and (p.id in promised or every)
        )
        found.append(RegionReach(region.title, mine, _place(kept.state.offers.overseer)))
    return tuple(found)


def _pathways(names: tuple[str, ...]) -> set[str]:
    return {each.removeprefix("pathway:") for each in names}


def _place(name: str) -> str:
    return name_of(reading.catalogue(), f"organization:{name}") if name else ""
