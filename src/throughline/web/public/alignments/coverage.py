"""Which items of one document another one covers: as a page that prints, and as a table to take away."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.registry import own
from throughline.apps.registry.queries import coverage as reads
from throughline.apps.registry.queries import documents
from throughline.apps.registry.queries.coverage import Covering, Named
from throughline.apps.registry.queries.documents import DocumentLine
from throughline.core.alignment.closure import Way
from throughline.core.alignment.coverage import VERDICTS as ORDER
from throughline.core.alignment.coverage import Covered
from throughline.core.alignment.equivalence import Link
from throughline.web.pages import page, show, status
from throughline.web.public.registry.alignment_words import VERDICTS, body_words, status_words
from throughline.web.public.registry.naming import item_page, link_words
from throughline.web.public.registry.texts import cut

STRETCH = 200
MOST_NAMED = 8
FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class Step:
    """A link of a chain, read in the chain's direction: from where, how, to where, and how it stands."""

    start: str
    words: str
    end: str
    standing: str


@dataclass(frozen=True, slots=True)
class Row:
    """An item in words. chains: each link by link. missing: what would have to be there. depth: how far it is indented."""

    code: str
    title: str
    href: str
    verdict: str
    words: str
    chains: tuple[tuple[Step, ...], ...]
    missing: tuple[str, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """Two documents. counts: verdict, in words, how many. chosen: the verdict shown alone, or empty."""

    of: DocumentLine
    by: DocumentLine
    total: int
    counts: tuple[tuple[str, str, int], ...]
    chosen: str
    rows: tuple[Row, ...]
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """Two documents to be chosen."""

    documents: tuple[DocumentLine, ...]
    of: str
    by: str
    problem: str


@page("alignment.read")
def coverage(request: HttpRequest) -> HttpResponse:
    """What `by` covers of `of`; `verdict` shows one verdict alone, `start` a later stretch."""
    given = request.GET
    of, by = _key(given.get("of", "")), _key(given.get("by", ""))
    found = reads.covering(of, by) if of and by else None
    if found is None:
        return _choose(request)
    chosen = given.get("verdict", "")
    rows = [
        each for each in zip(found.items, found.coverage.rows, strict=True) if chosen in ("", each[1].verdict)
    ]
    start = min(int(given["start"]), 1_000_000) if given.get("start", "").isdecimal() else 0
    depths = _depths(found)
    shown = CoveragePage(
        found.of, found.by, len(found.items),
        tuple((name, str(VERDICTS[name]), found.coverage.counts[name]) for name in ORDER), chosen,
        tuple(_row(found, row, depths) for _item, row in rows[start : start + STRETCH]),
        max(0, start - STRETCH) if start else None, start + STRETCH if start + STRETCH < len(rows) else None,
    )  # fmt: skip
    return show(request, "throughline/alignments/coverage.html", shown)


@page("alignment.read")
def coverage_table(request: HttpRequest) -> HttpResponse:
    """The whole of it as CSV."""
    of, by = _key(request.GET.get("of", "")), _key(request.GET.get("by", ""))
    found = reads.covering(of, by) if of and by else None
    if found is None:
        raise Http404("The registry has no such two documents.")
    written = StringIO()
    table = csv.writer(written)
    table.writerow(["identifier", "code", "statement", "verdict", "chains", "missing"])
    depths = _depths(found)
    for item, row in zip(found.items, found.coverage.rows, strict=True):
        said = _row(found, row, depths)
        chains = "\n".join(" → ".join(_in_line(chain)) for chain in said.chains)
        cells = (item.id, item.code, item.statement, row.verdict, chains, "\n".join(said.missing))
        # A cell that begins like a formula is one to a spreadsheet.
        table.writerow([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="coverage-{of}-by-{by}.csv"'
    return answer


def _in_line(chain: tuple[Step, ...]) -> Iterator[str]:
    for step in chain:
        yield f"{step.start} [{step.words}; {step.standing}]"
    if chain:
        yield chain[-1].end


def _row(found: Covering, row: Covered, depths: dict[str, int]) -> Row:
    item = found.names[row.item]
    return Row(
        item.code, cut(item.statement), item_page(found.of.key, row.item), row.verdict, str(VERDICTS[row.verdict]),
        tuple(chain for way in row.ways for chain in _chains(found.names, way)), tuple(_missing(found.names, row)),
        depths[row.item],
    )  # fmt: skip


def _chains(names: dict[str, Named], way: Way[Link]) -> Iterator[tuple[Step, ...]]:
    """The chain of a way, after those of the parts that it rests on."""
    for part in way.parts:
        yield from _chains(names, part)
    at, steps = way.start, []
    for link in way.links:
        onward = link.origin == at or (not at and link.destination == way.at)
        end = link.destination if onward else link.origin
        start = at or _("all its parts together")
        steps.append(
            Step(
                _name(names, start), link_words(link.kind, onward).lower(), _name(names, end), _standing(link)
            )
        )
        at = end
    if steps:
        yield tuple(steps)


def _missing(names: dict[str, Named], row: Covered) -> Iterator[str]:
    if row.parts:
        yield _("Covered of it: {names}").format(names=_several(names, row.parts))
    if row.missing:
        yield _("Not covered of it: {names}").format(names=_several(names, row.missing))
    for link in row.waiting:
        ends = (
            _name(names, link.origin),
            link_words(link.kind, True).lower(),
            _name(names, link.destination),
        )
        yield _("Nobody has certified: “{left}” {words} “{right}” ({standing})").format(
            left=ends[0], words=ends[1], right=ends[2], standing=_standing(link)
        )
    if row.near:
        yield _("Only related, which never counts: {names}").format(names=_several(names, row.near))


def _several(names: dict[str, Named], wanted: tuple[str, ...]) -> str:
    said = "; ".join(_name(names, each) for each in wanted[:MOST_NAMED])
    return f"{said} …" if len(wanted) > MOST_NAMED else said


def _name(names: dict[str, Named], identifier: str) -> str:
    found = names.get(identifier)
    if found is None:
        return identifier
    text = cut(found.statement or found.identifier, 90)
    return f"{found.code} {text}" if found.code else text


def _standing(link: Link) -> str:
    if link.kind == "isHigherLevelThan":
        return _("by the ladder itself")
    if link.status == "certified":
        return (
            _("certified by {body}").format(body=body_words(link.by))
            if link.by
            else status_words(link.status)
        )
    return _("claimed by {publisher}").format(publisher=link.by) if link.by else status_words(link.status)


def _depths(found: Covering) -> dict[str, int]:
    depths: dict[str, int] = {}
    for item in found.items:
        depths[item.id] = min(depths.get(item.parent, -1) + 1, 5)
    return depths


def _choose(request: HttpRequest) -> HttpResponse:
    own.follow(now=timezone.now())
    given = request.GET
    problem = _("Choose two different documents.") if given.get("of") or given.get("by") else ""
    every = tuple(each for each in documents.documents() if each.items)
    shown = ChoosePage(every, given.get("of", ""), given.get("by", ""), problem)
    return show(request, "throughline/alignments/coverage_choose.html", shown, status(problem))


def _key(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
