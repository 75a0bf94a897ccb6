"""Before choosing: every pathway against the record, where each milestone also counts, and the choice itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.advising.rows import PROGRESS
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities import queries as opportunities
from throughline.core.catalogue.documents import Milestone, Pathway
from throughline.core.catalogue.structure import Structure
from throughline.core.progress.portability import Elsewhere, Switch
from throughline.core.requirements.words import Speaker
from throughline.web import reading
from throughline.web.keeping import kept_for_everyone
from throughline.web.keeping_own import kept_while_unchanged
from throughline.web.learner.home import own
from throughline.web.names import name_of, say
from throughline.web.pages import page, show, who
from throughline.web.words import language, words


@dataclass(frozen=True, slots=True)
class Door:
    """A pathway against the learner's record. kept: milestones shown that count here. needed: the fewest steps to its
    end."""

    pathway: Pathway
    kept: int
    needed: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Doors:
    """Every pathway. by_name: in order of names, instead of nearest first."""

    doors: tuple[Door, ...]
    by_name: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Another pathway where a milestone counts: as which of its milestones (None: the same one)."""

    pathway: Pathway
    counts_as: Milestone | None


@dataclass(frozen=True, slots=True)
class Row:
    """A milestone, whether the learner has shown it, and the other pathways where it counts."""

    milestone: Milestone
    shown: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class PortabilityPage:
    """What counts elsewhere, before choosing.

    shared milestones also count in one or more of `others` pathways. most_needed: the most milestones before the
    next gate of any other pathway, in any of so many `families`, that a move could still ask for, from any point of
    the secondary stage. at_once: pathways to go on with after this one's foundation, with no further one to show.
    learner: someone who can choose is looking. kept: milestones of theirs that count here. needed, besides: one least
    way to the end, in milestones and, in words, what is none. mending: a stage of it leads to no promise in force today.
    """

    pathway: Pathway
    rows: tuple[Row, ...]
    shared: int
    others: int
    most_needed: int
    families: int
    at_once: tuple[Pathway, ...]
    learner: bool
    on_it: bool
    switching: str
    kept: tuple[Milestone, ...]
    needed: tuple[Milestone, ...]
    besides: tuple[str, ...]
    mending: bool


@page("progress.read")
@kept_while_unchanged(PROGRESS)
def doors(request: HttpRequest) -> HttpResponse:
    """Every pathway against the learner's record, nearest first or by name."""
    actor, structure = who(request), reading.structure()
    learner, now = own(actor), timezone.now()
    choice = advising.choice_of(actor, learner, now=now)
    by_name = request.GET.get("order") == "name"
    found = [
        _door(structure, each, choice) for each in advising.every_door(actor, learner, now=now, at=choice)
    ]
    nearest = sorted(found, key=lambda d: (0 if by_name else d.needed, words(d.pathway.title).casefold()))
    return show(request, "throughline/learner/doors.html", Doors(tuple(nearest), by_name))


def _door(structure: Structure, found: Switch, choice: advising.ChoiceNow) -> Door:
    chosen = choice.on_pathway and choice.pathway == f"pathway:{found.target}"
    kept = len(found.kept_milestones) + len(found.also_kept)
    return Door(structure.catalogue.pathways[found.target], kept, found.steps, chosen)


@page("catalogue.read")
def consider(request: HttpRequest, name: str) -> HttpResponse:
    """A learner's own progress on the pathway; for anyone else, what counts elsewhere."""
    return redirect("progress-on" if who(request).holds("learner") else "portability", name)


@page("catalogue.read")
@kept_for_everyone
def portability(request: HttpRequest, name: str) -> HttpResponse:
    """Where each milestone of a pathway also counts. A learner who looked may then choose."""
    structure, actor = reading.structure(), who(request)
    if name not in structure.catalogue.pathways:
        raise Http404(f"There is no pathway '{name}'.")
    if actor.holds("learner"):
        actions.look_at_portability(by=actor, pathway=f"pathway:{name}", now=timezone.now())
    return show(request, "throughline/learner/portability.html", portability_page(structure, actor, name))


def portability_page(structure: Structure, actor: Actor, name: str) -> PortabilityPage:
    """All that the page shows; for a learner, against their own record."""
    milestones = structure.catalogue.milestones
    elsewhere, reach = advising.portability(f"pathway:{name}"), frameworks.reach(name)
    learner = actor.person if actor.holds("learner") else None
    now = timezone.now()
    choice = advising.choice_of(actor, learner, now=now) if learner else None
    parted = (
        advising.switch_preview(actor, learner, f"pathway:{name}", now=now, at=choice) if learner else None
    )
    counted = {*parted.kept_milestones, *parted.also_kept} if parted else set[str]()
    kept = [m for m in structure.parts[name].milestones if m in counted]
    names = Speaker(say(structure.catalogue), language())
    on_it = choice is not None and choice.on_pathway and choice.pathway == f"pathway:{name}"
    return PortabilityPage(
        pathway=structure.catalogue.pathways[name],
        rows=tuple(_row(structure, each, each.milestone in counted) for each in elsewhere),
        shared=sum(1 for each in elsewhere if each.also_in),
        others=len({place.pathway for each in elsewhere for place in each.also_in}),
        most_needed=reach.most,
        families=len(reach.families),
        at_once=tuple(structure.catalogue.pathways[other] for other in reach.at_once),
        learner=learner is not None,
        on_it=on_it,
        switching=choice.pathway if choice and choice.on_pathway and not on_it else "",
        kept=tuple(milestones[m] for m in kept),
        needed=tuple(milestones[m] for m in (parted.needed_milestones if parted else ())),
        besides=tuple(names.node(leaf) for leaf in (parted.besides if parted else ())),
        mending=learner is not None and bool(opportunities.promised.at_risk(name)),
    )


def _row(structure: Structure, found: Elsewhere, shown: bool) -> Row:
    kept = structure.catalogue
    places = (
        Place(kept.pathways[p.pathway], kept.milestones[p.as_milestone] if p.step else None)
        for p in found.also_in
    )
    return Row(kept.milestones[found.milestone], shown, tuple(places))


@page("choice.make")
@require_POST
def choose(request: HttpRequest, name: str) -> HttpResponse:
    """The learner chooses a pathway, or changes to it; nobody has to agree."""
    actor, now = who(request), timezone.now()
    pathway, destination = f"pathway:{name}", request.POST.get("destination", "")
    try:
        before = advising.choice_of(actor, own(actor), now=now)
        if before.on_pathway:
            _say_switched(
                request, actions.switch(by=actor, pathway=pathway, destination=destination, now=now)
            )
        else:
            actions.choose(by=actor, pathway=pathway, destination=destination, now=now)
            chosen = name_of(reading.catalogue(), pathway)
            messages.success(
                request,
                _("You chose {pathway}. You can change this whenever you like.").format(pathway=chosen),
            )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("portability", args=[name]))
    return redirect("home")


def _say_switched(request: HttpRequest, switched: actions.Switched) -> None:
    balance = switched.balance
    kept, needed = len(balance.kept_milestones) + len(balance.also_kept), len(balance.needed_milestones)
    first = ngettext(
        "{n} milestone you have shown counts here too.", "{n} milestones you have shown count here too.", kept
    )
    then = ngettext("{n} is still to show.", "{n} are still to show.", needed)
    messages.success(
        request, f"{first.format(n=kept)} {then.format(n=needed)} {_('Your record has not changed.')}"
    )


@page("choice.make")
@require_POST
def narrow(request: HttpRequest) -> HttpResponse:
    """The learner narrows to a destination, or opens the whole field again."""
    return _step(
        request,
        lambda actor, now: actions.narrow(by=actor, destination=request.POST.get("destination", ""), now=now),
    )


@page("choice.make")
@require_POST
def step(request: HttpRequest) -> HttpResponse:
    """Any other step the state's rules leave open to the learner: pause, go on, explore again."""
    return _step(
        request, lambda actor, now: actions.move(by=actor, action=request.POST.get("action", ""), now=now)
    )


@page("choice.make")
@require_POST
def upgrade(request: HttpRequest) -> HttpResponse:
    """The learner moves to the newest version of their pathway."""
    more = request.POST.get("accept_more") == "yes"
    return _step(request, lambda actor, now: actions.upgrade(by=actor, now=now, accept_more=more))


def _step(request: HttpRequest, take: Callable[[Actor, datetime], object]) -> HttpResponse:
    try:
        take(who(request), timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("home")
