"""The state's work for everyone: each recommendation and its parts, who carries them, what was talked over, what changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.core.catalogue.lists import WorkLine
from throughline.web import reading
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import words

ROLES = {
    "orchestrate": gettext_lazy("Bring people together"), "innovate": gettext_lazy("Change what is there"),
    "advocate": gettext_lazy("Speak up"), "govern": gettext_lazy("Govern"), "lead": gettext_lazy("Lead"),
}  # fmt: skip
STATES = {
    "": gettext_lazy("nobody carries it yet"), "planned": gettext_lazy("planned"), "begun": gettext_lazy("begun"),
    "in_place": gettext_lazy("in place"),
}  # fmt: skip
MARKS = {"": "open", "planned": "open", "begun": "progress", "in_place": "met"}
MEANS = {
    "program": gettext_lazy("a program"), "redesign": gettext_lazy("something built anew"),
    "infrastructure": gettext_lazy("what all can use"), "support": gettext_lazy("support"),
    "evidence": gettext_lazy("evidence"),
}  # fmt: skip
NOTES = {"meeting": gettext_lazy("Meeting"), "note": gettext_lazy("Note")}


@dataclass(frozen=True, slots=True)
class ItemShown:
    """A work item with its words. mark: the look of its state."""

    now: governance.ItemNow
    owner: str
    state: str
    mark: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of work with its items."""

    line: WorkLine
    items: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True)
class RoleShown:
    """The lines of one role. rolled: its items, counted; states: by word, those there are."""

    key: str
    title: str
    rolled: governance.RollUp
    states: tuple[tuple[str, int], ...]
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, slots=True)
class WorkPage:
    """All work by role. unchanged: what is to change something and is linked to nothing that changed; unowned: what nobody
    carries; unspoken: what is to bring people together and has no meeting or note."""

    roles: tuple[RoleShown, ...]
    recommendations: int
    parts: int
    unowned: tuple[governance.ItemNow, ...]
    unspoken: tuple[governance.ItemNow, ...]
    unchanged: tuple[governance.ItemNow, ...]


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """Something that changed, with its name and, where it has a page, its address."""

    change: governance.Changed
    means: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class WorkItemPage:
    """One work item. organizations: for the forms; references: of the log, to choose from."""

    item: governance.OneItem
    role: str
    state: str
    mark: str
    standings: tuple[tuple[governance.Standing, str, str], ...]
    notes: tuple[tuple[governance.Noted, str, tuple[str, ...]], ...]
    changes: tuple[ChangeShown, ...]
    stakeholders: tuple[tuple[str, str], ...]
    organizations: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, str], ...]
    means: tuple[tuple[str, str], ...]
    references: tuple[tuple[str, str], ...]
    may_assign: bool
    may_write: bool
    today: str
    typed: Mapping[str, str]
    problem: str


@page("work.read")
def work(request: HttpRequest) -> HttpResponse:
    """All work of the state, by role."""
    lines = governance.work()
    shown = [LineShown(each.line, tuple(map(_item, each.items))) for each in lines]
    roles = tuple(
        RoleShown(
            rolled.role, str(ROLES[rolled.role]), rolled,
            tuple((str(word), rolled.states[key]) for key, word in STATES.items() if rolled.states.get(key)),
            tuple(each for each in shown if each.line.role == rolled.role),
        )
        for rolled in governance.rolled_up(lines)
    )  # fmt: skip
    every = [(each.line.role, item) for each in lines for item in each.items]
    taken_up = [each for each in lines if each.line.role in ("orchestrate", "innovate", "advocate")]
    found = WorkPage(
        roles, len(taken_up), sum(len(each.items) for each in taken_up),
        tuple(item for _role, item in every if not item.owner),
        tuple(item for role, item in every if role == "orchestrate" and not item.notes),
        tuple(item for role, item in every if role == "innovate" and not item.changes),
    )  # fmt: skip
    return show(request, "throughline/governing/work.html", found)


def _item(now: governance.ItemNow) -> ItemShown:
    return ItemShown(now, _place(now.owner), str(STATES[now.state]), MARKS[now.state])


def _place(name: str) -> str:
    return name_of(reading.catalogue(), f"organization:{name}") if name else ""


@page("work.read")
def item(request: HttpRequest, key: str) -> HttpResponse:
    """One work item, and what those who carry it write down."""
    actor, problem = who(request), ""
    if request.method == "POST":
        doing = _DOING.get(request.POST.get("do", ""))
        try:
            if doing is None:
                raise Refused(_("This form"), _("it does not say what to do."), _("Send it again."))
            doing(request, actor, key)
            messages.success(request, _("It is kept, and public."))
            return redirect("work-item", key)
        except Refused as refusal:
            problem = str(refusal)
    found = governance.work_item(key)
    if found is None:
        raise Http404(f"There is no work item '{key}'.")
    return show(
        request,
        "throughline/governing/work_item.html",
        _page(request, actor, found, problem),
        status(problem),
    )


def _page(request: HttpRequest, actor: Actor, found: governance.OneItem, problem: str) -> WorkItemPage:
    kept = reading.catalogue()
    may_assign = allowed(actor, "work.assign").allowed
    subject = Subject(organization=found.owner)
    may_write = bool(found.owner) and allowed(actor, "work.write", subject).allowed
    state = found.standings[0].state if found.standings else ""
    places = sorted(
        ((o.id, words(o.title)) for o in kept.organizations.values()), key=lambda pair: pair[1].casefold()
    )
    return WorkItemPage(
        found, str(ROLES[found.line.role]), str(STATES[state]), MARKS[state],
        tuple((each, _place(each.owner), str(STATES[each.state])) for each in found.standings),
        tuple((each, str(NOTES[each.kind]), tuple(map(_place, each.present))) for each in found.notes),
        tuple(map(_change, found.changes)), tuple((each, _place(each)) for each in found.stakeholders),
        tuple(places) if may_assign or may_write else (),
        tuple((each, str(word)) for each, word in STATES.items() if each),
        tuple((each, str(word)) for each, word in MEANS.items()), _references() if may_write else (),
        may_assign, may_write, f"{timezone.localdate():%Y-%m-%d}", request.POST.dict(), problem,
    )  # fmt: skip


def _references() -> tuple[tuple[str, str], ...]:
    """What most work changes: the pathways, foundations and promises of the state, and what its bodies decided."""
    kept = reading.catalogue()
    found = [f"pathway:{each}" for each in kept.pathways] + [f"agreement:{each}" for each in kept.agreements]
    return tuple(sorted(((each, name_of(kept, each)) for each in found), key=lambda pair: pair[1].casefold()))


def _change(change: governance.Changed) -> ChangeShown:
    kind, _colon, name = change.reference.partition(":")
    means = str(MEANS[change.means])
    if change.kind == "decision":
        body, _proposal, docket = name.split("/")
        title = _("Decision on docket number {n}").format(n=docket)
        return ChangeShown(change, means, title, reverse("vote", args=[docket, body, change.number]))
    known = {"pathway": "pathway", "agreement": "promise", "credential": "credential", "milestone": "milestone",
             "body": "body", "competency": "competency"}  # fmt: skip
    title = name_of(reading.catalogue(), change.reference)
    return ChangeShown(change, means, title, reverse(known[kind], args=[name]) if kind in known else "")


def _assign(request: HttpRequest, actor: Actor, key: str) -> None:
    given = request.POST
    actions.assign_work(
        by=actor, item=key, owner=given.get("owner", ""), state=given.get("state", ""), due=day_of(given.get("due", "")),
        words=given.get("words", ""), now=timezone.now(),
    )  # fmt: skip


def _move(request: HttpRequest, actor: Actor, key: str) -> None:
    given = request.POST
    actions.move_work(
        by=actor, item=key, state=given.get("state", ""), due=day_of(given.get("due", "")), words=given.get("words", ""),
        now=timezone.now(),
    )  # fmt: skip


def _note(request: HttpRequest, actor: Actor, key: str) -> None:
    given = request.POST
    actions.note_work(
        by=actor, item=key, kind=given.get("kind", ""), on=day_of(given.get("on", "")) or timezone.localdate(),
        words=given.get("words", ""), present=given.getlist("present"), now=timezone.now(),
    )  # fmt: skip


def _link(request: HttpRequest, actor: Actor, key: str) -> None:
    given = request.POST
    reference = given.get("other", "").strip() or given.get("reference", "")
    actions.link_change(
        by=actor, item=key, means=given.get("means", ""), reference=reference, words=given.get("words", ""),
        now=timezone.now(),
    )  # fmt: skip


_DOING: Mapping[str, Callable[[HttpRequest, Actor, str], None]] = {
    "assign": _assign, "move": _move, "note": _note, "change": _link,
}  # fmt: skip
