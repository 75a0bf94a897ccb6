"""Writing apprenticeship standards for a sponsor, and registering what waits for who registers."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from throughline.apps.directory.actor import Refused
from throughline.apps.opportunities import queries as opportunities
from throughline.apps.opportunities.actions import apprenticeships as actions
from throughline.apps.opportunities.queries.apprenticeships import Draft
from throughline.core.apprenticeships.standards import Standards, WageStep
from throughline.core.catalogue.apprenticeships import StandardsPart, StandardsRules
from throughline.web import reading
from throughline.web.components.apprenticeships import (
    FORMS,
    StandardsShown,
    lacks_in_words,
    standards_shown,
)
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who
from throughline.web.parsing import number_of
from throughline.web.public.activities import places_of
from throughline.web.public.apprenticeships import settled
from throughline.web.words import words

STEPS = 8


@dataclass(frozen=True, slots=True)
class DraftsPage:
    """What is written here, and what waits to be registered. places: for which the reader may begin."""

    drafts: tuple[tuple[Draft, str], ...]
    waiting: tuple[tuple[Draft, str], ...]
    places: tuple[tuple[str, str], ...]
    problem: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose, and whether it is chosen."""

    value: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class WritePage:
    """Standards as a form. steps: number, after, percent; groups: title, what is in it, how many of it are chosen."""

    draft: Draft
    sponsor: str
    rules: StandardsRules
    standards: Standards
    forms: tuple[Choice, ...]
    steps: tuple[tuple[int, str, str], ...]
    groups: tuple[tuple[str, tuple[Choice, ...], int], ...]
    credentials: tuple[Choice, ...]
    parts: tuple[tuple[StandardsPart, str], ...]
    lacks: tuple[str, ...]
    problem: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What waits, as it would be registered."""

    draft: Draft
    sponsor: str
    shown: StandardsShown
    problem: str


@page("standards.write")
def drafts(request: HttpRequest) -> HttpResponse:
    """What the reader's organizations write, and what waits for them to register it."""
    actor, problem = who(request), ""
    if not places_of(actor):
        raise Refused(
            _("Writing standards"), _("you act for no sponsor here."), _("Ask one of them to add you.")
        )
    if request.method == "POST":
        try:
            made = actions.begin(by=actor, sponsor=request.POST.get("place", ""), now=timezone.now())
            return redirect("standards-write", made)
        except Refused as refusal:
            problem = str(refusal)
    kept = reading.catalogue()
    settled()
    shown = DraftsPage(
        tuple((d, name_of(kept, f"organization:{d.sponsor}")) for d in opportunities.apprenticeships.drafts(actor)),
        tuple((d, name_of(kept, f"organization:{d.sponsor}")) for d in opportunities.apprenticeships.waiting(actor)),
        tuple((each, name_of(kept, f"organization:{each}")) for each in places_of(actor)), problem,
    )  # fmt: skip
    return show(request, "throughline/organization/standards.html", shown, status(problem))


@page("standards.write")
def write(request: HttpRequest, key: UUID) -> HttpResponse:
    """One draft: what is typed is kept; registering is asked for once nothing is missing."""
    actor, now, problem = who(request), timezone.now(), ""
    draft = opportunities.apprenticeships.draft(actor, key)
    if request.method == "POST":
        try:
            actions.write(by=actor, standards=key, draft=_typed(request.POST), now=now)
            if request.POST.get("do") != "ask":
                messages.success(request, _("The draft is kept."))
                return redirect("standards-write", key)
            number = actions.ask(by=actor, standards=key, now=now)
            messages.success(request, _("Registered.") if number else _("It is sent to be registered."))
            return redirect("standards-drafts")
        except Refused as refusal:
            problem = (
                _("They cannot be registered yet. The draft is kept.")
                if refusal.about.get("lacks")
                else str(refusal)
            )
        draft = opportunities.apprenticeships.draft(actor, key)
    return show(
        request, "throughline/organization/standards_write.html", _page(draft, problem), status(problem)
    )


def _typed(sent: QueryDict) -> Standards:
    steps = [(sent.get(f"after-{n}", "").strip(), sent.get(f"percent-{n}", "")) for n in range(1, STEPS + 1)]
    return Standards(
        occupation=sent.get("occupation", "").strip()[:200],
        form=sent.get("form", ""),
        hours=number_of(sent.get("hours", "")) or Decimal(0),
        instruction=number_of(sent.get("instruction", "")) or Decimal(0),
        rate=number_of(sent.get("rate", "")) or Decimal(0),
        steps=tuple(
            WageStep(int(number_of(after) or 0), number_of(percent) or Decimal(0))
            for after, percent in steps
            if percent.strip()
        ),
        apprentices=int(number_of(sent.get("apprentices", "")) or 0),
        journeyworkers=int(number_of(sent.get("journeyworkers", "")) or 0),
        asks=tuple(dict.fromkeys(sent.getlist("asks"))),
        credential=sent.get("credential", ""),
        parts={
            name.removeprefix("part-"): str(text) for name, text in sent.items() if name.startswith("part-")
        },
    )


def _page(draft: Draft, problem: str) -> WritePage:
    kept, rules, found = reading.catalogue(), settled().standards, draft.standards
    filled = [(str(each.after), f"{each.percent.normalize():f}") for each in found.steps]
    rows = (filled + [("", "")] * STEPS)[:STEPS]
    refs = (f"credential:{each.id}" for each in kept.credentials.values() if each.issuers)
    credentials = sorted(
        (Choice(ref, name_of(kept, ref), ref == found.credential) for ref in refs),
        key=lambda each: each.title.casefold(),
    )
    return WritePage(
        draft, name_of(kept, f"organization:{draft.sponsor}"), rules, found,
        tuple(Choice(form, str(title), form == found.form) for form, title in FORMS.items()),
        tuple((n, after, percent) for n, (after, percent) in enumerate(rows, start=1)), _groups(found),
        tuple(credentials), tuple((part, found.parts.get(part.id, "")) for part in rules.parts),
        lacks_in_words(draft.lacks, rules) if problem or found.occupation else (), problem,
    )  # fmt: skip


def _groups(found: Standards) -> tuple[tuple[str, tuple[Choice, ...], int], ...]:
    """What can be asked: the milestones of pathways that lead to an apprenticeship, and competencies by framework."""
    kept, parts = reading.catalogue(), reading.structure().parts
    leading = {p for a in kept.agreements.values() if a.kind == "apprenticeship" for p in a.pathways}
    by: dict[str, list[str]] = {
        words(kept.pathways[name].title): [f"milestone:{m}" for m in parts[name].milestones]
        for name in sorted(each.removeprefix("pathway:") for each in leading)
    }
    for each in kept.competencies.values():
        framework = kept.competency_frameworks.get(each.framework)
        title = words(framework.title) if framework else each.framework
        by.setdefault(title, []).append(f"competency:{each.id}")
    made = (
        (title, tuple(Choice(ref, name_of(kept, ref), ref in found.asks) for ref in refs))
        for title, refs in by.items()
    )
    return tuple((title, held, sum(each.chosen for each in held)) for title, held in made)


@page("standards.register")
def waits(request: HttpRequest, key: UUID) -> HttpResponse:
    """What waits, for who registers: register it, or send it back with what is to be mended."""
    actor, now, problem = who(request), timezone.now(), ""
    if not opportunities.apprenticeships.may_register(actor):
        raise Refused(
            _("Registering standards"), _("another organization registers here."), _("Look at the list.")
        )
    if request.method == "POST":
        try:
            if request.POST.get("do") == "register":
                actions.register(by=actor, standards=key, now=now)
                messages.success(request, _("Registered. It stands in the public log."))
                return redirect("standards", key)
            actions.send_back(by=actor, standards=key, why=request.POST.get("why", ""), now=now)
            messages.success(request, _("It is back with its sponsor."))
            return redirect("standards-drafts")
        except Refused as refusal:
            problem = str(refusal)
    draft = opportunities.apprenticeships.draft(actor, key)
    shown = RegisterPage(
        draft, name_of(reading.catalogue(), f"organization:{draft.sponsor}"),
        standards_shown(draft.standards, settled().standards), problem,
    )  # fmt: skip
    return show(request, "throughline/organization/standards_waits.html", shown, status(problem))
