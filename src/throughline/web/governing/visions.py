"""What a body wants to come true, with goals that can be measured, and who wrote it; every version open to all."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from throughline.apps.directory.actor import Actor, Refused, Subject
from throughline.apps.directory.policy import allowed
from throughline.apps.governance import actions
from throughline.apps.governance import queries as governance
from throughline.apps.governance.actions import NewGoal
from throughline.core.catalogue.documents import Organization
from throughline.web import reading
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of, number_of
from throughline.web.words import words

SECTOR_WORDS = {
    "k12": gettext_lazy("Schools"), "postsecondary": gettext_lazy("Colleges and universities"),
    "workforce": gettext_lazy("Work"), "community": gettext_lazy("Families, learners and community"),
    "government": gettext_lazy("Government"),
}  # fmt: skip
EMPTY_ROWS = 3
GOAL = ("text", "measure", "baseline", "target", "due")


@dataclass(frozen=True, slots=True)
class SectorShown:
    """A sector's authors under its name."""

    name: str
    authors: governance.SectorAuthors


@dataclass(frozen=True, slots=True)
class CarriedShown:
    """A responsibility. bearers: organization, title, sector in words, whether it said yes, whether the reader may."""

    carried: governance.Carried
    sectors: tuple[str, ...]
    bearers: tuple[tuple[str, str, str, bool, bool], ...]


@dataclass(frozen=True, slots=True)
class VisionPage:
    """A vision: the newest version or an older one, who wrote it, who carries what, and what the reader may do."""

    organization: Organization
    vision: governance.VisionVersion
    newest: bool
    versions: tuple[governance.VisionVersion, ...]
    sectors: tuple[SectorShown, ...]
    choices: tuple[tuple[str, str], ...]
    own: governance.Signing | None
    waiting: tuple[governance.Waiting, ...]
    may_write: bool
    may_sign: bool
    carried: tuple[CarriedShown, ...]


@dataclass(frozen=True, slots=True)
class SharePage:
    """A responsibility as a form. organizations: by sector, each with whether it is chosen."""

    organization: Organization
    groups: tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...]
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal as it was typed. at_fault: the field that must be mended."""

    number: int
    typed: Mapping[str, str]
    at_fault: str


@dataclass(frozen=True, slots=True)
class VisionForm:
    """The vision as a form."""

    organization: Organization
    text: str
    why: str
    goals: tuple[GoalRow, ...]
    first: bool
    problem: str


@page("vision.read")
def visions(request: HttpRequest) -> HttpResponse:
    """Who published a vision."""
    known = reading.catalogue().organizations
    found = tuple(known[name] for name in governance.with_visions() if name in known)
    return show(request, "throughline/governing/visions.html", found)


@page("vision.read")
def vision(request: HttpRequest, name: str, number: int = 0) -> HttpResponse:
    """A vision with its goals and its authors."""
    place, actor = _place(name), who(request)
    versions = governance.visions_of(name)
    may_write = allowed(actor, "vision.publish", Subject(organization=name)).allowed
    if not versions:
        if may_write:
            return redirect("vision-write", name)
        return show(request, "throughline/governing/vision_none.html", place)
    shown = next((each for each in versions if each.number == (number or versions[0].number)), None)
    if shown is None:
        raise Http404(f"There is no version {number}.")
    found = VisionPage(
        organization=place,
        vision=shown,
        newest=shown is versions[0],
        versions=tuple(versions),
        sectors=tuple(SectorShown(str(SECTOR_WORDS[s.sector]), s) for s in governance.vision_authors(name)),
        choices=tuple((key, str(text)) for key, text in SECTOR_WORDS.items()),
        own=governance.own_signing(actor, name),
        waiting=tuple(governance.waiting_authors(actor, name)) if may_write else (),
        may_write=may_write,
        may_sign=actor.person is not None,
        carried=tuple(_carried(actor, each) for each in governance.responsibilities(name)),
    )
    return show(request, "throughline/governing/vision.html", found)


@page("vision.publish")
def write(request: HttpRequest, name: str) -> HttpResponse:
    """Write a vision and its goals; published as the next version."""
    place, actor, given = _place(name), who(request), request.POST
    if not allowed(actor, "vision.publish", Subject(organization=name)).allowed:
        raise Refused(_("This vision"), _("only those who lead this place write it."), _("You can read it."))
    newest = next(iter(governance.visions_of(name)), None)
    problem, fault = "", (0, "")
    if request.method == "POST":
        try:
            typed = _typed_goals(given)
            goals = [_goal(each) for each in typed if any(each.values())]
            actions.publish_vision(
                by=actor, organization=name, text=given.get("text", ""), goals=goals, why=given.get("why", ""),
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The vision is published. Earlier versions stay to be read."))
            return redirect("vision", name)
        except Refused as refusal:
            problem = str(refusal)
            fault = (refusal.about.get("goal", 0), refusal.about.get("field", ""))
    rows = _typed_goals(given) if given else _kept_goals(newest)
    filled = [row for row in rows if any(row.values())]
    every = [*filled, *(dict.fromkeys(GOAL, "") for _nth in range(EMPTY_ROWS))]
    shown = VisionForm(
        organization=place,
        text=given.get("text", newest.text if newest else ""),
        why=given.get("why", ""),
        goals=tuple(GoalRow(n, row, fault[1] if n == fault[0] else "") for n, row in enumerate(every, 1)),
        first=newest is None,
        problem=problem,
    )
    return show(request, "throughline/governing/vision_write.html", shown, status(problem))


@page("vision.sign")
@require_POST
def sign(request: HttpRequest, name: str) -> HttpResponse:
    """Somebody says that they wrote it too, named or not; or takes that back."""
    actor, given = who(request), request.POST
    if given.get("do") == "back":
        actions.unsign_vision(by=actor, organization=name, now=timezone.now())
        messages.success(request, _("You no longer stand here."))
        return redirect("vision", name)
    actions.sign_vision(
        by=actor, organization=name, sector=given.get("sector", ""), office=given.get("office", ""),
        named=given.get("named") == "yes", executive=given.get("executive") == "yes", now=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Thank you. It stands here once the place confirms it."))
    return redirect("vision", name)


@page("vision.publish")
@require_POST
def confirm(request: HttpRequest, name: str, key: UUID) -> HttpResponse:
    """Whoever leads the place says that this person wrote it too."""
    actions.confirm_author(by=who(request), author=key, now=timezone.now())
    messages.success(request, _("Confirmed."))
    return redirect("vision", name)


@page("vision.publish")
def share(request: HttpRequest, name: str) -> HttpResponse:
    """Share a responsibility out among organizations of two sectors or more."""
    place, actor, given, problem = _place(name), who(request), request.POST, ""
    if not allowed(actor, "vision.publish", Subject(organization=name)).allowed:
        raise Refused(
            _("This responsibility"), _("only those who lead this place share it out."), _("You can read it.")
        )
    if request.method == "POST":
        try:
            actions.share_responsibility(
                by=actor, organization=name, text=given.get("text", ""), bearers=given.getlist("bearers"),
                now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("It is shared out. Each place now says yes for itself."))
            return redirect("vision", name)
        except Refused as refusal:
            problem = str(refusal)
    chosen, known = set(given.getlist("bearers")), reading.catalogue().organizations.values()
    groups = tuple(
        (
            str(title),
            tuple(
                sorted(
                    ((o.id, words(o.title), o.id in chosen) for o in known if o.sector == key),
                    key=lambda o: o[1],
                )
            ),
        )
        for key, title in SECTOR_WORDS.items()
    )
    shown = SharePage(place, groups, given.get("text", ""), problem)
    return show(request, "throughline/governing/vision_share.html", shown, status(problem))


@page("responsibility.carry")
@require_POST
def carry(request: HttpRequest, name: str, key: UUID) -> HttpResponse:
    """A place says that it carries its part; or whoever shared the responsibility out ends it."""
    given, actor = request.POST, who(request)
    if given.get("do") == "end":
        actions.end_responsibility(by=actor, responsibility=key, now=timezone.now())
        messages.success(request, _("It is no longer shared."))
    else:
        actions.carry(
            by=actor, responsibility=key, organization=given.get("organization", ""), now=timezone.now()
        )
        messages.success(request, _("Thank you. It stands here that you carry it."))
    return redirect("vision", name)


def _carried(actor: Actor, each: governance.Carried) -> CarriedShown:
    known = reading.catalogue().organizations
    return CarriedShown(
        each, tuple(str(SECTOR_WORDS[sector]) for sector in each.sectors),
        tuple(
            (
                name, words(known[name].title) if name in known else name, str(SECTOR_WORDS[sector]), yes,
                not yes and allowed(actor, "responsibility.carry", Subject(organization=name)).allowed,
            )
            for name, sector, yes in each.bearers
        ),
    )  # fmt: skip


def _typed_goals(given: QueryDict) -> list[dict[str, str]]:
    most = min(sum(1 for name in given if name.startswith("goal-text-")), 30)
    return [
        {each: given.get(f"goal-{each}-{nth}", "").strip() for each in GOAL} for nth in range(1, most + 1)
    ]


def _kept_goals(newest: governance.VisionVersion | None) -> list[dict[str, str]]:
    return [
        {
            "text": goal.text, "measure": goal.measure, "target": f"{goal.target.normalize():f}",
            "baseline": f"{goal.baseline.normalize():f}" if goal.baseline is not None else "",
            "due": f"{goal.due:%Y-%m-%d}",
        }
        for goal in (newest.goals if newest else ())
    ]  # fmt: skip


def _goal(typed: Mapping[str, str]) -> NewGoal:
    return NewGoal(
        typed["text"], typed["measure"], number_of(typed["target"]), day_of(typed["due"]),
        number_of(typed["baseline"]),
    )  # fmt: skip


def _place(name: str) -> Organization:
    found = reading.catalogue().organizations.get(name)
    if found is None:
        raise Http404(f"There is no '{name}'.")
    return found
