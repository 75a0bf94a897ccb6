"""From every pathway to every field: what a move may ask for at worst, as a table and as a file with each pair."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Pathway
from throughline.core.reasoning.reach import Reach
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.pages import page, show
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Cell:
    """A field as it is reached from a pathway. most: further milestones that a move into its nearest pathway may ask for at
    worst. own: the pathway is of this field; then most is None where it is the field's only one. exact: proven over every
    record there can be, else an upper limit."""

    most: int | None
    to: Pathway | None
    own: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class MovingPage:
    """A row for each pathway by name, with the most that any other pathway asks for; a column for each field by name.
    bound: the most that any move of the state asks for. published: the bound that the state promises; None: it promises
    none. pairs: how many pairs of pathways were held."""

    fields: tuple[Text, ...]
    rows: tuple[tuple[Pathway, tuple[Cell, ...], int], ...]
    bound: int
    published: int | None
    pairs: int


@page("catalogue.read")
@kept_for_everyone
def moving(request: HttpRequest) -> HttpResponse:
    """The table. One query the first time."""
    kept = reading.catalogue()
    reaches = frameworks.reaches()
    used = {each.family for each in kept.pathways.values()}
    families = sorted(
        (f for f in kept.state.families if f in used), key=lambda f: _named(kept.state.families[f])
    )
    rows = tuple(
        (
            each,
            tuple(_cell(each, family, reaches[each.id], kept.pathways) for family in families),
            reaches[each.id].most,
        )
        for each in sorted(kept.pathways.values(), key=lambda p: _named(p.title))
    )
    shown = MovingPage(
        tuple(kept.state.families[each] for each in families), rows,
        max((each.most for each in reaches.values()), default=0), kept.state.portability_bound,
        sum(len(each.moves) for each in reaches.values()),
    )  # fmt: skip
    return show(request, "throughline/public/moving.html", shown)


def _named(text: Text) -> str:
    return words(text).casefold()


def _cell(source: Pathway, family: str, reach: Reach, pathways: Mapping[str, Pathway]) -> Cell:
    into = [each for each in reach.moves if pathways[each.target].family == family]
    nearest = min(into, key=lambda each: (each.most, each.target), default=None)
    if nearest is None:
        return Cell(None, None, source.family == family, True)
    return Cell(nearest.most, pathways[nearest.target], source.family == family, nearest.exact)


COLUMNS = ("from", "to", "most further milestones", "exact", "before gate", "milestones both ask for")


@page("catalogue.read")
@kept_for_everyone
def moving_file(request: HttpRequest) -> HttpResponse:
    """Every pair of pathways as a table to take away."""
    structure, out = reading.structure(), io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for source, reach in sorted(frameworks.reaches().items()):
        for move in sorted(reach.moves, key=lambda each: each.target):
            shared = len(structure.shared(source, move.target))
            table.writerow(
                (source, move.target, move.most, "yes" if move.exact else "at most", move.gate, shared)
            )
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="moving.csv"'
    return answer
