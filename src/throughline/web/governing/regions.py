"""A region's work: its partners, what they promised, the conditions of change as it sees them, and its plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.directory.predicates import LEADERS
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.documents import Agreement, Organization, Pathway
from throughline.core.requirements.nodes import walk
from throughline.core.requirements.words import sentence
from throughline.web import reading
from throughline.web.names import name_of, say
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import language, words

FIELDS = {
    "partner": ("partner", "brings", "since"), "meeting": ("title", "on", "notes"),
    "commitment": ("partner", "text", "due"), "plan": ("needs", "capacity", "steps"),
}  # fmt: skip
"""What can be added to a region's work, with the fields of its form."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """An organization the reader leads, and what it may keep here."""

    organization: Organization
    profile: bool
    reviews: bool
    region: bool
    learners: bool


@dataclass(frozen=True, slots=True)
class RegionPage:
    """A region's work as its reader may see it. titles: of the organizations that are named."""

    work: governance.Workspace
    titles: Mapping[str, str]
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class AddPage:
    """One form of a region's work, with what was typed and what is wrong."""

    keeper: Organization
    what: str
    choices: tuple[tuple[str, str], ...]
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class ConditionPage:
    """One condition of change, to be written by the region."""

    keeper: Organization
    condition: str
    title: str
    typed: Mapping[str, str]
    problem: str


@dataclass(frozen=True, slots=True)
class SeamShown:
    """A program beyond a diploma. gaps: what it asks besides, in words."""

    agreement: Agreement
    credential: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeamsPage:
    """Each diploma's programs, by pathway. open: how many of them ask for more than the diploma holds."""

    rows: tuple[tuple[Pathway, tuple[SeamShown, ...]], ...]
    programs: int
    open: int


@page("region.read")
def own_places(request: HttpRequest) -> HttpResponse:
    """Everything that those who lead an organization keep of it here."""
    actor, known = who(request), reading.catalogue().organizations
    led = sorted(actor.organizations(*LEADERS, "board_member"))
    found = tuple(
        OwnPlace(
            known[name],
            profile=governance.profile_of(name) is not None and name in actor.organizations(*LEADERS),
            reviews=governance.reviewed(name) is not None,
            region=known[name].kind == "intermediary",
            learners=known[name].kind in ("school", "intermediary")
            and allowed(actor, "cohort.read", Subject(organization=name)).allowed,
        )
        for name in led
        if name in known
    )
    return show(request, "throughline/governing/own_places.html", found)


@page("region.read")
def regions(request: HttpRequest) -> HttpResponse:
    """Who brings a region together."""
    return show(request, "throughline/governing/regions.html", tuple(governance.keepers()))


@page("region.read")
def region(request: HttpRequest, name: str) -> HttpResponse:
    """A region's work."""
    actor = who(request)
    work = _work(actor, name)
    acts = actor.organizations() - actor.organizations("learner")
    return show(request, "throughline/governing/region.html", RegionPage(work, _titles(), acts))


@page("region.write")
def add(request: HttpRequest, name: str, what: str) -> HttpResponse:
    """Add a partner, a meeting, a commitment, or send the plan."""
    actor, keeper = who(request), _led(request, name)
    if what not in FIELDS:
        raise Http404(f"Nothing is called '{what}' here.")
    given, problem = request.POST, ""
    today = f"{timezone.localdate():%Y-%m-%d}"
    dated = {"since": today, "on": today}
    typed = {each: given.get(each, "" if given else dated.get(each, "")) for each in FIELDS[what]}
    if request.method == "POST":
        try:
            _ADD[what](actor, name, given)
            messages.success(request, _("It is kept."))
            return redirect("region", name)
        except Refused as refusal:
            problem = str(refusal)
    shown = AddPage(keeper, what, _choices(actor, name, what), typed, problem)
    return show(request, "throughline/governing/region_add.html", shown, status(problem))


def _add_partner(actor: Actor, name: str, given: QueryDict) -> None:
    since = day_of(given.get("since", "")) or timezone.localdate()
    actions.add_partner(
        by=actor, keeper=name, partner=given.get("partner", ""), brings=given.get("brings", ""), since=since,
        now=timezone.now(),
    )  # fmt: skip


def _add_meeting(actor: Actor, name: str, given: QueryDict) -> None:
    on = day_of(given.get("on", "")) or timezone.localdate()
    actions.keep_meeting(
        by=actor, keeper=name, on=on, title=given.get("title", ""), notes=given.get("notes", ""),
        present=given.getlist("present"), now=timezone.now(),
    )  # fmt: skip


def _add_commitment(actor: Actor, name: str, given: QueryDict) -> None:
    actions.commit(
        by=actor, keeper=name, partner=given.get("partner", ""), text=given.get("text", ""),
        due=day_of(given.get("due", "")), now=timezone.now(),
    )  # fmt: skip


def _send_plan(actor: Actor, name: str, given: QueryDict) -> None:
    actions.send_plan(
        by=actor, keeper=name, needs=given.get("needs", ""), capacity=given.get("capacity", ""),
        steps=given.get("steps", ""), now=timezone.now(),
    )  # fmt: skip


_ADD: Mapping[str, Callable[[Actor, str, QueryDict], None]] = {
    "partner": _add_partner,
    "meeting": _add_meeting,
    "commitment": _add_commitment,
    "plan": _send_plan,
}


@page("region.write")
def condition(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """The region writes how a condition is, how it might be, and what lies between."""
    actor, keeper = who(request), _led(request, name)
    pairs = {each.condition.id: each for each in _work(actor, name).conditions}
    if key not in pairs:
        raise Http404(f"There is no condition '{key}'.")
    pair, given, problem = pairs[key], request.POST, ""
    kept = {"now": pair.now, "wanted": pair.wanted, "gap": pair.gap}
    typed = {each: given.get(each, kept[each]) for each in kept}
    if request.method == "POST":
        try:
            actions.see_condition(
                by=actor, keeper=name, condition=key, as_is=typed["now"], wanted=typed["wanted"],
                gap=typed["gap"], now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("It is kept."))
            return redirect("region", name)
        except Refused as refusal:
            problem = str(refusal)
    shown = ConditionPage(keeper, key, words(pair.condition.title), typed, problem)
    return show(request, "throughline/governing/region_condition.html", shown, status(problem))


@page("commitment.close")
@require_POST
def close(request: HttpRequest, name: str, key: UUID) -> HttpResponse:
    """Say what became of a commitment."""
    given = request.POST
    actions.close_commitment(
        by=who(request), commitment=key, outcome=given.get("outcome", ""), closing=given.get("closing", ""),
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("The commitment is closed."))
    return redirect("region", name)


@page("region.write")
@require_POST
def part(request: HttpRequest, name: str, key: UUID) -> HttpResponse:
    """A partnership ends."""
    actions.end_partnership(by=who(request), partnership=key, now=timezone.now())
    messages.success(request, _("The partnership has ended. What was promised stays."))
    return redirect("region", name)


@page("region.approve")
@require_POST
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """The state's body answers a region's plan."""
    given = request.POST
    actions.decide_plan(
        by=who(request), keeper=name, decision=given.get("decision", ""), reasons=given.get("reasons", ""),
        now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("The answer is kept."))
    return redirect("region", name)


@page("seams.read")
def seams(request: HttpRequest) -> HttpResponse:
    """Each diploma against what each program asks at entry."""
    kept, found = reading.catalogue(), governance.seams()
    rows = tuple(
        (
            pathway,
            tuple(
                SeamShown(
                    kept.agreements[each.agreement],
                    name_of(kept, f"credential:{each.credential.removeprefix('credential:')}"),
                    tuple(_gap(gap.node.id, each.agreement) for gap in each.gaps),
                )
                for each in found
                if each.pathway == pathway.id
            ),
        )
        for pathway in sorted(kept.pathways.values(), key=lambda each: words(each.title))
    )
    shown = SeamsPage(rows, len(found), sum(1 for each in found if each.gaps))
    return show(request, "throughline/governing/seams.html", shown)


def _gap(node: str, agreement: str) -> str:
    kept = reading.catalogue()
    asked = next(each for each in walk(kept.agreements[agreement].trigger) if each.id == node)
    return sentence(asked, say(kept), language())


def _work(actor: Actor, name: str) -> governance.Workspace:
    found = governance.workspace(actor, name, on=timezone.localdate())
    if found is None:
        raise Http404(f"'{name}' brings no region together.")
    return found


def _led(request: HttpRequest, name: str) -> Organization:
    keeper = reading.catalogue().organizations.get(name)
    if keeper is None or keeper.kind != "intermediary":
        raise Http404(f"'{name}' brings no region together.")
    if not allowed(who(request), "region.write", Subject(organization=name)).allowed:
        raise Refused(_("This region's work"), _("only those who lead it write it."), _("You can read it."))
    return keeper


def _titles() -> dict[str, str]:
    return {name: words(each.title) for name, each in reading.catalogue().organizations.items()}


def _choices(actor: Actor, name: str, what: str) -> tuple[tuple[str, str], ...]:
    """The organizations a form lets choose: all but partners for a new one, else the partners."""
    partners = {each.partner for each in _work(actor, name).partners}
    titles = _titles()
    chosen = titles.keys() - partners - {name} if what == "partner" else partners
    return tuple(sorted(((each, titles.get(each, each)) for each in chosen), key=lambda pair: pair[1]))
