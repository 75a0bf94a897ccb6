"""What the state has published, for anyone: pathways and their versions, rules, milestones, frameworks, credentials."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from throughline.api.problems import Problem
from throughline.apps.advising import queries as advising
from throughline.apps.frameworks import queries as frameworks
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.core.formats.state_pack.bodies import document_to_json

router = Router(tags=["registry"])
ERRORS = {404: Problem, 422: Problem}
Body = dict[str, Any]


class Page(Schema):
    """A stretch of a list: where it starts, how long it may be."""

    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class PathwayLine(Schema):
    """A pathway in a list. milestones: their ids, stage by stage in order."""

    id: str
    version: int
    title: dict[str, str]
    summary: dict[str, str]
    cluster: str
    family: str
    letter: str
    destinations: list[str]
    milestones: list[str]


class VersionLine(Schema):
    """One published version. digest: sha256 over the canonical JSON (RFC 8785), hex."""

    reference: str
    number: int
    act: str
    digest: str
    published_at: datetime


class Version(VersionLine):
    """A version with its document, and the version of everything its rules rest on."""

    document: Body
    pins: dict[str, int]


class Document(Schema):
    """A document in force: its reference, version number, and the document itself."""

    reference: str
    version: int
    document: Body


class Listed(Schema):
    """A stretch of documents, and how many there are in all."""

    count: int
    items: list[Document]


@router.get("/pathways", response={200: list[PathwayLine], 422: Problem}, summary="Pathways in force")
def pathways(request: HttpRequest, family: str = "", cluster: str = "") -> Any:
    """All pathways in force, by id; `family` and `cluster` narrow."""
    every = sorted(frameworks.catalogue().pathways.values(), key=lambda p: p.id)
    return [_line(p) for p in every if family in ("", p.family) and cluster in ("", p.cluster)]


def _line(pathway: Pathway) -> PathwayLine:
    drawn = frameworks.structure()
    return PathwayLine(
        id=pathway.id, version=drawn.catalogue.versions.get(f"pathway:{pathway.id}", 1), title=dict(pathway.title),
        summary=dict(pathway.summary), cluster=pathway.cluster, family=pathway.family, letter=pathway.letter,
        destinations=[d.id for d in pathway.destinations], milestones=list(drawn.parts[pathway.id].milestones),
    )  # fmt: skip


@router.get("/pathways/{name}", response={200: Document, **ERRORS}, summary="A pathway in force")
def pathway(request: HttpRequest, name: str) -> Any:
    """The whole document of a pathway: stages, gates as rules, destinations."""
    return _document("pathway", name)


@router.get(
    "/pathways/{name}/versions", response={200: list[VersionLine], **ERRORS}, summary="Versions of a pathway"
)
def versions(request: HttpRequest, name: str) -> Any:
    """Every version ever published, newest first."""
    found = frameworks.versions_of(f"pathway:{name}")
    if not found:
        raise Http404(f"There is no pathway '{name}'.")
    return [_version_line(each) for each in found]


@router.get(
    "/pathways/{name}/versions/{number}",
    response={200: Version, **ERRORS},
    summary="One version of a pathway",
)
def version(request: HttpRequest, name: str, number: int) -> Any:
    """One version, as it was published."""
    found = frameworks.version(f"pathway:{name}", number) if 0 < number < 2**31 else None
    if found is None:
        raise Http404(f"Pathway '{name}' has no version {number}.")
    return Version(**_version_line(found).dict(), document=dict(found.body), pins=dict(found.pins))


def _version_line(found: frameworks.PublishedVersion) -> VersionLine:
    return VersionLine(
        reference=found.reference,
        number=found.number,
        act=found.act,
        digest=found.digest,
        published_at=found.published_at,
    )


@router.get(
    "/pathways/{name}/portability",
    response={200: dict[str, list[str]], **ERRORS},
    summary="What counts elsewhere",
)
def portability(request: HttpRequest, name: str) -> Any:
    """For each milestone of the pathway, every other pathway where it counts too."""
    if name not in frameworks.structure().parts:
        raise Http404(f"There is no pathway '{name}'.")
    return {each.milestone: [p.pathway for p in each.also_in] for each in advising.portability(name)}


class Move(Schema):
    """The most milestones that a move to a pathway can ask for before its next gate (`gate`), from any point of the
    secondary stage; most 0: none. exact: over every record there can be, else an upper limit."""

    pathway: str
    family: str
    most: int
    gate: str
    exact: bool


class Moves(Schema):
    """The worst move to every other pathway, and the pathways open to whoever completed the foundation alone."""

    pathway: str
    most: int
    moves: list[Move]
    at_once: list[str]


@router.get(
    "/pathways/{name}/moves", response={200: Moves, **ERRORS}, summary="What a move may ask for at most"
)
def moves(request: HttpRequest, name: str) -> Any:
    """How far a move from the pathway to each other one can be, at worst, before its next gate."""
    every = frameworks.catalogue().pathways
    if name not in every:
        raise Http404(f"There is no pathway '{name}'.")
    reach = frameworks.reach(name)
    found = [
        Move(pathway=m.target, family=every[m.target].family, most=m.most, gate=m.gate, exact=m.exact)
        for m in reach.moves
    ]
    return Moves(pathway=name, most=reach.most, moves=found, at_once=list(reach.at_once))


COLLECTIONS = {
    "milestones": "milestone", "rules": "rule", "competencies": "competency", "credentials": "credential",
    "organizations": "organization", "agreements": "agreement", "opportunities": "opportunity",
}  # fmt: skip


@router.get("/levels", response={200: list[Document]}, summary="Qualification frameworks and their levels")
def levels(request: HttpRequest) -> Any:
    """Every ladder of levels in force."""
    names = frameworks.catalogue().qualification_frameworks
    return [_document("qualification_framework", name) for name in names]


def _listing(collection: str) -> Any:
    kind = COLLECTIONS[collection]

    def listed(request: HttpRequest, page: Query[Page]) -> Any:
        names = sorted(getattr(frameworks.catalogue(), collection))
        shown = names[page.offset : page.offset + page.limit]
        return Listed(count=len(names), items=[_document(kind, name) for name in shown])

    def one(request: HttpRequest, name: str) -> Any:
        return _document(kind, name)

    listed.__doc__ = f"The {collection} in force, by id."
    one.__doc__ = f"One of the {collection} in force."
    router.get(
        f"/{collection}",
        response={200: Listed, 422: Problem},
        operation_id=collection,
        summary=listed.__doc__,
    )(listed)
    router.get(
        f"/{collection}/{{name}}", response={200: Document, **ERRORS}, operation_id=kind, summary=one.__doc__
    )(one)
    return listed


for _collection in COLLECTIONS:
    _listing(_collection)


def _document(kind: str, name: str) -> Document:
    catalogue = frameworks.catalogue()
    places = {"pathway": "pathways", "qualification_framework": "qualification_frameworks"}
    collection = places.get(kind) or next(c for c, k in COLLECTIONS.items() if k == kind)
    found: Milestone | None = getattr(catalogue, collection).get(name)
    if found is None:
        raise Http404(f"There is no {kind.replace('_', ' ')} '{name}'.")
    reference = f"{kind}:{name}"
    return Document(
        reference=reference,
        version=catalogue.versions.get(reference, 1),
        document=document_to_json(kind, found),
    )
