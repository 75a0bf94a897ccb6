"""Alignments between frameworks and what one covers of another, for anyone. No person is named."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from throughline.api.problems import Problem
from throughline.apps.registry.queries import alignments, coverage
from throughline.core.alignment.closure import Way
from throughline.core.alignment.coverage import Covered
from throughline.core.alignment.equivalence import Link

router = Router(tags=["registry"])
Standing = Literal["claimed", "reviewed", "certified", "declined", "withdrawn"]


class End(Schema):
    """An item at one end, and the document it stands in."""

    document: UUID
    document_title: str
    identifier: str
    uri: str
    code: str
    statement: str


class Alignment(Schema):
    """How an alignment stands: `left` `kind` `right`. since: when it was decided so. certified_by: the governing body, while
    it is certified. complete: of a part: the parts named are the whole. carries_over: of what is replaced: the old one
    counts as the new one. level: the proficiency it counts for at most."""

    alignment: UUID
    number: int
    left: End
    right: End
    kind: str
    status: str
    basis: str
    reason: str
    certified_by: str
    since: datetime
    complete: bool
    carries_over: bool
    level: int | None


class Alignments(Schema):
    """A stretch of alignments, the newest decision first, and how many there are of each standing."""

    count: int
    counts: dict[str, int]
    items: list[Alignment]


class Asked(Schema):
    """Which alignments. document: those with one document only."""

    status: Standing = "certified"
    document: UUID | None = None
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class Step(Schema):
    """A link of a chain. by: who certified it, or who claims it."""

    id: str
    origin: str
    kind: str
    destination: str
    status: str
    by: str


class Chain(Schema):
    """How an item is reached: from `start` on, or, where that is empty, from all of its parts together. links: in order,
    those of the parts first. level: the proficiency it counts for at most."""

    start: str
    links: list[Step]
    level: int | None


class Row(Schema):
    """An item and how it is covered: covered, partly, cannot_tell or not. parts, missing: of what is partly covered, which
    parts are and are not. waiting: links that nobody has certified yet. near: items that are only related."""

    identifier: str
    code: str
    statement: str
    verdict: str
    chains: list[Chain]
    parts: list[str]
    missing: list[str]
    waiting: list[Step]
    near: list[str]


class Coverage(Schema):
    """What one document covers of another: how many items of each verdict, and a stretch of the items in their order."""

    of: UUID
    by: UUID
    count: int
    counts: dict[str, int]
    items: list[Row]


class Pair(Schema):
    """Two documents of the registry, by key. verdict: only the items with that one."""

    of: UUID
    by: UUID
    verdict: Literal["", "covered", "partly", "cannot_tell", "not"] = ""
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=1000)] = 500


@router.get("/alignments", response={200: Alignments, 422: Problem}, summary="Alignments between frameworks")
def listed(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Alignments of one standing; what is not certified counts nowhere."""
    found = alignments.alignments(
        status=asked.status, document=asked.document, start=asked.offset, most=asked.limit
    )
    return Alignments(
        count=found.total, counts=found.counts, items=[_alignment(each) for each in found.alignments]
    )


@router.get(
    "/coverage",
    response={200: Coverage, 404: Problem, 422: Problem},
    summary="What one framework covers of another",
)
def covered(request: HttpRequest, asked: Query[Pair]) -> Any:
    """For each item of `of` whether somebody who has everything in `by` has it, with the chain."""
    found = coverage.covering(asked.of, asked.by)
    if found is None:
        raise Http404("The registry has no such two documents.")
    rows = [row for row in found.coverage.rows if asked.verdict in ("", row.verdict)]
    shown = rows[asked.offset : asked.offset + asked.limit]
    counts = {str(name): number for name, number in found.coverage.counts.items()}
    return Coverage(
        of=asked.of, by=asked.by, count=len(rows), counts=counts,
        items=[_row(found, each) for each in shown],
    )  # fmt: skip


def _alignment(found: alignments.Alignment) -> Alignment:
    return Alignment(
        alignment=found.key, number=found.number, left=_end(found.left), right=_end(found.right), kind=found.kind,
        status=found.status, basis=found.basis, reason=found.reason,
        certified_by=found.body if found.status == "certified" else "", since=found.since, complete=found.complete,
        carries_over=found.carries_over, level=found.level,
    )  # fmt: skip


def _end(end: alignments.End) -> End:
    return End(
        document=end.document, document_title=end.title, identifier=end.identifier, uri=end.uri, code=end.code,
        statement=end.statement,
    )  # fmt: skip


def _row(found: coverage.Covering, row: Covered) -> Row:
    item = found.names[row.item]
    return Row(
        identifier=row.item, code=item.code, statement=item.statement, verdict=row.verdict,
        chains=[_chain(way) for way in row.ways], parts=list(row.parts), missing=list(row.missing),
        waiting=[_step(link) for link in row.waiting], near=list(row.near),
    )  # fmt: skip


def _chain(way: Way[Link]) -> Chain:
    return Chain(start=way.start, links=[_step(link) for link in way.every_link], level=way.cap)


def _step(link: Link) -> Step:
    return Step(
        id=link.id,
        origin=link.origin,
        kind=link.kind,
        destination=link.destination,
        status=link.status,
        by=link.by,
    )
