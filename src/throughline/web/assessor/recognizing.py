"""An assessor answers who asks that learning from elsewhere counts: the first due first, work beside what is asked."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from throughline.apps.directory.actor import Actor, Refused
from throughline.apps.directory.predicates import ASSESSORS
from throughline.apps.frameworks import queries as frameworks
from throughline.apps.opportunities.actions import opening
from throughline.apps.records import actions, queries
from throughline.apps.records.actions.recognizing import Answer
from throughline.apps.records.queries.recognizing import AskedWithWork, Wished
from throughline.core.catalogue.catalogue import Catalogue
from throughline.core.requirements.nodes import Text
from throughline.web import reading
from throughline.web.components.work import PieceShown, piece_shown
from throughline.web.learner.evidence_offering import AskedShown, asked_shown
from throughline.web.names import name_of
from throughline.web.pages import page, show, status, who


@dataclass(frozen=True, slots=True)
class Step:
    """A level of a competency's scale, with what it looks like."""

    number: int
    title: Text
    descriptor: Text


@dataclass(frozen=True, slots=True)
class WishForm:
    """One thing to decide: its name, what a judge looks for, the levels of its scale, and what was typed."""

    wish: Wished
    title: str
    statement: Text
    criteria: tuple[Text, ...]
    scale: tuple[Step, ...]
    typed: dict[str, str]


@dataclass(frozen=True, slots=True)
class DecidePage:
    """One request as an assessor sees it. beside: those who spoke signed in for an organization and may have judged it
    too. mine: the actor may answer."""

    shown: AskedShown
    pieces: tuple[PieceShown, ...]
    wishes: tuple[WishForm, ...]
    beside: tuple[tuple[str, str], ...]
    mine: bool
    problem: str


@page("recognition.decide")
def waiting(request: HttpRequest) -> HttpResponse:
    """All that waits for an answer where the assessor works."""
    actor, catalogue = who(request), reading.catalogue()
    if not actor.holds(*ASSESSORS, *frameworks.judging_roles()):
        raise Refused(_("This page"), _("it is for assessors."), _("Sign in as one."))
    found = queries.recognizing.to_decide(actor, now=timezone.now())
    shown = tuple(asked_shown(each, catalogue) for each in found)
    return show(request, "throughline/work/waiting.html", shown)


@page("recognition.decide")
def decide(request: HttpRequest, key: UUID) -> HttpResponse:
    """The work beside what is asked; an answer with reasons for each."""
    actor, problem = who(request), ""
    if actor.person is None:
        raise Refused(_("This page"), _("it is for assessors."), _("Sign in as one."))
    found = queries.recognizing.recognition(actor, key, now=timezone.now())
    if request.method == "POST":
        try:
            many = _decide(request, actor, found)
            told = ngettext("{n} answer is given.", "{n} answers are given.", many)
            messages.success(request, told.format(n=many))
            return redirect("recognizing")
        except Refused as refusal:
            problem = str(refusal)
    return show(
        request, "throughline/work/decide.html", _page(request, actor, found, problem), status(problem)
    )


def _decide(request: HttpRequest, actor: Actor, found: AskedWithWork) -> int:
    answers = [
        answer for wish in found.asked.wishes if wish.open and (answer := _answer(request, wish)) is not None
    ]
    if not answers:
        raise Refused(_("Your answer"), _("nothing is decided yet."), _("Choose one for at least one thing."))
    beside = [UUID(each) for each in request.POST.getlist("beside")]
    now = timezone.now()
    with opening(now=now):
        return len(
            actions.recognizing.decide(
                by=actor, recognition=found.asked.id, answers=answers, beside=beside, now=now
            )
        )


def _answer(request: HttpRequest, wish: Wished) -> Answer | None:
    sent = {
        name: request.POST.get(f"{name}:{wish.id}", "").strip()
        for name in ("met", "level", "reasons", "next")
    }
    if sent["met"] not in ("yes", "no"):
        return None
    level = int(sent["level"]) if sent["level"].isdigit() else None
    return Answer(wish.id, sent["met"] == "yes", sent["reasons"], sent["next"], level)


def _page(request: HttpRequest, actor: Actor, found: AskedWithWork, problem: str) -> DecidePage:
    catalogue = reading.catalogue()
    mine = actor.person not in (found.asked.learner, None) and not _decided_before(actor, found)
    return DecidePage(
        asked_shown(found.asked, catalogue), tuple(piece_shown(each, catalogue) for each in found.pieces),
        tuple(_wish(request, each, catalogue) for each in found.asked.wishes if each.open), _beside(found, catalogue),
        mine, problem,
    )  # fmt: skip


def _decided_before(actor: Actor, found: AskedWithWork) -> bool:
    names = {each.by for wish in found.asked.wishes for each in wish.decided if each.turn == 1}
    return found.asked.appealed_at is not None and actor.name in names


def _wish(request: HttpRequest, wish: Wished, catalogue: Catalogue) -> WishForm:
    typed = {name: request.POST.get(f"{name}:{wish.id}", "") for name in ("met", "level", "reasons", "next")}
    competency = catalogue.competencies.get(wish.what.removeprefix("competency:"))
    if competency is None:
        return WishForm(wish, name_of(catalogue, wish.what), {}, (), (), typed)
    scale = catalogue.competency_frameworks[competency.framework].scale
    return WishForm(
        wish, name_of(catalogue, wish.what), competency.statement, competency.criteria,
        tuple(Step(step.number, step.title, step.descriptor) for step in scale), typed,
    )  # fmt: skip


def _beside(found: AskedWithWork, catalogue: Catalogue) -> tuple[tuple[str, str], ...]:
    assessing = ASSESSORS | frameworks.judging_roles()
    return tuple(
        (
            str(said.id),
            f"{said.name}, {name_of(catalogue, said.role)}, {name_of(catalogue, f'organization:{said.organization}')}",
        )
        for piece in found.pieces
        for said in piece.said_about
        if said.assurance == "works_for" and said.role in assessing
    )
