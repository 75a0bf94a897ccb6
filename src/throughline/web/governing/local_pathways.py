"""Local programs that a region endorses: who supplies each element, what the region adds, and what it said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import LEADERS, STAFF
from throughline.apps.governance.actions import local_pathways as actions
from throughline.apps.governance.queries import local_pathways as queries
from throughline.apps.governance.queries.local_pathways import Program, SaidOf
from throughline.core.catalogue.documents import Organization
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.words import words

OFFERING = ("k12", "postsecondary", "community")
"""Sectors whose organizations offer a program that can be endorsed."""


@dataclass(frozen=True, slots=True)
class ProgramRow:
    """A program in the list of a region. lacks: what is missing, in words; empty where the rule holds."""

    program: Program
    title: str
    home: str
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """Who supplies an element, and how. local: the program itself. ends: the reader may end it."""

    key: UUID
    provider: str
    place: str
    how: str
    local: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One element of a program. offers, lists: the reader may say that the program, or the region, supplies it."""

    key: str
    title: str
    supplied: tuple[SupplyRow, ...]
    offers: bool
    lists: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """The local programs of a region. homes, pathways: what the reader may ask an endorsement for."""

    keeper: Organization
    rule: str
    rows: tuple[ProgramRow, ...]
    homes: tuple[tuple[str, str], ...]
    pathways: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class OnePage:
    """One local program. partners: whom the region may list. typed: of the form that was refused."""

    keeper: Organization
    row: ProgramRow
    rule: str
    cite: str
    elements: tuple[ElementRow, ...]
    local: int
    said: tuple[SaidOf, ...]
    partners: tuple[tuple[str, str], ...]
    asked_at: datetime
    typed: Mapping[str, str]
    problem: str


@page("region.read")
def programs(request: HttpRequest, name: str) -> HttpResponse:
    """The local programs of a region, and the form to ask for an endorsement."""
    return _list(request, name, "")


@page("local_pathway.write")
@require_POST
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """A school asks its region to endorse a program."""
    sent = request.POST
    try:
        key = actions.ask(
            by=who(request), keeper=name, home=sent.get("home", ""), pathway=sent.get("pathway", ""), now=timezone.now()
        )  # fmt: skip
    except Refused as refusal:
        return _list(request, name, str(refusal))
    messages.success(request, _("The region sees it. Say now which elements your program has."))
    return redirect("local-pathway", name, key)


@page("region.read")
def one(request: HttpRequest, name: str, key: UUID) -> HttpResponse:
    """One local program; with a form sent, what its reader may do about it."""
    problem = ""
    if request.method == "POST":
        try:
            messages.success(request, _act(request, key))
            return redirect("local-pathway", name, key)
        except Refused as refusal:
            problem = str(refusal)
    found = queries.program(who(request), key, on=timezone.localdate())
    if found is None or found.keeper != name:
        raise Http404("There is no such program.")
    return show(
        request, "throughline/governing/local_pathway.html", _one(request, found, problem), status(problem)
    )


def _act(request: HttpRequest, key: UUID) -> str:
    sent, by, now = request.POST, who(request), timezone.now()
    act, element, how = sent.get("act", ""), sent.get("element", ""), sent.get("how", "")
    if act == "offer":
        actions.offer(by=by, program=key, element=element, how=how, now=now)
        return _("It stands with the program.")
    if act == "list":
        actions.list_provider(
            by=by, program=key, element=element, provider=sent.get("provider", ""), how=how, now=now
        )
        return _("The provider stands with the program.")
    if act == "end":
        actions.end_supply(by=by, supply=_key(sent.get("supply", "")), now=now)
        return _("It has ended.")
    if act == "endorse":
        actions.endorse(by=by, program=key, reasons=sent.get("reasons", ""), now=now)
        return _("The region endorses this program. Everyone reads it.")
    actions.take_back(by=by, program=key, reasons=sent.get("reasons", ""), now=now)
    return _("The endorsement is taken back. What was said before stays readable.")


def _key(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise Http404("Nothing is called that here.") from None


def _list(request: HttpRequest, name: str, problem: str) -> HttpResponse:
    actor, keeper, by = who(request), _keeper(name), queries.rule()
    found = queries.programs_in(actor, name, on=timezone.localdate())
    homes = _homes(actor)
    shown = ListPage(
        keeper, words(by.title) if by else "", tuple(_row(each) for each in found), homes,
        tuple(sorted(((k, words(p.title)) for k, p in reading.catalogue().pathways.items()), key=lambda each: each[1]))
        if homes and by else (),
        {each: request.POST.get(each, "") for each in ("home", "pathway")}, problem,
    )  # fmt: skip
    return show(request, "throughline/governing/local_pathways.html", shown, status(problem))


def _homes(actor: Actor) -> tuple[tuple[str, str], ...]:
    known = reading.catalogue().organizations
    acts = sorted(actor.organizations(*LEADERS, *STAFF))
    return tuple(
        (each, words(known[each].title))
        for each in acts
        if each in known and known[each].sector in OFFERING and known[each].kind != "intermediary"
    )


def _row(found: Program) -> ProgramRow:
    kept = reading.catalogue()
    return ProgramRow(
        found, name_of(kept, f"pathway:{found.pathway}"), name_of(kept, f"organization:{found.home}"),
        tuple(_lacks(found)),
    )  # fmt: skip


def _lacks(found: Program) -> list[str]:
    held = found.held
    said = [_("Nobody supplies this yet: %(what)s") % {"what": words(each.title)} for each in held.bare]
    if held.local < held.least:
        more = held.least - held.local
        said.append(
            ngettext("%(n)s more in the program itself", "%(n)s more in the program itself", more)
            % {"n": more}
        )
    return said


def _one(request: HttpRequest, found: Program, problem: str) -> OnePage:
    sent, keeper = request.POST, _keeper(found.keeper)
    partners = queries.partners_of(found.keeper) if found.endorses else ()
    kept, cite = reading.catalogue(), found.rule.editions[-1].root.cite
    return OnePage(
        keeper, _row(found), words(found.rule.title), f"{cite.source}, {cite.section}" if cite else "",
        tuple(_element(found, each.id, words(each.title)) for each in found.elements), found.held.local, found.said,
        tuple((each, name_of(kept, f"organization:{each}")) for each in partners), found.asked_at,
        {each: sent.get(each, "") for each in ("act", "element", "how", "provider", "reasons")}, problem,
    )  # fmt: skip


def _element(found: Program, key: str, title: str) -> ElementRow:
    kept, supplied = reading.catalogue(), found.by(key)
    return ElementRow(
        key, title,
        tuple(
            SupplyRow(
                each.id, name_of(kept, f"organization:{each.provider}"), each.provider, each.how, each.side == "local",
                found.writes if each.side == "local" else found.endorses,
            )
            for each in supplied
        ),
        found.writes and not any(each.side == "local" for each in supplied), found.endorses,
    )  # fmt: skip


def _keeper(name: str) -> Organization:
    keeper = reading.catalogue().organizations.get(name)
    if keeper is None or keeper.kind != "intermediary":
        raise Http404(f"'{name}' brings no region together.")
    return keeper
