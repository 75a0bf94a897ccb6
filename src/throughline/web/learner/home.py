"""A learner's home: what is next, where they are, what changed."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising import queries as advising
from throughline.apps.advising.rows import HOME
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.row_versions import EVENTS, PERSON
from throughline.apps.frameworks.history import changes_since
from throughline.core.catalogue.documents import Destination, Pathway
from throughline.core.catalogue.structure import Structure
from throughline.core.drawing.network import State
from throughline.web.components import maps
from throughline.web.keeping_own import kept_while_unchanged
from throughline.web.learner import way
from throughline.web.learner.changes import ChangeShown, change_shown
from throughline.web.learner.proposals import Proposed, proposed
from throughline.web.names import say
from throughline.web.pages import page, show, who
from throughline.web.words import language, words


@dataclass(frozen=True, slots=True)
class Newer:
    """A newer version of the learner's pathway: its number, what it asks differently, and what it would cost them."""

    number: int
    changes: tuple[tuple[str, str], ...]
    setback: advising.Setback


@dataclass(frozen=True, slots=True)
class Place:
    """Where the learner is on their pathway."""

    pathway: Pathway
    destination: Destination | None
    stage: way.StageOnWay | None
    strip: str
    newer: Newer | None


@dataclass(frozen=True, slots=True)
class Home:
    """What the home shows. place None: no pathway is chosen, which is fine."""

    name: str
    choice: advising.ChoiceNow
    place: Place | None
    next: tuple[way.Next, ...]
    proposals: tuple[Proposed, ...]
    goals: tuple[advising.GoalNow, ...]
    changes: tuple[ChangeShown, ...]


@page("progress.read")
@kept_while_unchanged(HOME)
def home(request: HttpRequest) -> HttpResponse:
    """The learner's own home."""
    actor = who(request)
    return show(request, "throughline/learner/home.html", home_page(actor, own(actor)))


def own(actor: Actor) -> UUID:
    """The learner who is signed in."""
    if actor.person is None:
        raise Refused(_("This page"), _("it is for one learner."), _("Sign in."))
    return actor.person


def home_page(actor: Actor, learner: UUID) -> Home:
    """All that the home shows."""
    now = timezone.now()
    found = advising.progress(actor, learner, now=now)
    structure = found.structure
    met = (
        frozenset(f"milestone:{m.id}" for m in found.audit.milestones if m.status == "met")
        if found.audit
        else frozenset()
    )
    return Home(
        name=actor.name,
        choice=found.choice,
        place=_place(structure, found, actor),
        next=way.next_steps(structure, found.audit) if found.audit else (),
        proposals=tuple(proposed(each) for each in advising.proposals(actor, learner, now=now)),
        goals=tuple(advising.goals(actor, learner, now=now, met=met)),
        changes=tuple(change_shown(each) for each in directory.what_changed(actor, learner, newest=6)),
    )


def _place(structure: Structure, found: advising.Progress, actor: Actor) -> Place | None:
    if found.audit is None or not found.choice.on_pathway:
        return None
    pathway = structure.catalogue.pathways[found.audit.pathway]
    every = way.stages(structure, pathway, found.audit)
    current = next((each for each in every if each.now), None)
    return Place(
        pathway=pathway,
        destination=next((d for d in pathway.destinations if d.id == found.choice.destination), None),
        stage=current,
        strip=_strip(structure, pathway, found, current),
        newer=_newer(structure, found.choice, actor),
    )


def _newer(structure: Structure, choice: advising.ChoiceNow, actor: Actor) -> Newer | None:
    number = advising.newer_version(choice)
    if number is None or choice.number is None:
        return None
    name = choice.pathway.removeprefix("pathway:")
    changes = changes_since(name, choice.number, say(structure.catalogue), language())
    setback = advising.upgrade_preview(actor, choice.learner, now=timezone.now(), at=choice)
    return Newer(number, changes, setback)


def _strip(
    structure: Structure, pathway: Pathway, found: advising.Progress, stage: way.StageOnWay | None
) -> str:
    assert found.audit is not None
    states = way.states_of(found.audit)
    label = _("{pathway}: {done} of {all} milestones shown").format(
        pathway=words(pathway.title),
        done=sum(1 for s in states.values() if s in (State.MET, State.WAIVED)),
        all=len(states),
    )
    return maps.strip(structure, pathway.id, language(), label, states)


@page("reads.read")
@kept_while_unchanged({**PERSON, **EVENTS})
def looks(request: HttpRequest) -> HttpResponse:
    """Who looked at the learner's pages, when and why they could."""
    actor = who(request)
    return show(request, "throughline/learner/looks.html", tuple(directory.reads_of(actor, own(actor))))
