"""From a state's pathways to what the map is drawn from: bands, stations, lines."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.core.catalogue.documents import Pathway, Phase, Stage
from throughline.core.drawing.network import Band, Destination, Gate, Line, Network, Station
from throughline.core.requirements.structure import PathwayParts, Structure
from throughline.web.names import address_of
from throughline.web.words import words

PHASES: tuple[Phase, ...] = ("foundation", "secondary", "postsecondary", "entry", "beyond")


def state_network(structure: Structure, only: Iterable[str] = ()) -> Network:
    """The network of the whole state (or of the pathways named): foundations that all share, those that some share,
    then what each pathway asks for itself."""
    names = tuple(only) or tuple(structure.catalogue.pathways)
    bands = _band_of(structure, names)
    shown = [m for m in bands if bands[m] in BANDS]
    return Network(
        title=_("Map of all pathways"),
        description=_("Each line is a pathway, each station a milestone. Lines that share a station share that milestone."),
        bands=tuple(Band(key, title) for key, title in _titles().items() if key in set(bands.values())),
        stations=tuple(_station(structure, m, bands[m]) for m in shown),
        lines=tuple(_line(structure, structure.catalogue.pathways[n], bands) for n in names),
    )


BANDS = ("all", "some", "secondary", "postsecondary")


def _titles() -> Mapping[str, str]:
    return {
        "all": _("Foundations, shared by all"),
        "some": _("Foundations, shared by some"),
        "secondary": _("The pathway itself"),
        "postsecondary": _("College or apprenticeship"),
    }


def _band_of(structure: Structure, names: tuple[str, ...]) -> dict[str, str]:
    """The band of each milestone: by phase, foundations parted by whether every pathway shares them."""
    found: dict[str, str] = {}
    for name in names:
        for stage in structure.catalogue.pathways[name].stages:
            for milestone in structure.parts[name].stages[stage.id]:
                earlier = found.get(milestone)
                if earlier is None or PHASES.index(stage.phase) < PHASES.index(earlier):
                    found[milestone] = stage.phase
    everyone = len(names)
    return {m: _shared(structure, m, everyone) if phase == "foundation" else phase for m, phase in found.items()}


def _shared(structure: Structure, milestone: str, everyone: int) -> str:
    return "all" if len(structure.pathways_of[milestone]) == everyone else "some"


def _line(structure: Structure, pathway: Pathway, bands: Mapping[str, str]) -> Line:
    order = sorted(_stage_milestones(structure.parts[pathway.id]), key=lambda m: _rank(structure, m, bands))
    count = len(pathway.destinations)
    return Line(
        id=pathway.id,
        name=words(pathway.title),
        letter=pathway.letter,
        href=address_of(f"pathway:{pathway.id}"),
        stations=tuple(m for m in order if bands[m] in BANDS),
        title=words(pathway.title),
        note=ngettext("{count} destination", "{count} destinations", count).format(count=count),
        destinations=(),
    )


def _rank(structure: Structure, milestone: str, bands: Mapping[str, str]) -> tuple[int, int, str]:
    band = bands[milestone]
    column = BANDS.index(band) if band in BANDS else len(BANDS)
    return column, -len(structure.pathways_of[milestone]), milestone


def _stage_milestones(parts: PathwayParts) -> tuple[str, ...]:
    return tuple(m for group in parts.stages.values() for m in group)


def _station(structure: Structure, milestone: str, band: str) -> Station:
    return Station(
        id=milestone,
        name=words(structure.catalogue.milestones[milestone].title),
        href=address_of(f"milestone:{milestone}"),
        band=band,
        title=station_title(structure, milestone),
    )


def station_title(structure: Structure, milestone: str, state: str = "") -> str:
    """The full text name of a station: its name, how it stands if that is known, and where it counts."""
    name = words(structure.catalogue.milestones[milestone].title)
    count = len(structure.pathways_of.get(milestone, ()))
    counts = ngettext("counts in {count} pathway", "counts in {count} pathways", count).format(count=count)
    return f"{name}: {state}; {counts}" if state else f"{name}; {counts}"


def pathway_network(structure: Structure, name: str) -> Network:
    """One pathway as a network: its stages as bands, its gates, its destinations as terminals; the other pathways are
    on it only where they share a station."""
    pathway, own = structure.catalogue.pathways[name], structure.parts[name]
    stages = [stage for stage in pathway.stages if own.stages[stage.id]]
    where = {m: stage.id for stage in stages for m in own.stages[stage.id]}
    others = [p for p in structure.catalogue.pathways.values() if p.id != name]
    return Network(
        title=words(pathway.title),
        description=words(pathway.summary),
        bands=tuple(Band(stage.id, words(stage.title)) for stage in stages),
        stations=tuple(_station(structure, m, band) for m, band in where.items()),
        lines=(_whole_line(pathway, tuple(where)), *(_touching(structure, o, where) for o in others)),
        gates=tuple(Gate(stage.id, _gate_title(structure, stage)) for stage in stages),
    )


def _whole_line(pathway: Pathway, stations: tuple[str, ...]) -> Line:
    ends = (Destination(d.id, words(d.title), f"#to-{d.id}", words(d.summary)) for d in pathway.destinations)
    name = words(pathway.title)
    href = address_of(f"pathway:{pathway.id}")
    return Line(pathway.id, name, pathway.letter, href, stations, title=name, destinations=tuple(ends))


def _touching(structure: Structure, other: Pathway, where: Mapping[str, str]) -> Line:
    stations = tuple(m for m in where if other.id in structure.pathways_of[m])
    href = address_of(f"pathway:{other.id}")
    return Line(other.id, words(other.title), other.letter, href, stations, title=words(other.title))


def _gate_title(structure: Structure, stage: Stage) -> str:
    awarded = [structure.catalogue.credentials.get(ref.partition(":")[2] or ref) for ref in stage.awards]
    return words(awarded[0].title) if awarded and awarded[0] else words(stage.title)
