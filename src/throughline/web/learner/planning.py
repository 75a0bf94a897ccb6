"""A learner's plan on one page: who am I, where am I going, how will I get there."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising import queries as advising
from throughline.apps.advising.rows import PLAN
from throughline.apps.directory.actor import Actor
from throughline.core.catalogue.documents import Destination, Pathway
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.keeping_own import kept_while_unchanged
from throughline.web.learner.home import own
from throughline.web.names import address_of, name_of, title_of
from throughline.web.pages import page, show, who

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on the plan and where it counts: on the learner's pathway, on others, or nowhere yet (an elective)."""

    what: str
    title: Text
    href: str
    own: bool
    others: tuple[Pathway, ...]

    @property
    def kind(self) -> str:
        """What sort of thing it is: `milestone`, `opportunity` ..."""
        return self.what.partition(":")[0]

    @property
    def name(self) -> str:
        """Its reference without the kind."""
        return self.what.partition(":")[2]

    @property
    def elective(self) -> bool:
        """Whether no pathway asks for it."""
        return not self.own and not self.others


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with the name and page of what it is about, where it is about a milestone."""

    goal: advising.GoalNow
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the usual week. activity empty: free."""

    key: str
    name: str
    activity: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as its reader sees it.

    name: whose it is. mine: the learner reads. because: why anyone else can. may_comment: a guardian reads. sees_way:
    another reads who was let into the progress too, and so sees the shortest way.
    days_each: how many days of the week go to what.
    """

    learner: UUID
    name: str
    mine: bool
    because: str
    may_comment: bool
    sees_way: bool
    choice: advising.ChoiceNow
    pathway: Pathway | None
    destination: Destination | None
    plan: advising.Plan
    goals: tuple[Goal, ...]
    entries: tuple[Entry, ...]
    week: tuple[Day, ...]
    days_each: tuple[tuple[str, int], ...]
    notes: tuple[advising.Note, ...]


@page("plan.read")
@kept_while_unchanged(PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """The learner's own plan."""
    actor = who(request)
    return show(request, "throughline/learner/plan.html", plan_page(actor, own(actor)))


@page("plan.read")
def plan_of(request: HttpRequest, key: UUID) -> HttpResponse:
    """The plan of a learner who let the reader in; a guardian can write a word beside it."""
    return show(request, "throughline/learner/plan.html", plan_page(who(request), key))


def plan_page(actor: Actor, learner: UUID) -> PlanPage:
    """All that the page shows; another's reading is an event the learner can see."""
    found = advising.whole_plan(actor, learner, now=timezone.now())
    catalogue = reading.catalogue()
    pathway = catalogue.pathways.get(found.choice.pathway.partition(":")[2])
    ends = pathway.destinations if pathway else ()
    days = week_of(found.plan.week)
    return PlanPage(
        learner=learner,
        name=found.name,
        mine=actor.person == learner,
        because=found.because,
        may_comment=any(each.learner == learner and each.kind == "guardian" for each in actor.helps),
        sees_way=any(each.learner == learner and "progress" in each.scopes for each in actor.helps),
        choice=found.choice,
        pathway=pathway,
        destination=next((each for each in ends if each.id == found.choice.destination), None),
        plan=found.plan,
        goals=tuple(_goal(each) for each in found.goals),
        entries=entries(found.plan.entries, found.choice.pathway),
        week=days,
        days_each=tuple(Counter(day.activity for day in days if day.activity).items()),
        notes=found.notes,
    )


def _goal(found: advising.GoalNow) -> Goal:
    catalogue = reading.catalogue()
    title = name_of(catalogue, found.what) if found.what else ""
    return Goal(found, "" if title == found.words else title, address_of(found.what) if found.what else "")


def entries(whats: Iterable[str], pathway: str) -> tuple[Entry, ...]:
    """Entries of a plan with where each counts, seen from a pathway (`pathway:id`, or empty)."""
    catalogue = reading.catalogue()
    return tuple(
        Entry(
            each.what, title_of(catalogue, each.what), address_of(each.what), each.own,
            tuple(catalogue.pathways[name] for name in each.others),
        )
        for each in advising.where_counts(whats, pathway)
    )  # fmt: skip


def week_of(days: Mapping[str, str]) -> tuple[Day, ...]:
    """The five days in order, with what each is for."""
    names = {
        "mon": _("Monday"),
        "tue": _("Tuesday"),
        "wed": _("Wednesday"),
        "thu": _("Thursday"),
        "fri": _("Friday"),
    }
    return tuple(Day(key, names[key], days.get(key, "")) for key in WEEKDAYS)
