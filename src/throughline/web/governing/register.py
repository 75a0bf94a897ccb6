"""The public register: every vote and decision by seat, how deciding is spread, what was decided together, what regions
vary; and one vote whole, with what the body signed."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import Body
from throughline.web import reading
from throughline.web.governing.docket import KINDS
from throughline.web.governing.matter import SECTORS, VoteShown, vote_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show


@dataclass(frozen=True, slots=True)
class Varied:
    """A local variation with the names of its rule and of the state's rule that it varies."""

    variation: governance.Variation
    body: Body
    name: str
    refines: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """shares: of votes for or against, by sector in words, of a hundred; index: how concentrated, of a hundred. matters,
    together: decided at all, and by two bodies or more, from the public log. meetings: days with minutes, by body."""

    votes: tuple[tuple[VoteShown, str], ...]
    shares: tuple[tuple[str, int, int], ...]
    index: int
    decisions: int
    matters: int
    together: int
    variations: tuple[Varied, ...]
    meetings: tuple[tuple[Body, tuple[date, ...]], ...]


@dataclass(frozen=True, slots=True)
class VotePage:
    """One vote. place: of its decision in the public log; None while it is open. address: of this house."""

    shown: VoteShown
    kind: str
    statement: str
    place: int | None
    address: str


@page("docket.read")
def register(request: HttpRequest) -> HttpResponse:
    """Every vote, newest first."""
    votes = governance.votes_held()
    spread = governance.spread(votes)
    matters, together = governance.decisions_counted()
    shown = RegisterPage(
        tuple((vote_shown(each), str(KINDS[each.kind])) for each in votes),
        tuple(
            (str(SECTORS[s]), round(100 * share), round(100 * spread.prevailed[s]))
            for s, share in spread.shares.items()
        ),
        round(100 * spread.index),
        spread.decisions,
        matters,
        together,
        tuple(map(_varied, governance.variations())),
        tuple((governance.last_charter(name), days) for name, days in _meetings(votes)),
    )
    return show(request, "throughline/governing/register.html", shown)


def _varied(each: governance.Variation) -> Varied:
    kept = reading.catalogue()
    refines = f"rule:{each.refines}" if each.refines and ":" not in each.refines else each.refines
    return Varied(
        each,
        governance.last_charter(each.body),
        name_of(kept, each.rule),
        name_of(kept, refines) if refines else "",
    )


def _meetings(votes: list[governance.VoteNow]) -> list[tuple[str, tuple[date, ...]]]:
    days: dict[str, set[date]] = {}
    for each in votes:
        held = days.setdefault(each.body, set())
        held.add(timezone.localdate(each.opened_at))
        if each.decided_at:
            held.add(timezone.localdate(each.decided_at))
    return [(body, tuple(sorted(held, reverse=True))) for body, held in sorted(days.items())]


@page("docket.read")
def vote(request: HttpRequest, number: int, body: str, nth: int) -> HttpResponse:
    """One vote by seat, its outcome, its reasons and its signature."""
    found = governance.one_vote(number, body, nth)
    statement = json.dumps(found.statement, ensure_ascii=False, indent=1) if found.statement else ""
    shown = VotePage(
        vote_shown(found),
        str(KINDS[found.kind]),
        statement,
        governance.log_place(found),
        request.build_absolute_uri("/").rstrip("/"),
    )
    return show(request, "throughline/governing/vote.html", shown)


@page("docket.read")
def vote_file(request: HttpRequest, number: int, body: str, nth: int) -> HttpResponse:
    """The same as a file: the statement, the signature over it, and the packet that lay before the members."""
    found = governance.one_vote(number, body, nth)
    content: dict[str, Any] = {
        "statement": dict(found.statement),
        "signed": found.signed,
        "packet": dict(found.packet),
        "digest": found.digest,
    }
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=1), content_type="application/json")
