"""The docket: everything that was asked, before which body, how far it has come; and the form to propose something."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.charters import DECIDES, Body
from throughline.core.catalogue.documents import Organization
from throughline.core.governing.deadlines import Deadline
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who

KINDS = {
    "pathway": gettext_lazy("a pathway"),
    "framework": gettext_lazy("a framework of competencies or levels"),
    "agreement": gettext_lazy("an agreement"),
    "waiver": gettext_lazy("a waiver"),
    "charter": gettext_lazy("a charter"),
    "vision": gettext_lazy("the vision"),
    "variation": gettext_lazy("a local variation"),
    "funding": gettext_lazy("funding"),
    "commitment": gettext_lazy("a commitment"),
    "policy": gettext_lazy("a policy"),
    "request": gettext_lazy("a request for a pathway"),
}
"""What a proposal can be about, in words."""
STAGES = {
    "asked": gettext_lazy("asked for"),
    "drafting": gettext_lazy("being drafted"),
    "comment": gettext_lazy("open for comment"),
    "answering": gettext_lazy("comments are being answered"),
    "vote": gettext_lazy("open vote"),
    "decided": gettext_lazy("decided"),
    "in_force": gettext_lazy("in force"),
    "withdrawn": gettext_lazy("withdrawn"),
}
STEPS = {
    "comment": gettext_lazy("comment closes"),
    "answer_comments": gettext_lazy("answer all comments"),
    "open_vote": gettext_lazy("open the vote"),
    "vote": gettext_lazy("the vote closes"),
    "answer_region": gettext_lazy("answer the region"),
}
TYPED = ("kind", "title", "reason", "made_for", "answers")


@dataclass(frozen=True, slots=True)
class DocketRow:
    """One line of the docket. kind, stage: in words. next: the step that is due first, in words."""

    item: governance.Item
    kind: str
    stage: str
    bodies: tuple[Body, ...]
    next: Deadline | None
    step: str


@dataclass(frozen=True, slots=True)
class DocketPage:
    """The docket, of one body or all. reminders: what the body is to be reminded of. faults: what the checks found in
    what it certified."""

    rows: tuple[DocketRow, ...]
    body: Body | None
    bodies: tuple[Body, ...]
    reminders: tuple[tuple[governance.Item, Deadline, str], ...]
    faults: tuple[governance.certification.Fault, ...]


@dataclass(frozen=True, slots=True)
class ProposePage:
    """The form, with what was typed and what is wrong with it."""

    kinds: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[Body, bool], ...]
    organizations: tuple[Organization, ...]
    typed: Mapping[str, str]
    problem: str
    signed_in: bool


@page("docket.read")
def docket(request: HttpRequest) -> HttpResponse:
    """Everything on the docket, newest first."""
    bodies = reading.catalogue().bodies
    chosen, today = bodies.get(request.GET.get("body", "")), timezone.localdate()
    items = governance.docket(body=chosen.id if chosen else "", on=today)
    due = governance.reminded(items, today) if chosen else []
    reminders = tuple((item, each, str(STEPS[each.step])) for item, each in due)
    faults = tuple(
        each for each in governance.certification.faults() if chosen is None or each.owner == chosen.id
    )
    shown = DocketPage(tuple(map(_row, items)), chosen, tuple(bodies.values()), reminders, faults)
    return show(request, "throughline/governing/docket.html", shown)


def _named(item: governance.Item) -> governance.Item:
    """A request for a way by the name of where it is to lead."""
    if not item.what:
        return item
    return replace(item, title=_("A way to {thing}").format(thing=name_of(reading.catalogue(), item.what)))


def _row(item: governance.Item) -> DocketRow:
    ahead = next((each for each in item.due if not each.done), None)
    live = item.stage not in ("in_force", "withdrawn", "decided", "asked")
    return DocketRow(
        _named(item),
        str(KINDS[item.kind]),
        str(STAGES[item.stage]),
        tuple(map(governance.last_charter, item.bodies)),
        ahead if live else None,
        str(STEPS[ahead.step]) if ahead else "",
    )


@page("docket.propose")
def propose(request: HttpRequest) -> HttpResponse:
    """The form to propose something to a body, or to several that decide on one text."""
    actor, problem = who(request), ""
    given = request.POST or request.GET
    typed = {name: given.get(name, "") for name in TYPED}
    chosen = given.getlist("bodies")
    if request.method == "POST":
        try:
            number = actions.propose(
                by=actor,
                kind=typed["kind"],
                title=typed["title"],
                reason=typed["reason"],
                bodies=chosen,
                made_for=typed["made_for"],
                answers=int(typed["answers"]) if typed["answers"].isdigit() else None,
                now=timezone.now(),
            )
            messages.success(request, _("It is number {n} on the docket.").format(n=number))
            return redirect("matter", number)
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/governing/propose.html", _form(actor, typed, chosen, problem), status(problem)
    )


def _form(actor: Actor, typed: Mapping[str, str], chosen: list[str], problem: str) -> ProposePage:
    kept = reading.catalogue()
    every = sorted(kept.bodies.values(), key=lambda each: (each.scope != "state", each.id))
    return ProposePage(
        tuple((kind, str(KINDS[kind])) for kind in DECIDES),
        tuple((each, each.id in chosen) for each in every),
        tuple(
            kept.organizations[each] for each in sorted(actor.organizations()) if each in kept.organizations
        ),
        typed,
        problem,
        actor.person is not None,
    )
