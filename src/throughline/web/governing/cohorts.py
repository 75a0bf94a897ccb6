"""How many learners of a place, or of the whole state, are on a pathway and before which gate. Counts only, protected."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from throughline.apps.advising.queries import cohorts
from throughline.core.catalogue.documents import Organization
from throughline.web import reading
from throughline.web.components.how_near import NEAR, as_of, gate_options, pathway_options
from throughline.web.pages import page, show, who
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class GateRow:
    """One gate: how many are one step from it, on the way to it, and wait for a confirmation before it."""

    title: str
    one: str
    way: str
    waits: str


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A place's learners. pathways, pathway: to choose from, and chosen. on: with none chosen, how many are on each. gates,
    passed: of the chosen one, before each gate, and past them all. total: of all of these. stands: for when; worked_out:
    there was a night before, so that there is something to count."""

    organization: Organization
    pathways: tuple[tuple[str, str], ...]
    pathway: str
    on: tuple[tuple[str, str, str], ...]
    gates: tuple[GateRow, ...]
    passed: str
    total: str
    hides: bool
    smallest: int
    stands: str
    worked_out: bool


@dataclass(frozen=True, slots=True)
class RegionsPage:
    """All regions before one gate: a line each, columns as `heads`. total: on the pathway in all of them. worked_out: there
    was a night before."""

    gates: tuple[tuple[str, str], ...]
    gate: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    total: str
    hides: bool
    smallest: int
    stands: str
    worked_out: bool


@page("cohort.read")
def place(request: HttpRequest, name: str) -> HttpResponse:
    """The learners of a school, or of the region of an intermediary, for those who work there."""
    organization = reading.catalogue().organizations.get(name)
    if organization is None:
        raise Http404(f"No organization is called '{name}'.")
    options = pathway_options()
    asked = request.GET.get("pathway", "")
    pathway = asked if asked in dict(options) else ""
    actor = who(request)
    found = cohorts.before_gates(actor, name, pathway) if pathway else cohorts.on_pathways(actor, name)
    shown = PlacePage(
        organization, tuple(options), pathway, () if pathway else _on(found, dict(options)),
        _gates(found, pathway) if pathway else (), _number(_by_name(found).get("", 0)) if pathway else "",
        _number(found.shown.total), found.shown.hides, found.smallest, as_of(found.about),
        found.about is not None,
    )  # fmt: skip
    return show(request, "throughline/governing/place_cohort.html", shown)


@page("cohorts.read")
def regions(request: HttpRequest) -> HttpResponse:
    """The learners of every region before one gate, for members of governing bodies and the operator."""
    options = gate_options()
    asked = request.GET.get("gate", "")
    gate = asked if asked in dict(options) else options[0][0] if options else ""
    found = cohorts.by_region(who(request), gate)
    kept = reading.catalogue().regions
    names = [words(kept[each].title) if each in kept else _("In no region") for each in found.regions]
    rows = [
        (name, tuple(map(_number, (*cells, total))))
        for name, cells, total in zip(names, found.rows, found.totals.counts, strict=True)
    ]
    heads = (*(str(NEAR[each]) for each in cohorts.NEAR), _("On the pathway"))
    shown = RegionsPage(
        tuple(options), gate, heads, tuple(rows), _number(found.totals.total), found.hides, found.smallest,
        as_of(found.about), found.about is not None,
    )  # fmt: skip
    return show(request, "throughline/governing/cohorts.html", shown)


def _by_name(found: cohorts.PlaceCounts) -> dict[str, int | None]:
    return dict(zip(found.names, found.shown.counts, strict=True))


def _on(found: cohorts.PlaceCounts, titles: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    rows = [(titles.get(ref, ref), ref, _number(n)) for ref, n in _by_name(found).items()]
    return tuple(sorted(rows, key=lambda each: each[0].casefold()))


def _gates(found: cohorts.PlaceCounts, pathway: str) -> tuple[GateRow, ...]:
    counts, document = _by_name(found), reading.catalogue().pathways[pathway.partition(":")[2]]
    return tuple(
        GateRow(
            words(stage.title),
            *(_number(counts.get(f"{stage.id}:{how}", 0)) for how in ("one", "way", "waits")),
        )
        for stage in document.stages
    )


def _number(n: int | None) -> str:
    return _("hidden") if n is None else f"{n:,}"
