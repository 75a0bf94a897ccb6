"""Keeping a plan over the years: versions, what was tried and learned, and reflections."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.advising import actions
from throughline.apps.advising import queries as advising
from throughline.apps.directory.actor import Actor, Refused
from throughline.core.catalogue.documents import Opportunity, Pathway, Rule
from throughline.core.progress.record import Fact
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.learner.home import own
from throughline.web.learner.planning import Entry, entries
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import day_of


@dataclass(frozen=True, slots=True)
class Closing:
    """A choice that the plan as it stands would leave closed, and what would keep it open."""

    title: Text
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavePage:
    """Before a version is kept: what it would close, if anything. It forbids nothing."""

    closing: tuple[Closing, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """A kept version as it stood: its pathway and entries by name, with what was tried of it."""

    saved: advising.SavedPlan
    pathway: Pathway | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """Every kept version, newest first, and the form to tell what was tried."""

    versions: tuple[Version, ...]
    typed: dict[str, str]
    today: date
    problem: str


@dataclass(frozen=True, slots=True)
class ReflectionsPage:
    """The learner's reflections, newest first, and the form for one more."""

    reflections: tuple[advising.ReflectionNow, ...]
    problem: str
    typed: dict[str, str] = field(default_factory=dict)


@page("plan.write")
def save(request: HttpRequest) -> HttpResponse:
    """Shows what the plan as it stands would close, then keeps it as the next version."""
    actor, why = who(request), request.POST.get("why", "")
    if request.method == "POST":
        number = actions.save_plan(by=actor, now=timezone.now(), why=why)
        messages.success(request, _("Version {n} of your plan is kept.").format(n=number))
        return redirect("plan-versions")
    return show(request, "throughline/learner/plan_save.html", SavePage(_closing(actor), why))


def _closing(actor: Actor) -> tuple[Closing, ...]:
    rules = keeping_open()
    if not rules:
        return ()
    now, learner, catalogue = timezone.now(), own(actor), reading.catalogue()
    choice = advising.choice_of(actor, learner, now=now)
    hoped = planned(
        (*_of_pathway(choice.pathway), *advising.plan(actor, learner, now=now).entries),
        timezone.localdate(now),
    )
    found = advising.closing_warnings(actor, learner, rules, planned=hoped, now=now)
    return tuple(
        Closing(each.title, tuple(name_of(catalogue, what) for what in each.missing if what))
        for each in found
    )


def keeping_open() -> tuple[str, ...]:
    """The rules a state marks as keeping a choice open for later (`rule:id`): learner profiles, programs of learners
    that give advanced standing in college, and foundations that other rules presuppose. What every graduate shows has
    a page of its own."""
    rules = reading.catalogue().rules.values()
    presupposed = {name.removeprefix("rule:") for rule in rules for name in rule.presupposes}
    return tuple(
        f"rule:{rule.id}" for rule in rules if rule.subject == "learner" and _keeps_open(rule, presupposed)
    )


def _keeps_open(rule: Rule, presupposed: set[str]) -> bool:
    if rule.purpose == "program":
        return "college" in rule.advanced_standing
    own_page = rule.refines or rule.id == reading.catalogue().state.graduate_profile
    return (rule.purpose == "profile" and not own_page) or (
        rule.purpose == "foundation" and rule.id in presupposed
    )


def _of_pathway(pathway: str) -> tuple[str, ...]:
    parts = reading.structure().parts.get(pathway.partition(":")[2])
    return tuple(f"milestone:{name}" for name in parts.milestones) if parts else ()


def planned(whats: Iterable[str], on: date) -> tuple[Fact, ...]:
    """What a plan would add to the record if all of it were shown: milestones, and what its modules give."""
    opportunities = reading.catalogue().opportunities
    found: list[Fact] = []
    for what in dict.fromkeys(whats):
        kind, _sep, name = what.partition(":")
        if kind == "milestone":
            found.append(Fact(f"planned {what}", what, on))
        elif name in opportunities:
            found += _given(opportunities[name], on)
    return tuple(found)


def _given(module: Opportunity, on: date) -> list[Fact]:
    # What a module weighs in hours or credits is counted once, with the first thing it gives.
    return [
        Fact(
            f"planned {module.id} {nth}", what, on, amounts=module.amounts if nth == 0 else {},
            tags=frozenset(module.tags), context=module.context,
        )
        for nth, what in enumerate(module.gives)
    ]  # fmt: skip


@page("plan.write")
def versions(request: HttpRequest) -> HttpResponse:
    """Every kept version, and what was tried and learned of it."""
    actor, problem, given = who(request), "", request.POST
    typed = {name: given.get(name, "") for name in ("version", "tried", "learned", "on")}
    if request.method == "POST":
        try:
            number = int(typed["version"]) if typed["version"].isdigit() else 0
            on = day_of(typed["on"]) or timezone.localdate()
            actions.tell_test(
                by=actor,
                version=number,
                tried=typed["tried"],
                learned=typed["learned"],
                on=on,
                now=timezone.now(),
            )
            messages.success(request, _("Kept beside version {n}.").format(n=number))
            return redirect("plan-versions")
        except Refused as refusal:
            problem = str(refusal)
    kept = advising.saved_plans(actor, own(actor), now=timezone.now())
    shown = VersionsPage(tuple(_version(each) for each in kept), typed, timezone.localdate(), problem)
    return show(request, "throughline/learner/plan_versions.html", shown, status(problem))


def _version(saved: advising.SavedPlan) -> Version:
    name = saved.body["pathway"].partition(":")[2]
    pathway = reading.catalogue().pathways.get(name)
    return Version(saved, pathway, entries(saved.body["entries"], saved.body["pathway"]))


@page("plan.write")
def reflections(request: HttpRequest) -> HttpResponse:
    """The learner's reflections; each is tied to something past, something now and something to come."""
    actor, problem = who(request), ""
    typed = {name: request.POST.get(name, "") for name in ("words", "past", "current", "future")}
    if request.method == "POST":
        try:
            actions.reflect(
                by=actor, words=typed["words"], past=typed["past"], current=typed["current"], future=typed["future"],
                on=timezone.localdate(), now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Kept. Only you and those you let into your plan can read it."))
            return redirect("reflections")
        except Refused as refusal:
            problem = str(refusal)
    found = tuple(advising.reflections(actor, own(actor), now=timezone.now()))
    return show(
        request,
        "throughline/learner/reflections.html",
        ReflectionsPage(found, problem, typed),
        status(problem),
    )
