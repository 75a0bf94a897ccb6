"""The shortest way: asked for by address, so that it can be kept and gone back from; put into the plan by a plain form."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Actor, Refused
from throughline.core.catalogue.documents import Organization, Pathway
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.learner import shortest_shown as shown
from throughline.web.learner.home import own
from throughline.web.names import name_of, title_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing_ways import address_with, address_without, query_of, wish_of
from throughline.web.words import words


@dataclass(frozen=True, slots=True)
class Held:
    """A choice held fixed, with the address that asks without it."""

    title: Text
    kept: bool
    href: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: ways side by side; or why there is none, and what to do about it. `address`: the question, for
    coming back to it. left_out: only what the learner left out is missing. more_hours, without_terms: addresses that ask
    again for what may fit."""

    ways: tuple[shown.Way, ...]
    done: bool
    lack: str
    lacking: tuple[shown.Lacking, ...]
    left_out: bool
    cannot: str
    in_order: shown.Way | None
    heavy: tuple[tuple[Text, int], ...]
    more_hours: tuple[int, str]
    without_terms: str
    home: Organization | None
    address: str


@dataclass(frozen=True, slots=True)
class ShortestPage:
    """The form with what was asked, and what was found (None: nothing is asked yet).

    name, because: whose way it is where another reads, and why they can. hours, terms: as asked or as the state says.
    """

    learner: UUID
    mine: bool
    name: str
    because: str
    pathways: tuple[tuple[Pathway, bool], ...]
    measures: tuple[tuple[str, str, bool], ...]
    wish: advising.Wish
    hours: str
    terms: int
    most_terms: int
    distances: tuple[int, ...]
    held: tuple[Held, ...]
    found: Found | None
    problem: str


@page("plan.read")
def shortest(request: HttpRequest) -> HttpResponse:
    """The learner's own shortest way."""
    return _answered(request, own(who(request)))


@page("plan.read")
def shortest_of(request: HttpRequest, key: UUID) -> HttpResponse:
    """The shortest way of a learner who let the reader into plan and progress."""
    return _answered(request, key)


def _answered(request: HttpRequest, learner: UUID) -> HttpResponse:
    actor, problem, found = who(request), "", None
    wish = advising.Wish(())
    try:
        wish = wish_of(request.GET)
        if request.GET:
            found = advising.shortest(actor, learner, wish, now=timezone.now())
    except Refused as refusal:
        if not actor.is_me(learner):
            raise
        problem = str(refusal)
    choice = found.choice if found else advising.choice_of(actor, learner, now=timezone.now())
    value = _page(actor, learner, choice, wish, found, query_of(request), problem)
    return show(request, "throughline/learner/shortest.html", value, status(problem))


def _page(
    actor: Actor, learner: UUID, choice: advising.ChoiceNow, wish: advising.Wish, found: advising.Shortest | None,
    query: str, problem: str,
) -> ShortestPage:  # fmt: skip
    kept = reading.catalogue()
    pace, chosen = kept.state.pace, wish.pathways or (choice.pathway.removeprefix("pathway:"),)
    every = sorted(kept.pathways.values(), key=lambda each: words(each.title).casefold())
    return ShortestPage(
        learner, actor.is_me(learner), found.name if found else "", found.because if found else "",
        tuple((each, each.id in chosen) for each in every),
        tuple((name, text, name == wish.measure) for name, text in _measures()), wish,
        str(pace.hours if wish.hours is None else wish.hours), pace.terms if wish.terms is None else wish.terms,
        pace.most_terms, pace.kilometers, _held(wish, query), _found(found, query) if found else None, problem,
    )  # fmt: skip


def _measures() -> tuple[tuple[str, str], ...]:
    return (("effort", _("My time")), ("cost", _("Money")), ("travel", _("Travel")), ("weeks", _("Weeks")))


def _held(wish: advising.Wish, query: str) -> tuple[Held, ...]:
    kept = reading.catalogue()
    both = [*((n, "keep") for n in sorted(wish.keep)), *((n, "leave") for n in sorted(wish.leave))]
    known = [(name, how) for name, how in both if name in kept.opportunities]
    return tuple(
        Held(title_of(kept, f"opportunity:{name}"), how == "keep", address_without(query, how, name))
        for name, how in known
    )


def _found(found: advising.Shortest, query: str) -> Found:
    answer, least = found.answer, int(shown.sooner_or_lighter(found).to_integral_value()) + 1
    ways = shown.ways(found, query)
    cannot = ""
    if found.cannot:
        owner, node, why = found.cannot
        cannot = f"{name_of(reading.catalogue(), owner.partition('#')[0])} ({node}): {why}."
    return Found(
        ways, done=bool(ways) and not ways[0].steps, lack=answer.lack, lacking=shown.lacking(found),
        left_out=bool(answer.missing) and all(each.why == "refused" for each in answer.missing), cannot=cannot,
        in_order=shown.in_order(found, query), heavy=shown.heavy(found),
        more_hours=(least, address_with(query, hours=str(least), terms=str(reading.catalogue().state.pace.most_terms))),
        without_terms=address_with(query, terms="0"), home=reading.catalogue().organizations.get(found.home),
        address=f"?{query}",
    )  # fmt: skip


@page("plan.write")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """A way goes into the learner's plan and week; the plan as it stood is kept, to go back to."""
    kept = reading.catalogue()
    settings = {s for each in kept.opportunities.values() for s in each.week}
    try:
        done = actions.take_over(
            by=who(request), steps=request.POST.getlist("step"), first=request.POST.getlist("first"),
            names={each: name_of(kept, each) for each in settings}, why=_("Before the shortest way was put in"),
            now=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        if who(request).person is None:
            raise
        messages.error(request, str(refusal))
        return redirect("shortest")
    added = ngettext("{n} step is new on your plan.", "{n} steps are new on your plan.", done.added)
    messages.success(request, added.format(n=done.added))
    for activity, days in done.left_out:
        text = ngettext(
            "Your week has no free day for {n} day of {what}.",
            "Your week has no free days for {n} days of {what}.",
            days,
        )
        messages.warning(request, text.format(n=days, what=activity))
    return redirect("plan-taken", version=done.version)


@dataclass(frozen=True, slots=True)
class TakenPage:
    """What was just put into the plan, with the version to go back to."""

    version: int


@page("plan.read")
def taken(request: HttpRequest, version: int) -> HttpResponse:
    """What was just put into the plan, with the way back."""
    own(who(request))
    return show(request, "throughline/learner/plan_taken.html", TakenPage(version))


@page("plan.write")
@require_POST
def bring_back(request: HttpRequest, version: int) -> HttpResponse:
    """An earlier version of the learner's plan is the plan again."""
    actions.bring_back(by=who(request), version=version, now=timezone.now())
    messages.success(request, _("Your plan is as it was in version {n}.").format(n=version))
    return redirect("plan")
