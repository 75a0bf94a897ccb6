"""Looking at a pathway together: the learner invites some of their helpers for a while; the notes are the learner's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory import queries as directory
from throughline.apps.directory.actor import Actor, Refused
from throughline.core.catalogue.documents import Milestone, Pathway, Stage
from throughline.web import reading
from throughline.web.components import maps
from throughline.web.learner.home import own
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of
from throughline.web.words import language, words

LASTING = (
    ("30", gettext_lazy("half an hour")), ("60", gettext_lazy("an hour")), ("120", gettext_lazy("two hours")),
    ("1440", gettext_lazy("a day")), ("10080", gettext_lazy("a week")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """A review with the pathway it looks at. open: it is going on now."""

    session: advising.Session
    pathway: Pathway | None
    open: bool


@dataclass(frozen=True, slots=True)
class ReviewsPage:
    """The learner's reviews, and the form to invite. helpers: whom they can invite, with what they are to the learner."""

    reviews: tuple[Held, ...]
    helpers: tuple[tuple[directory.Someone, str], ...]
    pathways: tuple[Pathway, ...]
    typed: Mapping[str, str]
    invited: tuple[str, ...]
    lasting: tuple[tuple[str, str], ...]
    problem: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """One review on one screen: the pathway and the notes. mine: the learner is looking."""

    session: advising.Session
    learner: directory.Someone
    mine: bool
    pathway: Pathway
    stages: tuple[tuple[Stage, tuple[Milestone, ...]], ...]
    map: maps.LineMaps
    words: str
    problem: str


@page("plan.write")
def reviews(request: HttpRequest) -> HttpResponse:
    """The learner's reviews, and a new one."""
    actor, problem = who(request), ""
    helpers = _helpers(actor)
    invited = tuple(str(key) for key in helpers if str(key) in request.POST.getlist("who"))
    if request.method == "POST":
        try:
            made = _invite(actor, request.POST, [UUID(key) for key in invited])
            messages.success(request, _("Invited. Only they and you can open it."))
            return redirect("review", made)
        except Refused as refusal:
            problem = str(refusal)
    now = timezone.localtime()
    chosen = advising.choice_of(actor, own(actor), now=now).pathway
    typed = {
        "pathway": chosen,
        "on": f"{now:%Y-%m-%d}",
        "from": f"{now:%H:%M}",
        "lasting": "60",
        **request.POST.dict(),
    }
    shown = ReviewsPage(
        tuple(_held(each) for each in advising.sessions(actor)), tuple(helpers.values()),
        tuple(sorted(reading.catalogue().pathways.values(), key=lambda p: words(p.title).casefold())),
        typed, invited, tuple((key, str(title)) for key, title in LASTING), problem,
    )  # fmt: skip
    return show(request, "throughline/learner/reviews.html", shown, status(problem))


def _helpers(actor: Actor) -> dict[UUID, tuple[directory.Someone, str]]:
    return {each.helper.id: (each.helper, each.kind) for each in directory.helpers_of(actor, own(actor))}


def _held(session: advising.Session) -> Held:
    pathway = reading.catalogue().pathways.get(session.pathway.partition(":")[2])
    return Held(session, pathway, session.opens_at <= timezone.now() < session.closes_at)


def _invite(actor: Actor, given: Mapping[str, str], people: list[UUID]) -> UUID:
    if not people:
        raise Refused(
            _("A review"), _("nobody is invited."), _("Choose at least one of the people who help you.")
        )
    day, at = day_of(given.get("on", "")), given.get("from", "")
    opens = _opening(day or timezone.localdate(), at) if day or at else timezone.now()
    lasts = given.get("lasting", "")
    closes = opens + timedelta(minutes=int(lasts) if lasts in dict(LASTING) else 60)
    return actions.invite(
        by=actor,
        people=people,
        pathway=given.get("pathway", ""),
        opens_at=opens,
        closes_at=closes,
        now=timezone.now(),
    )


def _opening(day: date, typed: str) -> datetime:
    try:
        at = time.fromisoformat(typed or "00:00")
    except ValueError:
        raise Refused(
            _("The time"), _("'{time}' was not understood.").format(time=typed), _("Write it as 14:30.")
        ) from None
    return timezone.make_aware(datetime.combine(day, at))


@page("plan.read")
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """The review, for the learner and, while it is open, for exactly those invited; and the form for a note."""
    actor, problem, typed = who(request), "", request.POST.get("words", "")
    try:
        if request.method == "POST":
            actions.write_note(by=actor, session=key, words=typed, now=timezone.now())
            return redirect("review", key)
    except ObjectDoesNotExist:
        raise Http404("There is no such review.") from None
    except Refused as refusal:
        problem = str(refusal)
    return show(
        request, "throughline/learner/review.html", _review(actor, key, typed, problem), status(problem)
    )


def _review(actor: Actor, key: UUID, typed: str, problem: str) -> ReviewPage:
    try:
        found = advising.session(actor, key, now=timezone.now())
    except ObjectDoesNotExist:
        raise Http404("There is no such review.") from None
    structure = reading.structure()
    pathway = structure.catalogue.pathways[found.pathway.partition(":")[2]]
    parts = structure.parts[pathway.id]
    return ReviewPage(
        session=found,
        learner=directory.someone(found.learner),
        mine=actor.person == found.learner,
        pathway=pathway,
        stages=tuple(
            (s, tuple(structure.book.milestone(m) for m in parts.stages[s.id])) for s in pathway.stages
        ),
        map=maps.line(structure, pathway.id, language()),
        words=typed,
        problem=problem,
    )
