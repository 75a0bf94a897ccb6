"""Apprenticeships for everyone: the ladder that leads there, the standards that are registered, credits to employers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import apprentices as actions
from throughline.apps.opportunities.queries.apprenticeships import Registered
from throughline.core.apprenticeships.incentives import Reckoned, reckon
from throughline.core.catalogue.apprenticeships import ApprenticeshipRules, Incentive, Rung
from throughline.core.catalogue.documents import Opportunity
from throughline.web import reading
from throughline.web.components.apprenticeships import StandardsShown, standards_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who


@dataclass(frozen=True, slots=True)
class RungShown:
    """A step of the ladder with what stands on it now: opportunities, each with its place."""

    rung: Rung
    here: tuple[tuple[Opportunity, str], ...]


@dataclass(frozen=True, slots=True)
class LadderPage:
    """The ladder, the registered standards with their sponsors, and where the reader may go on from here."""

    rungs: tuple[RungShown, ...]
    registered: tuple[tuple[Registered, str], ...]
    incentives: tuple[Incentive, ...]
    learner: bool
    acts: bool
    signs: bool


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """Registered standards. may_begin: the reader is a learner and does not learn by them yet."""

    registered: Registered
    shown: StandardsShown
    sponsor: str
    registrar: str
    may_begin: bool


@dataclass(frozen=True, slots=True)
class CalculatorPage:
    """A credit worked out. found: None until numbers are typed. left: of the cap of this year."""

    rule: Incentive
    typed: Mapping[str, str]
    found: Reckoned | None
    year: int
    left: Decimal
    problem: str
    may_claim: bool


def settled() -> ApprenticeshipRules:
    """The state's rules for apprenticeships; a page that is not there where it has none."""
    found = reading.catalogue().state.apprenticeships
    if found is None:
        raise Http404("This state has settled no rules for apprenticeships.")
    return found


@page("standards.read")
def ladder(request: HttpRequest) -> HttpResponse:
    """The ladder, from trying the work to a registered trade."""
    actor, kept = who(request), reading.catalogue()
    rules = kept.state.apprenticeships
    rungs = tuple(
        RungShown(
            rung,
            tuple(
                (each, name_of(kept, f"organization:{each.provider}"))
                for each in kept.opportunities.values()
                if rung.tag in (each.kind, *each.tags)
            ),
        )
        for rung in (rules.ladder if rules else ())
    )
    registered = tuple(
        (each, name_of(kept, f"organization:{each.sponsor}"))
        for each in opportunities.apprenticeships.registered()
    )
    acts = bool(actor.organizations() - actor.organizations("learner"))
    shown = LadderPage(
        rungs,
        registered,
        rules.incentives if rules else (),
        actor.holds("learner"),
        acts,
        actor.holds("journeyworker"),
    )
    return show(request, "throughline/public/apprenticeships.html", shown)


@page("standards.read")
def standards(request: HttpRequest, key: UUID, number: int | None = None) -> HttpResponse:
    """One version of registered standards, whole."""
    actor, rules, kept = who(request), settled(), reading.catalogue()
    found = opportunities.apprenticeships.one(key, number)
    if found is None:
        raise Http404(f"There are no standards '{key}'.")
    mine = opportunities.apprentices.own(actor, on=timezone.localdate()) if actor.holds("learner") else []
    shown = StandardsPage(
        found, standards_shown(found.standards, rules.standards), name_of(kept, f"organization:{found.sponsor}"),
        name_of(kept, f"organization:{found.registrar}"), actor.holds("learner") and key not in {m.key for m in mine},
    )  # fmt: skip
    return show(request, "throughline/public/standards.html", shown)


@page("apprentice.begin")
@require_POST
def begin(request: HttpRequest, key: UUID) -> HttpResponse:
    """A learner says that they learn by these standards."""
    actions.ask_to_begin(by=who(request), standards=key, now=timezone.now())
    messages.success(request, _("The sponsor is asked to confirm it. Then you can write your weeks down."))
    return redirect("apprenticeship")


@page("incentive.read")
def calculator(request: HttpRequest, name: str) -> HttpResponse:
    """What a credit would come to."""
    rule = next((each for each in settled().incentives if each.id == name), None)
    if rule is None:
        raise Http404(f"There is no credit '{name}'.")
    typed = {each: request.GET.get(each, "") for each in ("apprentices", "in_school", "earlier")}
    year, problem, found = timezone.localdate().year, "", None
    left = opportunities.incentives.left(name, year)
    if any(typed.values()):
        try:
            found = reckon(
                rule, apprentices=_whole(typed["apprentices"]), in_school=_whole(typed["in_school"]),
                earlier_years=_whole(typed["earlier"]), given=rule.cap - left,
            )  # fmt: skip
        except ValueError:
            problem = _("Write whole numbers, and no more in school than there are apprentices.")
    actor = who(request)
    acts = bool(actor.organizations() - actor.organizations("learner"))
    shown = CalculatorPage(rule, typed, found, year, left, problem, acts)
    return show(request, "throughline/public/calculator.html", shown, status(problem))


def _whole(typed: str) -> int:
    """A number as it was typed; nothing is 0."""
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdigit() and len(typed) < 7):
        raise ValueError("It is no whole number.")
    return int(typed)
