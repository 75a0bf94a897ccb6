"""The public log and the docket of requests, for anyone. No person stands in either."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema

from throughline.api.problems import Problem
from throughline.apps.governance import queries as governance
from throughline.apps.trail import queries as trail

router = Router(tags=["public record"])


class Checkpoint(Schema):
    """The log's size, and the root hash (hex, RFC 9162) that covers all of it."""

    size: int
    root: str


class Entry(Schema):
    """One entry: which version was published or retired, or the salted hash of a credential, and its leaf hash."""

    position: int
    state: str
    kind: str
    act: str
    reference: str
    number: int
    digest: str
    leaf_hash: str
    recorded_at: datetime


class Log(Checkpoint):
    """A stretch of the log, oldest first."""

    entries: list[Entry]


class Inclusion(Checkpoint):
    """The hashes that lead from one entry to the root."""

    position: int
    path: list[str]


class Request(Schema):
    """A pathway somebody asked for."""

    docket: int
    profession: str
    cluster: str
    why: str
    asked_at: datetime


@router.get("/log", response={200: Log, 422: Problem}, summary="The public log")
def log(
    request: HttpRequest,
    start: Annotated[int, Field(ge=0, le=2**31)] = 0,
    limit: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> Any:
    """Entries from position `start` on."""
    now = trail.checkpoint()
    return {"size": now.size, "root": now.root, "entries": trail.public_log(start=start, limit=limit)}


@router.get(
    "/log/{position}/proof",
    response={200: Inclusion, 404: Problem, 422: Problem},
    summary="Proof of an entry",
)
def proof(request: HttpRequest, position: int) -> Any:
    """What shows that an entry is in the log."""
    now = trail.checkpoint()
    if not 0 <= position < now.size:
        raise Http404(f"The log has no entry {position}; it has {now.size}, from 0 on.")
    return Inclusion(size=now.size, root=now.root, position=position, path=trail.inclusion_proof(position))


@router.get("/requests", response=list[Request], summary="Requests for pathways")
def requests(request: HttpRequest) -> Any:
    """What was asked for, newest first, without who asked."""
    return governance.requests()
